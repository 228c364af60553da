//! The public API as a list of items, one line each, in which a reviewer sees the impact of a change on consumers.

mod compare;
mod items;
mod text;

pub use compare::{Change, ChangeKind, Impact, compare};
pub use items::items;

use std::fmt;

/// A public item: an operation, an event, a parameter, a type, a field or an enum value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The unique key, such as `hire.v1.interview.list?page_size` or `Interview.begin_time`.
    pub key: String,
    /// The key of the parent: the type of a field, or the operation of a parameter.
    pub within: Option<String>,
    /// The Rust signature.
    pub rust: String,
    /// Properties of the wire format: locations, defaults, limits, scopes.
    pub wire: Vec<String>,
    /// The documentation.
    pub docs: String,
}

/// Returns the digest of an API: one line per item, in a fixed order.
#[must_use]
pub fn digest(api: &crate::model::Api) -> String {
    items(api).iter().map(|item| format!("{item}\n")).collect()
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key, self.rust)?;
        if !self.wire.is_empty() {
            write!(f, "  [{}]", self.wire.join("; "))?;
        }
        Ok(())
    }
}
