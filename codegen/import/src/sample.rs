//! Parses the samples of a page, and repairs common errors.

use feishu_codegen::{
    Code, FileId,
    draft::{Json, JsonValue, parse_json},
};

/// A value of a sample.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sample {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Array(Vec<Sample>),
    Object(Vec<(String, Sample)>),
}

/// A parsed sample: its text, its value, and the repairs.
#[derive(Clone, Debug)]
pub(crate) struct ParsedSample {
    pub(crate) text: String,
    pub(crate) value: Sample,
    pub(crate) repairs: Vec<&'static str>,
}

impl Sample {
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.members().iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub(crate) fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// Returns the value itself if it is an object, or the objects in a list.
    pub(crate) fn objects(&self) -> Vec<&Self> {
        match self {
            Self::Object(_) => vec![self],
            Self::Array(items) => items.iter().flat_map(Self::objects).collect(),
            _ => Vec::new(),
        }
    }

    /// Collects the values of a key at any depth.
    pub(crate) fn collect_values<'a>(&'a self, key: &str, found: &mut Vec<&'a Self>) {
        match self {
            Self::Object(members) => {
                for (name, value) in members {
                    if name == key {
                        found.push(value);
                    }
                    value.collect_values(key, found);
                }
            }
            Self::Array(items) => items.iter().for_each(|item| item.collect_values(key, found)),
            _ => {}
        }
    }

    fn from_json(json: &Json<'_>) -> Self {
        match &json.value {
            JsonValue::Null => Self::Null,
            JsonValue::Bool(value) => Self::Bool(*value),
            JsonValue::Number(text) => Self::Number((*text).to_owned()),
            JsonValue::Text(text) => Self::Text(text.clone().into_owned()),
            JsonValue::Array(items) => Self::Array(items.iter().map(Self::from_json).collect()),
            JsonValue::Object(members) => {
                let mut seen: Vec<(String, Self)> = Vec::new();
                for member in members {
                    if !seen.iter().any(|(key, _)| *key == member.key) {
                        seen.push((member.key.clone().into_owned(), Self::from_json(&member.value)));
                    }
                }
                Self::Object(seen)
            }
        }
    }
}

/// Parses a sample. Returns `None` if even the repaired text is not valid JSON.
pub(crate) fn read(text: &str) -> Option<ParsedSample> {
    let parsed = |text: &str| parse_json(FileId::default(), text).map(|json| Sample::from_json(&json));
    if let Ok(value) = parsed(text) {
        return Some(ParsedSample { text: text.to_owned(), value, repairs: Vec::new() });
    }
    let mut repairs = Vec::new();
    let mut text = repair(text, &mut repairs);
    for _ in 0..MAX_DUPLICATES {
        match parsed(&text) {
            Ok(value) => return Some(ParsedSample { text, value, repairs }),
            Err(error) if error.code == Code::DuplicateKey => {
                text = without_member(&text, error.span.range().start)?;
                repairs.retain(|repair| *repair != DUPLICATE_KEY);
                repairs.push(DUPLICATE_KEY);
            }
            Err(_) => return None,
        }
    }
    None
}

const DUPLICATE_KEY: &str = "duplicate key, the first one was kept";

/// The maximum number of duplicate keys that are repaired.
const MAX_DUPLICATES: usize = 64;

/// Removes the member whose key starts at an offset, and the comma before it.
fn without_member(text: &str, key: usize) -> Option<String> {
    let (before, member) = text.split_at_checked(key)?;
    let kept = before.trim_end().strip_suffix(',')?;
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    let end = member.char_indices().find_map(|(at, c)| {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ if in_string => {}
            ',' | '}' if depth == 0 => return Some(at),
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        None
    })?;
    Some(format!("{kept}{}", member.get(end..)?))
}

/// Repairs a text: removes comments, superfluous commas and brackets, inserts missing commas, and closes open brackets.
fn repair(text: &str, repairs: &mut Vec<&'static str>) -> String {
    let mut repair = Repair { out: String::new(), open: Vec::new(), repairs };
    let mut chars = text.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }).peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => repair.copy_string(&mut chars),
            '/' if chars.peek() == Some(&'/') => {
                repair.record("comment");
                while chars.peek().is_some_and(|c| *c != '\n') {
                    chars.next();
                }
            }
            '/' if chars.peek() == Some(&'*') => {
                repair.record("comment");
                let mut last = ' ';
                for c in chars.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            '{' | '[' => repair.open_bracket(c),
            '}' | ']' => repair.close_bracket(c),
            c => repair.copy_other(c, chars.peek().copied()),
        }
    }
    while let Some(bracket) = repair.open.pop() {
        repair.record("missing bracket at the end");
        repair.out.push(bracket);
    }
    repair.out
}

/// A text that is being repaired.
struct Repair<'m> {
    out: String,
    /// The closing brackets of all open objects and lists.
    open: Vec<char>,
    /// The kinds of repairs.
    repairs: &'m mut Vec<&'static str>,
}

impl Repair<'_> {
    fn record(&mut self, what: &'static str) {
        if !self.repairs.contains(&what) {
            self.repairs.push(what);
        }
    }

    /// Inserts a comma if the last token ends a value.
    fn insert_comma(&mut self) {
        let end = self.out.trim_end();
        if end.ends_with(['"', '}', ']']) || end.ends_with(|c: char| c.is_ascii_alphanumeric()) {
            let at = end.len();
            self.record("missing comma");
            self.out.insert(at, ',');
        }
    }

    fn open_bracket(&mut self, bracket: char) {
        self.insert_comma();
        self.open.push(if bracket == '{' { '}' } else { ']' });
        self.out.push(bracket);
    }

    fn close_bracket(&mut self, bracket: char) {
        if self.open.last() != Some(&bracket) {
            self.record("unmatched bracket");
            return;
        }
        self.open.pop();
        if self.out.trim_end().ends_with(',') {
            self.record("trailing comma");
            let kept = self.out.trim_end().len() - 1;
            self.out.remove(kept);
        }
        self.out.push(bracket);
    }

    /// Copies or repairs a character outside of strings, comments and brackets.
    fn copy_other(&mut self, c: char, next: Option<char>) {
        let ends_with = |marks: &[char]| self.out.trim_end().ends_with(marks);
        match c {
            '，' => {
                self.record("full-width comma");
                self.out.push(',');
            }
            ',' if ends_with(&[',', '{', '[']) => self.record("superfluous comma"),
            '.' if next == Some('.') => self.record("ellipsis"),
            '-' if !next.is_some_and(|next| next.is_ascii_digit()) => self.record("dash instead of a value"),
            '.' if ends_with(&['{', '[', ',']) => {}
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => self.out.push(c),
        }
    }

    /// Copies a string up to its closing quote. A line break becomes `\n`.
    fn copy_string(&mut self, chars: &mut impl Iterator<Item = char>) {
        self.insert_comma();
        self.out.push('"');
        while let Some(c) = chars.next() {
            match c {
                '\\' => {
                    self.out.push(c);
                    self.out.extend(chars.next());
                }
                '"' => break,
                '\n' => {
                    self.record("line break in a string");
                    self.out.push_str("\\n");
                }
                '\t' => self.out.push_str("\\t"),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }
}
