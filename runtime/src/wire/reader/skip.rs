//! Checks and skips unknown values without recursion.

use super::{ReadError, Reader};

/// An object or a list that has been opened and not yet closed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenContainer {
    List,
    Object,
}

impl<'a> Reader<'a> {
    /// Skips the next value and returns its text.
    pub(in crate::wire) fn skip_value(&mut self) -> Result<&'a str, ReadError> {
        self.skip_blanks();
        let start = self.at;
        let mut open = Vec::new();
        loop {
            if let Some(opened) = self.skip_scalar_or_open()? {
                open.push(opened);
                continue;
            }
            if !self.close(&mut open)? {
                return Ok(self.slice(start, self.at));
            }
        }
    }

    /// Skips a scalar or an empty object or list, or enters a non-empty one.
    fn skip_scalar_or_open(&mut self) -> Result<Option<OpenContainer>, ReadError> {
        let opened = match self.peek() {
            Some(b'{') => OpenContainer::Object,
            Some(b'[') => OpenContainer::List,
            Some(b'"') => return self.skip_string().map(|()| None),
            _ => return self.scalar().map(|_| None),
        };
        self.at += 1;
        let end = if opened == OpenContainer::Object { b'}' } else { b']' };
        if self.peek() == Some(end) {
            self.at += 1;
            return Ok(None);
        }
        if opened == OpenContainer::Object {
            self.skip_key()?;
        }
        Ok(Some(opened))
    }

    /// Closes the objects and lists that end after a value. Returns whether another value follows.
    fn close(&mut self, open: &mut Vec<OpenContainer>) -> Result<bool, ReadError> {
        while let Some(innermost) = open.last() {
            match (self.peek(), innermost) {
                (Some(b','), OpenContainer::List) => {
                    self.at += 1;
                    return Ok(true);
                }
                (Some(b','), OpenContainer::Object) => {
                    self.at += 1;
                    self.skip_key()?;
                    return Ok(true);
                }
                (Some(b']'), OpenContainer::List) | (Some(b'}'), OpenContainer::Object) => {
                    self.at += 1;
                    open.pop();
                }
                (_, OpenContainer::List) => return Err(self.syntax("`,` or `]`")),
                (_, OpenContainer::Object) => return Err(self.syntax("`,` or `}`")),
            }
        }
        Ok(false)
    }

    fn skip_key(&mut self) -> Result<(), ReadError> {
        if self.peek() != Some(b'"') {
            return Err(self.syntax("a key"));
        }
        self.skip_string()?;
        self.colon()
    }

    /// Skips a string and checks only its syntax. Half of a surrogate pair is accepted and kept unchanged.
    fn skip_string(&mut self) -> Result<(), ReadError> {
        let bytes = self.text.as_bytes();
        self.at += 1;
        loop {
            self.at = super::string::plain_end(bytes, self.at);
            match bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.skip_escape()?,
                Some(_) if self.tolerance.is_some() => self.at += 1,
                Some(_) => return Err(self.syntax("no control character in a string")),
                None => return Err(self.end()),
            }
        }
    }

    fn skip_escape(&mut self) -> Result<(), ReadError> {
        let rest = self.rest();
        let is_escape = match rest.get(1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => true,
            Some(b'u') => {
                let digits = rest.get(2..6).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
                self.at += if digits.is_some() { 4 } else { 0 };
                digits.is_some()
            }
            Some(_) => false,
            None => return Err(self.end()),
        };
        if !is_escape && self.tolerance.is_none() {
            return Err(self.syntax("an escape"));
        }
        // The byte after an invalid backslash may be part of a multi-byte character.
        self.at += if is_escape { 2 } else { 1 };
        Ok(())
    }
}
