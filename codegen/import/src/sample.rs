//! Reads the samples of a page; repairs what can be repaired safely.

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

/// A sample: its text, its value, and what was repaired in it.
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

    /// The value itself if it is an object, or the objects in a list.
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

/// Reads a sample; `None` if even the repaired text is not JSON.
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

/// A text that repeats more keys than this is not a sample.
const MOST_REPEATED: usize = 64;

/// Removes a member, which starts at its key, and the comma before it.
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

/// Repairs a text: removes comments, superfluous commas and brackets, inserts missing commas, closes what is open.
fn repair(text: &str, mended: &mut Vec<&'static str>) -> String {
    let mut repair = Repair { out: String::new(), open: Vec::new(), mended };
    let mut chars = text.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }).peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => repair.string(&mut chars),
            '/' if chars.peek() == Some(&'/') => {
                repair.note("a comment");
                while chars.peek().is_some_and(|c| *c != '\n') {
                    chars.next();
                }
            }
            '/' if chars.peek() == Some(&'*') => {
                repair.note("a comment");
                let mut last = ' ';
                for c in chars.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            '{' | '[' => repair.opening_bracket(c),
            '}' | ']' => repair.closing_bracket(c),
            c => repair.other(c, chars.peek().copied()),
        }
    }
    while let Some(bracket) = repair.open.pop() {
        repair.note("a missing bracket at the end");
        repair.out.push(bracket);
    }
    repair.out
}

/// A text that is being repaired.
struct Repair<'m> {
    out: String,
    /// The closing brackets of what is open.
    open: Vec<char>,
    /// What was repaired, each kind once.
    mended: &'m mut Vec<&'static str>,
}

impl Repair<'_> {
    fn note(&mut self, what: &'static str) {
        if !self.mended.contains(&what) {
            self.mended.push(what);
        }
    }

    /// Inserts a comma if the last token ends a value.
    fn separate(&mut self) {
        let end = self.out.trim_end();
        if end.ends_with(['"', '}', ']']) || end.ends_with(|c: char| c.is_ascii_alphanumeric()) {
            let at = end.len();
            self.note("a missing comma");
            self.out.insert(at, ',');
        }
    }

    fn opening_bracket(&mut self, bracket: char) {
        self.separate();
        self.open.push(if bracket == '{' { '}' } else { ']' });
        self.out.push(bracket);
    }

    fn closing_bracket(&mut self, bracket: char) {
        if self.open.last() != Some(&bracket) {
            self.note("a bracket without its other half");
            return;
        }
        self.open.pop();
        if self.out.trim_end().ends_with(',') {
            self.note("a comma before a closing bracket");
            let kept = self.out.trim_end().len() - 1;
            self.out.remove(kept);
        }
        self.out.push(bracket);
    }

    /// A character outside of strings, comments and brackets.
    fn other(&mut self, c: char, next: Option<char>) {
        let ends_with = |marks: &[char]| self.out.trim_end().ends_with(marks);
        match c {
            '，' => {
                self.note("a full-width comma");
                self.out.push(',');
            }
            ',' if ends_with(&[',', '{', '[']) => self.note("a comma too many"),
            '.' if next == Some('.') => self.note("dots for what was left out"),
            '-' if !next.is_some_and(|next| next.is_ascii_digit()) => self.note("a dash where a value should be"),
            '.' if ends_with(&['{', '[', ',']) => {}
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => self.out.push(c),
        }
    }

    /// A string up to its closing quote. A line break within it becomes `\n`.
    fn string(&mut self, chars: &mut impl Iterator<Item = char>) {
        self.separate();
        self.out.push('"');
        while let Some(c) = chars.next() {
            match c {
                '\\' => {
                    self.out.push(c);
                    self.out.extend(chars.next());
                }
                '"' => break,
                '\n' => {
                    self.note("a line's end within a string");
                    self.out.push_str("\\n");
                }
                '\t' => self.out.push_str("\\t"),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }
}
