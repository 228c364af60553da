//! The state of a tolerant reader: its path and the mismatches so far.

use std::fmt::{self, Write as _};

/// A response value that does not match its documented type.
///
/// The field of the data is empty. Only a text with invalid characters is kept, with these characters replaced. `Debug` shows the path and the
/// expected type, but not the value, which may be personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Mismatch {
    pub(super) path: String,
    expected: &'static str,
    raw: String,
}

impl Mismatch {
    /// Returns the path of the value in the response, such as `data.items[3].begin_time`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the documented type at this path, such as `an integer`.
    #[must_use]
    pub const fn expected(&self) -> &'static str {
        self.expected
    }

    /// Returns whether the value was kept, with invalid characters replaced.
    pub(crate) fn is_repaired(&self) -> bool {
        self.expected == NO_UNICODE
    }

    /// Returns the JSON text of the value as received. May contain personal data.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }
}

impl fmt::Debug for Mismatch {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Mismatch");
        out.field("path", &self.path).field("expected", &self.expected).finish_non_exhaustive()
    }
}

/// State of a tolerant reader.
#[derive(Debug, Default)]
pub(crate) struct Tolerance {
    pub(super) path: Vec<Step>,
    pub(super) mismatches: Vec<Mismatch>,
    /// Offsets of the characters that replace invalid UTF-8, in ascending order.
    replaced: Vec<usize>,
}

#[derive(Debug)]
pub(super) enum Step {
    Key(Box<str>),
    Item(usize),
}

pub(super) const NO_UNICODE: &str = "valid Unicode text";

impl Tolerance {
    /// Creates the state for a text in which the characters at these offsets replace invalid UTF-8.
    pub(crate) const fn with_replaced(replaced: Vec<usize>) -> Self {
        Self { path: Vec::new(), mismatches: Vec::new(), replaced }
    }

    pub(super) fn into_mismatches(self) -> Vec<Mismatch> {
        self.mismatches
    }

    /// Moves the path and the mismatches into a new state, for a text inside the current string. [`resume`](Self::resume) moves them back.
    pub(super) fn enter_text(&mut self) -> Self {
        let (path, mismatches) = (std::mem::take(&mut self.path), std::mem::take(&mut self.mismatches));
        // Replacements were recorded when the string was read.
        Self { path, mismatches, replaced: Vec::new() }
    }

    pub(super) fn resume(&mut self, inner: Self) {
        (self.path, self.mismatches) = (inner.path, inner.mismatches);
    }

    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for step in &self.path {
            let _ = match step {
                Step::Key(key) if path.is_empty() => path.write_str(key),
                Step::Key(key) => write!(path, ".{key}"),
                Step::Item(index) => write!(path, "[{index}]"),
            };
        }
        path
    }

    pub(super) fn keep(&mut self, expected: &'static str, raw: &str) {
        let path = self.path();
        self.mismatches.push(Mismatch { path, expected, raw: raw.to_owned() });
    }

    pub(super) fn has_replaced(&self, start: usize, end: usize) -> bool {
        let first = self.replaced.partition_point(|offset| *offset < start);
        self.replaced.get(first).is_some_and(|offset| *offset < end)
    }
}
