//! The operations that return or take an id, and the events that contain it, by id.

use std::collections::{BTreeMap, HashSet};

use heck::ToSnakeCase;

use super::types;
use crate::{
    model::{Api, Event, Field, Operation, Presence, Type},
    names,
};

/// The number of operations that the documentation of an id lists for each direction.
const MAX_OPERATIONS: usize = 6;

/// The operations that return or take each id, by the key of the id.
#[derive(Default)]
pub(super) struct IdUses<'a>(BTreeMap<&'a str, Uses<'a>>);

#[derive(Default)]
struct Uses<'a> {
    returned: Vec<Use<'a>>,
    taken: Vec<Use<'a>>,
    events: Vec<&'a Event>,
}

struct Use<'a> {
    operation: &'a Operation,
    /// Whether the payload contains the id as well.
    echoed: bool,
    /// The number of objects around the id.
    depth: usize,
}

impl<'a> IdUses<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut all = Self::default();
        for operation in &api.operations {
            let needed: HashSet<&str> = required_ids(operation).collect();
            let sent = ids_in(api, operation.payload.fields().iter().collect());
            let returned = ids_in(api, operation.response.iter().collect());
            for (id, depth) in returned.into_iter().filter(|(id, _)| !needed.contains(id)) {
                let echoed = sent.contains_key(id);
                all.0.entry(id).or_default().returned.push(Use { operation, echoed, depth });
            }
            for (id, depth) in ids_in(api, operation.parameters().collect()) {
                all.0.entry(id).or_default().taken.push(Use { operation, echoed: false, depth });
            }
        }
        for event in &api.events {
            let fields = api.payload(event).map_or(&[][..], |payload| &payload.fields);
            for (id, _) in ids_in(api, fields.iter().collect()) {
                all.0.entry(id).or_default().events.push(event);
            }
        }
        all
    }

    /// Returns a paragraph with links to the operations that return an id and to those that take it, the most direct ones first,
    /// and to the payloads of events that contain it.
    pub(super) fn doc(&self, key: &str) -> String {
        let Some(uses) = self.0.get(key) else { return String::new() };
        let resource = names::bare(key).to_snake_case();
        let resource = resource.strip_suffix("_id").unwrap_or(&resource);
        let lists = [("Returned by", &uses.returned), ("Used by", &uses.taken)];
        let lists = lists.into_iter().filter(|(_, uses)| !uses.is_empty());
        let operations = lists.map(|(title, uses)| format!("{title}: {}.", format_links(uses, resource)));
        operations.chain(format_event_links(&uses.events)).collect::<Vec<_>>().join(" ")
    }
}

fn format_event_links(events: &[&Event]) -> Option<String> {
    let link = |event: &&Event| format!("[`{}`]({})", names::bare(&event.payload), types::path(&event.payload));
    let links: Vec<String> = events.iter().map(link).collect();
    (!links.is_empty()).then(|| format!("In events: {}.", links.join(", ")))
}

fn format_links(uses: &[Use<'_>], resource: &str) -> String {
    let mut uses: Vec<&Use<'_>> = uses.iter().collect();
    uses.sort_by_key(|it| {
        let Operation { id, deprecated, .. } = it.operation;
        (deprecated.is_some(), id.resource != resource, it.echoed, it.depth)
    });
    let link = |it: &&Use<'_>| {
        let id = &it.operation.id;
        format!("[`{}`]({})", names::request(id), names::request_path(id))
    };
    let links = uses.iter().take(MAX_OPERATIONS).map(link).collect::<Vec<_>>().join(", ");
    match uses.len().saturating_sub(MAX_OPERATIONS) {
        0 => links,
        more => format!("{links} and {more} more"),
    }
}

/// Returns the ids in required parameters. Callers already have them, so the operation is not listed as returning them.
fn required_ids(operation: &Operation) -> impl Iterator<Item = &str> {
    let required = operation.parameters().filter(|field| field.presence == Presence::Required);
    required.chain(&operation.path_parameters).filter_map(|field| match innermost(&field.ty) {
        Type::Id(key) => Some(key.as_str()),
        _ => None,
    })
}

/// Returns the ids in fields and in the objects that they contain, each with its smallest depth.
fn ids_in<'a>(api: &'a Api, fields: Vec<&'a Field>) -> BTreeMap<&'a str, usize> {
    let mut found = BTreeMap::new();
    let mut seen = HashSet::new();
    let mut level = fields;
    let mut depth = 0;
    while !level.is_empty() {
        let mut next = Vec::new();
        for field in level {
            match innermost(&field.ty) {
                Type::Id(key) => {
                    found.entry(key.as_str()).or_insert(depth);
                }
                Type::Object(key) | Type::Boxed(key) if seen.insert(key) => {
                    next.extend(api.object(key).into_iter().flat_map(|object| &object.fields));
                }
                _ => {}
            }
        }
        level = next;
        depth += 1;
    }
    found
}

fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::List(item) | Type::Map(item) => innermost(item),
        other => other,
    }
}
