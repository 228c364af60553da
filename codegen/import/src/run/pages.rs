//! Reads pages, and assigns them to operations, events and error codes.

use feishu_codegen::model::{Api, Operation};

use crate::error_page::read_error_page;
use crate::event_page::EventPage;
use crate::identity::normalize_call;
use crate::page::{self, ErrorRow, Page};

/// Pages by their subject.
#[derive(Default)]
pub(super) struct PagesBySubject {
    pub(super) operations: Vec<Page>,
    pub(super) events: Vec<EventPage>,
    /// The rows of pages that list error codes.
    pub(super) errors: Vec<ErrorRow>,
    /// The skipped pages, with the reason: a page has no subject, or the same subject as an earlier page.
    pub(super) skipped: Vec<(String, String)>,
}

impl PagesBySubject {
    /// Reads pages, each with name and text.
    pub(super) fn new(pages: &[(String, String)]) -> Self {
        let mut read = Self::default();
        for (name, text) in pages {
            match EventPage::read(name, text) {
                Some(page) => read.add_event(name, page),
                None => read.add_other(name, text),
            }
        }
        read.operations = without_repeated_calls(read.operations, &mut read.skipped);
        read
    }

    fn add_event(&mut self, name: &str, page: EventPage) {
        match self.events.iter().find(|other| other.id == page.id) {
            Some(first) => {
                self.skipped.push((name.to_owned(), format!("it documents the same event as {}", first.page.file)));
            }
            None => self.events.push(page),
        }
    }

    fn add_other(&mut self, name: &str, text: &str) {
        match page::read(name, text) {
            Ok(page) => self.operations.push(page),
            Err(why) => match read_error_page(text) {
                rows if rows.is_empty() => self.skipped.push((name.to_owned(), why)),
                rows => self.errors.extend(rows),
            },
        }
    }

    /// Returns the pages of operations and events.
    pub(super) fn all(&self) -> impl Iterator<Item = &Page> {
        self.operations.iter().chain(self.events.iter().map(|source| &source.page))
    }
}

/// Leaves out pages that document the same call as an earlier page.
fn without_repeated_calls(pages: Vec<Page>, skipped: &mut Vec<(String, String)>) -> Vec<Page> {
    let mut kept: Vec<Page> = Vec::new();
    for page in pages {
        let call = |page: &Page| normalize_call(&format!("{} {}", page.method, page.path));
        match kept.iter().find(|other| call(other) == call(&page)) {
            Some(first) => skipped.push((page.file, format!("it documents the same call as {}", first.file))),
            None => kept.push(page),
        }
    }
    kept
}

/// Returns the id of the operation or the event of the schema that a page describes.
#[must_use]
pub fn find_in_schema(name: &str, text: &str, api: &Api) -> Option<String> {
    if let Some(page) = EventPage::read(name, text) {
        return api.events.iter().any(|event| event.id == page.id).then(|| page.id.to_string());
    }
    let page = page::read(name, text).ok()?;
    let call = normalize_call(&format!("{} {}", page.method, page.path));
    let calls =
        |operation: &&Operation| normalize_call(&format!("{} {}", operation.method.as_str(), operation.path)) == call;
    api.operations.iter().find(calls).map(|operation| operation.id.to_string())
}
