//! Drafts an event from a page.

use feishu_codegen::model::{Delivery, EventId};
use heck::ToUpperCamelCase;

use crate::availability::parse_apps;
use crate::draft::Drafter;
use crate::drafted::{DraftEnum, DraftField, DraftObject, DraftQuirk, prune};
use crate::event_page::EventPage;
use crate::identity::UsedNames;
use crate::known::KnownDefinitions;
use crate::rust_names;
use crate::sample::ParsedSample;
use crate::scopes::resolve_scope_names;
use crate::source::CallPart;
use crate::tree::Nesting;

/// A drafted event.
pub(crate) struct DraftEvent {
    pub(crate) id: EventId,
    /// Notes for the author that belong to no field.
    pub(crate) notes: Vec<String>,
    pub(crate) apps: Vec<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) field_scopes: Vec<String>,
    pub(crate) delivery: Vec<Delivery>,
    pub(crate) payload: Vec<DraftField>,
    pub(crate) enums: Vec<DraftEnum>,
    pub(crate) objects: Vec<DraftObject>,
    pub(crate) quirks: Vec<DraftQuirk>,
    pub(crate) samples: Vec<ParsedSample>,
    pub(crate) nesting: Nesting,
    /// Scopes that the page names, with their labels.
    pub(crate) labelled: Vec<(String, String)>,
}

/// Drafts an event.
pub(crate) fn draft(source: &EventPage, known: &KnownDefinitions, names: &mut UsedNames) -> DraftEvent {
    let EventPage { id, page, .. } = source;
    names.for_event(id);
    let mut notes = Vec::new();
    if source.has_invalid_sample() {
        notes.push("check: a sample is not valid JSON, even after repair".to_owned());
    }
    let samples = source.samples();
    let payloads: Vec<_> = samples.iter().filter_map(|read| read.value.get("event")).collect();
    let section = source.payload(&samples);
    let mut drafter = Drafter::new(known, names);
    let owner = id.resource.to_upper_camel_case();
    let mut payload = drafter.draft_fields(&section.fields, &owner, &payloads, CallPart::Response);
    let (mut enums, mut objects) = (drafter.enums, drafter.objects);
    prune(&[&payload], &mut enums, &mut objects);
    objects.iter_mut().for_each(|object| rust_names::assign(&mut [&mut object.fields]));
    rust_names::assign(&mut [&mut payload]);
    notes.push("check: list the operations that a consumer calls next under `follow_up`".to_owned());
    DraftEvent {
        id: id.clone(),
        apps: parse_apps(page.apps.as_deref().unwrap_or_default()),
        scopes: resolve_scope_names(&page.scopes, &known.scopes, &mut notes),
        field_scopes: resolve_scope_names(&page.field_scopes, &known.scopes, &mut notes),
        labelled: page.scopes.iter().chain(&page.field_scopes).filter(|(name, _)| !name.is_empty()).cloned().collect(),
        delivery: source.delivery(),
        nesting: section.nesting,
        quirks: Vec::new(),
        notes,
        payload,
        enums,
        objects,
        samples,
    }
}
