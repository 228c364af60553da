//! Tolerant mode, which records mismatches with their paths and reads everything else.

use std::borrow::Cow;

use super::{
    Problem, ReadError, Reader,
    tolerance::{NO_UNICODE, Step},
};
use crate::wire::RawJson;

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
    pub(super) fn recover(&mut self, fault: ReadError, mark: &Mark) -> Result<(), ReadError> {
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
    pub(super) fn key_text(&mut self, outside: usize) -> Result<Cow<'a, str>, ReadError> {
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
    pub(in crate::wire) fn raw_value(&mut self) -> Result<RawJson, ReadError> {
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
