//! The documentation of operations and events.

use super::phrase::{format_code_list, list_any_of, with_zh};
use super::quirk::describe_quirks;
use crate::model::{Api, App, Deprecation, Event, Home, Operation, OperationError, REPLACES_ALL, Rule, Token};
use crate::{names, words};

/// Returns the documentation of an operation, with links to its error codes.
pub(in crate::emit) fn describe_operation(api: &Api, operation: &Operation) -> String {
    let mut lines = vec![with_zh(&operation.title, Some(&operation.zh)), String::new()];
    if let Some(it) = &operation.deprecated {
        lines.extend([format!("**Deprecated**: {}", describe_deprecation(it)), String::new()]);
    }
    lines.extend([operation.doc.trim().to_owned(), String::new()]);
    // The paragraph with the endpoint separates the list of rules from the list of properties.
    let rules: Vec<String> = describe_rules(operation).map(|rule| format!("- {rule}")).collect();
    if !rules.is_empty() {
        lines.extend(rules);
        lines.push(String::new());
    }
    lines.extend([format!("`{} {}`", operation.method.as_str(), operation.path), String::new()]);
    let limit = words::rate_limit(&operation.limits);
    lines.push(format!("- Rate limit: {}", limit.as_deref().unwrap_or("not documented")));
    lines.extend(describe_scopes(&operation.scopes, &operation.field_scopes));
    lines.push(format!(
        "- Token: {}",
        operation.tokens.iter().map(|token| token_text(*token)).collect::<Vec<_>>().join(" or ")
    ));
    lines.extend(describe_apps(&operation.apps));
    let errors: Vec<String> = operation.errors.iter().filter_map(|error| describe_error(api, error)).collect();
    if !errors.is_empty() {
        lines.push(format!("- Errors: {}", errors.join(", ")));
    }
    lines.push(String::new());
    let home = Home::Operation(operation.id.to_string());
    lines.push(format!("[Documentation]({}) of {}. Defined in `{}`.", operation.page, operation.updated, home.file()));
    lines.join("\n")
}

/// Returns the effect of the operation on values that are not sent, and the rules across parameters.
fn describe_rules(operation: &Operation) -> impl Iterator<Item = String> {
    let replaces = operation.replaces_whole.then(|| REPLACES_ALL.to_owned());
    replaces.into_iter().chain(operation.rules.iter().map(Rule::text))
}

/// Returns a link to the constant of an error code, with the code, and with its HTTP status if other operations have another one.
fn describe_error(api: &Api, error: &OperationError) -> Option<String> {
    let known = api.error(error.code)?;
    let name = names::constant(&known.name);
    let status = if error.status == known.status { String::new() } else { format!(", HTTP {}", error.status) };
    Some(format!("[`{name}`](crate::error_code::{name}) ({}{status})", error.code))
}

/// Returns the documentation of an event.
pub(in crate::emit) fn describe_event(event: &Event) -> String {
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

/// Returns the titles of an operation in English and Chinese, for a table.
pub(in crate::emit) fn format_titles(operation: &Operation) -> String {
    let deprecated = if operation.deprecated.is_some() { ", deprecated" } else { "" };
    format!("{}{deprecated}", words::cell(&with_zh(&operation.title, Some(&operation.zh))))
}

/// Returns the replacement of a deprecated operation.
pub(in crate::emit) fn describe_deprecation(deprecation: &Deprecation) -> String {
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
