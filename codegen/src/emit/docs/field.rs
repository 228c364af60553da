//! The documentation of objects and fields.

use proc_macro2::TokenStream;

use super::comment::{emit_doc, join_paragraphs};
use super::phrase::{list_any_of, with_zh};
use crate::model::{Example, Field, Limit, Literal, Object, Presence, REPLACES, Type};
use crate::names;

/// Returns the doc of an object: its description, its Chinese name, and its rules.
pub(in crate::emit) fn emit_object_doc(object: &Object) -> TokenStream {
    let rules = object.rules.iter().filter(|_| object.sent);
    let rules: String = rules.map(|rule| format!("\n- {}", rule.text())).collect();
    let blank = if rules.is_empty() { "" } else { "\n" };
    emit_doc(&format!("{}{blank}{rules}", with_zh(&object.doc, object.zh.as_deref())))
}

/// Returns the description of a field or a parameter, with its limits, default, example and scopes.
pub(in crate::emit) fn describe_field(field: &Field) -> String {
    let doc = field.doc.trim();
    let mut details: Vec<String> = field.limits.iter().map(|limit| describe_limit(*limit)).collect();
    if !field.values.is_empty() {
        details.push(format!("Accepted values: {}.", list_variants(&field.values)));
    }
    if field.replaces_whole {
        details.push(REPLACES.to_owned());
    }
    if let Some(condition) = &field.required_if {
        details.push(format!("Required if {}.", condition.text()));
    }
    if let Some(default) = &field.default {
        details.push(format!("Default: `{}`.", format_literal(&field.ty, default)));
    }
    if !field.scopes.is_empty() {
        details.push(format!("Present only if the app has {}.", list_any_of(&field.scopes)));
    }
    if field.presence == Presence::Always {
        details.push("Always present.".to_owned());
    }
    if let Some(example) = field.example.as_ref().filter(|example| !is_unlisted(&field.ty, example)) {
        details.push(format!("Example: {}.", show_example(&field.ty, example)));
    }
    if details.is_empty() {
        return doc.to_owned();
    }
    let is_one_paragraph = join_paragraphs(doc).len() == 1;
    format!("{doc}{}{}", if is_one_paragraph { " " } else { "\n\n" }, details.join(" "))
}

/// Returns the variants of enum values, each with its code unless the two are equal.
fn list_variants(values: &[Literal]) -> String {
    let shown = values.iter().map(|value| match value {
        Literal::Named { name, wire } if name == wire => format!("`{}`", names::variant(name)),
        Literal::Named { name, wire } => format!("`{}` (`{wire}`)", names::variant(name)),
        Literal::Text(text) => format!("`{text}`"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// Whether a documented example is not a value of its enum. Such an example has a quirk and is not shown.
fn is_unlisted(ty: &Type, example: &Example) -> bool {
    match (ty, example) {
        (Type::List(item), Example::List(items)) => items.iter().any(|example| is_unlisted(item, example)),
        (Type::IntEnum(_) | Type::TextEnum(_), Example::One(literal)) => matches!(literal, Literal::Text(_)),
        _ => false,
    }
}

/// Returns the example in backticks. The items of a list are separated by commas.
fn show_example(ty: &Type, example: &Example) -> String {
    match (ty, example) {
        (Type::List(item), Example::List(items)) => {
            items.iter().map(|example| format!("`{}`", write_example(item, example))).collect::<Vec<_>>().join(", ")
        }
        _ => format!("`{}`", write_example(ty, example)),
    }
}

fn write_example(ty: &Type, example: &Example) -> String {
    match (ty, example) {
        (Type::List(item), Example::List(items)) => {
            let items: Vec<_> = items.iter().map(|example| write_example(item, example)).collect();
            format!("[{}]", items.join(", "))
        }
        (_, Example::One(value)) => format_literal(ty, value),
        (_, Example::List(_)) => String::new(),
    }
}

/// Formats a literal as in Rust: an enum value by its variant.
fn format_literal(ty: &Type, literal: &Literal) -> String {
    match (literal, ty) {
        (Literal::Named { name, .. }, Type::IntEnum(key) | Type::TextEnum(key)) => {
            format!("{}::{}", names::bare(key), names::variant(name))
        }
        (Literal::Text(text) | Literal::Named { name: text, .. }, _) => text.clone(),
    }
}

fn describe_limit(limit: Limit) -> String {
    match limit {
        Limit::Range(min, max) => describe_range("Must be", min, max, ""),
        Limit::Length(min, max) => describe_range("Must be", min, max, " characters long"),
        Limit::Items(min, max) => describe_range("Must contain", min, max, " items"),
    }
}

fn describe_range<N: std::fmt::Display>(must: &str, min: Option<N>, max: Option<N>, what: &str) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{must} {min} to {max}{what}."),
        (Some(min), None) => format!("{must} at least {min}{what}."),
        (None, Some(max)) => format!("{must} at most {max}{what}."),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_values_are_variants_with_codes_of_another_name() {
        let value = |name: &str, wire: &str| Literal::Named { name: name.to_owned(), wire: wire.to_owned() };
        let values = [value("open_id", "open_id"), value("not_submitted", "2")];
        assert_eq!(list_variants(&values), "`OpenId`, `NotSubmitted` (`2`)");
    }
}
