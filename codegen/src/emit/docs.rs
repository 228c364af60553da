//! Doc comments: wrapped, with their parts in a fixed order.

use proc_macro2::TokenStream;
use quote::quote;

use super::types;
use crate::mention::{self, Mention};
use crate::model::{
    Api, App, Deprecation, Event, Example, Field, Home, Limit, Literal, Object, Operation, OperationError, Presence,
    Quirk, Token, Type,
};
use crate::model::{REPLACES, REPLACES_ALL};
use crate::{names, words};

/// The maximum line width, including the indentation and `/// `.
const WIDTH: usize = 120;

/// Returns doc attributes. Paragraphs are joined and wrapped again; lists and code blocks are unchanged.
pub(super) fn emit_doc(text: &str) -> TokenStream {
    let lines = wrap_lines(text, "    ");
    quote!(#(#[doc = #lines])*)
}

/// Returns doc comments as text, each line indented by `indent`.
pub(super) fn format_comment(text: &str, indent: &str) -> String {
    wrap_lines(text, indent).iter().map(|line| format!("{indent}///{line}\n")).collect()
}

/// Returns the lines of a doc comment indented by `indent`, each with a leading space.
fn wrap_lines(text: &str, indent: &str) -> Vec<String> {
    let max_width = WIDTH - indent.len() - "/// ".len();
    let lines = join_paragraphs(text).into_iter().flat_map(|(line, kind)| match kind {
        LineKind::Program => vec![line],
        LineKind::Row => vec![mention::linked(&line, target)],
        LineKind::Prose | LineKind::Alone => wrap(&mention::linked(&line, target), max_width),
    });
    lines.map(|line| if line.is_empty() { line } else { format!(" {line}") }).collect()
}

/// Returns the path of the request of a mentioned operation, or of the payload of a mentioned event.
fn target(mention: &Mention) -> String {
    match mention {
        Mention::Operation(id) => names::request_path(id),
        Mention::Event(id) => types::path(&names::payload(id)),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LineKind {
    /// A line of a paragraph.
    Prose,
    /// A blank line, a heading or a list item, which is not joined with other lines.
    Alone,
    /// A row of a table.
    Row,
    Program,
}

/// Joins the lines of each paragraph.
fn join_paragraphs(text: &str) -> Vec<(String, LineKind)> {
    let mut lines: Vec<(String, LineKind)> = Vec::new();
    let mut in_program = false;
    for line in text.trim().lines() {
        let is_fence = line.starts_with("```");
        let kind = if in_program || is_fence { LineKind::Program } else { classify_line(line) };
        in_program ^= is_fence;
        match lines.last_mut() {
            Some((before, LineKind::Prose)) if kind == LineKind::Prose => {
                // Chinese text has no spaces between words.
                let is_cjk = |c: char| ('\u{2e80}'..='\u{ffef}').contains(&c);
                if !(before.ends_with(is_cjk) && line.starts_with(is_cjk)) {
                    before.push(' ');
                }
                before.push_str(line.trim());
            }
            _ => lines.push((line.to_owned(), kind)),
        }
    }
    lines
}

fn classify_line(line: &str) -> LineKind {
    if line.starts_with('|') {
        return LineKind::Row;
    }
    let is_numbered = line.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(". ");
    let is_alone = line.trim().is_empty()
        || line.starts_with(['-', '*', '#', '>', ' '])
        || (is_numbered && line.starts_with(|c: char| c.is_ascii_digit()));
    if is_alone { LineKind::Alone } else { LineKind::Prose }
}

/// Emits the doc attributes of a module.
pub(super) fn emit_module_doc(text: &str) -> TokenStream {
    let lines = wrap_lines(text, "");
    quote!(#(#![doc = #lines])*)
}

/// Wraps a line at spaces outside of code spans and links.
fn wrap(line: &str, max_width: usize) -> Vec<String> {
    let indent = if line.starts_with("- ") { "  " } else { "" };
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in line.split(' ') {
        let longer = current.chars().count() + 1 + word.chars().count() > max_width;
        let inside_code = current.matches('`').count() % 2 == 1;
        let is_bullet = matches!(current.as_str(), "-" | "*");
        if longer && !current.trim().is_empty() && !is_bullet && !inside_code {
            lines.push(std::mem::replace(&mut current, format!("{indent}{word}")));
        } else {
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
    }
    lines.push(current);
    lines
}

/// Returns `doc` followed by the Chinese name.
pub(super) fn with_zh(doc: &str, zh: Option<&str>) -> String {
    match zh {
        Some(zh) => format!("{} ({zh})", doc.trim()),
        None => doc.trim().to_owned(),
    }
}

/// Returns the doc of an object: its description, its Chinese name, and its rules.
pub(super) fn emit_object_doc(object: &Object) -> TokenStream {
    let rules = object.rules.iter().filter(|_| object.sent);
    let rules: String = rules.map(|rule| format!("\n- {}", rule.text())).collect();
    let blank = if rules.is_empty() { "" } else { "\n" };
    emit_doc(&format!("{}{blank}{rules}", with_zh(&object.doc, object.zh.as_deref())))
}

/// Returns the description of a field or a parameter, with its limits, default, example and scopes.
pub(super) fn describe_field(field: &Field) -> String {
    let doc = field.doc.trim();
    let mut facts: Vec<String> = field.limits.iter().map(|limit| describe_limit(*limit)).collect();
    if !field.values.is_empty() {
        facts.push(format!("Accepted values: {}.", list_variants(&field.values)));
    }
    if field.replaces_whole {
        facts.push(REPLACES.to_owned());
    }
    if let Some(condition) = &field.required_if {
        facts.push(format!("Required if {}.", condition.text()));
    }
    if let Some(default) = &field.default {
        facts.push(format!("Default: `{}`.", format_literal(&field.ty, default)));
    }
    if !field.scopes.is_empty() {
        facts.push(format!("Present only if the app has {}.", list_any_of(&field.scopes)));
    }
    if field.presence == Presence::Always {
        facts.push("Always present.".to_owned());
    }
    if let Some(example) = field.example.as_ref().filter(|example| !is_unlisted(&field.ty, example)) {
        facts.push(format!("Example: {}.", show_example(&field.ty, example)));
    }
    if facts.is_empty() {
        return doc.to_owned();
    }
    let is_one_paragraph = join_paragraphs(doc).len() == 1;
    format!("{doc}{}{}", if is_one_paragraph { " " } else { "\n\n" }, facts.join(" "))
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

/// Returns the documentation of an operation, with links to its error codes.
pub(super) fn describe_operation(api: &Api, operation: &Operation) -> String {
    let mut lines = vec![with_zh(&operation.title, Some(&operation.zh)), String::new()];
    if let Some(it) = &operation.deprecated {
        lines.extend([format!("**Deprecated**: {}", describe_deprecation(it)), String::new()]);
    }
    lines.extend([
        operation.doc.trim().to_owned(),
        String::new(),
        format!("`{} {}`", operation.method.as_str(), operation.path),
        String::new(),
    ]);
    let limit = words::rate_limit(&operation.limits);
    lines.push(format!("- Rate limit: {}", limit.as_deref().unwrap_or("not documented")));
    lines.extend(describe_scopes(&operation.scopes, &operation.field_scopes));
    lines.push(format!(
        "- Token: {}",
        operation.tokens.iter().map(|token| token_text(*token)).collect::<Vec<_>>().join(" or ")
    ));
    lines.extend(describe_apps(&operation.apps));
    if operation.replaces_whole {
        lines.push(format!("- {REPLACES_ALL}"));
    }
    for rule in &operation.rules {
        lines.push(format!("- {}", rule.text()));
    }
    let errors: Vec<String> = operation.errors.iter().filter_map(|error| describe_error(api, error)).collect();
    if !errors.is_empty() {
        lines.push(format!("- Errors: {}", errors.join(", ")));
    }
    lines.push(String::new());
    let home = Home::Operation(operation.id.to_string());
    lines.push(format!("[Documentation]({}) of {}. Defined in `{}`.", operation.page, operation.updated, home.file()));
    lines.join("\n")
}

/// Returns a link to an error code, with its HTTP status if other operations have another one.
fn describe_error(api: &Api, error: &OperationError) -> Option<String> {
    let known = api.error(error.code)?;
    let status = if error.status == known.status { String::new() } else { format!(" (HTTP {})", error.status) };
    Some(format!("[`{}`](crate::error_code::{}){status}", error.code, names::constant(&known.name)))
}

/// Returns the documentation of an event.
pub(super) fn describe_event(event: &Event) -> String {
    let mut lines = vec![
        with_zh(&event.title, Some(&event.zh)),
        String::new(),
        event.doc.trim().to_owned(),
        String::new(),
        format!("`{}`", event.id),
        String::new(),
    ];
    lines.extend(describe_scopes(&event.scopes, &event.field_scopes));
    lines.extend(describe_apps(&event.apps));
    let delivery: Vec<&str> = event.delivery.iter().map(|delivery| words::delivery(*delivery)).collect();
    lines.push(format!("- Delivery: {}", delivery.join(", ")));
    let follow_up: Vec<String> = event.follow_up.iter().map(|id| format!("`{id}`")).collect();
    if !follow_up.is_empty() {
        lines.push(format!("- Follow-up calls: {}", follow_up.join(", ")));
    }
    lines.push(String::new());
    let home = Home::Event(event.id.clone());
    lines.push(format!("[Documentation]({}) of {}. Defined in `{}`.", event.page, event.updated, home.file()));
    if !event.quirks.is_empty() {
        lines.extend([String::new(), describe_quirks(&event.quirks)]);
    }
    lines.join("\n")
}

fn describe_scopes(any: &[String], of_fields: &[String]) -> impl Iterator<Item = String> {
    let of_fields =
        (!of_fields.is_empty()).then(|| format!("- Scopes for additional fields: {}", format_code_list(of_fields)));
    std::iter::once(format!("- Scopes: {}", list_any_of(any))).chain(of_fields)
}

fn describe_apps(apps: &[App]) -> Option<String> {
    let names: Vec<&str> = apps.iter().map(|app| app_text(*app)).collect();
    (!names.is_empty()).then(|| format!("- Apps: {}", names.join(", ")))
}

/// Returns the titles of an operation in English and Chinese, for a table.
pub(super) fn format_titles(operation: &Operation) -> String {
    let deprecated = if operation.deprecated.is_some() { ", deprecated" } else { "" };
    format!("{}{deprecated}", words::cell(&with_zh(&operation.title, Some(&operation.zh))))
}

/// Returns a section with all quirks, or an empty string.
pub(super) fn describe_quirks(quirks: &[Quirk]) -> String {
    if quirks.is_empty() {
        return String::new();
    }
    let quirks: Vec<_> = quirks.iter().map(describe_quirk).collect();
    format!("# Known documentation discrepancies\n\n{}", quirks.join("\n"))
}

/// Returns one line about the handling of a quirk. The schema and the OpenAPI document have the details.
fn describe_quirk(quirk: &Quirk) -> String {
    let handling = quirk.because.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = handling.split_once(". ").map_or(handling.as_str(), |(first, _)| first);
    let fields =
        if quirk.fields.is_empty() { String::new() } else { format!(" ({})", format_code_list(&quirk.fields)) };
    format!("- `{}`{fields}: {}.", shorten(&quirk.at), first.trim_end_matches('.'))
}

/// The maximum length of a path that is not shortened.
const LONGEST_PATH: usize = 100;

/// Returns a path that fits on a line: `response.items[].….name`.
fn shorten(path: &str) -> String {
    let steps: Vec<&str> = path.split('.').collect();
    let (head, tail) = steps.split_at(steps.len().min(2));
    let short = (0..tail.len()).map(|from| match tail.get(from..) {
        Some(rest) if from > 0 => [head, &["…"], rest].concat().join("."),
        _ => path.to_owned(),
    });
    let mut short = short.skip_while(|path| path.chars().count() > LONGEST_PATH);
    short.next().unwrap_or_else(|| path.to_owned())
}

/// Returns the replacement of a deprecated operation.
pub(super) fn describe_deprecation(deprecation: &Deprecation) -> String {
    match &deprecation.use_instead {
        Some(id) => {
            let version = names::accessors(id);
            format!(
                "use `{}.{}().{}()`: {}",
                version.trim_start_matches('.'),
                id.resource,
                id.method,
                deprecation.doc.trim()
            )
        }
        None => deprecation.doc.trim().to_owned(),
    }
}

fn token_text(token: Token) -> &'static str {
    match token {
        Token::Tenant => "tenant access token",
        Token::User => "user access token",
    }
}

fn app_text(app: App) -> &'static str {
    match app {
        App::Custom => "custom (自建应用)",
        App::Store => "store (商店应用)",
    }
}

fn list_any_of(names: &[String]) -> String {
    match names {
        [one] => format!("`{one}`"),
        _ => format!("any of {}", format_code_list(names)),
    }
}

fn format_code_list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_spaces_and_not_in_code() {
        let long = format!("{}`a b c` word word", "word ".repeat(22));
        let lines = wrap(&long, 112);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.matches('`').count() % 2 == 0), "{lines:?}");
        assert_eq!(wrap("", 112), [""]);
        assert_eq!(wrap("- short", 112), ["- short"]);
        let path = format!("- `{}`:", "a.".repeat(60));
        assert_eq!(wrap(&format!("{path} why"), 112), [path.as_str(), "  why"]);
    }

    #[test]
    fn long_paths_are_shortened() {
        let path = |steps: usize| format!("response.items[]{}.id", ".a_rather_long_name[]".repeat(steps));
        assert_eq!(shorten(&path(3)), path(3));
        assert_eq!(shorten(&path(5)), path(3).replace("items[]", "items[].…"));
        assert_eq!(shorten("response"), "response");
    }

    #[test]
    fn accepted_values_are_variants_with_codes_of_another_name() {
        let value = |name: &str, wire: &str| Literal::Named { name: name.to_owned(), wire: wire.to_owned() };
        let values = [value("open_id", "open_id"), value("not_submitted", "2")];
        assert_eq!(list_variants(&values), "`OpenId`, `NotSubmitted` (`2`)");
    }

    #[test]
    fn joins_the_lines_of_a_paragraph() {
        let text = "One.\nTwo\n\n- a\n- b\n\n```\nx\ny\n```\n中文\n文字";
        let joined: Vec<String> = join_paragraphs(text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(joined, ["One. Two", "", "- a", "- b", "", "```", "x", "y", "```", "中文文字"]);
    }
}
