//! Samples as values of their own, after what is safe to repair was repaired.

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

/// A sample's text, its value, and what was mended in it.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) text: String,
    pub(crate) value: Sample,
    pub(crate) mended: Vec<&'static str>,
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

    /// The objects that it is, or that are in it when it is a list.
    pub(crate) fn objects(&self) -> Vec<&Self> {
        match self {
            Self::Object(_) => vec![self],
            Self::Array(items) => items.iter().flat_map(Self::objects).collect(),
            _ => Vec::new(),
        }
    }

    /// Every value under a key, at any depth.
    pub(crate) fn everywhere<'a>(&'a self, key: &str, found: &mut Vec<&'a Self>) {
        match self {
            Self::Object(members) => {
                for (name, value) in members {
                    if name == key {
                        found.push(value);
                    }
                    value.everywhere(key, found);
                }
            }
            Self::Array(items) => items.iter().for_each(|item| item.everywhere(key, found)),
            _ => {}
        }
    }

    fn of(json: &Json<'_>) -> Self {
        match &json.value {
            JsonValue::Null => Self::Null,
            JsonValue::Bool(value) => Self::Bool(*value),
            JsonValue::Number(text) => Self::Number((*text).to_owned()),
            JsonValue::Text(text) => Self::Text(text.clone().into_owned()),
            JsonValue::Array(items) => Self::Array(items.iter().map(Self::of).collect()),
            JsonValue::Object(members) => {
                let mut seen: Vec<(String, Self)> = Vec::new();
                for member in members {
                    if !seen.iter().any(|(key, _)| *key == member.key) {
                        seen.push((member.key.clone().into_owned(), Self::of(&member.value)));
                    }
                }
                Self::Object(seen)
            }
        }
    }
}

/// Reads a sample; nothing when even the repaired text is no JSON.
pub(crate) fn read(text: &str) -> Option<Read> {
    let parsed = |text: &str| parse_json(FileId::default(), text).map(|json| Sample::of(&json));
    if let Ok(value) = parsed(text) {
        return Some(Read { text: text.to_owned(), value, mended: Vec::new() });
    }
    let mut mended = Vec::new();
    let mut text = repair(text, &mut mended);
    for _ in 0..MOST_REPEATED {
        match parsed(&text) {
            Ok(value) => return Some(Read { text, value, mended }),
            Err(mistake) if mistake.code == Code::DuplicateKey => {
                text = without_member(&text, mistake.span.range().start)?;
                mended.retain(|said| *said != REPEATED);
                mended.push(REPEATED);
            }
            Err(_) => return None,
        }
    }
    None
}

const REPEATED: &str = "a key that is given twice; the first is kept";

/// A sample that repeats more keys than this is no sample.
const MOST_REPEATED: usize = 64;

/// The text without the member whose key starts there, and without the comma before it.
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

/// Takes out comments and commas before a closing bracket, puts in commas between values on different lines, closes what is open.
fn repair(text: &str, mended: &mut Vec<&'static str>) -> String {
    let mut say = |what| {
        if !mended.contains(&what) {
            mended.push(what);
        }
    };
    let mut out = String::new();
    let mut open = Vec::new();
    let mut chars = text.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }).peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                if value_ends(&out) {
                    say("a missing comma");
                    insert_comma(&mut out);
                }
                string(&mut out, &mut chars, &mut say);
            }
            '/' if chars.peek() == Some(&'/') => {
                say("a comment");
                while chars.peek().is_some_and(|c| *c != '\n') {
                    chars.next();
                }
            }
            '/' if chars.peek() == Some(&'*') => {
                say("a comment");
                let mut last = ' ';
                for c in chars.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            '，' => {
                say("a full-width comma");
                out.push(',');
            }
            '{' | '[' => {
                if value_ends(&out) {
                    say("a missing comma");
                    insert_comma(&mut out);
                }
                open.push(if c == '{' { '}' } else { ']' });
                out.push(c);
            }
            '}' | ']' => {
                if open.last() != Some(&c) {
                    say("a bracket without its other half");
                    continue;
                }
                open.pop();
                if out.trim_end().ends_with(',') {
                    say("a comma before a closing bracket");
                    let kept = out.trim_end().len() - 1;
                    out.remove(kept);
                }
                out.push(c);
            }
            ',' if out.trim_end().ends_with([',', '{', '[']) => say("a comma too many"),
            '.' if chars.peek() == Some(&'.') => say("dots for what was left out"),
            '-' if !chars.peek().is_some_and(char::is_ascii_digit) => say("a dash where a value should be"),
            '.' if out.trim_end().ends_with(['{', '[', ',']) => {}
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => out.push(c),
        }
    }
    while let Some(bracket) = open.pop() {
        say("a missing bracket at the end");
        out.push(bracket);
    }
    out
}

/// Whether a value ended last, so that another one needs a comma before it.
fn value_ends(out: &str) -> bool {
    out.trim_end().ends_with(['"', '}', ']']) || out.trim_end().ends_with(|c: char| c.is_ascii_alphanumeric())
}

fn insert_comma(out: &mut String) {
    let at = out.trim_end().len();
    out.insert(at, ',');
}

/// A string up to its closing quote; a line's end within it becomes `\n`.
fn string(
    out: &mut String,
    chars: &mut std::iter::Peekable<impl Iterator<Item = char>>,
    say: &mut impl FnMut(&'static str),
) {
    out.push('"');
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                out.extend(chars.next());
            }
            '"' => break,
            '\n' => {
                say("a line's end within a string");
                out.push_str("\\n");
            }
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
}
