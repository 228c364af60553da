//! Joins messages that arrive in several frames.

use std::{collections::VecDeque, time::Duration};

use tokio::time::Instant;

use super::frame::Frame;

/// Maximum number of parts of a message.
const MAX_PARTS: usize = 1024;

/// Maximum number of incomplete messages. A further one replaces the oldest.
const MAX_MESSAGES: usize = 16;

/// Maximum time in which all parts of a message must arrive.
const LIFE: Duration = Duration::from_secs(10);

/// Incomplete messages, oldest first.
pub(super) struct Parts {
    messages: VecDeque<Message>,
    /// The maximum size of a message.
    max_size: usize,
}

struct Message {
    id: String,
    started: Instant,
    parts: Vec<Option<Vec<u8>>>,
    size: usize,
}

impl Parts {
    pub(super) fn new(max_size: usize) -> Self {
        Self { messages: VecDeque::new(), max_size }
    }

    /// Adds a frame. Returns the payload of the message if it is complete; `None` while parts are missing, and for a part that does not fit.
    pub(super) fn join(&mut self, frame: &Frame, now: Instant) -> Option<Vec<u8>> {
        let payload = frame.payload.clone().unwrap_or_default();
        let number = |name| frame.header(name).and_then(|text| text.parse::<usize>().ok());
        let count = number("sum").unwrap_or(1);
        if count <= 1 {
            return Some(payload).filter(|payload| payload.len() <= self.max_size);
        }
        self.messages.retain(|message| now.saturating_duration_since(message.started) < LIFE);
        let (id, index) = (frame.header("message_id")?, number("seq")?);
        if count > MAX_PARTS || index >= count {
            return None;
        }
        let at =
            self.messages.iter().position(|message| message.id == id).unwrap_or_else(|| self.start(id, count, now));
        let message = self.messages.get_mut(at)?;
        message.add(index, payload)?;
        if message.size > self.max_size {
            self.messages.remove(at);
            return None;
        }
        message.is_complete().then(|| self.messages.remove(at))?.map(Message::joined)
    }

    /// Starts a message and returns its position.
    fn start(&mut self, id: &str, count: usize, now: Instant) -> usize {
        if self.messages.len() >= MAX_MESSAGES {
            self.messages.pop_front();
        }
        let message = Message { id: id.to_owned(), started: now, parts: vec![None; count], size: 0 };
        self.messages.push_back(message);
        self.messages.len() - 1
    }
}

impl Message {
    /// Adds a part, unless it has already arrived. Returns `None` if its number is too large.
    fn add(&mut self, index: usize, payload: Vec<u8>) -> Option<()> {
        let part = self.parts.get_mut(index)?;
        if part.is_none() {
            self.size += payload.len();
            *part = Some(payload);
        }
        Some(())
    }

    fn is_complete(&self) -> bool {
        self.parts.iter().all(Option::is_some)
    }

    fn joined(self) -> Vec<u8> {
        self.parts.into_iter().flatten().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(id: &str, sum: &str, seq: &str, payload: &[u8]) -> Frame {
        let headers = [("message_id", id), ("sum", sum), ("seq", seq)];
        let headers = headers.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
        Frame { method: Frame::DATA, headers, payload: Some(payload.to_vec()), ..Frame::default() }
    }

    #[test]
    fn parts_are_joined_in_any_order() {
        let (mut parts, now) = (Parts::new(10), Instant::now());
        assert_eq!(parts.join(&part("a", "1", "0", b"whole"), now), Some(b"whole".to_vec()));
        assert_eq!(parts.join(&Frame::default(), now), Some(Vec::new()), "without headers");
        assert_eq!(parts.join(&part("a", "3", "2", b"c"), now), None);
        assert_eq!(parts.join(&part("b", "2", "0", b"x"), now), None);
        assert_eq!(parts.join(&part("a", "3", "0", b"a"), now), None);
        assert_eq!(parts.join(&part("a", "3", "0", b"again"), now), None);
        assert_eq!(parts.join(&part("a", "3", "1", b"b"), now), Some(b"abc".to_vec()));
        assert_eq!(parts.join(&part("b", "2", "1", b"y"), now), Some(b"xy".to_vec()));
        assert!(parts.messages.is_empty());
    }

    #[test]
    fn parts_that_do_not_fit_and_late_parts_are_dropped() {
        let (mut parts, now) = (Parts::new(4), Instant::now());
        assert_eq!(parts.join(&part("a", "1", "0", b"12345"), now), None, "too long");
        for wrong in [
            part("a", "2", "2", b"x"),
            part("a", "2", "-1", b"x"),
            part("a", "2", "", b"x"),
            part("a", "1025", "0", b"x"),
        ] {
            assert_eq!(parts.join(&wrong, now), None);
        }
        assert!(parts.messages.is_empty());
        parts.join(&part("a", "2", "0", b"123"), now);
        assert_eq!(parts.join(&part("a", "2", "1", b"45"), now), None, "too long together");
        parts.join(&part("a", "2", "0", b"12"), now);
        assert_eq!(parts.join(&part("a", "2", "1", b"34"), now + LIFE), None, "too late");
        parts.join(&part("b", "2", "0", b"12"), now + LIFE);
        assert_eq!(parts.join(&part("b", "9", "5", b"3"), now + LIFE), None, "beyond the parts of the first frame");
        assert_eq!(parts.join(&part("b", "2", "1", b"34"), now + LIFE), Some(b"1234".to_vec()));
    }

    #[test]
    fn memory_is_bounded() {
        let (mut parts, now) = (Parts::new(4), Instant::now());
        for number in 0..1000 {
            assert_eq!(parts.join(&part(&number.to_string(), "2", "0", b"12"), now), None);
        }
        assert_eq!(parts.messages.len(), MAX_MESSAGES);
        assert_eq!(parts.join(&part("999", "2", "1", b"34"), now), Some(b"1234".to_vec()), "the newest are kept");
    }
}
