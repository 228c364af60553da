//! JSON into a tree that knows where each value stands. Numbers stay the text that they are.

use std::borrow::Cow;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// How deep arrays and objects may stand in each other.
const DEEPEST: usize = 128;

/// A JSON value and its place.
#[derive(Debug)]
pub struct Json<'a> {
    /// The value.
    pub value: Value<'a>,
    /// Its place in the file.
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
    /// The place of the key.
    pub key_span: Span,
    /// The value.
    pub value: Json<'a>,
}

impl<'a> Json<'a> {
    /// The value under a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Json<'a>> {
        match &self.value {
            Value::Object(members) => members.iter().find(|member| member.key == key).map(|member| &member.value),
            _ => None,
        }
    }

    /// What it is, for a message.
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
/// The first syntax error, or the first key that an object repeats.
pub fn parse(file: FileId, text: &str) -> Result<Json<'_>, Diagnostic> {
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { file, text, at };
    let json = reader.value(0)?;
    reader.skip_blanks();
    match reader.peek() {
        None => Ok(json),
        Some(_) => Err(reader.wrong("the end of the file")),
    }
}

/// A key that comes again: one of the two values would be lost without a word.
fn given_twice(members: &[Member<'_>]) -> Option<Diagnostic> {
    let mut sorted: Vec<&Member<'_>> = members.iter().collect();
    sorted.sort_by_key(|member| (&member.key, member.key_span));
    sorted.windows(2).find_map(|pair| match pair {
        [first, second] if first.key == second.key => Some(
            Diagnostic::new(Code::DuplicateKey, second.key_span, format!("`{}` is given twice", second.key))
                .label("again")
                .other(first.key_span, "first given here"),
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
    fn value(&mut self, depth: usize) -> Result<Json<'a>, Diagnostic> {
        self.skip_blanks();
        let start = self.at;
        let value = match self.peek() {
            _ if depth > DEEPEST => {
                let message = format!("arrays and objects stand more than {DEEPEST} deep in each other");
                return Err(Diagnostic::new(Code::TooDeep, Span::new(self.file, start, start + 1), message));
            }
            Some(b'{') => Value::Object(self.object(depth)?),
            Some(b'[') => Value::Array(self.array(depth)?),
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            _ => self.word()?,
        };
        Ok(Json { value, span: self.span(start) })
    }

    fn object(&mut self, depth: usize) -> Result<Vec<Member<'a>>, Diagnostic> {
        let mut members = Vec::new();
        self.at += 1;
        if self.closes(b'}') {
            return Ok(members);
        }
        loop {
            self.skip_blanks();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.wrong("a key in quotes"));
            }
            let key = self.string()?;
            let key_span = self.span(start);
            self.skip_blanks();
            self.eat(b':', "`:`")?;
            let value = self.value(depth + 1)?;
            members.push(Member { key, key_span, value });
            if self.closes(b'}') {
                return match given_twice(&members) {
                    None => Ok(members),
                    Some(mistake) => Err(mistake),
                };
            }
            self.eat(b',', "`,` or `}`")?;
        }
    }

    fn array(&mut self, depth: usize) -> Result<Vec<Json<'a>>, Diagnostic> {
        let mut items = Vec::new();
        self.at += 1;
        if self.closes(b']') {
            return Ok(items);
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.closes(b']') {
                return Ok(items);
            }
            self.eat(b',', "`,` or `]`")?;
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Diagnostic> {
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
                Some(b'\\') => text.to_mut().push(self.escape()?),
                _ => return Err(self.wrong("the end of the string")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Diagnostic> {
        self.at += 1;
        let escaped = match self.peek() {
            Some(b'u') => {
                self.at += 1;
                return self.code_point();
            }
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            _ => return Err(self.wrong("an escape such as `\\n`")),
        };
        self.at += 1;
        Ok(escaped)
    }

    /// `u` is read; a code point beyond the sixteen bits comes as two halves.
    fn code_point(&mut self) -> Result<char, Diagnostic> {
        let high = self.four_digits()?;
        let code = if (0xD800..0xDC00).contains(&high) && self.rest().starts_with("\\u") {
            self.at += 2;
            let low = self.four_digits()?;
            0x1_0000 + ((high - 0xD800) << 10) + low.wrapping_sub(0xDC00)
        } else {
            high
        };
        char::from_u32(code).ok_or_else(|| self.wrong("a character"))
    }

    fn four_digits(&mut self) -> Result<u32, Diagnostic> {
        let digits = self.rest().get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let digits = digits.ok_or_else(|| self.wrong("four hexadecimal digits"))?;
        self.at += 4;
        Ok(digits)
    }

    fn number(&mut self) -> Result<&'a str, Diagnostic> {
        let rest = self.rest();
        let len =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '+' | '.')).unwrap_or(rest.len());
        let (number, _) = rest.split_at_checked(len).unwrap_or_default();
        if !is_number(number) {
            return Err(self.wrong("a number"));
        }
        self.at += len;
        Ok(number)
    }

    fn word(&mut self) -> Result<Value<'a>, Diagnostic> {
        for (word, value) in [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.wrong("a value"))
    }

    /// Takes a closing bracket, if one comes next.
    fn closes(&mut self, bracket: u8) -> bool {
        self.skip_blanks();
        let closes = self.peek() == Some(bracket);
        self.at += usize::from(closes);
        closes
    }

    fn eat(&mut self, byte: u8, what: &str) -> Result<(), Diagnostic> {
        if self.peek() != Some(byte) {
            return Err(self.wrong(what));
        }
        self.at += 1;
        Ok(())
    }

    fn skip_blanks(&mut self) {
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

    fn wrong(&self, expected: &str) -> Diagnostic {
        let len = self.rest().chars().next().map_or(0, char::len_utf8);
        Diagnostic::new(
            Code::NotJson,
            Span::new(self.file, self.at, self.at + len),
            format!("this is not JSON: expected {expected}"),
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
