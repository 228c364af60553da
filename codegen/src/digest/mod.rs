//! The public API as items, one line each: what a reviewer reads to see what a change does to consumers.

mod compare;
mod items;
mod text;

pub use compare::{Change, Changed, Impact, compare};
pub use items::items;

use std::fmt;

/// One thing that consumers see: an operation, a parameter, a type, a field, a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is, such as `hire.v1.interview.list?page_size` or `Interview.begin_time`.
    pub key: String,
    /// The key of the item that it is a part of: a field's type, a parameter's operation.
    pub within: Option<String>,
    /// What a consumer's program is compiled against.
    pub rust: String,
    /// What goes over the wire, or is known of it: places, defaults, limits, scopes.
    pub wire: Vec<String>,
    /// What is said of it.
    pub docs: String,
}

/// The digest of an API: one line an item, in a fixed order.
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
