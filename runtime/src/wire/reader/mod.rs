//! The JSON reader, which reads UTF-8 text into slots.
//!
//! It accepts exactly the JSON of RFC 8259. The client first reads a response strictly. If that fails, it reads the response again in
//! tolerant mode: with a [`Tolerance`], which records each [`Mismatch`] and continues.

mod json_text;
mod list;
mod number;
mod object;
mod recovery;
mod skip;
mod string;
mod tolerance;

pub(in crate::wire) use list::ErasedList;
use std::borrow::Cow;

pub(super) use number::Number;
pub use tolerance::Mismatch;
pub(crate) use tolerance::Tolerance;

/// Maximum nesting depth of typed objects and lists.
const MAX_DEPTH: u16 = 128;

/// Reads JSON text into slots.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u16,
    problem: Option<Problem>,
    tolerance: Option<Tolerance>,
    /// Whether the current field contains a time in seconds.
    is_seconds: bool,
}

/// The error of a failed read. The [`Reader`] contains the reason and the position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadError(());

/// The reason why reading failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The text ends within a value.
    End,
    /// The text is not JSON.
    Syntax { at: usize, expected: &'static str },
    /// The value has another type.
    Type { at: usize, expected: &'static str, found: &'static str },
    /// The text contains half of a surrogate pair.
    Surrogate { at: usize },
    /// Typed values are nested too deeply.
    Depth { at: usize },
}

/// A scalar value, or the start of an object or a list.
#[derive(Debug)]
pub(super) enum NextValue<'a> {
    Null,
    Bool(bool),
    Number(Number<'a>),
    Text(Cow<'a, str>),
    List,
    Object,
}

impl<'a> Reader<'a> {
    /// Creates a strict reader.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0, problem: None, tolerance: None, is_seconds: false }
    }

    /// Creates a tolerant reader.
    pub(crate) fn tolerant(text: &'a str, tolerance: Tolerance) -> Self {
        Self { tolerance: Some(tolerance), ..Self::new(text) }
    }

    /// Checks that only whitespace follows.
    pub(crate) fn at_end(&mut self) -> Result<(), ReadError> {
        self.skip_blanks();
        if self.at < self.text.len() { Err(self.syntax("the end of the text")) } else { Ok(()) }
    }

    /// Describes why reading failed. The description contains no value.
    pub(crate) fn explanation(&self) -> String {
        match self.problem {
            Some(Problem::Type { expected, found, .. }) => format!("expected {expected}, found {found}"),
            Some(Problem::Syntax { expected, .. }) => format!("invalid JSON: expected {expected}"),
            Some(Problem::Surrogate { .. }) => "a string contains half of a surrogate pair".to_owned(),
            Some(Problem::Depth { .. }) => format!("values nest deeper than {MAX_DEPTH} levels"),
            Some(Problem::End) | None => "the JSON text is truncated".to_owned(),
        }
    }

    /// Returns the offset at which reading failed.
    pub(crate) fn problem_offset(&self) -> usize {
        match self.problem {
            Some(
                Problem::Type { at, .. }
                | Problem::Syntax { at, .. }
                | Problem::Surrogate { at }
                | Problem::Depth { at },
            ) => at,
            Some(Problem::End) | None => self.text.len(),
        }
    }

    /// Whether reading failed because the text is truncated.
    pub(crate) fn is_truncated(&self) -> bool {
        self.problem == Some(Problem::End)
    }

    /// Returns the mismatches.
    pub(crate) fn into_mismatches(self) -> Vec<Mismatch> {
        self.tolerance.map(Tolerance::into_mismatches).unwrap_or_default()
    }

    /// Reads null if it is the next value.
    pub(super) fn null(&mut self) -> Result<bool, ReadError> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.word("null")?;
        Ok(true)
    }

    /// Reads a scalar. Objects and lists are recognized but not read.
    pub(super) fn scalar(&mut self) -> Result<NextValue<'a>, ReadError> {
        match self.peek() {
            Some(b'"') => self.string().map(NextValue::Text),
            Some(b'-' | b'0'..=b'9') => self.number().map(NextValue::Number),
            Some(b'{') => Ok(NextValue::Object),
            Some(b'[') => Ok(NextValue::List),
            Some(b't') => self.word("true").map(|()| NextValue::Bool(true)),
            Some(b'f') => self.word("false").map(|()| NextValue::Bool(false)),
            Some(b'n') => self.word("null").map(|()| NextValue::Null),
            _ => Err(self.syntax("a value")),
        }
    }

    /// Whether the current field contains a time in seconds.
    pub(super) const fn reads_seconds(&self) -> bool {
        self.is_seconds
    }

    /// Whether the next value is an object or a list.
    pub(super) fn is_nested(&mut self) -> bool {
        matches!(self.peek(), Some(b'{' | b'['))
    }

    fn word(&mut self, word: &'static str) -> Result<(), ReadError> {
        let rest = self.rest();
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(());
        }
        // The text may be truncated within the word.
        if word.as_bytes().starts_with(rest) { Err(self.end()) } else { Err(self.syntax("a value")) }
    }

    /// Skips whitespace and returns the next byte, without consuming it.
    fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    fn skip_blanks(&mut self) {
        let _ = self.peek();
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Returns the text between two offsets, which must be character boundaries.
    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Returns the error for a next value of another type.
    pub(super) fn type_mismatch(&mut self, expected: &'static str) -> ReadError {
        let found = match self.peek() {
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b'"') => "a string",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            Some(b'-' | b'0'..=b'9') => "a number",
            // There is no value here.
            _ => return self.syntax("a value"),
        };
        self.fail(Problem::Type { at: self.at, expected, found })
    }

    /// Returns the error for a scalar that was already read and has another type.
    pub(super) fn value_mismatch(&mut self, expected: &'static str, found: &'static str) -> ReadError {
        self.fail(Problem::Type { at: self.at, expected, found })
    }

    fn syntax(&mut self, expected: &'static str) -> ReadError {
        if self.at >= self.text.len() { self.end() } else { self.fail(Problem::Syntax { at: self.at, expected }) }
    }

    fn end(&mut self) -> ReadError {
        self.fail(Problem::End)
    }

    fn fail(&mut self, problem: Problem) -> ReadError {
        self.problem = Some(problem);
        ReadError(())
    }

    /// Enters an object or a list.
    fn descend(&mut self) -> Result<(), ReadError> {
        if self.depth == MAX_DEPTH {
            return Err(self.fail(Problem::Depth { at: self.at }));
        }
        self.depth += 1;
        Ok(())
    }
}
