//! Emits the schemas with which the mock server validates JSON bodies.

use proc_macro2::TokenStream;
use quote::quote;

use super::{gate::Gate, rules, scope::Item, table, wire};
use crate::{
    model::{Api, Field, Payload, Presence, Rule, Type},
    names,
};

/// Returns a static for each body and each object that is sent as JSON, with the name of its type.
pub(super) fn emit_statics(api: &Api) -> Vec<Item> {
    let bodies = api.operations.iter().filter_map(|operation| match &operation.payload {
        Payload::Json(fields) => {
            Some(emit_schema(api, &Gate::of_group(&operation.group), &names::body(&operation.id), fields, &[]))
        }
        Payload::None | Payload::Form(_) => None,
    });
    let bodies: Vec<Item> = bodies.collect();
    if bodies.is_empty() {
        return bodies;
    }
    let sent = api.objects.iter().filter(|object| object.sent);
    let objects = sent.map(|object| {
        emit_schema(api, &Gate::of_type(api, &object.groups), &object.name, &object.fields, &object.rules)
    });
    bodies.into_iter().chain(objects).collect()
}

/// Returns the name of the static of a type, which is the name of the type.
pub(super) fn name(key: &str) -> proc_macro2::Ident {
    names::ident(&key.replace('.', "_"))
}

/// The rules of a body are in the row of its operation.
fn emit_schema(api: &Api, gate: &Gate, key: &str, fields: &[Field], rules: &[Rule]) -> Item {
    let name = name(key);
    let fields = fields.iter().map(|field| {
        let (key, schema, values) = (&field.name, emit_value_schema(&field.ty, field.as_string), api.listed(field));
        let required = (field.presence == Presence::Required).then(|| quote!(.required()));
        let values = (!values.is_empty()).then(|| quote!(.values(&[#(#values),*])));
        let limits: Vec<_> = field.limits.iter().map(|limit| table::emit_limit(*limit)).collect();
        let limits = (!limits.is_empty()).then(|| quote!(.limits(&[#(#limits),*])));
        let bare = field.is_bare.then(|| quote!(.bare()));
        quote!(feishu_runtime::mock::FieldSchema::new(#key, #schema) #required #values #limits #bare)
    });
    let rules: Vec<_> = rules.iter().map(rules::emit_rule).collect();
    let rules = (!rules.is_empty()).then(|| quote!(.rules(&[#(#rules),*])));
    let schema = quote!(feishu_runtime::mock::BodySchema);
    Item::gated(gate, quote!(pub(super) static #name: #schema = #schema::new(&[#(#fields),*]) #rules;))
}

fn emit_value_schema(ty: &Type, as_string: bool) -> TokenStream {
    match ty {
        _ if as_string && wire::is_json(ty) => {
            let inner = emit_value_schema(ty, false);
            quote!(feishu_runtime::mock::ValueSchema::JsonText(&#inner))
        }
        Type::Object(name) | Type::Boxed(name) => {
            let name = self::name(name);
            quote!(feishu_runtime::mock::ValueSchema::Object(&#name))
        }
        Type::List(item) => {
            let item = emit_value_schema(item, as_string);
            quote!(feishu_runtime::mock::ValueSchema::List(&#item))
        }
        Type::Map(item) => {
            let item = emit_value_schema(item, as_string);
            quote!(feishu_runtime::mock::ValueSchema::Map(&#item))
        }
        // The row of the operation accepts both encodings; a schema has the documented one.
        Type::Timestamp if !as_string => {
            quote!(feishu_runtime::mock::ValueSchema::Value(feishu_runtime::operation::Kind::Integer))
        }
        scalar => {
            let kind = table::kind_of(scalar);
            if as_string {
                quote!(feishu_runtime::mock::ValueSchema::InText(feishu_runtime::operation::Kind::#kind))
            } else {
                quote!(feishu_runtime::mock::ValueSchema::Value(feishu_runtime::operation::Kind::#kind))
            }
        }
    }
}
