//! Emits the table of the fields of an object, one line per field.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::{gate::Gate, rules, scope::Item, types};
use crate::{
    model::{Field, Limit, Object, Operation, Presence, Type},
    names,
};

/// The maximum length of a name after `feishu_runtime::object!(` and before ` {`.
const LONGEST_NAME: usize = 120 - 26;

/// Returns `feishu_runtime::object!(Note { … });`.
pub(super) fn emit_object(gate: &Gate, object: &Object) -> Item {
    let name = names::bare(&object.name);
    let fields: String = object.fields.iter().map(|field| format_line(object, field)).collect();
    let fields = if fields.is_empty() { fields } else { format!("\n{fields}") };
    let rules: String = object.rules.iter().map(|rule| format!("    {},\n", rules::format_rule(rule))).collect();
    let rules = if object.sent && !rules.is_empty() { format!(", rules(&[\n{rules}])") } else { String::new() };
    // An exceptionally long name is on a line of its own.
    let space = if name.len() > LONGEST_NAME { "\n" } else { "" };
    let lines = format!("feishu_runtime::object!({space}{name} {{{fields}}}{rules});\n");
    Item::text(gate, lines).naming(types::path(&object.name))
}

fn format_line(object: &Object, field: &Field) -> String {
    let slot = names::ident(&field.rust_name);
    format!("    {slot}: {:?}{};\n", field.name, format_flags(object, field))
}

fn format_flags(object: &Object, field: &Field) -> String {
    let mut flags = String::new();
    if field.as_string {
        flags.push_str(if is_json(&field.ty) { ", json_text" } else { ", as_text" });
    }
    if field.ty == Type::Seconds {
        flags.push_str(", seconds");
    }
    if field.sensitive {
        flags.push_str(", sensitive");
    }
    if object.sent && field.presence == Presence::Required && is_text(&field.ty) {
        flags.push_str(", required");
    }
    if object.sent && is_id(&field.ty) {
        flags.push_str(", id");
    }
    if field.is_bare {
        flags.push_str(", bare");
    }
    if object.sent && !field.limits.is_empty() {
        let limits: Vec<_> = field.limits.iter().map(|limit| format_limit(*limit)).collect();
        let _ = write!(flags, ", limits(&[{}])", limits.join(", "));
    }
    flags
}

/// Whether a value in a string is JSON.
pub(super) fn is_json(ty: &Type) -> bool {
    matches!(ty, Type::Json | Type::Object(_) | Type::Boxed(_))
}

fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Date | Type::Url | Type::Id(_) | Type::TextEnum(_))
}

/// Whether the type is an id or a list of ids.
fn is_id(ty: &Type) -> bool {
    match ty {
        Type::Id(_) => true,
        Type::List(item) => is_id(item),
        _ => false,
    }
}

fn format_limit(limit: Limit) -> String {
    let bound = |bound: Option<u64>, open: &str| bound.map_or_else(|| open.to_owned(), |bound| bound.to_string());
    match limit {
        Limit::Range(min, max) => {
            let number = |number: Option<i64>, open: &str| number.map_or_else(|| open.to_owned(), |it| it.to_string());
            format!("Limit::Range({}, {})", number(min, "i64::MIN"), number(max, "i64::MAX"))
        }
        Limit::Length(min, max) => format!("Limit::Length({}, {})", bound(min, "0"), bound(max, "usize::MAX")),
        Limit::Items(min, max) => format!("Limit::Items({}, {})", bound(min, "0"), bound(max, "usize::MAX")),
    }
}

/// Returns the locations of the items and the next page in a response.
pub(super) fn emit_page(operation: &Operation) -> Option<TokenStream> {
    let paging = operation.paging.as_ref()?;
    let slot = |name: &str| {
        let field = operation.response.iter().find(|field| field.name == name)?;
        Some(names::ident(&field.rust_name))
    };
    let (items, next, more) = (slot(&paging.items)?, slot(&paging.next)?, slot(&paging.more)?);
    let item = types::emit_value(operation.page_items()?);
    let name = types::emit_named(&names::response(&operation.id));
    Some(quote!(feishu_runtime::page!(#name { #items: #item, #next, #more });))
}
