//! The paths and operations of the document.

use super::{parameter, response, rules, sample, schema, types::Types};
use crate::{
    model::{App, Operation, Payload, Presence, Quirk, RateLimit, SampleKind, Token},
    names,
    node::{Map, Node, list},
};

/// Every path and its operations.
pub(super) fn paths(types: &Types<'_>) -> Map {
    let mut paths = Map::new();
    for operation in &types.api.operations {
        if let Some(path) = paths.map_at(&template(&operation.path)) {
            path.put(operation.method.as_str().to_ascii_lowercase(), operation_object(types, operation));
        }
    }
    paths
}

/// Converts a path to a template: `/jobs/:job_id` becomes `/jobs/{job_id}`.
fn template(path: &str) -> String {
    let segment = |segment: &str| match segment.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None => segment.to_owned(),
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn operation_object(types: &Types<'_>, operation: &Operation) -> Map {
    let page = Map::new().with("url", &operation.page).with("description", &operation.zh);
    Map::new()
        .with("operationId", operation.id.to_string())
        .with("tags", list([&operation.id.resource]))
        .with("summary", &operation.title)
        .with("x-zh", &operation.zh)
        .with("description", description(operation))
        .with_some("x-description-zh", operation.doc_zh.as_ref())
        .with("externalDocs", page)
        .with("x-page-updated", &operation.updated)
        .with_flag("deprecated", operation.deprecated.is_some())
        .with_some(
            "x-use-instead",
            operation
                .deprecated
                .as_ref()
                .and_then(|deprecation| deprecation.use_instead.as_ref())
                .map(ToString::to_string),
        )
        .with("security", list(tokens(operation).map(|token| Map::new().with(token, Node::List(Vec::new())))))
        .with(
            "x-scopes",
            Map::new().with("any_of", list(&operation.scopes)).with_any("further_fields", &operation.field_scopes),
        )
        .with_any("x-apps", operation.apps.iter().map(|app| app_name(*app)))
        .with_some("x-rate-limits", rate_limits(&operation.limits))
        .with("x-idempotent", operation.idempotent)
        .with_some("x-replaces", operation.replaces_whole.then_some("whole"))
        .with_some("x-paging", operation.paging.as_ref().map(paging))
        .with_any("x-rules", rules::list_rules(&operation.rules))
        .with_any("x-quirks", operation.quirks.iter().map(quirk))
        .with_any("parameters", parameter::all(types, operation))
        .with_some("requestBody", body(types, operation))
        .with("responses", response::all(types, operation))
        .with_some("x-codes", Some(response::codes(operation)).filter(|codes| !codes.is_empty()))
}

/// The description: the doc, the rules across parameters, and the deprecation.
fn description(operation: &Operation) -> String {
    let doc = operation.doc.trim_end().to_owned();
    let rules = operation.rules.iter().map(crate::model::Rule::text);
    let deprecation = operation.deprecated.iter().map(|deprecation| deprecation.doc.clone());
    let replaces = operation.replaces_whole.then(|| crate::model::REPLACES_ALL.to_owned());
    std::iter::once(doc).chain(replaces).chain(rules).chain(deprecation).collect::<Vec<_>>().join("\n\n")
}

fn tokens(operation: &Operation) -> impl Iterator<Item = &'static str> {
    operation.tokens.iter().map(|token| match token {
        Token::Tenant => "tenantAccessToken",
        Token::User => "userAccessToken",
    })
}

pub(super) const fn app_name(app: App) -> &'static str {
    match app {
        App::Custom => "custom",
        App::Store => "store",
    }
}

/// The rate limits; `special` if Feishu states them only on request.
fn rate_limits(limits: &RateLimit) -> Option<Node> {
    match limits {
        RateLimit::Unstated => None,
        RateLimit::Special => Some("special".into()),
        RateLimit::Windows(windows) => {
            let window =
                |window: &crate::model::Window| Map::new().with("calls", window.calls).with("seconds", window.seconds);
            Some(list(windows.iter().map(window)))
        }
    }
}

fn paging(paging: &crate::model::Paging) -> Map {
    Map::new()
        .with("size", &paging.size)
        .with("token", &paging.token)
        .with("items", &paging.items)
        .with("next", &paging.next)
        .with("more", &paging.more)
}

pub(super) fn quirk(quirk: &Quirk) -> Map {
    Map::new()
        .with("at", &quirk.at)
        .with("because", &quirk.because)
        .with("docs", &quirk.docs)
        .with("observed", &quirk.observed)
}

fn body(types: &Types<'_>, operation: &Operation) -> Option<Map> {
    let media_type = match operation.payload {
        Payload::None => return None,
        Payload::Json(_) => "application/json",
        Payload::Form(_) => "multipart/form-data",
    };
    let content = Map::new().with("schema", schema::reference(&names::body(&operation.id)));
    let content = sample::with_examples(types, operation, SampleKind::Request, content);
    let required = operation.payload.fields().iter().any(|field| field.presence == Presence::Required);
    let required = required || rules::need_a_body(operation);
    Some(Map::new().with("required", required).with("content", Map::new().with(media_type, content)))
}
