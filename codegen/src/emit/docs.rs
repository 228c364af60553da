//! Doc comments: wrapped, with what a reader wants to know in a fixed order.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{
    App, Field, Home, Limit, Literal, Operation, Presence, Quirk, RateLimit, Retired, Token, Type, Window,
};

/// A line is wrapped before this column, its indent and `/// ` included.
const WIDTH: usize = 116;

/// Doc attributes; paragraphs are divided by a blank line, lines that are too long are wrapped, those of programs are not.
pub(super) fn doc(text: &str) -> TokenStream {
    let mut in_program = false;
    let wrapped = text.trim().lines().flat_map(move |line| {
        in_program ^= line.starts_with("```");
        if in_program { vec![line.to_owned()] } else { wrap(line) }
    });
    let lines = wrapped.map(|line| if line.is_empty() { line } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// The doc of a whole module.
pub(super) fn module(text: &str) -> TokenStream {
    let line = format!(" {text}");
    quote!(#![doc = #line])
}

/// Code spans and links are not torn: only spaces outside of them are places to wrap.
fn wrap(line: &str) -> Vec<String> {
    let most = WIDTH - 8;
    let indent = if line.starts_with("- ") { "  " } else { "" };
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in line.split(' ') {
        let longer = current.chars().count() + 1 + word.chars().count() > most;
        let inside_code = current.matches('`').count() % 2 == 1;
        if longer && !current.trim().is_empty() && !inside_code {
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

/// `doc` and the Chinese name behind it.
pub(super) fn with_zh(doc: &str, zh: Option<&str>) -> String {
    match zh {
        Some(zh) => format!("{} ({zh})", doc.trim()),
        None => doc.trim().to_owned(),
    }
}

/// The doc of a type: what it is, its Chinese name, where it was defined.
pub(super) fn item(text: &str, zh: Option<&str>, home: &Home) -> TokenStream {
    doc(&format!("{}\n\nDefined in `{}`.", with_zh(text, zh), home.file()))
}

/// What a field or a parameter is, takes and needs.
pub(super) fn field(field: &Field) -> String {
    let mut lines = vec![field.doc.trim().to_owned()];
    let mut facts: Vec<String> = field.limits.iter().map(|limit| limit_text(*limit)).collect();
    if !field.values.is_empty() {
        facts.push(format!("Takes {}.", code_list(&field.values)));
    }
    if let Some(default) = &field.default {
        facts.push(format!("The server takes `{}` when it is absent.", literal(default)));
    }
    if !field.scopes.is_empty() {
        facts.push(format!("Filled when the app has {}.", any_of(&field.scopes)));
    }
    if field.presence == Presence::Always {
        facts.push("Always there.".to_owned());
    }
    if !facts.is_empty() {
        lines.push(String::new());
        lines.push(facts.join(" "));
    }
    if let Some(example) = field.example.as_ref().filter(|example| !is_unlisted(&field.ty, example)) {
        lines.push(String::new());
        lines.push(format!("Example: `{}`", literal(example)));
    }
    lines.join("\n")
}

/// A page's example that is none of the enum's values is no example to follow; a quirk tells of it.
fn is_unlisted(ty: &Type, example: &Literal) -> bool {
    matches!(ty, Type::IntEnum(_) | Type::TextEnum(_)) && matches!(example, Literal::Text(_))
}

fn literal(literal: &Literal) -> &str {
    match literal {
        Literal::Text(text) => text,
        Literal::Named { name, .. } => name,
    }
}

fn limit_text(limit: Limit) -> String {
    match limit {
        Limit::Range(min, max) => between("Must be", min, max, ""),
        Limit::Length(min, max) => between("Must be", min, max, " characters long"),
        Limit::Items(min, max) => between("Must hold", min, max, " items"),
    }
}

fn between<N: std::fmt::Display>(must: &str, min: Option<N>, max: Option<N>, what: &str) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{must} {min} to {max}{what}."),
        (Some(min), None) => format!("{must} at least {min}{what}."),
        (None, Some(max)) => format!("{must} at most {max}{what}."),
        (None, None) => String::new(),
    }
}

/// The page of an operation, in short.
pub(super) fn operation(operation: &Operation, summaries: &dyn Fn(i64) -> Option<String>) -> String {
    let mut lines = vec![format!("{} ({})", operation.title, operation.zh), String::new()];
    if let Some(it) = &operation.deprecated {
        lines.extend([format!("**Deprecated**: {}", retired(it)), String::new()]);
    }
    lines.extend([
        operation.doc.trim().to_owned(),
        String::new(),
        format!("`{} {}`", operation.method.as_str(), operation.path),
        String::new(),
    ]);
    lines.push(format!("- Rate limit: {}", rate_limit(&operation.limits)));
    lines.push(format!("- Scopes: {}", any_of(&operation.scopes)));
    if !operation.field_scopes.is_empty() {
        lines.push(format!("- Scopes that fill further fields: {}", code_list(&operation.field_scopes)));
    }
    lines.push(format!(
        "- Token: {}",
        operation.tokens.iter().map(|token| token_text(*token)).collect::<Vec<_>>().join(" or ")
    ));
    if !operation.apps.is_empty() {
        lines.push(format!(
            "- Apps: {}",
            operation.apps.iter().map(|app| app_text(*app)).collect::<Vec<_>>().join(", ")
        ));
    }
    for rule in &operation.rules {
        lines.push(format!("- {}", rule.text()));
    }
    for code in &operation.errors {
        if let Some(summary) = summaries(*code) {
            lines.push(format!("- Error `{code}` {summary}"));
        }
    }
    lines.push(String::new());
    let home = Home::Operation(operation.id.to_string());
    lines.push(format!(
        "[Documentation]({}), as of {}. Defined in `{}`.",
        operation.page,
        operation.updated,
        home.file()
    ));
    lines.join("\n")
}

/// Every place where page and wire disagree, as a section of its own; empty when they agree everywhere.
pub(super) fn quirks(operation: &Operation) -> String {
    if operation.quirks.is_empty() {
        return String::new();
    }
    let quirks: Vec<_> = operation.quirks.iter().map(quirk).collect();
    format!("# Where page and wire differ\n\n{}", quirks.join("\n"))
}

fn quirk(quirk: &Quirk) -> String {
    let Quirk { at, because, docs, observed, fields, .. } = quirk;
    let fields: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
    let fields = if fields.is_empty() { String::new() } else { format!(": {}", fields.join(", ")) };
    format!("- `{at}`{fields}. The page: {} Seen: {} Here: {}", docs.trim(), observed.trim(), because.trim())
}

/// What to use instead of an operation that should not be used any more.
pub(super) fn retired(retired: &Retired) -> String {
    match &retired.use_instead {
        Some(id) => format!("use `{}().{}().{}()`: {}", id.version, id.resource, id.method, retired.doc.trim()),
        None => retired.doc.trim().to_owned(),
    }
}

fn rate_limit(limits: &RateLimit) -> String {
    match limits {
        RateLimit::Unstated => "none stated".to_owned(),
        RateLimit::Special => "a special one; Feishu tells on request".to_owned(),
        RateLimit::Windows(windows) => {
            windows.iter().map(|window| window_text(*window)).collect::<Vec<_>>().join(" and ")
        }
    }
}

fn window_text(window: Window) -> String {
    let unit = match window.seconds {
        1 => "second".to_owned(),
        60 => "minute".to_owned(),
        3600 => "hour".to_owned(),
        86_400 => "day".to_owned(),
        seconds => format!("{seconds} seconds"),
    };
    format!("{} per {unit}", window.calls)
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

fn any_of(names: &[String]) -> String {
    match names {
        [one] => format!("`{one}`"),
        _ => format!("any of {}", code_list(names)),
    }
}

fn code_list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_spaces_and_not_in_code() {
        let long = format!("{}`a b c` word word", "word ".repeat(21));
        let lines = wrap(&long);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.matches('`').count() % 2 == 0), "{lines:?}");
        assert_eq!(wrap(""), [""]);
        assert_eq!(wrap("- short"), ["- short"]);
    }
}
