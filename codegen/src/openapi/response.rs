//! Responses: the envelope, errors by HTTP status, headers.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    node::{Map, list},
    sample, schema,
    types::Types,
};
use crate::{
    model::{ErrorCode, Operation, SampleKind},
    names,
};

const JSON: &str = "application/json";

/// Codes that every operation may return in addition to those of its page: code, status, name, meaning.
const GENERAL: &[(i64, u16, &str, &str)] = &[
    (99_991_661, 400, "token_missing", "The call came without a token."),
    (99_991_663, 400, "tenant_token_invalid", "The tenant's token is not or no longer good; get another one."),
    (
        99_991_668,
        400,
        "user_token_invalid",
        "The user's token is not or no longer good, or the call takes none of a user.",
    ),
    (99_991_671, 400, "token_malformed", "A token starts with `t-` or `u-`."),
    (99_991_672, 400, "scope_missing", "The app has none of the scopes that the call needs."),
    (
        99_992_402,
        400,
        "field_validation_failed",
        "A parameter is missing, of the wrong type or beyond a limit; `error.field_violations` says which.",
    ),
    (99_991_400, 429, "rate_limited", "More calls than a window takes; older APIs say it with HTTP 400."),
];

/// The responses of an operation by status.
pub(super) fn all(types: &Types<'_>, operation: &Operation) -> Map {
    let responses = Map::new().with("200", success(types, operation));
    let errors = by_status(types, operation);
    errors
        .into_iter()
        .fold(responses, |map, (status, codes)| map.with(status.to_string(), error(status, codes)))
        .with("404", reference("UnknownPath"))
        .with("429", reference("RateLimited"))
}

fn success(types: &Types<'_>, operation: &Operation) -> Map {
    let envelope = Map::new().with("data", schema::nullable(schema::reference(&names::response(&operation.id))));
    let envelope = Map::new().with("properties", envelope);
    let schema = Map::new().with("allOf", list([schema::reference("Api_Envelope"), envelope]));
    let content = sample::with_examples(types, operation, SampleKind::Response, Map::new().with("schema", schema));
    Map::new()
        .with("description", "Done, when `code` is 0.")
        .with("headers", log_id())
        .with("content", Map::new().with(JSON, content))
}

fn by_status(types: &Types<'_>, operation: &Operation) -> BTreeMap<u16, Vec<Map>> {
    let mut codes: BTreeMap<u16, Vec<Map>> = BTreeMap::new();
    let sorted: BTreeSet<i64> = operation.errors.iter().copied().collect();
    for known in sorted.into_iter().filter_map(|code| types.api.error(code)) {
        codes.entry(known.status).or_default().push(own_code(known));
    }
    codes.entry(400).or_default().extend(general_codes(400));
    codes
}

fn own_code(code: &ErrorCode) -> Map {
    Map::new().with("code", code.code).with("name", &code.name).with("x-zh", &code.zh).with("description", &code.doc)
}

fn general_codes(status: u16) -> impl Iterator<Item = Map> {
    GENERAL
        .iter()
        .filter(move |(_, its, ..)| *its == status)
        .map(|(code, _, name, doc)| Map::new().with("code", *code).with("name", *name).with("description", *doc))
}

fn error(status: u16, codes: Vec<Map>) -> Map {
    let description = if status < 500 { "Refused; `code` says why." } else { "Feishu failed." };
    failure(description, codes, log_id())
}

fn failure(description: &str, codes: Vec<Map>, headers: Map) -> Map {
    let content = Map::new().with("schema", schema::reference("Api_Failure"));
    Map::new()
        .with("description", description)
        .with("headers", headers)
        .with("content", Map::new().with(JSON, content))
        .with_any("x-codes", codes)
}

fn reference(name: &str) -> Map {
    Map::new().with("$ref", format!("#/components/responses/{name}"))
}

/// Responses that all operations share.
pub(super) fn shared() -> Map {
    let header = |name: &str| Map::new().with("$ref", format!("#/components/headers/{name}"));
    let limits = log_id()
        .with("x-ogw-ratelimit-limit", header("RateLimitLimit"))
        .with("x-ogw-ratelimit-reset", header("RateLimitReset"));
    let text = Map::new().with("schema", Map::new().with("type", "string"));
    let unknown = Map::new()
        .with("description", "Feishu's gateway does not know the path, or not under this method.")
        .with("headers", log_id())
        .with("content", Map::new().with("text/plain", text));
    Map::new()
        .with("RateLimited", failure("More calls than a window takes.", general_codes(429).collect(), limits))
        .with("UnknownPath", unknown)
}

pub(super) fn headers() -> Map {
    let header = |doc: &str, required: bool, schema: Map| {
        Map::new().with("description", doc).with("required", required).with("schema", schema)
    };
    let integer = |least: i64| Map::new().with("type", "integer").with("minimum", least);
    Map::new()
        .with(
            "LogId",
            header("Names the call; Feishu's support asks for it.", false, Map::new().with("type", "string")),
        )
        .with("RateLimitLimit", header("How many calls the window takes.", true, integer(0)))
        .with("RateLimitReset", header("Seconds until the rate limit allows another request.", true, integer(0)))
}

fn log_id() -> Map {
    Map::new().with("x-tt-logid", Map::new().with("$ref", "#/components/headers/LogId"))
}

/// The envelope and the schemas of errors. No type of the schema has an underscore in its name, so the names are free.
pub(super) fn schemas() -> [(String, Map); 4] {
    let text = |doc: &str| Map::new().with("type", "string").with("description", doc);
    let code = |doc: &str| Map::new().with("type", "integer").with("format", "int64").with("description", doc);
    let message = "What happened, in words; older pages call it `message`.";
    let properties = |map: Map| Map::new().with("type", "object").with("properties", map);
    let envelope = Map::new()
        .with("code", code("0 when all went well."))
        .with("msg", text(message))
        .with("message", text(message));
    let envelope =
        properties(envelope).with("required", list(["code"])).with("description", "What stands around every answer.");
    let details = Map::new().with("error", schema::reference("Api_ErrorDetails"));
    let not_zero = Map::new().with("code", Map::new().with("not", Map::new().with("const", 0_i64)));
    let failure = Map::new()
        .with("allOf", list([schema::reference("Api_Envelope"), properties(not_zero.and(details))]))
        .with("description", "What is answered when something went wrong.");
    let violations = Map::new().with("type", "array").with("items", schema::reference("Api_FieldViolation"));
    let details = Map::new()
        .with("log_id", text("As the header `x-tt-logid`."))
        .with("troubleshooter", text("A page that helps."))
        .with("field_violations", violations);
    let violation = Map::new()
        .with("field", text("Where."))
        .with("value", text("What was given."))
        .with("description", text("What is wrong with it."));
    [
        ("Api_Envelope".to_owned(), envelope),
        ("Api_ErrorDetails".to_owned(), properties(details).with("description", "More about an error.")),
        ("Api_Failure".to_owned(), failure),
        (
            "Api_FieldViolation".to_owned(),
            properties(violation)
                .with("required", list(["field"]))
                .with("description", "A parameter that was refused."),
        ),
    ]
}
