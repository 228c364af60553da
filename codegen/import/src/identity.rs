//! Determines the id of an operation, as in the official SDKs.

use std::collections::HashSet;

use feishu_codegen::{
    draft::{is_snake_case, key, operation_id, operation_types, payload},
    model::{EventId, OperationId},
};
use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::draft::ReserveName;
use crate::infer::singular;
use crate::known::KnownDefinitions;
use crate::page::Page;

/// The id of an operation.
pub(crate) struct Identity {
    pub(crate) id: OperationId,
    pub(crate) guessed: bool,
}

/// Determines the id of an operation from the schema, the example program, the URL of the page or the path of the call.
pub(crate) fn identify(page: &Page, known: &KnownDefinitions) -> Identity {
    let call = normalize_call(&format!("{} {}", page.method, page.path));
    let bound = known.calls.iter().find(|(other, _)| normalize_call(other) == call).map(|(_, id)| id.as_str());
    let found = bound.or(page.call.as_deref()).and_then(parse);
    let found = found.or_else(|| id_from_url(page.url.as_deref()?, &page.path));
    match found {
        Some(id) => Identity { id, guessed: false },
        None => Identity { id: guess_from_path(page), guessed: true },
    }
}

/// Returns a call without the names of its parameters and without a slash at the end.
pub(crate) fn normalize_call(call: &str) -> String {
    let call = call.trim_end_matches('/');
    let step = |step: &str| if step.starts_with([':', '{']) { ":".to_owned() } else { step.to_owned() };
    call.split('/').map(step).collect::<Vec<_>>().join("/")
}

fn parse(text: &str) -> Option<OperationId> {
    let parts: Vec<&str> = text.split('.').collect();
    operation_id(&parts)
}

/// Returns the operation of the schema or of the pages to which a text links, such as `[Get a job](https://…/hire-v1/job/get_detail)`.
pub(crate) fn linked_operation(text: &str, known: &KnownDefinitions) -> Option<OperationId> {
    let urls = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(url, _)| url);
    let steps = |url: &str| -> Option<OperationId> {
        let steps: Vec<&str> = url.split(['?', '#']).next()?.split('/').collect();
        let [.., version, resource, method] = steps.as_slice() else { return None };
        let (name, version) = parse_service(version)?;
        parse(&format!("{name}.{version}.{}.{}", resource.to_snake_case(), method.to_snake_case()))
    };
    urls.filter_map(steps).find(|id| known.operations.contains(id))
}

/// Parses a URL such as `…/hire-v1/website-job_post/list`.
fn id_from_url(url: &str, path: &str) -> Option<OperationId> {
    let steps: Vec<&str> = url.split(['?', '#']).next()?.trim_end_matches('/').split('/').collect();
    let at = steps.iter().rposition(|step| parse_service(step).is_some())?;
    let (name, version) = parse_service(steps.get(at)?)?;
    let rest = steps.get(at + 1..)?;
    // The URL of a page in a tree of topics may lack resource and method.
    let [resource @ .., method] = rest else { return None };
    // In a tree of topics, the end of a URL is an id only if it matches the path.
    let same = |resource: &str| {
        let start: String = resource.chars().take(4).collect();
        path.split('/').any(|step| step.starts_with(&start))
    };
    let is_topic = url.contains("/server-docs/") && !(rest.len() == 2 && resource.iter().all(|step| same(step)));
    let is_plain = rest.len() <= 3 && path.contains(&format!("/{name}/{version}/")) && !is_topic;
    if resource.is_empty() || !is_plain {
        return None;
    }
    // Segments that are not in the path are topics.
    let in_path = |resource: &&&str| path.split('/').any(|step| step == **resource || singular(step) == **resource);
    let named: Vec<&str> = resource.iter().filter(in_path).copied().collect();
    let resource = if named.is_empty() || resource.len() == 1 { resource.join("_") } else { named.join("_") };
    parse(&format!("{name}.{version}.{}.{}", resource.to_snake_case(), method.to_snake_case()))
}

/// Splits `hire-v1` into `hire` and `v1`.
fn parse_service(step: &str) -> Option<(String, &str)> {
    let (name, version) = step.rsplit_once("-v")?;
    let version = step.get(step.len() - version.len() - 1..)?;
    (version.len() > 1 && version.chars().skip(1).all(|c| c.is_ascii_digit())).then(|| (name.to_snake_case(), version))
}

/// Guesses an id from a path such as `/open-apis/hire/v1/notes/:note_id` and the method.
fn guess_from_path(page: &Page) -> OperationId {
    let path = page.path.strip_prefix("/open-apis").unwrap_or(&page.path);
    let mut steps = path.split('/').filter(|step| !step.is_empty());
    let service = id_part(steps.next().unwrap_or("service"));
    let rest: Vec<&str> = steps.collect();
    let is_version = |step: &&str| step.starts_with('v') && step.chars().skip(1).all(|c| c.is_ascii_digit());
    let version = rest.iter().copied().find(is_version).unwrap_or("v1");
    // On older hosts, the path has `openapi` between service and version.
    let rest: Vec<&str> = rest.into_iter().filter(|step| !is_version(step) && *step != "openapi").collect();
    let named: Vec<&str> = rest.iter().copied().filter(|step| !step.starts_with([':', '{'])).collect();
    let ends_in_parameter = rest.last().is_some_and(|step| step.starts_with([':', '{']));
    let verb = match named.last() {
        Some(last) if named.len() > 1 && !ends_in_parameter && !last.ends_with('s') => Some(id_part(last)),
        _ => None,
    };
    let resources = if verb.is_some() { named.split_last().map_or(&[][..], |(_, rest)| rest) } else { &named };
    let resource = resources.iter().map(|step| singular(&id_part(step))).collect::<Vec<_>>().join("_");
    let method = match page.method.as_str() {
        "GET" if ends_in_parameter => "get",
        "GET" => "list",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => "delete",
        _ => "create",
    };
    let resource = if resource.is_empty() { "resource".to_owned() } else { resource };
    OperationId { service, version: version.to_owned(), resource, method: verb.unwrap_or_else(|| method.to_owned()) }
}

/// Converts a path segment to a part of an id.
fn id_part(step: &str) -> String {
    let word = step.to_snake_case();
    if is_snake_case(&word) { word } else { format!("x{}", word.replace(|c: char| !c.is_ascii_alphanumeric(), "")) }
}

/// The names that are already used.
pub(crate) struct UsedNames {
    /// Keys of types.
    names: HashSet<String>,
    /// Names of shared types, which an operation of any service may use.
    shared: HashSet<String>,
    service: String,
    /// The prefix for a name that is already used.
    prefix: String,
}

impl UsedNames {
    /// Collects the names of the schema, except those of the drafted operations, and the names that operations define.
    pub(crate) fn new(known: &KnownDefinitions, drafted: &[OperationId]) -> Self {
        let redrafted: HashSet<String> = drafted.iter().map(OperationId::to_string).collect();
        let kept =
            known.taken.iter().filter(|(_, owner)| owner.as_ref().is_none_or(|owner| !redrafted.contains(owner)));
        let mut names: HashSet<String> = kept.map(|(name, _)| name.clone()).collect();
        let bound = known.calls.iter().filter_map(|(_, id)| parse(id));
        for id in bound.chain(drafted.iter().cloned()) {
            names.extend(operation_types(&id));
        }
        let shared = known.taken.iter().filter(|(_, owner)| owner.is_none()).map(|(name, _)| name.clone()).collect();
        Self { names, shared, service: String::new(), prefix: String::new() }
    }

    /// Adds the names of the payloads of drafted events.
    pub(crate) fn add_payloads<'e>(&mut self, events: impl Iterator<Item = &'e EventId>) {
        self.names.extend(events.map(payload));
    }

    pub(crate) fn for_event(&mut self, id: &EventId) {
        self.service.clone_from(&id.service);
        self.prefix = format!("{}_{}", id.resource, id.name).to_upper_camel_case();
    }

    pub(crate) fn for_operation(&mut self, id: &OperationId) {
        self.service.clone_from(&id.service);
        self.prefix = format!("{}_{}", id.resource, id.method).to_upper_camel_case();
    }
}

impl ReserveName for UsedNames {
    fn reserve(&mut self, wanted: &str) -> String {
        let clean: String = wanted.chars().filter(char::is_ascii_alphanumeric).collect();
        let clean = if clean.starts_with(|c: char| c.is_ascii_uppercase()) { clean } else { format!("Type{clean}") };
        let prefixed = format!("{}{clean}", self.prefix);
        let numbered = (2..).map(|n: u32| format!("{prefixed}{n}"));
        let free = |name: &String| {
            !self.names.contains(&key(&self.service, name)) && !self.shared.contains(name) && name != "Self"
        };
        let name = [clean, prefixed.clone()].into_iter().chain(numbered).find(free).unwrap_or_default();
        self.names.insert(key(&self.service, &name));
        name
    }
}
