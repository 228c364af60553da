//! The JSON of an envelope, in both versions.

use super::{EventHeader, ReceiveErrorKind, SchemaVersion};
use crate::{
    RawJson, Timestamp, UnknownFields,
    wire::{AnyText, Reader, Slot},
};

/// The maximum length of a challenge, and of the id and the type of an event.
const LONGEST: usize = 256;

/// The default maximum depth.
pub(super) const MAX_DEPTH: usize = 64;

/// The type of the event with the ticket of a store app.
const APP_TICKET: &str = "app_ticket";

/// An envelope that has been read, but not verified.
pub(super) struct Message {
    pub(super) token: String,
    pub(super) content: Content,
}

/// The content of an envelope.
pub(super) enum Content {
    Challenge(String),
    AppTicket { header: EventHeader, ticket: String },
    Event { header: EventHeader, data: RawJson },
}

impl Content {
    /// Returns the header of an event.
    pub(super) fn header(&self) -> Option<&EventHeader> {
        match self {
            Self::Challenge(_) => None,
            Self::AppTicket { header, .. } | Self::Event { header, .. } => Some(header),
        }
    }
}

/// The body of an encrypted request.
#[derive(Clone, Default)]
struct Sealed {
    encrypt: String,
    unknown_fields: UnknownFields,
}

crate::object!(Sealed {
    encrypt: "encrypt", sensitive;
});

/// An envelope of either version.
#[derive(Clone, Default)]
struct Outside {
    schema: String,
    header: Option<Header>,
    event: Option<RawJson>,
    uuid: String,
    ts: Option<AnyText>,
    token: String,
    kind: String,
    challenge: String,
    unknown_fields: UnknownFields,
}

crate::object!(Outside {
    schema: "schema";
    header: "header", sensitive;
    event: "event", sensitive;
    uuid: "uuid";
    ts: "ts";
    token: "token", sensitive;
    kind: "type";
    challenge: "challenge", sensitive;
});

/// The header of version 2.0.
#[derive(Clone, Default)]
struct Header {
    event_id: String,
    event_type: String,
    create_time: Option<AnyText>,
    token: String,
    app_id: String,
    tenant_key: String,
    unknown_fields: UnknownFields,
}

crate::object!(Header {
    event_id: "event_id";
    event_type: "event_type";
    create_time: "create_time";
    token: "token", sensitive;
    app_id: "app_id";
    tenant_key: "tenant_key";
});

/// The fields that version 1.0 has in the data of the event instead of a header, and the ticket.
#[derive(Clone, Default)]
struct Inside {
    kind: String,
    app_id: String,
    tenant_key: String,
    app_ticket: String,
    unknown_fields: UnknownFields,
}

crate::object!(Inside {
    kind: "type";
    app_id: "app_id";
    tenant_key: "tenant_key";
    app_ticket: "app_ticket", sensitive;
});

/// Returns the encrypted text of a body; `None` if the body is not encrypted, or not JSON.
pub(super) fn sealed_text(body: &str) -> Option<String> {
    read::<Sealed>(body).map(|sealed| sealed.encrypt).filter(|text| !text.is_empty())
}

/// Reads an envelope.
pub(super) fn read_message(text: &str, max_depth: usize) -> Result<Message, ReceiveErrorKind> {
    if depth(text) > max_depth {
        return Err(ReceiveErrorKind::TooDeep);
    }
    read::<Outside>(text).and_then(Outside::message).ok_or(ReceiveErrorKind::Malformed)
}

fn read<T: Slot>(text: &str) -> Option<T> {
    let mut value = T::vacant();
    Reader::new(text).read_all(&mut value).ok()?;
    Some(value)
}

impl Outside {
    fn message(self) -> Option<Message> {
        if self.kind == "url_verification" {
            let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\');
            // The response contains the challenge. An attacker could build a request from blocks of an encrypted event, to read its text in the
            // response. Such a text does not have the form of a challenge.
            let is_challenge = is_short(&self.challenge) && self.challenge.bytes().all(is_plain);
            return is_challenge.then_some(Message { token: self.token, content: Content::Challenge(self.challenge) });
        }
        let data = self.event.filter(|data| data.as_str().starts_with('{'))?;
        let (token, header) = match self.header {
            Some(header) => header.take_apart(),
            None => {
                let inside = read::<Inside>(data.as_str())?;
                let header = EventHeader {
                    schema: SchemaVersion::V1,
                    event_id: self.uuid,
                    event_type: inside.kind,
                    create_time: time(self.ts.as_ref()),
                    app_id: inside.app_id,
                    tenant_key: inside.tenant_key,
                };
                (self.token, header)
            }
        };
        if !is_short(&header.event_id) || !is_short(&header.event_type) {
            return None;
        }
        let content = match header.event_type.as_str() {
            APP_TICKET => {
                let ticket = read::<Inside>(data.as_str())?.app_ticket;
                Content::AppTicket { header, ticket: Some(ticket).filter(|ticket| !ticket.is_empty())? }
            }
            _ => Content::Event { header, data },
        };
        Some(Message { token, content })
    }
}

impl Header {
    /// Returns the verification token, and the rest of the header.
    fn take_apart(self) -> (String, EventHeader) {
        let header = EventHeader {
            schema: SchemaVersion::V2,
            event_id: self.event_id,
            event_type: self.event_type,
            create_time: time(self.create_time.as_ref()),
            app_id: self.app_id,
            tenant_key: self.tenant_key,
        };
        (self.token, header)
    }
}

fn is_short(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
}

/// Reads a time in seconds (possibly with a fraction), milliseconds or microseconds, all of which occur. The unit follows from the magnitude, which
/// is unambiguous between the years 1973 and 5138.
fn time(text: Option<&AnyText>) -> Option<Timestamp> {
    let text = text?.as_str();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let number: i64 = whole.parse().ok()?;
    Some(Timestamp::from_millis(match number {
        100_000_000_000_000.. => number / 1000,
        100_000_000_000.. => number,
        0.. => {
            let millis = fraction.bytes().chain([b'0'; 3]).take(3).try_fold(0, |sum, digit| match digit {
                b'0'..=b'9' => Some(sum * 10 + i64::from(digit - b'0')),
                _ => None,
            });
            number * 1000 + millis?
        }
        _ => return None,
    }))
}

/// Returns the nesting depth of a JSON text.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut is_escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_every_unit() {
        for (text, millis) in [
            (r#""1603977298000""#, Some(1_603_977_298_000)),
            (r#""1603977298000000""#, Some(1_603_977_298_000)),
            ("1603977298123", Some(1_603_977_298_123)),
            (r#""1502199207.7171419""#, Some(1_502_199_207_717)),
            (r#""1502199207.7""#, Some(1_502_199_207_700)),
            ("1502199207", Some(1_502_199_207_000)),
            (r#""9223372036854775807""#, Some(9_223_372_036_854_775)),
            (r#""-5""#, None),
            (r#""1502199207.x""#, None),
            (r#""soon""#, None),
            (r#""99999999999999999999""#, None),
            (r#""""#, None),
        ] {
            let read = read::<Option<AnyText>>(text).flatten();
            assert_eq!(time(read.as_ref()).map(Timestamp::as_millis), millis, "{text}");
        }
    }

    #[test]
    fn depth_counts_no_brackets_in_strings() {
        for (text, expected) in
            [("1", 0), ("{}", 1), (r#"{"a":[{"b":1}],"c":{}}"#, 3), (r#"["[[[\"[[\\"]"#, 1), ("]]][", 1)]
        {
            assert_eq!(depth(text), expected, "{text}");
        }
    }

    #[test]
    fn a_challenge_looks_like_one() {
        let message = |challenge: &str| {
            let body = serde_json::json!({"type": "url_verification", "token": "t", "challenge": challenge});
            read_message(&body.to_string(), 4).is_ok()
        };
        assert!(message("ajls384kdjx98XX") && message("a0-_.~"));
        for refused in ["", "a b", "a\"", "a\\", "\u{fffd}", &"a".repeat(257)] {
            assert!(!message(refused), "{refused:?}");
        }
    }
}
