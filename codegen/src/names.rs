//! Derives all Rust names from names of the schema.

use std::collections::HashSet;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span as TokenSpan};

use crate::model::{Api, EventId, OWN_SERVICE, OperationId};

/// The variant for unlisted values of an enum.
pub(crate) const UNKNOWN_VARIANT: &str = "Unknown";

/// The variant for events that the schema does not define.
pub(crate) const OTHER_EVENT: &str = "Other";

/// The download method of an object that describes a file.
pub(crate) const DOWNLOAD: &str = "download";

/// The field for the keys that an object does not define.
pub(crate) const UNKNOWN_FIELDS: &str = "unknown_fields";

/// The name of the runtime crate. No module of a resource or a method can have this name, because emitted code uses the crate.
pub(crate) const RUNTIME_CRATE: &str = "feishu_runtime";

/// Names of the runtime that the emitted crate re-exports at its root.
pub(crate) const RUNTIME: &[&str] = &[
    "Attempt",
    "CacheError",
    "CacheFuture",
    "CachedToken",
    "CallFuture",
    "CallOptions",
    "Client",
    "ClientBuilder",
    "CustomPage",
    "CustomRequest",
    "Date",
    "DateTimeError",
    "Download",
    "DownloadStream",
    "Downloaded",
    "Error",
    "ErrorKind",
    "FieldViolation",
    "Help",
    "IntoList",
    "IntoMap",
    "IntoOption",
    "Items",
    "List",
    "Map",
    "MemoryTokenCache",
    "Metadata",
    "Method",
    "Mismatch",
    "Page",
    "PageSize",
    "Pages",
    "PermissionViolation",
    "Progress",
    "RateLimit",
    "RateLimitMetrics",
    "RateLimits",
    "RawJson",
    "Region",
    "Response",
    "Result",
    "Text",
    "Timestamp",
    "TokenCache",
    "TokenKey",
    "UnknownCode",
    "UnknownFields",
    "UnknownText",
    "Upload",
    "Url",
    "Value",
];

/// Names of the runtime that the emitted crate re-exports if a feature is enabled: the feature and the name.
pub(crate) const RUNTIME_FEATURES: &[(&str, &str)] = &[("redis", "Redis"), ("reqwest", "reqwest")];

/// Names of current and possible future methods of requests and objects, including trait methods. No setter has one of these names.
const METHODS: &[&str] = &[
    "call_options",
    "clone",
    "clone_from",
    "default",
    "download",
    "eq",
    "fmt",
    "into_call",
    "items",
    "ne",
    "new",
    "pages",
    "send",
    "send_with_metadata",
    "to_curl",
];

/// Names in the root module of the emitted crate and on its client, other than services.
const ROOT: &[&str] = &[
    "builder",
    "builder_with_token",
    "client",
    "error_code",
    "event",
    "events",
    "index",
    "mock",
    "model",
    "operation",
    "rate_limit_metrics",
    "request",
    "set_app_ticket",
    "tenant",
    "types",
    "with_token",
];

/// Whether a name is a valid identifier, possibly as `r#name`.
#[must_use]
pub fn is_usable(name: &str) -> bool {
    let is_number = name.starts_with(|first: char| first.is_ascii_digit());
    !is_number && !matches!(name, "" | "_" | "crate" | "self" | "super" | "Self")
}

/// A keyword since edition 2024 that `syn` accepts as an identifier.
const NEW_KEYWORD: &str = "gen";

/// Returns an identifier. A Rust keyword becomes a raw identifier.
pub(crate) fn ident(name: &str) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(ident) if name != NEW_KEYWORD => ident,
        _ => Ident::new_raw(name, TokenSpan::call_site()),
    }
}

/// Returns the struct field of a JSON key: `interview_record_id` for both `interviewRecordId` and `interview_record_id`.
#[must_use]
pub fn field(wire: &str) -> String {
    let name = wire.to_snake_case();
    // The first name is reserved for the keys that an object does not define. The others are invalid identifiers, even as `r#name`.
    if matches!(name.as_str(), UNKNOWN_FIELDS | "self" | "super" | "crate") { format!("{name}_") } else { name }
}

/// Returns the setter of a parameter or a field: its name in Rust, or `set_<name>` if the name is one of [`METHODS`].
pub(crate) fn setter(name: &str) -> String {
    if METHODS.contains(&name) { format!("set_{name}") } else { name.to_owned() }
}

/// Returns a name for a generated variable that differs from all arguments: `wanted`, or `wanted_`.
pub(crate) fn distinct_from<'a>(wanted: &str, mut arguments: impl Iterator<Item = &'a str>) -> Ident {
    if arguments.any(|name| name == wanted) { ident(&format!("{wanted}_")) } else { ident(wanted) }
}

/// Returns the key of a type: its name, with the prefix `<service>.` for services other than `hire`.
#[must_use]
pub fn key(service: &str, name: &str) -> String {
    if service == OWN_SERVICE { name.to_owned() } else { format!("{service}.{name}") }
}

/// Splits a key into its service, which is `None` for `hire`, and its name.
pub(crate) fn parts(key: &str) -> (Option<&str>, &str) {
    match key.split_once('.') {
        Some((service, name)) => (Some(service), name),
        None => (None, key),
    }
}

/// Returns the Rust name of a type: the last part of its key.
pub(crate) fn bare(key: &str) -> &str {
    parts(key).1
}

/// Returns the name of the module of a service and of its accessor on the client.
pub(crate) fn service(service: &str) -> String {
    let is_version = service.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if is_version || ROOT.contains(&service) { format!("{service}_service") } else { service.to_owned() }
}

/// Returns the variant of an enum value: `OpenId` for `open_id`.
pub(crate) fn variant(value: &str) -> String {
    value.to_upper_camel_case()
}

/// Returns the method calls that lead from a client to a version: `.v1()`, or `.contact().v1()`.
pub(crate) fn accessors(id: &OperationId) -> String {
    let version = &id.version;
    if id.service == OWN_SERVICE { format!(".{version}()") } else { format!(".{}().{version}()", service(&id.service)) }
}

/// Returns the request type, named as in the official SDKs: `ListInterview` for `hire.v1.interview.list`, `GetTalentV2` for
/// `hire.v2.talent.get`.
pub(crate) fn request(id: &OperationId) -> String {
    let version = if id.version == "v1" { String::new() } else { version(&id.version) };
    format!("{}{}{version}", id.method.to_upper_camel_case(), id.resource.to_upper_camel_case())
}

/// Returns the path of the request type in the emitted crate.
pub(crate) fn request_path(id: &OperationId) -> String {
    let within = if id.service == OWN_SERVICE { String::new() } else { format!("{}::", service(&id.service)) };
    format!("crate::{within}{}::{}::{}", id.version, id.resource, request(id))
}

/// Returns the key of the response type.
pub(crate) fn response(id: &OperationId) -> String {
    key(&id.service, &format!("{}Response", request(id)))
}

/// Returns the key of the body type.
pub(crate) fn body(id: &OperationId) -> String {
    key(&id.service, &format!("{}Body", request(id)))
}

/// Returns the keys of the types that an operation defines: request, response and body.
#[must_use]
pub fn operation_types(id: &OperationId) -> [String; 3] {
    [key(&id.service, &request(id)), response(id), body(id)]
}

/// Returns the key of the payload type of an event: `ApplicationStageChanged` for `hire.application.stage_changed_v1`. Versions other than
/// `v1` are added.
#[must_use]
pub fn payload(id: &EventId) -> String {
    let version = if id.version == "v1" { String::new() } else { version(&id.version) };
    let name = format!("{}{}{version}", id.resource.to_upper_camel_case(), id.name.to_upper_camel_case());
    key(&id.service, &name)
}

/// Returns the variant of an event: the name of its payload type, with the service as prefix for services other than `hire`.
pub(crate) fn event_variant(id: &EventId) -> String {
    let payload = payload(id);
    match parts(&payload) {
        (Some(service), name) => format!("{}{name}", service.to_upper_camel_case()),
        (None, name) => name.to_owned(),
    }
}

/// Returns the type of a resource: `InterviewRecordResource` for `interview_record`.
pub(crate) fn resource(resource: &str) -> String {
    format!("{}Resource", resource.to_upper_camel_case())
}

/// Returns a title as rustdoc accepts it for its search index: without quotes, and with spaces as the only whitespace.
pub(crate) fn alias(title: &str) -> String {
    title.replace(['"', '\''], "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the type of a version: `V1` for `v1`.
pub(crate) fn version(version: &str) -> String {
    version.to_upper_camel_case()
}

/// Returns the constant of an error code: `SYSTEM_ERROR` for `system_error`.
pub(crate) fn constant(name: &str) -> String {
    name.to_shouty_snake_case()
}

/// Returns every type name that the emitted crate defines. Types of the runtime and of the standard library with one of these
/// names are written as full paths.
pub(crate) fn defined(api: &Api) -> HashSet<String> {
    let types = api.ids.iter().map(|id| bare(&id.name).to_owned());
    let enums = api.enums.iter().map(|item| bare(&item.name).to_owned());
    let objects = api.objects.iter().map(|object| bare(&object.name).to_owned());
    let operations = api.operations.iter().flat_map(|operation| {
        let id = &operation.id;
        let own = [bare(&response(id)).to_owned(), bare(&body(id)).to_owned()];
        own.into_iter().chain([request(id), resource(&id.resource), version(&id.version), version(&id.service)])
    });
    types.chain(enums).chain(objects).chain(operations).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derives_rust_names() {
        let id = OperationId {
            service: "hire".into(),
            version: "v1".into(),
            resource: "interview_record".into(),
            method: "get_by_talent".into(),
        };
        let v2 = OperationId {
            service: "contact".into(),
            version: "v2".into(),
            resource: "user".into(),
            method: "get".into(),
        };
        let cases: Vec<(String, &str)> = vec![
            (field("interviewRecordId"), "interview_record_id"),
            (field("user_id"), "user_id"),
            (field("type"), "type"),
            (field("unknown_fields"), "unknown_fields_"),
            (field("Self"), "self_"),
            (field("crate"), "crate_"),
            (setter("items"), "set_items"),
            (setter("item"), "item"),
            (setter("default"), "set_default"),
            (distinct_from("call", ["call"].into_iter()).to_string(), "call_"),
            (distinct_from("call", ["client"].into_iter()).to_string(), "call"),
            (service("contact"), "contact"),
            (service("tenant"), "tenant_service"),
            (response(&v2), "contact.GetUserV2Response"),
            (bare(&response(&v2)).to_owned(), "GetUserV2Response"),
            (variant("open_id"), "OpenId"),
            (variant("all_pass"), "AllPass"),
            (request(&id), "GetByTalentInterviewRecord"),
            (response(&id), "GetByTalentInterviewRecordResponse"),
            (body(&id), "GetByTalentInterviewRecordBody"),
            (resource("interview_record"), "InterviewRecordResource"),
            (version("v1"), "V1"),
            (constant("system_error"), "SYSTEM_ERROR"),
            (ident("type").to_string(), "r#type"),
            (ident("gen").to_string(), "r#gen"),
            (ident("content").to_string(), "content"),
        ];
        for (actual, expected) in cases {
            assert_eq!(actual, expected);
        }
    }
}
