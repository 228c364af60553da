//! The differences between pages and the schema, and the quirks that explain them.

mod difference;
mod fields;
mod found;
mod json;
mod metadata;

use feishu_codegen::model::{Api, Event, Operation};

use crate::event_page::EventPage;
use crate::identity::normalize_call;
use crate::page::{self, Page};

pub use difference::{Change, Drift};
use found::Differences;
pub use json::to_json;

/// Compares a page with the operation of the same method and path, or with the event of the same type.
///
/// # Errors
/// Returns the reason if the page describes neither an endpoint nor an event.
pub fn find_drift(name: &str, text: &str, api: &Api) -> Result<Vec<Drift>, String> {
    if let Some(page) = EventPage::read(name, text) {
        return Ok(match api.events.iter().find(|event| event.id == page.id) {
            Some(event) => compare_event_page(&page, event, api),
            None => vec![unknown(name, "event", &page.id.to_string())],
        });
    }
    let page = page::read(name, text)?;
    let call = format!("{} {}", page.method, page.path);
    let same = |operation: &&Operation| {
        normalize_call(&format!("{} {}", operation.method.as_str(), operation.path)) == normalize_call(&call)
    };
    let Some(operation) = api.operations.iter().find(same) else {
        return Ok(vec![unknown(name, "endpoint", &call)]);
    };
    Ok(compare_page(&page, operation, api))
}

/// Returns the difference of a page that the schema lacks.
fn unknown(page: &str, at: &str, name: &str) -> Drift {
    Drift {
        page: page.to_owned(),
        operation: None,
        at: at.to_owned(),
        change: Change::Added,
        what: format!("the schema has no `{name}`"),
        explained: None,
        explained_by: &[],
        documented: Vec::new(),
    }
}

/// Compares the page of an event with the event.
pub(crate) fn compare_event_page(page: &EventPage, event: &Event, api: &Api) -> Vec<Drift> {
    let mut found =
        Differences { page: &page.page.file, of: event.id.to_string(), quirks: &event.quirks, drifts: Vec::new() };
    metadata::compare_event(page, event, api, &mut found);
    fields::compare_payload(page, event, api, &mut found);
    found.drifts
}

/// Compares a page with an operation.
pub(crate) fn compare_page(page: &Page, operation: &Operation, api: &Api) -> Vec<Drift> {
    let mut found =
        Differences { page: &page.file, of: operation.id.to_string(), quirks: &operation.quirks, drifts: Vec::new() };
    metadata::compare(page, operation, api, &mut found);
    fields::compare(page, operation, api, &mut found);
    found.drifts
}
