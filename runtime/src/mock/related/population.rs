//! The objects of a populated server.
//!
//! Objects are numbered per type, and every object owns two objects of the next depth: the interviews 6 and 7 belong to the application 3,
//! which belongs to the talent 1. Therefore, each object corresponds to a range of numbers of the deepest type, and two objects are related if
//! their ranges overlap. This keeps relations consistent across all responses.

use std::ops::Range;

use super::{
    kinds::IdTypes,
    tables::{Related, Relations},
};

/// Time between two objects of the populated listing, in milliseconds: one hour.
const STEP: i64 = 3_600_000;

/// The objects of a populated server.
#[derive(Debug)]
pub(in crate::mock) struct Population {
    kinds: IdTypes,
    /// Depth of the items of the populated listing.
    depth: u32,
    /// Number of these items.
    count: u64,
}

impl Population {
    /// Creates the objects for a listing of `count` items with these fields.
    pub(in crate::mock) fn new<'a>(
        operations: impl Iterator<Item = &'a Relations> + Clone,
        item: &Related,
        count: usize,
    ) -> Option<Self> {
        let kinds = IdTypes::of(operations);
        let kind = item.own_id()?;
        Some(Self { depth: kinds.depth(kind)?, kinds, count: count as u64 })
    }

    /// Returns the range of all objects.
    pub(super) fn all(&self) -> Range<u64> {
        0..self.count << (self.kinds.deepest() - self.depth)
    }

    /// Returns the numbers of the objects of a type that are related to a range, or `None` for a type without objects.
    pub(super) fn numbers(&self, kind: &str, range: &Range<u64>) -> Option<Range<u64>> {
        let shift = self.shift(kind)?;
        let end = if range.is_empty() { range.start >> shift } else { ((range.end - 1) >> shift) + 1 };
        Some(range.start >> shift..end)
    }

    /// Returns the range of an object.
    pub(super) fn range(&self, kind: &str, number: u64) -> Range<u64> {
        let shift = self.shift(kind).unwrap_or_default();
        let all = self.all();
        (number << shift).min(all.end)..((number + 1) << shift).min(all.end)
    }

    /// Returns the range of the object with this id, if there is one. An id of a type without objects is related to all objects.
    pub(super) fn find(&self, kind: &str, id: &str) -> Option<Range<u64>> {
        let Some(numbers) = self.numbers(kind, &self.all()) else { return Some(self.all()) };
        let number = id.strip_prefix(&prefix(kind)).and_then(|number| number.parse::<u64>().ok()?.checked_sub(1));
        let number = number.filter(|number| numbers.contains(number) && id == self::id(kind, *number));
        number.map(|number| self.range(kind, number))
    }

    /// Returns the difference between the times of an object and those of the sample, in milliseconds.
    pub(super) fn delay(&self, range: &Range<u64>) -> i64 {
        let number = range.start >> (self.kinds.deepest() - self.depth);
        i64::try_from(number).unwrap_or(i64::MAX).saturating_mul(STEP)
    }

    /// Returns all ids of a type.
    pub(in crate::mock) fn ids(&self, kind: &str) -> Vec<String> {
        self.numbers(kind, &self.all()).unwrap_or_default().map(|number| id(kind, number)).collect()
    }

    fn shift(&self, kind: &str) -> Option<u32> {
        self.kinds.depth(kind).map(|depth| self.kinds.deepest() - depth)
    }
}

/// Returns the id of an object: 19 digits, of which the first ten identify the type.
pub(super) fn id(kind: &str, number: u64) -> String {
    format!("{}{:09}", prefix(kind), number + 1)
}

fn prefix(kind: &str) -> String {
    // FNV-1a, because the ids of a type must not depend on the other types or on the version of the standard library.
    let hash = kind
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("6{:09}", hash % 1_000_000_000)
}
