//! Parses JSON into a tree in which every value has its location. Numbers keep their text.

use std::borrow::Cow;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// The maximum nesting depth.
const MAX_DEPTH: usize = 128;

/// A JSON value with its location.
#[derive(Debug)]
pub struct Json<'a> {
    /// The value.
    pub value: Value<'a>,
    /// The location in the file.
    pub span: Span,
}

/// A JSON value.
#[derive(Debug)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// The text of a number.
    Number(&'a str),
    /// A string, unescaped.
    Text(Cow<'a, str>),
    /// An array.
    Array(Vec<Json<'a>>),
    /// An object; no two members have the same key.
    Object(Vec<Member<'a>>),
}

/// A member of an object.
#[derive(Debug)]
pub struct Member<'a> {
    /// The key, unescaped.
    pub key: Cow<'a, str>,
    /// The location of the key.
    pub key_span: Span,
    /// The value.
    pub value: Json<'a>,
}

impl<'a> Json<'a> {
    /// Sets all locations, for JSON inside a string of a file.
    pub(crate) fn placed_at(self, span: Span) -> Self {
        let value = match self.value {
            Value::Array(items) => Value::Array(items.into_iter().map(|item| item.placed_at(span)).collect()),
            Value::Object(members) => {
                let placed =
                    |member: Member<'a>| Member { key_span: span, value: member.value.placed_at(span), ..member };
                Value::Object(members.into_iter().map(placed).collect())
            }
            value => value,
        };
        Self { value, span }
    }

    /// Returns the value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Json<'a>> {
        match &self.value {
            Value::Object(members) => members.iter().find(|member| member.key == key).map(|member| &member.value),
            _ => None,
        }
    }

    /// Returns the kind of the value with its article, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

/// Parses a JSON text.
///
/// # Errors
/// Returns the first syntax error, or the first duplicate key.
pub fn parse(file: FileId, text: &str) -> Result<Json<'_>, Diagnostic> {
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { file, text, at };
    let json = reader.read_value(0)?;
    reader.skip_whitespace();
    match reader.peek() {
        None => Ok(json),
        Some(_) => Err(reader.error("the end of the file")),
    }
}

/// Returns an error for the first duplicate key. Other parsers silently discard one of the values.
fn find_duplicate(members: &[Member<'_>]) -> Option<Diagnostic> {
    let mut sorted: Vec<&Member<'_>> = members.iter().collect();
    sorted.sort_by_key(|member| (&member.key, member.key_span));
    sorted.windows(2).find_map(|pair| match pair {
        [first, second] if first.key == second.key => Some(
            Diagnostic::new(Code::DuplicateKey, second.key_span, format!("duplicate key `{}`", second.key))
                .label("duplicate")
                .other(first.key_span, "first used here")
                .help("delete or rename one of them"),
        ),
        _ => None,
    })
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn read_value(&mut self, depth: usize) -> Result<Json<'a>, Diagnostic> {
        self.skip_whitespace();
        let start = self.at;
        let value = match self.peek() {
            _ if depth > MAX_DEPTH => {
                let message = format!("arrays and objects are nested more than {MAX_DEPTH} levels deep");
                return Err(Diagnostic::new(Code::TooDeep, Span::new(self.file, start, start + 1), message));
            }
            Some(b'{') => Value::Object(self.read_object(depth)?),
            Some(b'[') => Value::Array(self.read_array(depth)?),
            Some(b'"') => Value::Text(self.read_string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.read_number()?),
            _ => self.read_word()?,
        };
        Ok(Json { value, span: self.span(start) })
    }

    fn read_object(&mut self, depth: usize) -> Result<Vec<Member<'a>>, Diagnostic> {
        let mut members = Vec::new();
        self.at += 1;
        if self.consume_closing(b'}') {
            return Ok(members);
        }
        loop {
            self.skip_whitespace();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.error("a key in quotes"));
            }
            let key = self.read_string()?;
            let key_span = self.span(start);
            self.skip_whitespace();
            self.expect_byte(b':', "`:`")?;
            let value = self.read_value(depth + 1)?;
            members.push(Member { key, key_span, value });
            if self.consume_closing(b'}') {
                return match find_duplicate(&members) {
                    None => Ok(members),
                    Some(diagnostic) => Err(diagnostic),
                };
            }
            self.expect_byte(b',', "`,` or `}`")?;
        }
    }

    fn read_array(&mut self, depth: usize) -> Result<Vec<Json<'a>>, Diagnostic> {
        let mut items = Vec::new();
        self.at += 1;
        if self.consume_closing(b']') {
            return Ok(items);
        }
        loop {
            items.push(self.read_value(depth + 1)?);
            if self.consume_closing(b']') {
                return Ok(items);
            }
            self.expect_byte(b',', "`,` or `]`")?;
        }
    }

    fn read_string(&mut self) -> Result<Cow<'a, str>, Diagnostic> {
        self.at += 1;
        let mut text = Cow::Borrowed("");
        loop {
            let rest = self.rest();
            let len = rest.find(|c: char| c == '"' || c == '\\' || c < ' ').unwrap_or(rest.len());
            let (plain, _) = rest.split_at_checked(len).unwrap_or_default();
            self.at += len;
            if text.is_empty() {
                text = Cow::Borrowed(plain);
            } else {
                text.to_mut().push_str(plain);
            }
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.to_mut().push(self.read_escape()?),
                _ => return Err(self.error("the end of the string")),
            }
        }
    }

    fn read_escape(&mut self) -> Result<char, Diagnostic> {
        self.at += 1;
        let escaped = match self.peek() {
            Some(b'u') => {
                self.at += 1;
                return self.read_code_point();
            }
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            _ => return Err(self.error("an escape such as `\\n`")),
        };
        self.at += 1;
        Ok(escaped)
    }

    /// Reads the digits after `\u`. A code point above `U+FFFF` is encoded as a surrogate pair.
    fn read_code_point(&mut self) -> Result<char, Diagnostic> {
        let high = self.read_four_digits()?;
        let code = if (0xD800..0xDC00).contains(&high) && self.rest().starts_with("\\u") {
            self.at += 2;
            let low = self.read_four_digits()?;
            0x1_0000 + ((high - 0xD800) << 10) + low.wrapping_sub(0xDC00)
        } else {
            high
        };
        char::from_u32(code).ok_or_else(|| self.error("a character"))
    }

    fn read_four_digits(&mut self) -> Result<u32, Diagnostic> {
        let digits = self.rest().get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let digits = digits.ok_or_else(|| self.error("four hexadecimal digits"))?;
        self.at += 4;
        Ok(digits)
    }

    fn read_number(&mut self) -> Result<&'a str, Diagnostic> {
        let rest = self.rest();
        let len =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '+' | '.')).unwrap_or(rest.len());
        let (number, _) = rest.split_at_checked(len).unwrap_or_default();
        if !is_number(number) {
            return Err(self.error("a number"));
        }
        self.at += len;
        Ok(number)
    }

    fn read_word(&mut self) -> Result<Value<'a>, Diagnostic> {
        for (word, value) in [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.error("a value"))
    }

    /// Consumes a closing bracket, if it is next.
    fn consume_closing(&mut self, bracket: u8) -> bool {
        self.skip_whitespace();
        let closes = self.peek() == Some(bracket);
        self.at += usize::from(closes);
        closes
    }

    fn expect_byte(&mut self, byte: u8, what: &str) -> Result<(), Diagnostic> {
        if self.peek() != Some(byte) {
            return Err(self.error(what));
        }
        self.at += 1;
        Ok(())
    }

    fn skip_whitespace(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn span(&self, start: usize) -> Span {
        Span::new(self.file, start, self.at)
    }

    fn error(&self, expected: &str) -> Diagnostic {
        let len = self.rest().chars().next().map_or(0, char::len_utf8);
        Diagnostic::new(
            Code::NotJson,
            Span::new(self.file, self.at, self.at + len),
            format!("invalid JSON: expected {expected}"),
        )
        .label("here")
    }
}

/// Whether a text is a JSON number. The grammar is narrower than Rust's: no `+1`, no `01`, no `1.`.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction) && all_digits(exponent) && (whole == "0" || !whole.starts_with('0'))
}
