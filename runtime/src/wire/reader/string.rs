//! Reads strings. Plain text is read in one step, and escapes are read one by one.

use std::borrow::Cow;

use super::{Problem, ReadError, Reader};

/// A word with the value 1 in every byte.
const ONES: u64 = 0x0101_0101_0101_0101;
/// A word with the highest bit of every byte.
const HIGHS: u64 = 0x8080_8080_8080_8080;

impl<'a> Reader<'a> {
    /// Reads a string, whose quote is the next byte. The text is only copied if it contains escapes or control characters.
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, ReadError> {
        let start = self.at;
        self.at = plain_end(self.text.as_bytes(), start + 1);
        if self.text.as_bytes().get(self.at) == Some(&b'"') {
            let text = self.slice(start + 1, self.at);
            self.at += 1;
            self.record_replacements(start);
            return Ok(Cow::Borrowed(text));
        }
        self.escaped_string(start).map(Cow::Owned)
    }

    /// Reads the rest of a string from its first escape or control character.
    fn escaped_string(&mut self, start: usize) -> Result<String, ReadError> {
        let mut text = String::from(self.slice(start + 1, self.at));
        let mut is_damaged = false;
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => match self.escape() {
                    Ok(character) => text.push(character),
                    Err(fault) => {
                        self.tolerate_escape(fault)?;
                        is_damaged = true;
                        text.push(char::REPLACEMENT_CHARACTER);
                    }
                },
                Some(control) => {
                    if self.tolerance.is_none() {
                        return Err(self.syntax("no control character in a string"));
                    }
                    is_damaged = true;
                    text.push(char::from(*control));
                    self.at += 1;
                }
                None => return Err(self.end()),
            }
            let plain = self.at;
            self.at = plain_end(self.text.as_bytes(), plain);
            text.push_str(self.slice(plain, self.at));
        }
        self.at += 1;
        if is_damaged {
            self.record_damage(start);
        } else {
            self.record_replacements(start);
        }
        Ok(text)
    }

    /// Reads an escape, whose backslash is the next byte. After an error, the reader is positioned after the escape.
    fn escape(&mut self) -> Result<char, ReadError> {
        let start = self.at;
        self.at += 1;
        let Some(letter) = self.text.as_bytes().get(self.at) else { return Err(self.end()) };
        let character = match letter {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.unicode_escape(start);
            }
            _ => return Err(self.syntax("an escape")),
        };
        self.at += 1;
        Ok(character)
    }

    /// Reads the digits of `\uXXXX`, and of the second half of a surrogate pair.
    fn unicode_escape(&mut self, start: usize) -> Result<char, ReadError> {
        let first = self.four_digits()?;
        if let Some(character) = char::from_u32(u32::from(first)) {
            return Ok(character);
        }
        let alone = Problem::Surrogate { at: start };
        if !(0xd800..0xdc00).contains(&first) || !self.rest().starts_with(b"\\u") {
            return Err(self.fail(alone));
        }
        let behind_first = self.at;
        self.at += 2;
        let second = self.four_digits()?;
        match char::decode_utf16([first, second]).next() {
            Some(Ok(character)) => Ok(character),
            _ => {
                // The second escape may be a separate character.
                self.at = behind_first;
                Err(self.fail(alone))
            }
        }
    }

    fn four_digits(&mut self) -> Result<u16, ReadError> {
        let mut number = 0;
        for _ in 0..4 {
            let digit = self.text.as_bytes().get(self.at).and_then(|byte| char::from(*byte).to_digit(16));
            let Some(digit) = digit.and_then(|digit| u16::try_from(digit).ok()) else {
                return Err(self.syntax("four hexadecimal digits"));
            };
            number = number << 4 | digit;
            self.at += 1;
        }
        Ok(number)
    }

    /// Accepts an invalid escape in tolerant mode. A truncated text is never accepted.
    fn tolerate_escape(&mut self, fault: ReadError) -> Result<(), ReadError> {
        if self.tolerance.is_none() || self.problem == Some(Problem::End) { Err(fault) } else { Ok(()) }
    }
}

/// Returns the offset of the first quote, backslash or control character. Examines eight bytes at a time.
pub(super) fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        // Only the lowest flagged byte is exact.
        let flags = (zeros(word ^ (ONES * 0x22)) | zeros(word ^ (ONES * 0x5c)) | below_blank(word)) & HIGHS;
        if flags != 0 {
            return at + (flags.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(rest.len())
}

const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word
}

const fn below_blank(word: u64) -> u64 {
    word.wrapping_sub(ONES * 0x20) & !word
}

#[cfg(test)]
mod tests {
    use super::plain_end;

    #[test]
    fn the_end_of_plain_text_is_found_at_every_offset() {
        for mark in [b'"', b'\\', 0, 0x1f, b'\n'] {
            for filler in [b'a', b' ', 0x7f, 0xff, 0x80, b'#', b'!', b']', b'['] {
                for length in 0..40 {
                    let mut bytes = vec![filler; length];
                    assert_eq!(plain_end(&bytes, 0), length);
                    bytes.push(mark);
                    bytes.extend([mark, filler, b'"']);
                    for start in 0..=length {
                        assert_eq!(plain_end(&bytes, start), length, "{mark} {filler} {start}");
                    }
                }
            }
        }
    }
}
