//! Items, served in pages.

use std::collections::HashMap;

use bytes::Bytes;
use serde_json::{Map, Value};

use super::{Mocked, check::Violation, given::Given};
use crate::operation::Paging;

/// Items of a page where the call does not say how many.
const PAGE_SIZE: usize = 10;

/// Bodies that are kept, so that a page asked for again and again is written once.
const KEPT_BODIES: usize = 64;

/// The items of an operation, in pages.
#[derive(Debug)]
pub(super) struct Pages {
    paging: Paging,
    /// The sample's envelope, without data.
    envelope: Map<String, Value>,
    /// The sample's data, without items.
    data: Map<String, Value>,
    items: Items,
    /// Whether the last page says that there is more, and to go on with itself.
    repeats_token: bool,
    /// Bodies by start and size.
    bodies: HashMap<(usize, usize), Bytes>,
}

#[derive(Debug)]
enum Items {
    List(Vec<Value>),
    /// So many copies of one item, each with an id of its own.
    Copies(Value, usize),
    /// Pages as they are, whatever size is asked for.
    Pages(Vec<Vec<Value>>),
}

impl Pages {
    /// The items of the sample.
    pub(super) fn of_sample(mocked: &Mocked) -> Result<Self, String> {
        let id = mocked.operation.id;
        let paging = mocked.operation.paging.ok_or_else(|| format!("{id} has no pages"))?;
        let mut envelope: Map<String, Value> = serde_json::from_str(mocked.sample)
            .map_err(|error| format!("the sample of {id} is no JSON object: {error}"))?;
        let mut data = match envelope.remove("data") {
            Some(Value::Object(data)) => data,
            _ => Map::new(),
        };
        let items = match data.remove(paging.items) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        };
        Ok(Self { paging, envelope, data, items: Items::List(items), repeats_token: false, bodies: HashMap::new() })
    }

    /// So many copies of the first item.
    pub(super) fn copy_first(&mut self, count: usize) -> Result<(), String> {
        let first = match &self.items {
            Items::List(items) => items.first(),
            Items::Copies(first, _) => Some(first),
            Items::Pages(pages) => pages.iter().flatten().next(),
        };
        let first = first.cloned().ok_or_else(|| "there is no item to copy; give some with `items`".to_owned())?;
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

    /// The page that a request asks for.
    ///
    /// # Errors
    /// When it asks with a token that this operation did not give.
    pub(super) fn page(&mut self, given: &Given) -> Result<Bytes, Violation> {
        let size = given.get(self.paging.size).and_then(|size| size.text().parse().ok());
        let size = size.unwrap_or(PAGE_SIZE).max(1);
        let start = match given.get(self.paging.token).map(|token| token.text()) {
            None => 0,
            Some(token) => start_of(&token)
                .filter(|start| *start == 0 || *start < self.items.len())
                .ok_or_else(|| Violation::new(self.paging.token, token, "page token is invalid"))?,
        };
        Ok(self.body(start, size))
    }

    fn body(&mut self, start: usize, size: usize) -> Bytes {
        if let Some(body) = self.bodies.get(&(start, size)) {
            return body.clone();
        }
        let body = Bytes::from(self.write(start, size));
        if self.bodies.len() == KEPT_BODIES {
            self.bodies.clear();
        }
        self.bodies.insert((start, size), body.clone());
        body
    }

    fn write(&self, start: usize, size: usize) -> String {
        let (items, end) = self.items.from(start, size);
        let next = if end < self.items.len() { Some(end) } else { self.repeats_token.then_some(start) };
        let mut data = self.data.clone();
        data.insert(self.paging.items.to_owned(), items.into());
        data.insert(self.paging.more.to_owned(), next.is_some().into());
        match next {
            Some(next) => data.insert(self.paging.next.to_owned(), token_for(next).into()),
            None => data.remove(self.paging.next),
        };
        let mut envelope = self.envelope.clone();
        envelope.insert("data".to_owned(), data.into());
        Value::from(envelope).to_string()
    }
}

impl Items {
    /// How many places there are where a page can start.
    fn len(&self) -> usize {
        match self {
            Self::List(items) => items.len(),
            Self::Copies(_, count) => *count,
            Self::Pages(pages) => pages.len(),
        }
    }

    /// The items of the page that starts there, and where the next one would.
    fn from(&self, start: usize, size: usize) -> (Vec<Value>, usize) {
        let end = start.saturating_add(size).min(self.len());
        match self {
            Self::List(items) => (items.get(start..end).unwrap_or_default().to_vec(), end),
            Self::Copies(item, _) => ((start..end).map(|index| copy(item, index)).collect(), end),
            Self::Pages(pages) => (pages.get(start).cloned().unwrap_or_default(), start + 1),
        }
    }
}

/// A copy of an item. Its id, if that is a string, is its number, as long as the sample's id.
fn copy(item: &Value, index: usize) -> Value {
    let mut copy = item.clone();
    if let Some(Value::String(id)) = copy.get_mut("id") {
        *id = format!("{:0width$}", index + 1, width = id.len());
    }
    copy
}

/// With the letters of base64 in it, as Feishu's tokens have: a client that does not encode them comes back with another token.
fn token_for(start: usize) -> String {
    format!("page+{start}/==")
}

fn start_of(token: &str) -> Option<usize> {
    token.strip_prefix("page+")?.strip_suffix("/==")?.parse().ok()
}
