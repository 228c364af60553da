//! From a body to data: the envelope `{code, msg, data, error}`, read once.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor},
};
use serde_json::Value;

use crate::{
    Error, ErrorKind, Metadata, Result,
    error::Detail,
    excerpt::{beginning, locate, without_values},
    wire::{Read, Slot},
};

/// An answer as it came. `Debug` shows no body.
pub(crate) struct Answer {
    pub(crate) metadata: Metadata,
    pub(crate) body: Vec<u8>,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("metadata", &self.metadata).field("size", &self.body.len()).finish()
    }
}

impl Answer {
    /// The data of a good answer; the error of a bad one, whatever its HTTP status says.
    pub(crate) fn data<T: Read>(&self) -> Result<T> {
        let text = self.text()?;
        let mut data = T::default();
        match read_envelope(text, Some(&mut data)) {
            Ok(Envelope { code: Some(0), .. }) if self.metadata.status < 400 => Ok(data),
            Ok(envelope) => Err(self.refusal(envelope, text)),
            // The data of an error answer need not fit: its code comes first.
            Err(error) => match read_envelope::<T>(text, None) {
                Ok(envelope) if envelope.code.is_some_and(|code| code != 0) => Err(self.refusal(envelope, text)),
                _ => Err(self.unreadable(&error, text)),
            },
        }
    }

    /// An answer whose fields stand at the top beside its code; the token endpoints answer so.
    pub(crate) fn top_level<T: Read>(&self, code: impl Fn(&T) -> Option<i64>) -> Result<T> {
        let text = self.text()?;
        let mut value = T::default();
        let mut json = serde_json::Deserializer::from_str(text);
        match value.read(&mut json).and_then(|()| json.end()) {
            Ok(()) if code(&value) == Some(0) && self.metadata.status < 400 => Ok(value),
            outcome => match (read_envelope::<T>(text, None), outcome) {
                (Ok(envelope), Ok(())) => Err(self.refusal(envelope, text)),
                (Ok(envelope), _) if envelope.code.is_some_and(|code| code != 0) => Err(self.refusal(envelope, text)),
                (Err(error), _) | (_, Err(error)) => Err(self.unreadable(&error, text)),
            },
        }
    }

    fn text(&self) -> Result<&str> {
        simdutf8::basic::from_utf8(&self.body).map_err(|error| {
            let error = Error::new(ErrorKind::Decode, "the answer is not UTF-8").with_source(error);
            self.answered(self.of_gateway(error))
        })
    }

    fn refusal(&self, envelope: Envelope, text: &str) -> Error {
        let error = match envelope.code {
            Some(0) => Error::new(ErrorKind::Decode, "code 0 under an HTTP status that says the opposite"),
            Some(code) => Error::api(code, envelope.message, envelope.detail),
            None => self.no_envelope(text),
        };
        self.answered(error)
    }

    fn unreadable(&self, error: &serde_json::Error, text: &str) -> Error {
        if !text.trim_start().starts_with('{') {
            return self.answered(self.no_envelope(text));
        }
        let what = if error.is_eof() { "the answer is cut short".to_owned() } else { without_values(&cause(error)) };
        let place = locate(text, offset(text, error));
        let told = Error::new(ErrorKind::Decode, what).with_place(place.path, place.excerpt);
        self.answered(if error.is_eof() { told.cut_short() } else { told })
    }

    fn no_envelope(&self, text: &str) -> Error {
        let error = match text.trim() {
            "" if self.metadata.status < 300 => Error::new(ErrorKind::Decode, "the answer is empty").cut_short(),
            "" => Error::new(ErrorKind::Decode, "the answer is empty"),
            text if text.starts_with('{') => Error::new(ErrorKind::Decode, "the answer has no code"),
            text if text.starts_with('[') => Error::new(ErrorKind::Decode, "the answer is a list, not an object"),
            text => Error::new(ErrorKind::Decode, "the answer is not JSON").with_place(String::new(), beginning(text)),
        };
        self.of_gateway(error)
    }

    /// A gateway's page: what matters is its status.
    fn of_gateway(&self, error: Error) -> Error {
        if self.metadata.status >= 300 { error.into_gateway(self.metadata.status) } else { error }
    }

    fn answered(&self, error: Error) -> Error {
        error.with_answer(&self.metadata)
    }
}

/// The message without serde_json's line and column; the path says it better.
fn cause(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(cause, _)| cause.to_owned())
}

fn offset(text: &str, error: &serde_json::Error) -> usize {
    let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    before + error.column()
}

#[derive(Default)]
struct Envelope {
    code: Option<i64>,
    message: String,
    detail: Detail,
}

fn read_envelope<T: Read>(text: &str, data: Option<&mut T>) -> Result<Envelope, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let envelope = json.deserialize_map(EnvelopeVisitor(data))?;
    json.end()?;
    Ok(envelope)
}

struct EnvelopeVisitor<'a, T>(Option<&'a mut T>);

impl<'de, T: Read> Visitor<'de> for EnvelopeVisitor<'_, T> {
    type Value = Envelope;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a code")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Envelope, A::Error> {
        let mut envelope = Envelope::default();
        while let Some(key) = map.next_key_seed(KeySeed)? {
            match (key, &mut self.0) {
                (Key::Code, _) => map.next_value_seed(Slot(&mut envelope.code))?,
                (Key::Message, _) => envelope.message = text_of(map.next_value()?),
                (Key::Error, _) => envelope.detail = Detail::of(&map.next_value()?),
                (Key::Data, Some(data)) => map.next_value_seed(Slot(*data))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(envelope)
    }
}

/// A message, whatever it was sent as.
fn text_of(message: Value) -> String {
    match message {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

enum Key {
    Code,
    Message,
    Data,
    Error,
    Other,
}

struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        Ok(match key {
            "code" => Key::Code,
            "msg" | "message" => Key::Message,
            "data" => Key::Data,
            "error" => Key::Error,
            _ => Key::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Map;

    fn refused(log_id: Option<&str>, body: &str) -> Option<Error> {
        let metadata = Metadata { status: 400, log_id: log_id.map(str::to_owned), ..Metadata::default() };
        Answer { metadata, body: body.into() }.data::<Vec<i64>>().err()
    }

    #[test]
    fn the_log_id_of_the_body_stands_in_for_the_header() {
        for key in ["log_id", "logid"] {
            let body = format!(r#"{{"code":1,"msg":"no","error":{{"{key}":"L1"}}}}"#);
            let log_id = |header| refused(header, &body).and_then(|error| error.log_id().map(str::to_owned));
            assert_eq!(log_id(None).as_deref(), Some("L1"), "{key}");
            assert_eq!(log_id(Some("L2")).as_deref(), Some("L2"), "{key}");
        }
    }

    #[test]
    fn every_detail_is_told_and_no_value_shown() -> Result<(), &'static str> {
        let body = r#"{"code":1,"message":7,"error":{
            "field_violations":[{"field":"mobile","value":"13800138000","description":"no"}],
            "permission_violations":[{"scope":"a","url":"https://b"}],
            "helps":[{"url":"https://c","description":"d"}]}}"#;
        let error = refused(None, body).ok_or("no error")?;
        assert_eq!(error.message(), "7");
        let permission = error.permission_violations().first().ok_or("no permission")?;
        assert_eq!((permission.scope(), permission.url()), ("a", "https://b"));
        let help = error.helps().first().ok_or("no help")?;
        assert_eq!((help.url(), help.description()), ("https://c", "d"));
        assert_eq!(error.field_violations().first().map(|it| it.value()), Some("13800138000"));
        assert!(!format!("{error} {error:?}").contains("13800138000"));
        Ok(())
    }

    #[test]
    fn nothing_may_stand_behind_the_answer() {
        for (body, is_good) in
            [("{\"code\":0}\n", true), ("{\"code\":0} x", false), ("{\"code\":0}{\"code\":0}", false)]
        {
            let answer =
                Answer { metadata: Metadata { status: 200, ..Metadata::default() }, body: body.as_bytes().to_vec() };
            assert_eq!(answer.data::<Vec<i64>>().is_ok(), is_good, "{body}");
            let top = answer.top_level(|fields: &Map<i64>| fields.get("code").copied());
            assert_eq!(top.err().map(|error| error.kind()), (!is_good).then_some(ErrorKind::Decode), "{body}");
        }
    }

    #[test]
    fn finds_the_place_in_a_body_of_several_lines() {
        let metadata = Metadata { status: 200, ..Metadata::default() };
        let body = "{\n  \"code\": 0,\n  \"data\": [\n    1,\n    \"13800138000\"\n  ]\n}".replace("1380", "x380");
        let answer = Answer { metadata, body: body.into() };
        let error = answer.data::<Vec<i64>>().err();
        assert_eq!(error.as_ref().and_then(Error::json_path), Some("data[1]"));
        assert!(!format!("{answer:?} {error:?}").contains("380"));
    }
}
