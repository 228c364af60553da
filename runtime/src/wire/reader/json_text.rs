//! Reads JSON texts: the whole text of a reader, and JSON inside a string.

use super::{ReadError, Reader};
use crate::wire::Slot;

impl Reader<'_> {
    /// Reads the whole text into a slot.
    ///
    /// # Errors
    /// See [`Slot::read`]. Also returns an error if text follows the value.
    pub fn read_all(&mut self, slot: &mut dyn Slot) -> Result<(), ReadError> {
        slot.read(self)?;
        self.at_end()
    }

    /// Reads a value from the JSON in a string. Also accepts a value that is not in a string. An empty string means that there is no value.
    pub(super) fn json_text(&mut self, slot: &mut dyn Slot) -> Result<(), ReadError> {
        if self.peek() != Some(b'"') {
            return slot.read(self).map(drop);
        }
        let text = self.string()?;
        if text.trim().is_empty() {
            slot.clear();
            return Ok(());
        }
        self.descend()?;
        let outside = self.path_length();
        let tolerance = self.tolerance.as_mut().map(|tolerance| tolerance.enter_text());
        let mut inner = Reader { depth: self.depth, tolerance, ..Reader::new(&text) };
        let read = inner.read_all(slot);
        if let (Some(tolerance), Some(inner)) = (&mut self.tolerance, inner.tolerance) {
            tolerance.resume(inner);
        }
        self.step_back(outside);
        self.depth -= 1;
        read.map_err(|_| self.value_mismatch("JSON in a string", "another string"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::{
        Timestamp,
        wire::{Reader, Slot, Tolerance, UnknownFields, write_json},
    };

    #[derive(Clone, Default)]
    struct Salary {
        amount: Option<i64>,
        since: Option<Timestamp>,
        inner: Option<Box<Salary>>,
        unknown_fields: UnknownFields,
    }

    crate::object!(Salary {
        amount: "amount", as_text;
        since: "since", seconds;
        inner: "inner", json_text;
    });

    #[derive(Clone, Default)]
    struct Offer {
        salary: Option<Salary>,
        free: Option<Value>,
        until: Option<Timestamp>,
        unknown_fields: UnknownFields,
    }

    crate::object!(Offer {
        salary: "salary", json_text;
        free: "free", json_text;
        until: "until", as_text, seconds;
    });

    fn read(text: &str) -> (Offer, Vec<(String, String)>) {
        let mut offer = Offer::default();
        let mut reader = Reader::tolerant(text, Tolerance::default());
        assert_eq!(reader.read_all(&mut offer), Ok(()), "{text}");
        let mismatches = reader.into_mismatches();
        let found = mismatches.iter().map(|it| (it.path().to_owned(), it.raw().to_owned())).collect();
        (offer, found)
    }

    #[test]
    fn json_in_a_string_is_written_unchanged() {
        for text in [
            r#"{"salary":"{\"amount\":\"10000\",\"since\":1622484739}","free":"[1,\"a\"]","until":"1622484739"}"#,
            r#"{"salary":"{\"inner\":\"{\\\"amount\\\":\\\"1\\\",\\\"x\\\":2}\"}"}"#,
            r#"{"free":"{}"}"#,
            "{}",
        ] {
            let (offer, mismatches) = read(text);
            assert_eq!((write_json(offer.view()).as_str(), mismatches), (text, Vec::new()));
            assert_eq!(serde_json::to_string(&offer).ok().as_deref(), Some(text));
            assert_eq!(serde_json::from_str::<Offer>(text).ok(), Some(offer));
        }
    }

    #[test]
    fn other_forms_are_read_and_the_documented_form_is_written() {
        let cases = [
            (r#"{"salary":{"amount":5}}"#, r#"{"salary":"{\"amount\":\"5\"}"}"#),
            (r#"{"salary":"","free":" ","until":""}"#, "{}"),
            (r#"{"salary":null,"free":"null"}"#, "{}"),
            (r#"{"free":[1],"until":1622484739}"#, r#"{"free":"[1]","until":"1622484739"}"#),
        ];
        for (received, written) in cases {
            let (offer, mismatches) = read(received);
            assert_eq!((write_json(offer.view()).as_str(), mismatches), (written, Vec::new()), "{received}");
        }
    }

    #[test]
    fn seconds_are_converted_to_milliseconds() {
        let (offer, _) = read(r#"{"salary":{"since":-1},"until":"1622484739"}"#);
        assert_eq!(offer.until, Some(Timestamp::from_millis(1_622_484_739_000)));
        assert_eq!(offer.salary.and_then(|salary| salary.since), Some(Timestamp::from_millis(-1000)));
        let offer = Offer { until: Some(Timestamp::from_millis(1999)), ..Offer::default() };
        assert_eq!(write_json(offer.view()), r#"{"until":"1"}"#);
        let text = r#"{"until":9223372036854775807}"#;
        assert_eq!(read(text).1, [("until".to_owned(), "9223372036854775807".to_owned())]);
    }

    #[test]
    fn a_value_that_does_not_fit_is_a_mismatch_at_its_path() {
        let whole = |path: &str, raw: &str| vec![(path.to_owned(), raw.to_owned())];
        let cases = [
            (r#"{"salary":"10000","until":"1"}"#, whole("salary", r#""10000""#)),
            (r#"{"salary":"{\"amount\":1","until":"1"}"#, whole("salary", r#""{\"amount\":1""#)),
            (
                r#"{"salary":"{\"inner\":{\"amount\":1,}}","until":"1"}"#,
                whole("salary", r#""{\"inner\":{\"amount\":1,}}""#),
            ),
            (r#"{"free":"{} x","until":"1"}"#, whole("free", r#""{} x""#)),
            (r#"{"salary":"{\"amount\":[]}","until":"1"}"#, whole("salary.amount", "[]")),
            (r#"{"salary":"{\"inner\":\"-\"}","until":"1"}"#, whole("salary.inner", r#""-""#)),
        ];
        for (text, mismatches) in cases {
            let (offer, found) = read(text);
            assert_eq!((found, offer.until), (mismatches, Some(Timestamp::from_secs(1))), "{text}");
        }
    }

    #[test]
    fn nesting_levels_inside_a_string_count() {
        let nested = |levels: usize, inside: &str| {
            (0..levels).fold(inside.to_owned(), |text, _| format!(r#"{{"inner":{text}}}"#))
        };
        let read = |inner: usize| {
            let text = serde_json::to_string(&nested(inner, "{}")).unwrap_or_default();
            read(&format!(r#"{{"salary":{}}}"#, nested(100, &text))).1.len()
        };
        assert_eq!((read(20), read(40)), (0, 1));
    }
}
