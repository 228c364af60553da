//! An ordered JSON tree and its serialization.

use std::fmt::Write as _;

use indexmap::IndexMap;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    /// The text of a number.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Map(Map),
}

/// A JSON object that keeps the order of insertion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Map(IndexMap<String, Node>);

impl Map {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn with(mut self, key: impl Into<String>, value: impl Into<Node>) -> Self {
        self.put(key, value);
        self
    }

    pub(crate) fn with_some(self, key: &str, value: Option<impl Into<Node>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds a list, unless it is empty.
    pub(crate) fn with_any<T: Into<Node>>(self, key: &str, items: impl IntoIterator<Item = T>) -> Self {
        let items = list(items);
        if items == Node::List(Vec::new()) { self } else { self.with(key, items) }
    }

    /// Adds `true` if the flag is set.
    pub(crate) fn with_flag(self, key: &str, flag: bool) -> Self {
        if flag { self.with(key, true) } else { self }
    }

    pub(crate) fn and(mut self, other: Self) -> Self {
        other.0.into_iter().for_each(|(key, value)| self.put(key, value));
        self
    }

    /// Sets a key, replacing its previous value.
    pub(crate) fn put(&mut self, key: impl Into<String>, value: impl Into<Node>) {
        self.0.insert(key.into(), value.into());
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.0.get(key)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.0.get_mut(key)
    }

    /// Returns the object under a key, and creates it if it is absent.
    pub(crate) fn map_at(&mut self, key: &str) -> Option<&mut Self> {
        if self.get(key).is_none() {
            self.put(key, Self::new());
        }
        match self.get_mut(key) {
            Some(Node::Map(map)) => Some(map),
            _ => None,
        }
    }

    /// Returns the map without a key.
    pub(crate) fn without(mut self, key: &str) -> Self {
        self.0.shift_remove(key);
        self
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl IntoIterator for Map {
    type Item = (String, Node);
    type IntoIter = indexmap::map::IntoIter<String, Node>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Creates a list.
pub(crate) fn list<T: Into<Node>>(items: impl IntoIterator<Item = T>) -> Node {
    Node::List(items.into_iter().map(Into::into).collect())
}

impl From<Map> for Node {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Node {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

macro_rules! numbers {
    ($($number:ty),+) => { $(
        impl From<$number> for Node {
            fn from(number: $number) -> Self {
                Self::Number(number.to_string())
            }
        }
    )+ };
}

numbers!(i64, u64, u32, u16);

/// The maximum line width of a list or an object on one line.
const WIDTH: usize = 120;

impl Node {
    /// Serializes the tree with an indentation of two spaces and a final newline. Lists and objects that fit are on one line.
    pub(crate) fn to_file(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, 0, 0);
        out.push('\n');
        out
    }

    /// Serializes the tree on one line, with a final newline.
    pub(crate) fn to_line(&self) -> String {
        let mut out = String::new();
        self.write_inline(&mut out, usize::MAX);
        out.push('\n');
        out
    }

    /// Writes a value. `column` is the width of the line before it.
    fn write(&self, out: &mut String, level: usize, column: usize) {
        let start = out.len();
        let fits = self.write_inline(out, start + WIDTH.saturating_sub(column)) && level > 0;
        match self {
            Self::List(items) if !fits => {
                out.truncate(start);
                between(out, level, ['[', ']'], items, |out, item| item.write(out, level + 1, 2 * level + 2));
            }
            Self::Map(map) if !fits => {
                out.truncate(start);
                between(out, level, ['{', '}'], &map.0, |out, (key, value): (&String, &Self)| {
                    write_key(out, key);
                    value.write(out, level + 1, 2 * level + 2 + key.len() + 4);
                });
            }
            _ => {}
        }
    }

    /// Writes a value on one line. Returns `false` if the text gets longer than `end`; a list or an object may then be incomplete.
    fn write_inline(&self, out: &mut String, end: usize) -> bool {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(number) => out.push_str(number),
            Self::Text(text) => write_text(out, text),
            Self::List(items) => inline(out, ["[", "]"], items, |out, item| item.write_inline(out, end)),
            Self::Map(map) if map.0.is_empty() => out.push_str("{}"),
            Self::Map(map) => inline(out, ["{ ", " }"], &map.0, |out, (key, value): (&String, &Self)| {
                write_key(out, key);
                value.write_inline(out, end)
            }),
        }
        out.len() < end
    }
}

/// Writes items on one line, until one does not fit.
fn inline<T>(
    out: &mut String,
    [open, close]: [&str; 2],
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T) -> bool,
) {
    out.push_str(open);
    for (index, item) in items.into_iter().enumerate() {
        out.push_str(if index == 0 { "" } else { ", " });
        if !write(out, item) {
            return;
        }
    }
    out.push_str(close);
}

fn write_key(out: &mut String, key: &str) {
    write_text(out, key);
    out.push_str(": ");
}

fn between<T>(
    out: &mut String,
    level: usize,
    [open, close]: [char; 2],
    items: impl IntoIterator<Item = T>,
    write: impl Fn(&mut String, T),
) {
    out.push(open);
    for (index, item) in items.into_iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        indent(out, level + 1);
        write(out, item);
    }
    out.push('\n');
    indent(out, level);
    out.push(close);
}

fn indent(out: &mut String, level: usize) {
    (0..level).for_each(|_| out.push_str("  "));
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serializes_to_json() {
        let map = Map::new().with("a", list(["x\"\\\n\u{1}", "备注"])).with("b", Map::new()).with("c", 1_i64);
        let text = "{\n  \"a\": [\"x\\\"\\\\\\n\\u0001\", \"备注\"],\n  \"b\": {},\n  \"c\": 1\n}\n";
        assert_eq!(Node::from(map).to_file(), text);
    }

    #[test]
    fn long_values_are_broken() {
        let long = "x".repeat(110);
        let text = Node::from(Map::new().with("a", Map::new().with("b", &long).with("c", list([1_i64, 2])))).to_file();
        let lines = format!("{{\n  \"a\": {{\n    \"b\": \"{long}\",\n    \"c\": [1, 2]\n  }}\n}}\n");
        assert_eq!(text, lines);
    }

    #[test]
    fn a_second_value_replaces_the_first() {
        assert_eq!(
            Map::new().with("a", 1_i64).with("b", true).with("a", false),
            Map::new().with("a", false).with("b", true)
        );
    }
}
