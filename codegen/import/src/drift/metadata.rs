//! Compares scopes, apps, rate limits, error codes and ways of delivery.

use std::collections::BTreeSet;

use feishu_codegen::model::{Api, App, Delivery, Event, Operation, RateLimit, Token};

use super::difference::Change;
use super::found::Differences;
use crate::availability;
use crate::event_page::EventPage;
use crate::page::Page;
use crate::scopes::resolve_scopes;

/// Compares the metadata of an event.
pub(super) fn compare_event(source: &EventPage, event: &Event, api: &Api, found: &mut Differences<'_>) {
    let page = &source.page;
    compare_scopes("scopes", &page.scopes, &event.scopes, page, api, found);
    compare_scopes("field_scopes", &page.field_scopes, &event.field_scopes, page, api, found);
    compare_apps(page, &event.apps, found);
    let name = |way: &Delivery| match way {
        Delivery::Webhook => "webhook",
        Delivery::LongConnection => "long_connection",
    };
    let documented: Vec<String> = source.delivery().iter().map(|way| name(way).to_owned()).collect();
    compare_words("delivery", &documented, event.delivery.iter().map(name).collect(), found);
}

pub(super) fn compare(page: &Page, operation: &Operation, api: &Api, found: &mut Differences<'_>) {
    if page.path.ends_with('/') != operation.path.ends_with('/') {
        let what = format!("the page has the path `{}`, the schema has `{}`", page.path, operation.path);
        found.add("call", Change::Changed, what);
    }
    compare_scopes("scopes", &page.scopes, &operation.scopes, page, api, found);
    compare_scopes("field_scopes", &page.field_scopes, &operation.field_scopes, page, api, found);
    if let Some(text) = &page.limits {
        compare_limits(availability::parse_limits(text, &mut Vec::new()), &operation.limits, found);
    } else if operation.limits != RateLimit::Unstated && !page.is_terse() {
        let in_schema = format_limits(&operation.limits).unwrap_or_default();
        found.add("limits", Change::Removed, format!("the page has no rate limit, the schema has {in_schema}"));
    }
    compare_apps(page, &operation.apps, found);
    let tokens = operation.tokens.iter().map(|token| match token {
        Token::Tenant => "tenant",
        Token::User => "user",
    });
    let documented = availability::parse_tokens(page.tokens.as_deref().unwrap_or_default());
    let documented = if documented.is_empty() { vec!["tenant".to_owned()] } else { documented };
    compare_words("tokens", &documented, tokens.collect(), found);
    compare_errors(page, operation, found);
}

fn compare_apps(page: &Page, in_schema: &[App], found: &mut Differences<'_>) {
    let apps = in_schema.iter().map(|app| match app {
        App::Custom => "custom",
        App::Store => "store",
    });
    compare_words("apps", &availability::parse_apps(page.apps.as_deref().unwrap_or_default()), apps.collect(), found);
}

/// Compares scopes. A label is replaced by the name of its scope.
fn compare_scopes(
    at: &str,
    listed: &[(String, String)],
    in_schema: &[String],
    page: &Page,
    api: &Api,
    found: &mut Differences<'_>,
) {
    let known: Vec<(String, String)> = api.scopes.iter().map(|scope| (scope.name.clone(), scope.zh.clone())).collect();
    let (on_page, unknown) = resolve_scopes(listed, &known);
    let (also, _) = resolve_scopes(&page.also_labelled, &known);
    for scope in on_page.iter().filter(|scope| !in_schema.contains(scope)).chain(&unknown) {
        found.add(at, Change::Added, format!("`{scope}`"));
    }
    for scope in in_schema.iter().filter(|scope| !on_page.contains(scope) && !also.contains(scope)) {
        found.add(at, Change::Removed, format!("`{scope}`"));
    }
}

fn compare_words(at: &str, documented: &[String], in_schema: Vec<&str>, found: &mut Differences<'_>) {
    for word in documented.iter().filter(|word| !in_schema.contains(&word.as_str())) {
        found.add(at, Change::Added, format!("`{word}`"));
    }
    for word in in_schema.into_iter().filter(|word| !documented.iter().any(|other| other == word)) {
        found.add(at, Change::Removed, format!("`{word}`"));
    }
}

fn compare_limits(on_page: Option<String>, in_schema: &RateLimit, found: &mut Differences<'_>) {
    let in_schema = format_limits(in_schema);
    let sorted = |limits: &Option<String>| {
        let text = limits.as_deref().unwrap_or_default();
        text.trim_matches(['[', ']']).split(", ").map(str::to_owned).collect::<BTreeSet<_>>()
    };
    if sorted(&on_page) != sorted(&in_schema) {
        let show = |limits: Option<String>| limits.unwrap_or_else(|| "none".to_owned());
        found.add(
            "limits",
            Change::Changed,
            format!("the page has the rate limit {}, the schema has {}", show(on_page), show(in_schema)),
        );
    }
}

/// Formats rate limits in the notation of the schema.
fn format_limits(limits: &RateLimit) -> Option<String> {
    match limits {
        RateLimit::Unstated => None,
        RateLimit::Special => Some("special".to_owned()),
        RateLimit::Windows(windows) => {
            let unit = |seconds| match seconds {
                1 => "second".to_owned(),
                60 => "minute".to_owned(),
                3_600 => "hour".to_owned(),
                86_400 => "day".to_owned(),
                seconds => format!("{seconds}s"),
            };
            let shown: Vec<String> =
                windows.iter().map(|window| format!("{}/{}", window.calls, unit(window.seconds))).collect();
            Some(format!("[{}]", shown.join(", ")))
        }
    }
}

fn compare_errors(page: &Page, operation: &Operation, found: &mut Differences<'_>) {
    let on_page: BTreeSet<i64> = page.errors.iter().map(|error| error.code).collect();
    let in_schema: BTreeSet<i64> = operation.errors.iter().map(|error| error.code).collect();
    for code in on_page.difference(&in_schema) {
        found.add("errors", Change::Added, format!("`{code}`"));
    }
    for code in in_schema.difference(&on_page) {
        found.add("errors", Change::Removed, format!("`{code}`"));
    }
    for error in &operation.errors {
        let mut statuses =
            page.errors.iter().filter(|row| row.code == error.code).filter_map(|row| row.status.parse::<u16>().ok());
        let other = statuses.clone().next().filter(|_| !statuses.any(|status| status == error.status));
        if let Some(status) = other {
            let what = format!(
                "`{}` has the HTTP status {status} on the page, and {} in the schema",
                error.code, error.status
            );
            found.add("errors", Change::Changed, what);
        }
    }
}
