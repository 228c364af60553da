//! A parsed YAML file in which every value has its location.

use crate::source::Span;

/// A value.
#[derive(Debug)]
pub enum Node {
    /// A string, a number or a boolean.
    Text(Scalar),
    /// A list.
    List(List),
    /// A map.
    Map(Map),
}

/// A string. YAML numbers and booleans are strings as well.
#[derive(Debug)]
pub struct Scalar {
    /// The text, unescaped.
    pub text: String,
    /// The location, with quotes.
    pub span: Span,
    /// The location of the text without quotes, if the file contains it unchanged.
    pub verbatim: Option<Span>,
}

/// A list.
#[derive(Debug)]
pub struct List {
    /// The items.
    pub items: Vec<Node>,
    /// The location.
    pub span: Span,
}

/// A map, in the order of the file.
#[derive(Debug)]
pub struct Map {
    /// The entries.
    pub entries: Vec<Entry>,
    /// The location.
    pub span: Span,
}

/// A key with its value.
#[derive(Debug)]
pub struct Entry {
    /// The key.
    pub key: Scalar,
    /// The value.
    pub value: Node,
}

impl Node {
    /// Returns the location.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Text(scalar) => scalar.span,
            Self::List(list) => list.span,
            Self::Map(map) => map.span,
        }
    }

    /// Returns the kind with its article, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(scalar) if scalar.text.is_empty() => "no value",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

impl Map {
    /// Returns the value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key.text == key).map(|entry| &entry.value)
    }
}

impl Scalar {
    /// Returns the whole text with its location.
    pub(crate) fn piece(&self) -> Piece<'_> {
        Piece { text: &self.text, span: self.verbatim.unwrap_or(self.span), exact: self.verbatim.is_some() }
    }
}

/// A part of a text with its location.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    pub(crate) span: Span,
    /// Whether the file contains the text unchanged. Only then can parts of it have their own locations.
    exact: bool,
}

impl<'a> Piece<'a> {
    /// Removes whitespace at both ends.
    pub(crate) fn trim(self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        self.part(start, self.text.trim().len())
    }

    /// Splits at the first `separator` and trims both parts.
    pub(crate) fn split(self, separator: char) -> (Self, Option<Self>) {
        match self.text.find(separator) {
            None => (self.trim(), None),
            Some(at) => {
                let after = at + separator.len_utf8();
                (self.part(0, at).trim(), Some(self.part(after, self.text.len() - after).trim()))
            }
        }
    }

    /// Splits into at most `max` parts. The last part contains the rest.
    pub(crate) fn split_up_to(self, max: usize, separator: char) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut rest = Some(self);
        while let Some(piece) = rest {
            if parts.len() + 1 == max {
                parts.push(piece.trim());
                break;
            }
            let (part, after) = piece.split(separator);
            parts.push(part);
            rest = after;
        }
        parts
    }

    /// Splits at whitespace.
    pub(crate) fn words(self) -> Vec<Self> {
        let mut words = Vec::new();
        let mut rest = self.trim();
        while !rest.text.is_empty() {
            let end = rest.text.find(char::is_whitespace).unwrap_or(rest.text.len());
            words.push(rest.part(0, end));
            rest = rest.part(end, rest.text.len() - end).trim();
        }
        words
    }

    /// Returns another text at the location of this one.
    pub(crate) fn with_text(self, text: &'a str) -> Self {
        Self { text, span: self.span, exact: false }
    }

    fn part(self, start: usize, len: usize) -> Self {
        let text = self.text.get(start..start + len).unwrap_or_default();
        let from = self.span.range().start + start;
        let span = if self.exact { Span::new(self.span.file(), from, from + len) } else { self.span };
        Self { text, span, exact: self.exact }
    }
}
