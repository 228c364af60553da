//! Feishu's messages on a long connection: one protobuf message (proto2) with nine fields, and headers within.

use std::fmt;

/// Maximum number of headers.
const MAX_HEADERS: usize = 64;

/// A message. `Debug` shows neither headers nor payload.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) seq_id: u64,
    pub(crate) log_id: u64,
    pub(crate) service: i32,
    pub(crate) method: i32,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) payload_encoding: Option<String>,
    pub(crate) payload_type: Option<String>,
    pub(crate) payload: Option<Vec<u8>>,
    pub(crate) log_id_new: Option<String>,
}

/// The bytes are not a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotAFrame;

impl Frame {
    /// The method of pings, pongs and other messages about the connection.
    pub(crate) const CONTROL: i32 = 0;

    /// The method of events.
    pub(crate) const DATA: i32 = 1;

    /// Returns the first value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Reads a message. Unknown fields are skipped, and missing ones have their defaults.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, NotAFrame> {
        let mut frame = Self::default();
        let mut input = Input(bytes);
        while let Some((field, value)) = input.field()? {
            match (field, value) {
                (1, Value::Number(number)) => frame.seq_id = number,
                (2, Value::Number(number)) => frame.log_id = number,
                (3, Value::Number(number)) => frame.service = int32(number),
                (4, Value::Number(number)) => frame.method = int32(number),
                (5, Value::Bytes(header)) if frame.headers.len() < MAX_HEADERS => {
                    frame.headers.push(decode_header(header)?);
                }
                (6, Value::Bytes(text)) => frame.payload_encoding = Some(string(text)?),
                (7, Value::Bytes(text)) => frame.payload_type = Some(string(text)?),
                (8, Value::Bytes(payload)) => frame.payload = Some(payload.to_vec()),
                (9, Value::Bytes(text)) => frame.log_id_new = Some(string(text)?),
                (1..=9, _) => return Err(NotAFrame),
                _ => {}
            }
        }
        Ok(frame)
    }

    /// Writes the message. Required fields are always written.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64 + self.payload.as_ref().map_or(0, Vec::len));
        put_number(&mut out, 1, self.seq_id);
        put_number(&mut out, 2, self.log_id);
        put_number(&mut out, 3, sign_extended(self.service));
        put_number(&mut out, 4, sign_extended(self.method));
        for (key, value) in &self.headers {
            let mut header = Vec::with_capacity(key.len() + value.len() + 6);
            put_bytes(&mut header, 1, key.as_bytes());
            put_bytes(&mut header, 2, value.as_bytes());
            put_bytes(&mut out, 5, &header);
        }
        let texts = [(6, &self.payload_encoding), (7, &self.payload_type)];
        for (field, text) in texts.into_iter().filter_map(|(field, text)| Some((field, text.as_ref()?))) {
            put_bytes(&mut out, field, text.as_bytes());
        }
        if let Some(payload) = &self.payload {
            put_bytes(&mut out, 8, payload);
        }
        if let Some(text) = &self.log_id_new {
            put_bytes(&mut out, 9, text.as_bytes());
        }
        out
    }
}

/// The value of a field.
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// A value of fixed size, which no field of a message has.
    Fixed,
}

/// The remaining bytes.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    /// Reads the next field; `None` at the end.
    fn field(&mut self) -> Result<Option<(u64, Value<'a>)>, NotAFrame> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Number(self.varint()?),
            1 => self.take(8).map(|_| Value::Fixed)?,
            2 => {
                let length = self.varint()?;
                Value::Bytes(self.take(usize::try_from(length).map_err(|_| NotAFrame)?)?)
            }
            5 => self.take(4).map(|_| Value::Fixed)?,
            _ => return Err(NotAFrame),
        };
        match key >> 3 {
            0 => Err(NotAFrame),
            field => Ok(Some((field, value))),
        }
    }

    fn varint(&mut self) -> Result<u64, NotAFrame> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = *self.take(1)? else { return Err(NotAFrame) };
            let bits = u64::from(byte & 0x7f);
            // The tenth byte has room for one bit.
            if shift == 63 && bits > 1 {
                return Err(NotAFrame);
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(NotAFrame)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], NotAFrame> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(NotAFrame)?;
        self.0 = rest;
        Ok(taken)
    }
}

fn decode_header(bytes: &[u8]) -> Result<(String, String), NotAFrame> {
    let (mut key, mut value) = (None, None);
    let mut input = Input(bytes);
    while let Some(field) = input.field()? {
        match field {
            (1, Value::Bytes(text)) => key = Some(string(text)?),
            (2, Value::Bytes(text)) => value = Some(string(text)?),
            (1..=2, _) => return Err(NotAFrame),
            _ => {}
        }
    }
    Ok((key.ok_or(NotAFrame)?, value.ok_or(NotAFrame)?))
}

fn string(bytes: &[u8]) -> Result<String, NotAFrame> {
    str::from_utf8(bytes).map(str::to_owned).map_err(|_| NotAFrame)
}

/// An int32 is encoded as a 64-bit number. The upper 32 bits are ignored, as in every implementation.
#[allow(clippy::cast_possible_truncation, reason = "as protobuf says")]
const fn int32(number: u64) -> i32 {
    number as i32
}

#[allow(clippy::cast_sign_loss, reason = "as protobuf says")]
const fn sign_extended(number: i32) -> u64 {
    number as i64 as u64
}

fn put_number(out: &mut Vec<u8>, field: u8, number: u64) {
    out.push(field << 3);
    put_varint(out, number);
}

fn put_bytes(out: &mut Vec<u8>, field: u8, bytes: &[u8]) {
    out.push(field << 3 | 2);
    put_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn put_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(u8::try_from(number & 0x7f).unwrap_or_default() | 0x80);
        number >>= 7;
    }
    out.push(u8::try_from(number).unwrap_or_default());
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.payload.as_ref().map_or(0, Vec::len);
        f.debug_struct("Frame").field("method", &self.method).field("size", &size).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Frame {
        Frame {
            seq_id: 1,
            log_id: u64::MAX,
            service: -2,
            method: 1,
            headers: vec![("type".into(), "event".into()), ("类".into(), String::new())],
            payload_encoding: Some("gzip".into()),
            payload_type: Some(String::new()),
            payload: Some(vec![0; 300]),
            log_id_new: Some("L".into()),
        }
    }

    /// The expected bytes were derived from the description of the encoding, not from this code.
    #[test]
    fn a_ping_has_these_bytes() {
        let headers = vec![("type".to_owned(), "ping".to_owned())];
        let ping = Frame { service: 300, headers, ..Frame::default() };
        let bytes = b"\x08\x00\x10\x00\x18\xac\x02\x20\x00\x2a\x0c\x0a\x04type\x12\x04ping";
        assert_eq!(ping.encode(), bytes);
        assert_eq!(Frame::decode(bytes), Ok(ping));
    }

    #[test]
    fn every_field_is_read_as_it_was_written() {
        assert_eq!(Frame::decode(&whole().encode()), Ok(whole()));
        assert_eq!(Frame::decode(b""), Ok(Frame::default()));
        let mut with_unknown = whole().encode();
        with_unknown.extend_from_slice(b"\x50\x01\x59\x00\x00\x00\x00\x00\x00\x00\x00\x62\x01x\x6d\x00\x00\x00\x00");
        assert_eq!(Frame::decode(&with_unknown), Ok(whole()), "unknown fields are skipped");
    }

    #[test]
    fn bytes_that_are_not_a_frame_are_refused() {
        for bytes in [
            &b"\x08"[..],
            b"\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x02",
            b"\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01",
            b"\x00\x01",
            b"\x0a\x01x",
            b"\x42\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
            b"\x42\x02x",
            b"\x32\x01\xff",
            b"\x0b",
            b"\x2a\x02\x0a\x00",
            b"\x2a\x01\x0a",
        ] {
            assert_eq!(Frame::decode(bytes), Err(NotAFrame), "{bytes:?}");
        }
        let many = Frame { headers: vec![(String::new(), String::new()); 65], ..Frame::default() };
        assert_eq!(Frame::decode(&many.encode()), Err(NotAFrame));
    }

    /// A loop with a fixed seed: no bytes make the decoder panic, and what it reads is read again from what it writes.
    #[test]
    fn changed_bytes_are_read_or_refused() {
        let mut random = fastrand::Rng::with_seed(7);
        let original = whole().encode();
        for _ in 0..20_000 {
            let mut bytes = original.clone();
            for _ in 0..random.usize(1..4) {
                let at = random.usize(..bytes.len());
                bytes[at] = random.u8(..);
            }
            bytes.truncate(random.usize(..=bytes.len()));
            if let Ok(frame) = Frame::decode(&bytes) {
                assert_eq!(Frame::decode(&frame.encode()), Ok(frame));
            }
        }
    }
}
