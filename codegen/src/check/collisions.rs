//! Reports items of the schema with the same Rust name, and invalid Rust names.

use std::collections::HashMap;

use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Api, Enum, EnumValues, EventId, Field, Home, Operation, OperationId},
    names,
    source::Span,
};

/// Returns an error for every pair of items with the same Rust name, and for every invalid Rust name.
pub(super) fn find_collisions(api: &Api) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    check_types(api, &mut found);
    check_topics(api, &mut found);
    api.enums.iter().for_each(|item| check_variants(item, &mut found));
    for object in &api.objects {
        let before = found.len();
        check_fields(&object.fields, &mut found);
        if object.sent && found.len() == before {
            check_setters(object.fields.iter(), &mut found);
        }
    }
    for operation in &api.operations {
        check_modules(operation, &mut found);
        check_setters(operation.parameters(), &mut found);
        check_fields(&operation.response, &mut found);
    }
    check_events(api, &mut found);
    let mut constants = UsedNames::default();
    for error in &api.errors {
        constants.add(names::constant(&error.name), &error.name, error.span, &mut found);
    }
    found
}

/// How an author resolves a collision, and an invalid name.
struct Remedy {
    for_collision: &'static str,
    for_invalid_name: &'static str,
}

/// The remedy for names that the author of the schema has chosen.
const RENAME: Remedy = Remedy { for_collision: "rename one of them", for_invalid_name: "choose another name" };

/// The remedy for names that the API determines.
const RUST_NAME: Remedy = Remedy {
    for_collision: "give one of them another name with `rust_name`",
    for_invalid_name: "give it another name with `rust_name`",
};

/// The names that are already used, each with its origin.
struct UsedNames<'a> {
    names: HashMap<String, (&'a str, Option<Span>)>,
    remedy: &'static Remedy,
}

impl Default for UsedNames<'_> {
    fn default() -> Self {
        Self { names: HashMap::new(), remedy: &RENAME }
    }
}

impl<'a> UsedNames<'a> {
    fn for_fields() -> Self {
        Self { remedy: &RUST_NAME, ..Self::default() }
    }

    fn reserve(&mut self, names: &[&'static str], by: &'static str) {
        self.names.extend(names.iter().map(|name| ((*name).to_owned(), (by, None))));
    }

    /// Adds a name that is derived from a JSON key or a word, and may be invalid.
    fn add_checked(&mut self, rust: String, given: &'a str, span: Span, found: &mut Vec<Diagnostic>) {
        if names::is_usable(&rust) {
            self.add(rust, given, span, found);
        } else {
            let becomes = if given == rust { String::new() } else { format!(" becomes `{rust}`, which") };
            found.push(
                Diagnostic::new(Code::ReservedName, span, format!("`{given}`{becomes} is not a valid Rust name"))
                    .label("reserved")
                    .help(self.remedy.for_invalid_name),
            );
        }
    }

    fn add(&mut self, rust: String, given: &'a str, span: Span, found: &mut Vec<Diagnostic>) {
        match self.names.get(&rust) {
            Some((first, Some(other))) => {
                let message = if given == *first {
                    format!("duplicate name `{given}`")
                } else {
                    format!("`{given}` and `{first}` both become `{rust}` in Rust")
                };
                let diagnostic = Diagnostic::new(Code::NameCollision, span, message)
                    .label("second name")
                    .other(*other, "first name");
                found.push(diagnostic.help(self.remedy.for_collision));
            }
            Some((by, None)) => {
                let message = if given == rust {
                    format!("`{given}` is {by}")
                } else {
                    format!("`{given}` becomes `{rust}` in Rust, which is {by}")
                };
                found.push(
                    Diagnostic::new(Code::ReservedName, span, message)
                        .label("reserved")
                        .help(self.remedy.for_invalid_name),
                );
            }
            None => {
                self.names.insert(rust, (given, Some(span)));
            }
        }
    }
}

/// Checks the variants of the enum of events, and the modules of their payloads.
fn check_events(api: &Api, found: &mut Vec<Diagnostic>) {
    let named: Vec<_> = api.events.iter().map(|event| (event, event.id.to_string())).collect();
    let mut variants = UsedNames::default();
    variants.reserve(&[names::OTHER_EVENT], "reserved for other events");
    for (event, id) in &named {
        let EventId { service, version, resource, name } = &event.id;
        check_parts([service, version, resource, name], id, event.span, found);
        variants.add(names::event_variant(&event.id), id, event.span, found);
    }
}

/// Checks the parts of an operation id, which are modules.
fn check_modules(operation: &Operation, found: &mut Vec<Diagnostic>) {
    let OperationId { service, version, resource, method } = &operation.id;
    check_parts([service, version, resource, method], &operation.id.to_string(), operation.span, found);
}

/// Checks the parts of an id, which are modules.
fn check_parts(parts: [&String; 4], id: &str, span: Span, found: &mut Vec<Diagnostic>) {
    for part in parts {
        let why = match part.as_str() {
            names::RUNTIME_CRATE => "the name of a crate that emitted code uses",
            part if !names::is_usable(part) => "not a valid Rust name",
            _ => continue,
        };
        let message = format!("`{part}` in `{id}` is {why}");
        let diagnostic = Diagnostic::new(Code::ReservedName, span, message).label("reserved");
        found.push(diagnostic.help("choose another name"));
    }
}

/// Checks the names of files with shared types, which are modules.
fn check_topics(api: &Api, found: &mut Vec<Diagnostic>) {
    let ids = api.ids.iter().map(|id| (&id.home, id.span));
    let enums = api.enums.iter().map(|item| (&item.home, item.span));
    let objects = api.objects.iter().map(|object| (&object.home, object.span));
    for (home, span) in ids.chain(enums).chain(objects) {
        if matches!(home, Home::Shared(topic) if !names::is_usable(topic)) {
            let message = format!("the file name of `{}` is not a valid Rust name", home.file());
            found
                .push(Diagnostic::new(Code::ReservedName, span, message).label("in this file").help("rename the file"));
        }
    }
}

fn check_types(api: &Api, found: &mut Vec<Diagnostic>) {
    let mut types = UsedNames::default();
    let ids = api.ids.iter().map(|id| (&id.name, id.span));
    let enums = api.enums.iter().map(|item| (&item.name, item.span));
    let objects = api.objects.iter().map(|object| (&object.name, object.span));
    for (name, span) in ids.chain(enums).chain(objects) {
        types.add_checked(name.clone(), name, span, found);
    }
    let named: Vec<_> = api.operations.iter().map(|operation| (operation, operation.id.to_string())).collect();
    for (operation, _) in &named {
        let id = &operation.id;
        for name in names::operation_types(id) {
            if let Some((first, Some(other))) = types.names.get(&name) {
                let message = format!("`{}` needs the type name `{name}`, which is already used", operation.id);
                let diagnostic = Diagnostic::new(Code::ReservedName, operation.span, message).label("this operation");
                found.push(diagnostic.other(*other, format!("used by `{first}`")).help("rename the type"));
            }
        }
    }
    let mut requests = UsedNames::default();
    for (operation, id) in &named {
        requests.add(names::key(&operation.id.service, &names::request(&operation.id)), id, operation.span, found);
    }
}

fn check_variants(item: &Enum, found: &mut Vec<Diagnostic>) {
    let mut used = UsedNames::default();
    used.reserve(&[names::UNKNOWN_VARIANT], "reserved for unlisted values");
    let named: Vec<_> = match &item.values {
        EnumValues::Int(values) => values.iter().map(|value| (&value.name, value.span)).collect(),
        EnumValues::Text(values) => values.iter().map(|value| (&value.name, value.span)).collect(),
    };
    for (name, span) in named {
        used.add_checked(names::variant(name), name, span, found);
    }
}

/// Checks the fields of a struct.
fn check_fields(fields: &[Field], found: &mut Vec<Diagnostic>) {
    let mut used = UsedNames::for_fields();
    for item in fields {
        used.add_checked(item.rust_name.clone(), &item.name, item.span, found);
    }
}

/// Checks the setters of a request or an object. Path, query and payload of an operation share one builder.
fn check_setters<'a>(fields: impl Iterator<Item = &'a Field>, found: &mut Vec<Diagnostic>) {
    let mut used = UsedNames::for_fields();
    for item in fields {
        used.add_checked(names::setter(&item.rust_name), &item.name, item.span, found);
    }
}
