//! Compares two versions of an API, and classifies the changes by their impact on consumers.

use indexmap::IndexMap;

use super::{Item, items};
use crate::model::Api;

/// The impact of a change on consumers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Only documentation changed.
    Docs,
    /// Existing code still compiles.
    Compatible,
    /// Existing code may fail to compile, or behave differently.
    Breaking,
}

/// The kind of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// The item was added.
    Added {
        /// The number of its fields, parameters or values.
        parts: usize,
    },
    /// The item was removed.
    Removed {
        /// The number of its fields, parameters or values.
        parts: usize,
    },
    /// The Rust signature changed.
    Rust {
        /// The old signature.
        from: String,
        /// The new signature.
        to: String,
    },
    /// The wire format changed.
    Wire {
        /// The old properties that no longer apply.
        gone: Vec<String>,
        /// The new properties.
        new: Vec<String>,
    },
    /// The documentation changed.
    Docs,
}

/// A change of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The key of the item.
    pub key: String,
    /// The kind of the change.
    pub changed: ChangeKind,
    /// The impact on consumers.
    pub impact: Impact,
}

/// Compares two versions of an API. The changes are in the order of the new version; removed items are last.
///
/// An item that was added or removed together with its parent is not listed, but counted as a part of the parent.
#[must_use]
pub fn compare(from: &Api, to: &Api) -> Vec<Change> {
    let (from, to) = (items_by_key(from), items_by_key(to));
    let mut changes = Vec::new();
    for (key, item) in &to {
        match from.get(key) {
            None if is_top_level(item, &from) => {
                changes.push(Change::new(key, ChangeKind::Added { parts: count_parts(key, &to) }))
            }
            None => {}
            Some(before) => changes.extend(find_difference(before, item)),
        }
    }
    let gone = from.iter().filter(|(key, item)| !to.contains_key(*key) && is_top_level(item, &to));
    changes.extend(gone.map(|(key, _)| Change::new(key, ChangeKind::Removed { parts: count_parts(key, &from) })));
    changes
}

/// Whether an item that `others` lacks is listed separately: it has no parent, or its parent is in `others`.
fn is_top_level(item: &Item, others: &IndexMap<String, Item>) -> bool {
    item.within.as_ref().is_none_or(|within| others.contains_key(within))
}

fn count_parts(key: &str, items: &IndexMap<String, Item>) -> usize {
    items.values().filter(|item| item.within.as_deref() == Some(key)).count()
}

fn items_by_key(api: &Api) -> IndexMap<String, Item> {
    items(api).into_iter().map(|item| (item.key.clone(), item)).collect()
}

/// Returns the difference with the greatest impact.
fn find_difference(before: &Item, after: &Item) -> Option<Change> {
    let changed = if before.rust != after.rust {
        ChangeKind::Rust { from: before.rust.clone(), to: after.rust.clone() }
    } else if before.wire != after.wire {
        let without = |properties: &[String], others: &[String]| {
            properties.iter().filter(|it| !others.contains(it)).cloned().collect()
        };
        ChangeKind::Wire { gone: without(&before.wire, &after.wire), new: without(&after.wire, &before.wire) }
    } else if before.docs != after.docs {
        ChangeKind::Docs
    } else {
        return None;
    };
    Some(Change::new(&after.key, changed))
}

impl Change {
    fn new(key: &str, changed: ChangeKind) -> Self {
        let impact = match &changed {
            ChangeKind::Docs => Impact::Docs,
            // Structs and enums are non-exhaustive. Required fields are part of the signature of the operation or the type.
            ChangeKind::Added { .. } | ChangeKind::Wire { .. } => Impact::Compatible,
            ChangeKind::Rust { from, to } if still_compiles(from, to) => Impact::Compatible,
            ChangeKind::Removed { .. } | ChangeKind::Rust { .. } => Impact::Breaking,
        };
        Self { key: key.to_owned(), changed, impact }
    }

    /// Describes the change in a few words.
    #[must_use]
    pub fn reason(&self) -> String {
        match &self.changed {
            ChangeKind::Added { parts } => format!("added{}", describe_parts(*parts)),
            ChangeKind::Removed { parts } => format!("removed{}", describe_parts(*parts)),
            ChangeKind::Rust { from, to } => format!("changed from `{from}` to `{to}`"),
            ChangeKind::Wire { gone, new } => match (gone.join("; "), new.join("; ")) {
                (gone, new) if gone.is_empty() => format!("now {new}"),
                (gone, new) if new.is_empty() => format!("no longer {gone}"),
                (gone, new) => format!("changed from {gone} to {new}"),
            },
            ChangeKind::Docs => "documentation changed".to_owned(),
        }
    }
}

fn describe_parts(parts: usize) -> String {
    match parts {
        0 => String::new(),
        1 => " with 1 part".to_owned(),
        _ => format!(" with {parts} parts"),
    }
}

/// Whether two signatures differ only in the deprecation, or in a new constructor.
fn still_compiles(from: &str, to: &str) -> bool {
    let without_deprecation = |text: &str| text.split(", deprecated").next().unwrap_or(text).to_owned();
    without_deprecation(from) == without_deprecation(to) || to.starts_with(&format!("{from}, new("))
}
