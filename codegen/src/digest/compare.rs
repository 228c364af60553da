//! What changed between two APIs, and what that means for consumers.

use indexmap::IndexMap;

use super::{Item, items};
use crate::model::Api;

/// What a change means for a consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Nothing but words.
    Docs,
    /// What compiled goes on compiling.
    Compatible,
    /// What compiled may not compile any more, or means something else.
    Breaking,
}

/// What happened to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is new, with so many parts.
    Added {
        /// Its fields, parameters, values.
        parts: usize,
    },
    /// It is gone, with so many parts.
    Removed {
        /// Its fields, parameters, values.
        parts: usize,
    },
    /// The Rust of it is another.
    Rust {
        /// What it was.
        from: String,
        /// What it is.
        to: String,
    },
    /// What is known of the wire is another.
    Wire {
        /// What is no longer said.
        gone: Vec<String>,
        /// What is said now.
        new: Vec<String>,
    },
    /// The words are others.
    Docs,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The item's key.
    pub key: String,
    /// What happened to it.
    pub changed: Changed,
    /// What that means.
    pub impact: Impact,
}

/// Every change from one API to another, in the order of the newer one; what is gone stands last. What came or went with
/// the item that it is a part of is counted there.
#[must_use]
pub fn compare(from: &Api, to: &Api) -> Vec<Change> {
    let (from, to) = (keyed(from), keyed(to));
    let mut changes = Vec::new();
    for (key, item) in &to {
        match from.get(key) {
            None if is_alone(item, &from) => changes.push(Change::new(key, Changed::Added { parts: parts(key, &to) })),
            None => {}
            Some(before) => changes.extend(difference(before, item)),
        }
    }
    let gone = from.iter().filter(|(key, item)| !to.contains_key(*key) && is_alone(item, &to));
    changes.extend(gone.map(|(key, _)| Change::new(key, Changed::Removed { parts: parts(key, &from) })));
    changes
}

/// Whether an item that one side lacks is a part of something that both have, or of nothing.
fn is_alone(item: &Item, others: &IndexMap<String, Item>) -> bool {
    item.within.as_ref().is_none_or(|within| others.contains_key(within))
}

fn parts(key: &str, items: &IndexMap<String, Item>) -> usize {
    items.values().filter(|item| item.within.as_deref() == Some(key)).count()
}

fn keyed(api: &Api) -> IndexMap<String, Item> {
    items(api).into_iter().map(|item| (item.key.clone(), item)).collect()
}

/// The gravest difference, if there is one.
fn difference(before: &Item, after: &Item) -> Option<Change> {
    let changed = if before.rust != after.rust {
        Changed::Rust { from: before.rust.clone(), to: after.rust.clone() }
    } else if before.wire != after.wire {
        let without =
            |facts: &[String], others: &[String]| facts.iter().filter(|it| !others.contains(it)).cloned().collect();
        Changed::Wire { gone: without(&before.wire, &after.wire), new: without(&after.wire, &before.wire) }
    } else if before.docs != after.docs {
        Changed::Docs
    } else {
        return None;
    };
    Some(Change::new(&after.key, changed))
}

impl Change {
    fn new(key: &str, changed: Changed) -> Self {
        let impact = match &changed {
            Changed::Docs => Impact::Docs,
            // Structs and enums are non-exhaustive, and what must be given shows in the line of the operation or of the type.
            Changed::Added { .. } | Changed::Wire { .. } => Impact::Compatible,
            Changed::Rust { from, to } if goes_on_compiling(from, to) => Impact::Compatible,
            Changed::Removed { .. } | Changed::Rust { .. } => Impact::Breaking,
        };
        Self { key: key.to_owned(), changed, impact }
    }

    /// Why it has this impact, in a few words.
    #[must_use]
    pub fn reason(&self) -> String {
        match &self.changed {
            Changed::Added { parts } => format!("new{}", with_parts(*parts)),
            Changed::Removed { parts } => format!("gone{}", with_parts(*parts)),
            Changed::Rust { from, to } => format!("`{from}` became `{to}`"),
            Changed::Wire { gone, new } => match (gone.join("; "), new.join("; ")) {
                (gone, new) if gone.is_empty() => format!("now {new}"),
                (gone, new) if new.is_empty() => format!("no longer {gone}"),
                (gone, new) => format!("{gone} became {new}"),
            },
            Changed::Docs => "words".to_owned(),
        }
    }
}

fn with_parts(parts: usize) -> String {
    match parts {
        0 => String::new(),
        1 => ", with one part".to_owned(),
        _ => format!(", with {parts} parts"),
    }
}

/// Whether the Rust of an item differs only in being deprecated or not, or in that it can be made and sent now.
fn goes_on_compiling(from: &str, to: &str) -> bool {
    let live = |text: &str| text.split(", deprecated").next().unwrap_or(text).to_owned();
    live(from) == live(to) || to.starts_with(&format!("{from}, new("))
}
