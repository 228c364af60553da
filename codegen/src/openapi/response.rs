//! Responses: the envelope, errors by HTTP status, headers.

use std::collections::{BTreeMap, BTreeSet};

use super::{sample, schema, types::Types};
use crate::{
    error_class::ErrorClass,
    model::{Api, DataLocation, ErrorCode, Operation, SampleKind},
    names,
    node::{Map, list},
};

const JSON: &str = "application/json";

/// The responses of an operation by status.
pub(super) fn all(types: &Types<'_>, operation: &Operation) -> Map {
    let mut responses = BTreeMap::from([(404, reference("UnknownPath")), (429, reference("RateLimited"))]);
    for status in by_status(operation).into_keys().chain([400]) {
        responses.insert(status, reference(if status < 500 { "Refused" } else { "ServerError" }));
    }
    responses.insert(200, success(types, operation));
    responses.into_iter().fold(Map::new(), |map, (status, response)| map.with(status.to_string(), response))
}

/// The error codes of an operation by status.
pub(super) fn codes(operation: &Operation) -> Map {
    let codes = by_status(operation).into_iter();
    codes.fold(Map::new(), |map, (status, codes)| map.with(status.to_string(), list(codes)))
}

fn success(types: &Types<'_>, operation: &Operation) -> Map {
    let data = schema::reference(&names::response(&operation.id));
    let data = match operation.data {
        DataLocation::Field => Map::new().with("properties", Map::new().with("data", schema::nullable(data))),
        DataLocation::TopLevel => data,
    };
    let schema = Map::new().with("allOf", list([schema::reference("Api_Envelope"), data]));
    let content = sample::with_examples(types, operation, SampleKind::Response, Map::new().with("schema", schema));
    Map::new()
        .with("description", "The call succeeded if `code` is 0.")
        .with("headers", log_id())
        .with("content", Map::new().with(JSON, content))
}

fn by_status(operation: &Operation) -> BTreeMap<u16, Vec<i64>> {
    let mut codes: BTreeMap<u16, Vec<i64>> = BTreeMap::new();
    for error in operation.errors.iter().collect::<BTreeSet<_>>() {
        codes.entry(error.status).or_default().push(error.code);
    }
    codes
}

/// Every error code and its meaning.
pub(super) fn error_codes(api: &Api) -> Map {
    api.errors.iter().fold(Map::new(), |map, error| map.with(error.code.to_string(), error_code(error)))
}

fn error_code(code: &ErrorCode) -> Map {
    Map::new()
        .with("name", &code.name)
        .with("x-zh", &code.zh)
        .with("description", &code.doc)
        .with_some("x-class", code.class.map(|class| class.name()))
}

/// The codes that any operation may return.
pub(super) fn general_codes(api: &Api) -> Vec<i64> {
    let listed: BTreeSet<i64> =
        api.operations.iter().flat_map(|operation| &operation.errors).map(|error| error.code).collect();
    let general = |error: &&ErrorCode| error.class.is_some() && !listed.contains(&error.code);
    api.errors.iter().filter(general).map(|error| error.code).collect()
}

fn failure(description: &str, headers: Map) -> Map {
    let content = Map::new().with("schema", schema::reference("Api_Failure"));
    Map::new().with("description", description).with("headers", headers).with("content", Map::new().with(JSON, content))
}

fn reference(name: &str) -> Map {
    Map::new().with("$ref", format!("#/components/responses/{name}"))
}

/// Responses that all operations share.
pub(super) fn shared(api: &Api) -> Map {
    let header = |name: &str| Map::new().with("$ref", format!("#/components/headers/{name}"));
    let limits = log_id()
        .with("x-ogw-ratelimit-limit", header("RateLimitLimit"))
        .with("x-ogw-ratelimit-reset", header("RateLimitReset"));
    let rate_limited = api.errors.iter().filter(|error| error.class == Some(ErrorClass::RateLimited));
    let rate_limited = rate_limited.map(|error| error.code);
    let text = Map::new().with("schema", Map::new().with("type", "string"));
    let unknown = Map::new()
        .with("description", "The path or the method does not exist.")
        .with("headers", log_id())
        .with("content", Map::new().with("text/plain", text));
    Map::new()
        .with("RateLimited", failure("The rate limit is exceeded.", limits).with_any("x-codes", rate_limited))
        .with("Refused", failure("The request was refused; `code` is the reason.", log_id()))
        .with("ServerError", failure("Internal error of Feishu.", log_id()))
        .with("UnknownPath", unknown)
}

pub(super) fn headers() -> Map {
    let header = |doc: &str, required: bool, schema: Map| {
        Map::new().with("description", doc).with("required", required).with("schema", schema)
    };
    let integer = |least: i64| Map::new().with("type", "integer").with("minimum", least);
    Map::new()
        .with("LogId", header("Id of the call, for Feishu support.", false, Map::new().with("type", "string")))
        .with("RateLimitLimit", header("Number of calls that the rate limit allows per window.", true, integer(0)))
        .with("RateLimitReset", header("Seconds until the rate limit allows another request.", true, integer(0)))
}

fn log_id() -> Map {
    Map::new().with("x-tt-logid", Map::new().with("$ref", "#/components/headers/LogId"))
}

/// The envelope and the schemas of errors. No type of the schema has an underscore in its name, so the names are free.
pub(super) fn schemas() -> [(String, Map); 4] {
    let text = |doc: &str| Map::new().with("type", "string").with("description", doc);
    let code = |doc: &str| Map::new().with("type", "integer").with("format", "int64").with("description", doc);
    let message = "Human-readable message. Some operations name it `message`.";
    let properties = |map: Map| Map::new().with("type", "object").with("properties", map);
    let envelope = Map::new()
        .with("code", code("0 if the call succeeded."))
        .with("msg", text(message))
        .with("message", text(message));
    let envelope =
        properties(envelope).with("required", list(["code"])).with("description", "Envelope of every response.");
    let details = Map::new().with("error", schema::reference("Api_ErrorDetails"));
    let not_zero = Map::new().with("code", Map::new().with("not", Map::new().with("const", 0_i64)));
    let failure = Map::new()
        .with("allOf", list([schema::reference("Api_Envelope"), properties(not_zero.and(details))]))
        .with("description", "Response of a call that failed.");
    let violations = Map::new().with("type", "array").with("items", schema::reference("Api_FieldViolation"));
    let details = Map::new()
        .with("log_id", text("Same value as the header `x-tt-logid`."))
        .with("troubleshooter", text("Link to a help page."))
        .with("field_violations", violations);
    let violation = Map::new()
        .with("field", text("Path of the parameter."))
        .with("value", text("Value of the parameter."))
        .with("description", text("Description of the violation."));
    [
        ("Api_Envelope".to_owned(), envelope),
        ("Api_ErrorDetails".to_owned(), properties(details).with("description", "Details of an error.")),
        ("Api_Failure".to_owned(), failure),
        (
            "Api_FieldViolation".to_owned(),
            properties(violation).with("required", list(["field"])).with("description", "Violation by one parameter."),
        ),
    ]
}
