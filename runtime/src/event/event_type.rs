//! The types into which events are read. Emitted events implement the trait [`EventType`].

use std::fmt;

use crate::wire::{Mismatch, RawJson, Reader, Slot, Tolerance};

/// A type into which events are read: an enum with a variant per event type, or [`RawEvent`].
pub trait EventType: Sized {
    /// Reads the data of an event, and returns it with the values that did not fit.
    ///
    /// An event of an unknown type must be kept, for example as [`RawEvent`].
    fn read(event_type: &str, data: RawJson) -> (Self, Vec<Mismatch>);
}

/// An event of any type, with its unmodified data. `Debug` does not show the data.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawEvent {
    /// Type of the event, such as `hire.application.stage_changed_v1`.
    pub event_type: String,
    /// JSON of the field `event`.
    pub data: RawJson,
}

impl EventType for RawEvent {
    fn read(event_type: &str, data: RawJson) -> (Self, Vec<Mismatch>) {
        (Self { event_type: event_type.to_owned(), data }, Vec::new())
    }
}

impl fmt::Debug for RawEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawEvent").field("event_type", &self.event_type).finish_non_exhaustive()
    }
}

/// Reads the data of an event of a known type: strictly first, and tolerantly if a value does not fit.
#[must_use]
pub fn read_data<T: Slot>(data: &RawJson) -> (T, Vec<Mismatch>) {
    let mut value = T::vacant();
    if Reader::new(data.as_str()).read_all(&mut value).is_ok() {
        return (value, Vec::new());
    }
    value.clear();
    let mut reader = Reader::tolerant(data.as_str(), Tolerance::default());
    // The data is an object, so only the values inside it can be invalid. If they nest too deeply, the values that were read before are kept.
    let _ = reader.read_all(&mut value);
    (value, reader.into_mismatches())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{List, Map};

    fn raw(text: &str) -> RawJson {
        let mut raw = RawJson::vacant();
        Reader::new(text).read_all(&mut raw).expect("JSON");
        raw
    }

    #[test]
    fn data_that_does_not_fit_is_read_with_mismatches() {
        let (value, mismatches) = read_data::<Map<List<i64>>>(&raw(r#"{"a": [1, "x13800138000"], "b": [2]}"#));
        assert_eq!(value.get("b").map(|list| list.to_vec()), Some(vec![2]));
        let paths: Vec<_> = mismatches.iter().map(Mismatch::path).collect();
        assert_eq!(paths, ["a[1]"]);
        assert!(!format!("{mismatches:?}").contains("1380"));
        let (value, mismatches) = read_data::<Map<i64>>(&raw(r#"{"a": "1"}"#));
        assert_eq!((value.get("a"), mismatches.len()), (Some(&1), 0));
    }
}
