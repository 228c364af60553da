//! Reads the envelope `{code, msg, data, error}` of a response body, and the data in it.

use std::{borrow::Cow, fmt};

use bytes::Bytes;

use crate::{
    Error, ErrorKind, Metadata, Mismatch, Result,
    error::ErrorObject,
    operation::DataLocation,
    response::excerpt::{beginning, locate},
    wire::{AnyText, Field, RawJson, ReadError, Reader, Shape, Slot, Tolerance, UnknownFields, View, write_json},
};

/// A received response. `Debug` does not show the body.
pub(crate) struct RawResponse {
    pub(crate) metadata: Metadata,
    pub(crate) body: Bytes,
}

/// Reads the data of a response, and returns the values that did not fit.
pub(crate) type ReadData<'a> = dyn FnMut(&RawResponse, OnMismatch) -> Result<Vec<Mismatch>> + Send + 'a;

/// How to handle values that do not fit their documented type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OnMismatch {
    /// Keep them as mismatches and return the rest of the data.
    #[default]
    Keep,
    /// Fail the call.
    Fail,
}

impl OnMismatch {
    pub(crate) const fn of_strict(strict: bool) -> Self {
        if strict { Self::Fail } else { Self::Keep }
    }
}

impl fmt::Debug for RawResponse {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse").field("metadata", &self.metadata).field("size", &self.body.len()).finish()
    }
}

impl RawResponse {
    /// Like [`read_data`](Self::read_data), for data at this location.
    pub(crate) fn read_data_at(
        &self,
        location: DataLocation,
        data: &mut dyn Slot,
        on_mismatch: OnMismatch,
    ) -> Result<Vec<Mismatch>> {
        match location {
            DataLocation::Field => self.read_data(data, on_mismatch),
            DataLocation::TopLevel => self.read_top_level_data(data, on_mismatch),
        }
    }

    /// Reads the data of a successful response, and returns the values that did not fit. A response with an error code is an error, regardless of
    /// its HTTP status.
    ///
    /// The body is first read strictly, which is fast. If that fails, it is read again tolerantly.
    pub(crate) fn read_data(&self, data: &mut dyn Slot, on_mismatch: OnMismatch) -> Result<Vec<Mismatch>> {
        if self.is_empty_success() && has_no_fields(data) {
            return Ok(Vec::new());
        }
        let Ok(text) = simdutf8::basic::from_utf8(self.bytes()) else {
            let (text, replaced) = repaired(self.bytes());
            let mismatches = self.read_tolerantly(&text, replaced, data)?;
            return match refused(&mismatches, on_mismatch) {
                Some(mismatch) => Err(self.mismatched(mismatch)),
                None => Ok(mismatches),
            };
        };
        let mut reader = Reader::new(text);
        let (envelope, outcome) = Envelope::read(&mut reader, data);
        match outcome {
            Ok(()) if envelope.code == Some(0) && self.metadata.status < 400 => Ok(Vec::new()),
            Ok(()) => Err(self.refusal(envelope, text)),
            Err(_) => {
                let mismatches = self.read_tolerantly(text, Vec::new(), data)?;
                match refused(&mismatches, on_mismatch) {
                    Some(_) => Err(self.unreadable(&reader, text)),
                    None => Ok(mismatches),
                }
            }
        }
    }

    /// Reads the data tolerantly. `replaced` contains the offsets of the characters that replace invalid UTF-8.
    fn read_tolerantly(&self, text: &str, replaced: Vec<usize>, data: &mut dyn Slot) -> Result<Vec<Mismatch>> {
        data.clear();
        let mut reader = Reader::tolerant(text, Tolerance::with_replaced(replaced));
        let (envelope, outcome) = Envelope::read(&mut reader, data);
        // An error code takes precedence, even if the rest of the response is malformed.
        if envelope.code.is_some_and(|code| code != 0) {
            return Err(self.refusal(envelope, text));
        }
        if outcome.is_err() {
            return Err(self.unreadable(&reader, text));
        }
        let mismatches = reader.into_mismatches();
        if envelope.code.is_none() || self.metadata.status >= 400 {
            let code = mismatches.iter().find(|mismatch| mismatch.path() == "code");
            return Err(code.map_or_else(|| self.refusal(envelope, text), |code| self.mismatched(code)));
        }
        Ok(mismatches)
    }

    /// Reads a response without `data`, whose fields are at the same level as the code, such as that of a token endpoint.
    pub(crate) fn read_top_level<T: Slot>(&self, code: fn(&T) -> Option<i64>) -> Result<T> {
        let text = String::from_utf8_lossy(self.bytes());
        let is_unicode = matches!(text, Cow::Borrowed(_));
        let mut value = T::vacant();
        let mut reader = Reader::new(&text);
        let outcome = reader.read_all(&mut value);
        if outcome.is_ok() && is_unicode && code(&value) == Some(0) && self.metadata.status < 400 {
            return Ok(value);
        }
        let mut tolerant = Reader::tolerant(&text, Tolerance::default());
        let (envelope, _) = Envelope::read(&mut tolerant, &mut RawJson::vacant());
        match outcome {
            Err(_) if envelope.code.is_none_or(|code| code == 0) => Err(self.unreadable(&reader, &text)),
            _ => Err(self.refusal(envelope, &text)),
        }
    }

    /// Reads the fields next to the code of a successful response, as one object, and returns the mismatches. If there are no fields, there is no
    /// object.
    fn read_top_level_data(&self, object: &mut dyn Slot, on_mismatch: OnMismatch) -> Result<Vec<Mismatch>> {
        let mut mismatches = self.read_data(&mut RawJson::vacant(), on_mismatch)?;
        let text = String::from_utf8_lossy(self.bytes());
        let mut reader = Reader::tolerant(&text, Tolerance::default());
        let mut top_level = TopLevel::default();
        reader.read_all(&mut top_level).map_err(|_| self.unreadable(&reader, &text))?;
        let fields = &mut top_level.unknown_fields;
        for name in ["code", message_key(fields.get("msg").is_some()), "error"] {
            fields.remove(name);
        }
        if fields.is_empty() {
            return Ok(mismatches);
        }
        let json = write_json(top_level.view());
        let mut reader = Reader::tolerant(&json, Tolerance::default());
        reader.read_all(object).map_err(|_| self.unreadable(&reader, &json))?;
        mismatches.append(&mut reader.into_mismatches());
        match refused(&mismatches, on_mismatch) {
            Some(mismatch) => Err(self.mismatched(mismatch)),
            None => Ok(mismatches),
        }
    }

    /// Whether the response has a success status and an empty body.
    pub(crate) fn is_empty_success(&self) -> bool {
        (200..300).contains(&self.metadata.status) && self.bytes().trim_ascii().is_empty()
    }

    /// Returns the body without a byte order mark.
    fn bytes(&self) -> &[u8] {
        self.body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&self.body)
    }

    fn refusal(&self, envelope: Envelope, text: &str) -> Error {
        let error = match envelope.code {
            Some(0) => Error::new(ErrorKind::Decode, "code 0, which means success, with an HTTP error status"),
            Some(code) => Error::api(code, envelope.message(), envelope.error.into()),
            None => self.no_envelope(text),
        };
        self.with_metadata(error)
    }

    fn unreadable(&self, reader: &Reader<'_>, text: &str) -> Error {
        if !text.trim_start().starts_with('{') {
            return self.with_metadata(self.no_envelope(text));
        }
        let is_truncated = reader.is_truncated();
        let what = if is_truncated { "the response ends early".to_owned() } else { reader.explanation() };
        let location = locate(text, reader.problem_offset());
        let error = Error::new(ErrorKind::Decode, what).with_location(location.path, location.excerpt);
        self.with_metadata(if is_truncated { error.truncated() } else { error })
    }

    fn mismatched(&self, mismatch: &Mismatch) -> Error {
        let what = format!("expected {}, found another value", mismatch.expected());
        self.with_metadata(Error::new(ErrorKind::Decode, what).with_location(mismatch.path().to_owned(), String::new()))
    }

    fn no_envelope(&self, text: &str) -> Error {
        let status = self.metadata.status;
        let (found, excerpt) = match text.trim() {
            "" => ("the response is empty", String::new()),
            text if text.starts_with('{') => ("the response has no code", String::new()),
            text if text.starts_with('[') => ("the response is a list, not an object", String::new()),
            _ if simdutf8::basic::from_utf8(&self.body).is_err() => ("the response is not UTF-8", String::new()),
            text => ("the response is not JSON", beginning(text)),
        };
        let error = match status {
            300.. => Error::http(status, found),
            _ if text.trim().is_empty() => Error::new(ErrorKind::Decode, found).truncated(),
            _ => Error::new(ErrorKind::Decode, found),
        };
        error.with_location(String::new(), excerpt).not_from_feishu()
    }

    pub(crate) fn with_metadata(&self, error: Error) -> Error {
        error.with_metadata(&self.metadata)
    }
}

/// Returns the key of the message in an envelope. Some operations name it `message`; next to `msg`, that is another field.
pub(crate) const fn message_key(has_msg: bool) -> &'static str {
    if has_msg { "msg" } else { "message" }
}

/// Replaces invalid UTF-8 in a body. Returns the text and the offsets of the replacement characters.
fn repaired(body: &[u8]) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(body.len());
    let mut replaced = Vec::new();
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            replaced.push(text.len());
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    (text, replaced)
}

/// Returns the mismatch for which a response is refused, if there is one. With [`OnMismatch::Fail`], this is any mismatch. Otherwise, it is a mismatch
/// of the data as a whole, except for a text in which invalid UTF-8 was replaced.
fn refused(mismatches: &[Mismatch], on_mismatch: OnMismatch) -> Option<&Mismatch> {
    match on_mismatch {
        OnMismatch::Fail => mismatches.first(),
        OnMismatch::Keep => mismatches.iter().find(|mismatch| mismatch.path() == "data" && !mismatch.is_repaired()),
    }
}

/// Whether a type has no fields, so that no data is expected.
fn has_no_fields(data: &dyn Slot) -> bool {
    let View::Object(object) = data.view() else { return false };
    let mut is_empty = false;
    object.values(&mut |shape, _, _| is_empty = shape.fields().is_empty());
    is_empty
}

/// The fields of a response at the level of the code.
#[derive(Clone, Default)]
struct TopLevel {
    unknown_fields: UnknownFields,
}

crate::object!(TopLevel {});

/// The parts of a response around its data.
#[derive(Default)]
struct Envelope {
    code: Option<i64>,
    msg: AnyText,
    message: AnyText,
    error: ErrorObject,
}

static ENVELOPE_FIELDS: [Field; 5] =
    [Field::new("code"), Field::new("msg"), Field::new("message"), Field::new("data"), Field::new("error")];
static ENVELOPE: Shape = Shape::new("Envelope", &ENVELOPE_FIELDS);

impl Envelope {
    /// Reads an envelope with its data. After a fault, the envelope contains everything that was read before it.
    fn read(reader: &mut Reader<'_>, data: &mut dyn Slot) -> (Self, Result<(), ReadError>) {
        let mut envelope = Self::default();
        let Self { code, msg, message, error } = &mut envelope;
        let slots: &mut [&mut dyn Slot] = &mut [code, msg, message, data, error];
        let outcome = reader.object(&ENVELOPE, slots, &mut UnknownFields::default());
        let outcome = outcome.and_then(|_| reader.at_end());
        (envelope, outcome)
    }

    fn message(&self) -> String {
        let Self { msg, message, .. } = self;
        if msg.as_str().is_empty() { message.as_str() } else { msg.as_str() }.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{List, Map};

    fn read(response: &RawResponse) -> Result<List<i64>> {
        let mut data = List::absent();
        response.read_data(&mut data, OnMismatch::Keep)?;
        Ok(data)
    }

    fn refused(log_id: Option<&str>, body: &str) -> Option<Error> {
        let metadata = Metadata { status: 400, log_id: log_id.map(str::to_owned), ..Metadata::default() };
        read(&RawResponse { metadata, body: Bytes::copy_from_slice(body.as_bytes()) }).err()
    }

    #[test]
    fn the_log_id_of_the_body_is_the_fallback_for_the_header() {
        for key in ["log_id", "logid"] {
            let body = format!(r#"{{"code":1,"msg":"no","error":{{"{key}":"L1"}}}}"#);
            let log_id = |header| refused(header, &body).and_then(|error| error.log_id().map(str::to_owned));
            assert_eq!(log_id(None).as_deref(), Some("L1"), "{key}");
            assert_eq!(log_id(Some("L2")).as_deref(), Some("L2"), "{key}");
        }
    }

    #[test]
    fn error_details_are_available_and_values_are_not_shown() -> Result<(), &'static str> {
        let body = r#"{"code":1,"message":7,"error":{
            "field_violations":[{"field":"mobile","value":"13800138000","description":"no"}],
            "permission_violations":[{"scope":"a","url":"https://b"}],
            "helps":[{"url":"https://c","description":"d"}]}}"#;
        let error = refused(None, body).ok_or("no error")?;
        assert_eq!(error.message(), "7");
        let permission = error.permission_violations().first().ok_or("no permission")?;
        assert_eq!((permission.scope(), permission.url()), ("a", "https://b"));
        let help = error.help_links().first().ok_or("no help")?;
        assert_eq!((help.url(), help.description()), ("https://c", "d"));
        assert_eq!(error.field_violations().first().map(|it| it.value()), Some("13800138000"));
        assert!(!format!("{error} {error:?}").contains("13800138000"));
        Ok(())
    }

    #[test]
    fn text_after_the_response_is_an_error() {
        for (body, is_good) in
            [("{\"code\":0}\n", true), ("{\"code\":0} x", false), ("{\"code\":0}{\"code\":0}", false)]
        {
            let metadata = Metadata { status: 200, ..Metadata::default() };
            let response = RawResponse { metadata, body: body.into() };
            assert_eq!(read(&response).is_ok(), is_good, "{body}");
            let top = response.read_top_level(|fields: &Map<i64>| fields.get("code").copied());
            assert_eq!(top.err().map(|error| error.kind()), (!is_good).then_some(ErrorKind::Decode), "{body}");
        }
    }

    #[test]
    fn a_mismatch_has_a_path_and_shows_no_value() -> Result<()> {
        let body = "{\n  \"code\": 0,\n  \"data\": [\n    1,\n    \"x13800138000\"\n  ]\n}";
        let metadata = Metadata { status: 200, ..Metadata::default() };
        let response = RawResponse { metadata, body: body.into() };
        let mut data = List::<i64>::absent();
        let mismatches = response.read_data(&mut data, OnMismatch::Keep)?;
        assert_eq!(data, [1]);
        let found: Vec<_> = mismatches.iter().map(|it| (it.path(), it.expected(), it.raw())).collect();
        assert_eq!(found, [("data[1]", "an integer", "\"x13800138000\"")]);
        let error = response.read_data(&mut data, OnMismatch::Fail).err();
        assert_eq!(error.as_ref().and_then(Error::json_path), Some("data[1]"));
        assert!(!format!("{response:?} {mismatches:?} {error:?}").contains("380"));
        Ok(())
    }
}
