//! Emits a macro that creates a request of every operation with all of its parameters, for tests that choose the values.

use std::collections::BTreeMap;

use super::{
    calls,
    layout::Layout,
    rust::{Imports, WrittenRequest, call_of, import_model, write_setter},
};
use crate::{
    model::{Api, Field, Operation, Presence, Type},
    names,
};

/// Returns the macro.
pub(in crate::emit) fn emit_every_full_request(api: &Api) -> String {
    let arms = api.operations.iter().map(|operation| calls::emit_arm(operation, &write(operation)));
    format!("{HEAD}{}{}", arms.collect::<String>(), calls::TAIL)
}

const HEAD: &str = "
/// Passes a request of the operation with this id and all of its parameters to a macro:
/// `every_full_request!(id, client, given, call, otherwise)`.
///
/// The methods `get`, `find`, `list` and `file` of `given` return the value of the parameter with a name.
#[doc(hidden)]
#[macro_export]
macro_rules! every_full_request {
    ($id:expr, $client:expr, $given:expr, $call:ident, $otherwise:expr) => {
        match $id {
";

fn write(operation: &Operation) -> WrittenRequest {
    let mut imports = BTreeMap::new();
    let (mut arguments, mut setters) = (Vec::new(), Vec::new());
    for field in operation.parameters() {
        match field.presence {
            Presence::Required => arguments.push(value(field, &mut imports)),
            Presence::Optional | Presence::Always => {
                let value = value(field, &mut imports);
                setters.push(write_setter(field, value));
            }
        }
    }
    WrittenRequest { imports, lets: String::new(), call: call_of(operation, "$client", arguments), setters }
}

/// Returns the expression that takes the value of a parameter from the test.
fn value(field: &Field, imports: &mut Imports) -> Layout {
    let (method, ty) = match &field.ty {
        Type::File => ("file", String::new()),
        Type::List(item) => ("list", format!("::<{}>", path(item, imports))),
        ty if field.presence == Presence::Required => ("get", format!("::<{}>", path(ty, imports))),
        ty => ("find", format!("::<{}>", path(ty, imports))),
    };
    Layout::group(format!("$given.{method}{ty}("), vec![Layout::Text(format!("{:?}", field.name))], ")")
}

/// Returns the path of a type. Types of the schema are imported.
fn path(ty: &Type, imports: &mut Imports) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::Int32 => "i32".to_owned(),
        Type::Int64 => "i64".to_owned(),
        Type::Float => "f64".to_owned(),
        Type::String => "$crate::Text".to_owned(),
        Type::Timestamp | Type::Seconds => "$crate::Timestamp".to_owned(),
        Type::Date => "$crate::Date".to_owned(),
        Type::Url => "$crate::Url".to_owned(),
        Type::Json => "$crate::Value".to_owned(),
        Type::File => "$crate::Upload".to_owned(),
        Type::List(item) => format!("$crate::List<{}>", path(item, imports)),
        Type::Map(item) => format!("$crate::Map<{}>", path(item, imports)),
        Type::Id(key) | Type::IntEnum(key) | Type::TextEnum(key) | Type::Object(key) | Type::Boxed(key) => {
            import_model(key, imports);
            names::bare(key).to_owned()
        }
    }
}
