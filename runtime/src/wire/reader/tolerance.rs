//! Tolerant mode, which records mismatches with their paths and reads everything else.

use std::{
    borrow::Cow,
    fmt::{self, Write as _},
};

use super::{Fault, Problem, Reader};
use crate::wire::unknown::RawJson;

/// A response value that does not match its documented type.
///
/// The field of the data is empty. Only a text with invalid characters is kept, with these characters replaced. `Debug` shows the path and the
/// expected type, but not the value, which may be personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Mismatch {
    path: String,
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
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Mismatch");
        out.field("path", &self.path).field("expected", &self.expected).finish_non_exhaustive()
    }
}

/// State of a tolerant reader.
#[derive(Debug, Default)]
pub(crate) struct Tolerance {
    path: Vec<Step>,
    mismatches: Vec<Mismatch>,
    /// Offsets of the characters that replace invalid UTF-8, in ascending order.
    replaced: Vec<usize>,
}

#[derive(Debug)]
enum Step {
    Key(Box<str>),
    Item(usize),
}

const NO_UNICODE: &str = "valid Unicode text";

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

    fn path(&self) -> String {
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

    fn keep(&mut self, expected: &'static str, raw: &str) {
        let path = self.path();
        self.mismatches.push(Mismatch { path, expected, raw: raw.to_owned() });
    }

    fn has_replaced(&self, start: usize, end: usize) -> bool {
        let first = self.replaced.partition_point(|offset| *offset < start);
        self.replaced.get(first).is_some_and(|offset| *offset < end)
    }
}

/// The state of a reader before a value, to which it returns after a mismatch.
pub(super) struct Mark {
    at: usize,
    depth: u16,
    mismatches: usize,
}

impl Mark {
    /// Returns the offset of the value.
    pub(super) const fn start(&self) -> usize {
        self.at
    }
}

impl<'a> Reader<'a> {
    /// Returns the state before the next value.
    pub(super) fn mark(&mut self) -> Mark {
        self.skip_blanks();
        let mismatches = self.tolerance.as_ref().map_or(0, |tolerance| tolerance.mismatches.len());
        Mark { at: self.at, depth: self.depth, mismatches }
    }

    /// Skips a value that could not be read and records it as a mismatch, which replaces the mismatches inside it.
    pub(super) fn recover(&mut self, fault: Fault, mark: &Mark) -> Result<(), Fault> {
        let expected = match self.problem {
            Some(Problem::Type { expected, .. }) => expected,
            Some(Problem::Depth { .. }) => "fewer nesting levels",
            _ => return Err(fault),
        };
        if self.tolerance.is_none() {
            return Err(fault);
        }
        self.at = mark.at;
        self.depth = mark.depth;
        let raw = self.skip_value()?;
        self.problem = None;
        if let Some(tolerance) = &mut self.tolerance {
            tolerance.mismatches.truncate(mark.mismatches);
            tolerance.keep(expected, raw);
        }
        Ok(())
    }

    /// Reads a key. Invalid characters in it are recorded under the path of this key.
    pub(super) fn key_text(&mut self, outside: usize) -> Result<Cow<'a, str>, Fault> {
        let before = self.tolerance.as_ref().map_or(0, |tolerance| tolerance.mismatches.len());
        let key = self.string()?;
        if self.tolerance.as_ref().is_some_and(|tolerance| tolerance.mismatches.len() > before) {
            self.step_to_key(outside, &key);
            if let Some(tolerance) = &mut self.tolerance {
                let path = tolerance.path();
                tolerance.mismatches.iter_mut().skip(before).for_each(|mismatch| mismatch.path.clone_from(&path));
            }
        }
        Ok(key)
    }

    /// Records that the last string, which started at `start`, contains invalid characters.
    pub(super) fn record_damage(&mut self, start: usize) {
        let raw = self.slice(start, self.at);
        if let Some(tolerance) = &mut self.tolerance {
            tolerance.keep(NO_UNICODE, raw);
        }
    }

    /// Records a string that contains replacements of invalid UTF-8.
    pub(super) fn record_replacements(&mut self, start: usize) {
        if self.tolerance.as_ref().is_some_and(|tolerance| tolerance.has_replaced(start, self.at)) {
            self.record_damage(start);
        }
    }

    /// Reads a value of any type as its text.
    pub(in crate::wire) fn raw_value(&mut self) -> Result<RawJson, Fault> {
        self.skip_blanks();
        let start = self.at;
        let raw = RawJson::of(self.skip_value()?);
        if raw.is_repaired {
            self.record_damage(start);
        } else {
            self.record_replacements(start);
        }
        Ok(raw.json)
    }

    pub(super) fn path_length(&self) -> usize {
        self.tolerance.as_ref().map_or(0, |tolerance| tolerance.path.len())
    }

    pub(super) fn step_to_key(&mut self, outside: usize, key: &str) {
        if let Some(tolerance) = &mut self.tolerance {
            tolerance.path.truncate(outside);
            tolerance.path.push(Step::Key(key.into()));
        }
    }

    pub(super) fn step_to_item(&mut self, outside: usize, index: usize) {
        if let Some(tolerance) = &mut self.tolerance {
            tolerance.path.truncate(outside);
            tolerance.path.push(Step::Item(index));
        }
    }

    pub(super) fn step_back(&mut self, outside: usize) {
        if let Some(tolerance) = &mut self.tolerance {
            tolerance.path.truncate(outside);
        }
    }
}
