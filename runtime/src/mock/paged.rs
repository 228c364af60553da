//! Paged responses.

use std::collections::HashMap;

use bytes::Bytes;
use serde_json::{Map, Value};

use super::{MockOperation, check::Violation, envelope, page, parameters::RequestParameters};
use crate::operation::{DataLocation, Paging};

/// Maximum number of cached bodies.
const MAX_CACHED_BODIES: usize = 64;

/// The paged items of an operation.
#[derive(Debug)]
pub(super) struct Pages {
    paging: Paging,
    location: DataLocation,
    /// The sample, with an object as data, without items.
    response: Map<String, Value>,
    items: Items,
    /// Whether the last page refers to itself as the next page.
    repeats_token: bool,
    /// Cached bodies by start and size.
    bodies: HashMap<(usize, usize), Bytes>,
}

#[derive(Debug)]
enum Items {
    List(Vec<Value>),
    /// Copies of one item, each with a unique id.
    Copies(Value, usize),
    /// Fixed pages, independent of the requested size.
    Pages(Vec<Vec<Value>>),
}

impl Pages {
    /// Creates pages with the items of the sample.
    pub(super) fn of_sample(mocked: &MockOperation) -> Result<Self, String> {
        let id = mocked.operation.id;
        let location = mocked.operation.data;
        let paging = mocked.operation.paging.ok_or_else(|| format!("{id} is not paged"))?;
        let mut response: Map<String, Value> = serde_json::from_str(&mocked.response())
            .map_err(|error| format!("the sample of {id} is not a JSON object: {error}"))?;
        if envelope::data_mut(&mut response, location).is_none() {
            response.insert(location.keys().concat(), Map::new().into());
        }
        let items = match envelope::data_mut(&mut response, location).and_then(|data| data.remove(paging.items)) {
            Some(Value::Array(items)) => Items::List(items),
            _ => Items::List(Vec::new()),
        };
        Ok(Self { paging, location, response, items, repeats_token: false, bodies: HashMap::new() })
    }

    /// Replaces the items by copies of the first item.
    pub(super) fn copy_first(&mut self, count: usize) -> Result<(), String> {
        let first = match &self.items {
            Items::List(items) => items.first(),
            Items::Copies(first, _) => Some(first),
            Items::Pages(pages) => pages.iter().flatten().next(),
        };
        let first = first.cloned().ok_or_else(|| "there is no item to copy; set some with `set_items`".to_owned())?;
        self.set(Items::Copies(first, count));
        Ok(())
    }

    pub(super) fn set_items(&mut self, items: Vec<Value>) {
        self.set(Items::List(items));
    }

    pub(super) fn set_pages(&mut self, pages: Vec<Vec<Value>>) {
        self.set(Items::Pages(pages));
    }

    pub(super) fn repeat_token(&mut self) {
        self.repeats_token = true;
        self.bodies.clear();
    }

    fn set(&mut self, items: Items) {
        self.items = items;
        self.bodies.clear();
    }

    /// Returns the body of the requested page.
    ///
    /// # Errors
    /// Returns an error for an unknown page token.
    pub(super) fn page(&mut self, request: &RequestParameters) -> Result<Bytes, Violation> {
        let (start, size) = page::requested(self.paging, request, self.items.len())?;
        Ok(self.body(start, size))
    }

    /// Returns the body of the first page of the default size.
    pub(super) fn first_page(&mut self) -> Bytes {
        self.body(0, page::DEFAULT_SIZE)
    }

    fn body(&mut self, start: usize, size: usize) -> Bytes {
        if let Some(body) = self.bodies.get(&(start, size)) {
            return body.clone();
        }
        let body = Bytes::from(self.write(start, size));
        if self.bodies.len() == MAX_CACHED_BODIES {
            self.bodies.clear();
        }
        self.bodies.insert((start, size), body.clone());
        body
    }

    fn write(&self, start: usize, size: usize) -> String {
        let (items, end) = self.items.from(start, size);
        let next = if end < self.items.len() { Some(end) } else { self.repeats_token.then_some(start) };
        let mut response = self.response.clone();
        if let Some(data) = envelope::data_mut(&mut response, self.location) {
            page::set(data, self.paging, items, next);
        }
        Value::from(response).to_string()
    }
}

impl Items {
    /// Returns the number of positions at which a page can start.
    fn len(&self) -> usize {
        match self {
            Self::List(items) => items.len(),
            Self::Copies(_, count) => *count,
            Self::Pages(pages) => pages.len(),
        }
    }

    /// Returns the items of the page at `start`, and the start of the next page.
    fn from(&self, start: usize, size: usize) -> (Vec<Value>, usize) {
        let end = start.saturating_add(size).min(self.len());
        match self {
            Self::List(items) => (items.get(start..end).unwrap_or_default().to_vec(), end),
            Self::Copies(item, _) => ((start..end).map(|index| copy(item, index)).collect(), end),
            Self::Pages(pages) => (pages.get(start).cloned().unwrap_or_default(), start + 1),
        }
    }
}

/// Copies an item. A string id is replaced by the item number, padded to the same length.
fn copy(item: &Value, index: usize) -> Value {
    let mut copy = item.clone();
    if let Some(Value::String(id)) = copy.get_mut("id") {
        *id = format!("{:0width$}", index + 1, width = id.len());
    }
    copy
}
