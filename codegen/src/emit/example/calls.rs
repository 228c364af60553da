//! Emits a macro that creates a request of every operation, for tests that call all of them.

use super::rust::{ARGUMENT_WIDTH, WrittenRequest, format_import, write};
use crate::model::{Api, Example, Field, Limit, Literal, Operation, Type};

/// The value of every sensitive string and of every file, so that tests can search for it.
const PERSONAL: &str = "PERSONAL-VALUE";

/// Returns the macro.
pub(in crate::emit) fn emit_every_call(api: &Api) -> String {
    let mut personal = api.clone();
    for object in &mut personal.objects {
        mark(&mut object.fields);
    }
    for operation in &mut personal.operations {
        mark(&mut operation.path_parameters);
        mark(&mut operation.query);
        operation.payload.fields_mut().iter_mut().for_each(mark_field);
    }
    let arms = personal.operations.iter().map(|operation| emit_arm(operation, &write(&personal, operation, "$client")));
    format!("{HEAD}{}{TAIL}", arms.collect::<String>())
}

const HEAD: &str = "\
/// Passes a request of the operation with this id to a macro: `every_call!(id, client, call, otherwise)`.
/// Sensitive strings and files are `PERSONAL-VALUE`, other values are the documented examples.
#[doc(hidden)]
#[macro_export]
macro_rules! every_call {
    ($id:expr, $client:expr, $call:ident, $otherwise:expr) => {
        match $id {
";

/// The end of a macro whose arms are those of [`emit_arm`].
pub(super) const TAIL: &str = "            _ => $otherwise,\n        }\n    };\n}\n";

/// Returns the arm that passes the request of an operation to the macro `$call`.
pub(super) fn emit_arm(operation: &Operation, written: &WrittenRequest) -> String {
    let imports: String = written
        .imports
        .iter()
        .map(|(module, names)| format_import(&format!("$crate::{module}"), names, ARGUMENT_WIDTH))
        .collect();
    let lines = format!("{imports}{}\n", written.argument_of("$call"));
    let indented: String = lines.lines().map(|line| format!("                {line}\n")).collect();
    format!("            {:?} => {{\n{indented}            }}\n", operation.id.to_string())
}

fn mark(fields: &mut [Field]) {
    fields.iter_mut().for_each(mark_field);
}

fn mark_field(field: &mut Field) {
    let mut ty = &field.ty;
    let mut depth = 0;
    while let Type::List(item) = ty {
        ty = item;
        depth += 1;
    }
    let is_limited = field.limits.iter().any(|limit| matches!(limit, Limit::Length(..)));
    if *ty == Type::File || (field.sensitive && *ty == Type::String && !is_limited) {
        let one = Example::One(Literal::Text(PERSONAL.to_owned()));
        field.example = Some((0..depth).fold(one, |example, _| Example::List(vec![example])));
    }
}
