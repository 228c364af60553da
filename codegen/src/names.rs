//! The one place where Rust names are made. Two things that want the same name are refused, with both places.

use std::collections::HashMap;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span as TokenSpan};

use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Api, Enum, EnumValues, Field, Operation, OperationId},
    source::Span,
};

/// The variant that keeps what an enum does not list.
pub(crate) const UNKNOWN_VARIANT: &str = "Unknown";

/// The method of an object that tells of a file.
pub(crate) const DOWNLOAD: &str = "download";

/// The field that keeps the keys that an object does not list.
pub(crate) const UNKNOWN_FIELDS: &str = "unknown_fields";

/// Names of the runtime that stand at the root of the emitted crate, beside the shared types.
pub(crate) const RUNTIME: &[&str] = &[
    "Attempt",
    "CacheError",
    "CacheFuture",
    "CachedToken",
    "Client",
    "ClientBuilder",
    "Date",
    "Download",
    "DownloadStream",
    "Downloaded",
    "Error",
    "ErrorKind",
    "FieldViolation",
    "Help",
    "Id",
    "IdKind",
    "Items",
    "MemoryTokenCache",
    "Metadata",
    "Page",
    "Pages",
    "PermissionViolation",
    "Progress",
    "RateLimit",
    "RateLimits",
    "Region",
    "Response",
    "Result",
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

/// Names of the runtime that stand at the root of the emitted crate behind a feature: the feature, the name.
pub(crate) const RUNTIME_FEATURES: &[(&str, &str)] = &[("redis", "Redis")];

/// Names of the runtime that the emitted files use beside the models.
const WIRE: &[&str] = &[
    "AppKind",
    "AsText",
    "Duration",
    "ErrorCode",
    "Fields",
    "IntEnum",
    "Kind",
    "Limit",
    "MapAccess",
    "Measure",
    "Method",
    "Object",
    "Operation",
    "Paging",
    "Parameter",
    "Place",
    "Rule",
    "Secret",
    "TextEnum",
    "TokenKind",
    "Window",
];

/// Names that every Rust file knows already.
const PRELUDE: &[&str] = &[
    "Box", "Default", "Err", "From", "Into", "Iterator", "None", "Ok", "Option", "Self", "Some", "String", "Vec",
    "Call", "Map",
];

/// Rust words that cannot even be written as `r#word`.
const UNUSABLE: &[&str] = &["crate", "self", "super", "_"];

/// Whether a type cannot have this name.
pub(crate) fn is_reserved(name: &str) -> bool {
    [RUNTIME, WIRE, PRELUDE].iter().any(|names| names.contains(&name))
        || RUNTIME_FEATURES.iter().any(|(_, reserved)| *reserved == name)
        || name == UNKNOWN_VARIANT
}

/// An identifier; a Rust keyword becomes a raw one.
pub(crate) fn ident(name: &str) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(ident) => ident,
        Err(_) => Ident::new_raw(name, TokenSpan::call_site()),
    }
}

/// `interviewRecordId` and `interview_record_id` become `interview_record_id`.
pub(crate) fn field(wire: &str) -> String {
    wire.to_snake_case()
}

/// `open_id` becomes `OpenId`.
pub(crate) fn variant(value: &str) -> String {
    value.to_upper_camel_case()
}

/// `hire.v1.interview.list` becomes `ListInterview`, as in the official SDKs.
pub(crate) fn request(id: &OperationId) -> String {
    format!("{}{}", id.method.to_upper_camel_case(), id.resource.to_upper_camel_case())
}

pub(crate) fn response(id: &OperationId) -> String {
    format!("{}Response", request(id))
}

pub(crate) fn body(id: &OperationId) -> String {
    format!("{}Body", request(id))
}

/// `interview_record` becomes `InterviewRecordResource`.
pub(crate) fn resource(resource: &str) -> String {
    format!("{}Resource", resource.to_upper_camel_case())
}

/// `v1` becomes `V1`.
pub(crate) fn version(version: &str) -> String {
    version.to_upper_camel_case()
}

/// The marker type of an id.
pub(crate) fn id_kind(id: &str) -> String {
    format!("{id}Kind")
}

/// `system_error` becomes `SYSTEM_ERROR`.
pub(crate) fn constant(name: &str) -> String {
    name.to_shouty_snake_case()
}

/// Every pair of things that would get the same Rust name, and every name that Rust cannot take.
pub(crate) fn collisions(api: &Api) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    types(api, &mut found);
    api.enums.iter().for_each(|item| variants(item, &mut found));
    for object in &api.objects {
        let mut methods = Vec::new();
        if object.sent {
            methods.push(("new", "the constructor of what is sent"));
            if object.file.is_some() {
                methods.push((DOWNLOAD, "the method that downloads the file"));
            }
        }
        fields(&object.fields, &methods, &mut found);
    }
    for operation in &api.operations {
        arguments(operation, &mut found);
        fields(&operation.response, &[], &mut found);
    }
    let mut constants = Taken::default();
    for error in &api.errors {
        constants.take(constant(&error.name), &error.name, error.span, &mut found);
    }
    found
}

/// Names that are taken, and by what.
#[derive(Default)]
struct Taken<'a>(HashMap<String, (&'a str, Option<Span>)>);

impl<'a> Taken<'a> {
    fn reserve(&mut self, names: &[&'static str], by: &'static str) {
        self.0.extend(names.iter().map(|name| ((*name).to_owned(), (by, None))));
    }

    fn take(&mut self, rust: String, given: &'a str, span: Span, found: &mut Vec<Diagnostic>) {
        match self.0.get(&rust) {
            Some((first, Some(other))) => {
                let message = if given == *first {
                    format!("two of them are called `{given}`")
                } else {
                    format!("`{given}` and `{first}` both become `{rust}` in Rust")
                };
                let mistake =
                    Diagnostic::new(Code::NamesCollide, span, message).label("this one").other(*other, "and this one");
                found.push(mistake.help("rename one of them"));
            }
            Some((by, None)) => {
                let message = if given == rust {
                    format!("`{given}` is {by}")
                } else {
                    format!("`{given}` becomes `{rust}` in Rust, which is {by}")
                };
                found.push(
                    Diagnostic::new(Code::NameTaken, span, message).label("this name").help("choose another name"),
                );
            }
            None => {
                self.0.insert(rust, (given, Some(span)));
            }
        }
    }
}

fn types(api: &Api, found: &mut Vec<Diagnostic>) {
    let mut shared = Taken::default();
    shared.reserve(RUNTIME, "a name of the runtime");
    for (_, name) in RUNTIME_FEATURES {
        shared.reserve(&[name], "a name of the runtime");
    }
    shared.reserve(WIRE, "a name of the runtime");
    shared.reserve(PRELUDE, "a name of Rust's own");
    let ids = api.ids.iter().map(|id| (&id.name, id.span));
    let enums = api.enums.iter().map(|item| (&item.name, item.span));
    let objects = api.objects.iter().map(|object| (&object.name, object.span));
    for (name, span) in ids.chain(enums).chain(objects) {
        shared.take(name.clone(), name, span, found);
    }
    let named: Vec<_> = api.operations.iter().map(|operation| (operation, operation.id.to_string())).collect();
    for (operation, _) in &named {
        for name in
            [request(&operation.id), response(&operation.id), body(&operation.id), resource(&operation.id.resource)]
        {
            if let Some((first, other)) = shared.0.get(&name) {
                let diagnostic = Diagnostic::new(
                    Code::NameTaken,
                    operation.span,
                    format!("`{}` needs the name `{name}`, which is taken", operation.id),
                )
                .label("this operation");
                found.push(match other {
                    Some(other) => diagnostic.other(*other, format!("by `{first}`")).help("rename the type"),
                    None => diagnostic,
                });
            }
        }
    }
    let mut requests: HashMap<&str, Taken<'_>> = HashMap::new();
    for (operation, id) in &named {
        requests.entry(&operation.id.version).or_default().take(request(&operation.id), id, operation.span, found);
    }
}

fn variants(item: &Enum, found: &mut Vec<Diagnostic>) {
    let mut taken = Taken::default();
    taken.reserve(&[UNKNOWN_VARIANT, "Self"], "kept for values that are not listed");
    let named: Vec<_> = match &item.values {
        EnumValues::Int(values) => values.iter().map(|value| (&value.name, value.span)).collect(),
        EnumValues::Text(values) => values.iter().map(|value| (&value.name, value.span)).collect(),
    };
    for (name, span) in named {
        taken.take(variant(name), name, span, found);
    }
}

/// `methods` are those beside which the fields have setters.
fn fields(fields: &[Field], methods: &[(&'static str, &'static str)], found: &mut Vec<Diagnostic>) {
    let mut taken = Taken::default();
    for (name, by) in methods {
        taken.reserve(&[*name], by);
    }
    taken.reserve(&[UNKNOWN_FIELDS], "kept for keys that are not listed");
    taken.reserve(UNUSABLE, "no name that Rust can take");
    for item in fields {
        taken.take(field(&item.name), &item.name, item.span, found);
    }
}

/// Path, query and payload of an operation share one builder.
fn arguments(operation: &Operation, found: &mut Vec<Diagnostic>) {
    let mut taken = Taken::default();
    taken.reserve(
        &["send", "send_with_metadata", "to_curl", "pages", "items", "new", "call", "body"],
        "a method or field of every request",
    );
    taken.reserve(UNUSABLE, "no name that Rust can take");
    for item in operation.parameters() {
        taken.take(field(&item.name), &item.name, item.span, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_rust_names() {
        let id = OperationId {
            service: "hire".into(),
            version: "v1".into(),
            resource: "interview_record".into(),
            method: "get_by_talent".into(),
        };
        let cases = [
            (field("interviewRecordId"), "interview_record_id"),
            (field("user_id"), "user_id"),
            (field("type"), "type"),
            (variant("open_id"), "OpenId"),
            (variant("all_pass"), "AllPass"),
            (request(&id), "GetByTalentInterviewRecord"),
            (response(&id), "GetByTalentInterviewRecordResponse"),
            (body(&id), "GetByTalentInterviewRecordBody"),
            (resource("interview_record"), "InterviewRecordResource"),
            (version("v1"), "V1"),
            (id_kind("TalentId"), "TalentIdKind"),
            (constant("system_error"), "SYSTEM_ERROR"),
            (ident("type").to_string(), "r#type"),
            (ident("content").to_string(), "content"),
        ];
        for (made, expected) in cases {
            assert_eq!(made, expected);
        }
    }
}
