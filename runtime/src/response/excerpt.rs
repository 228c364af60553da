//! Finds the path of an invalid value in a body, and an excerpt of the text around it with every value masked.
//!
//! This code only runs after reading has failed.

use std::{collections::VecDeque, fmt::Write as _};

/// A location in a JSON text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct JsonLocation {
    /// The path, such as `data.items[3].begin_time`; empty at the top level.
    pub(crate) path: String,
    /// Some tokens around the location, with every value masked.
    pub(crate) excerpt: String,
}

/// Maximum number of tokens in an excerpt.
const SHOWN: usize = 12;

/// Maximum number of steps in a path. A longer path is cut at its start.
const STEPS: usize = 32;

/// Returns the location of a byte offset.
pub(crate) fn locate(json: &str, offset: usize) -> JsonLocation {
    let mut walk = Walk::default();
    let mut shown: VecDeque<String> = VecDeque::new();
    let mut more = "";
    let mut after = 0;
    for token in Tokens(json.char_indices().peekable()) {
        if token.end <= offset || shown.is_empty() {
            walk.step(&token);
            shown.push_back(token.masked(walk.in_key));
        } else if after < 3 {
            // After the invalid value, keys and values cannot be distinguished, so both are masked.
            shown.push_back(token.masked(false));
            after += 1;
        } else {
            break;
        }
        if shown.len() > SHOWN {
            shown.pop_front();
            more = "…";
        }
    }
    let tail: String = shown.iter().map(String::as_str).collect();
    JsonLocation { path: walk.path(), excerpt: format!("{more}{tail}") }
}

/// Returns the beginning of an HTML page of a gateway. Any other text may contain personal data, so the result is empty.
pub(crate) fn beginning(text: &str) -> String {
    const SHOWN: usize = 120;
    if !text.starts_with('<') {
        return String::new();
    }
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > SHOWN {
        words = words.chars().take(SHOWN).chain(['…']).collect();
    }
    words
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open(char),
    Close(char),
    Comma,
    Colon,
    Text,
    Other,
}

struct Token {
    kind: Kind,
    text: String,
    end: usize,
}

impl Token {
    fn masked(&self, is_key: bool) -> String {
        match self.kind {
            Kind::Open(mark) | Kind::Close(mark) => mark.to_string(),
            Kind::Comma => ", ".to_owned(),
            Kind::Colon => ": ".to_owned(),
            Kind::Text if is_key => format!("\"{}\"", shown_key(&self.text)),
            Kind::Text => "\"…\"".to_owned(),
            Kind::Other if matches!(self.text.as_str(), "true" | "false" | "null") => self.text.clone(),
            Kind::Other if self.text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) => {
                "0".to_owned()
            }
            Kind::Other => "…".to_owned(),
        }
    }
}

/// Returns a key if it looks like the name of a field. Any other key may be data, so it is masked.
fn shown_key(key: &str) -> &str {
    let is_name = key.len() <= 64
        && key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if is_name { key } else { "…" }
}

/// The tokens of a JSON text, which may be malformed.
struct Tokens<'a>(std::iter::Peekable<std::str::CharIndices<'a>>);

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while self.0.next_if(|(_, letter)| letter.is_whitespace()).is_some() {}
        let (at, letter) = self.0.next()?;
        let kind = match letter {
            '{' | '[' => Kind::Open(letter),
            '}' | ']' => Kind::Close(letter),
            ',' => Kind::Comma,
            ':' => Kind::Colon,
            '"' => Kind::Text,
            _ => Kind::Other,
        };
        let (text, end) = match kind {
            Kind::Text => self.string(at),
            Kind::Other => self.word(at, letter),
            _ => (String::new(), at + letter.len_utf8()),
        };
        Some(Token { kind, text, end })
    }
}

impl Tokens<'_> {
    fn string(&mut self, at: usize) -> (String, usize) {
        let mut text = String::new();
        let mut end = at + 1;
        let mut escaped = false;
        for (at, letter) in self.0.by_ref() {
            end = at + letter.len_utf8();
            match letter {
                '"' if !escaped => break,
                '\\' if !escaped => escaped = true,
                _ => {
                    escaped = false;
                    text.push(letter);
                }
            }
        }
        (text, end)
    }

    fn word(&mut self, at: usize, first: char) -> (String, usize) {
        let mut text = String::from(first);
        let mut end = at + first.len_utf8();
        while let Some((at, letter)) =
            self.0.next_if(|(_, letter)| !letter.is_whitespace() && !"{}[],:\"".contains(*letter))
        {
            text.push(letter);
            end = at + letter.len_utf8();
        }
        (text, end)
    }
}

#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

/// Reads the tokens and keeps track of the path.
#[derive(Default)]
struct Walk {
    steps: Vec<Step>,
    expects_key: bool,
    in_key: bool,
}

impl Walk {
    fn step(&mut self, token: &Token) {
        self.in_key = false;
        match token.kind {
            Kind::Open('{') => {
                self.steps.push(Step::Key(String::new()));
                self.expects_key = true;
            }
            Kind::Open(_) => {
                self.steps.push(Step::Index(0));
                self.expects_key = false;
            }
            Kind::Close(_) => {
                self.steps.pop();
                self.expects_key = false;
            }
            Kind::Comma => match self.steps.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                Some(Step::Key(_)) => self.expects_key = true,
                None => {}
            },
            Kind::Text if self.expects_key => {
                if let Some(Step::Key(key)) = self.steps.last_mut() {
                    *key = shown_key(&token.text).to_owned();
                }
                self.in_key = true;
                self.expects_key = false;
            }
            Kind::Text | Kind::Colon | Kind::Other => {}
        }
    }

    fn path(&self) -> String {
        let hidden = self.steps.len().saturating_sub(STEPS);
        let mut path = String::from(if hidden > 0 { "…" } else { "" });
        for step in self.steps.iter().skip(hidden) {
            let _ = match step {
                Step::Key(key) if key.is_empty() => Ok(()),
                Step::Key(key) if path.is_empty() => path.write_str(key),
                Step::Key(key) => write!(path, ".{key}"),
                Step::Index(index) => write!(path, "[{index}]"),
            };
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str =
        r#"{"code":0,"data":{"items":[{"id":"1","name":"张三"},{"id":"2","begin_time":"13333333333"}]}}"#;

    fn location_after(needle: &str) -> JsonLocation {
        let at = BODY.find(needle).map_or(BODY.len(), |at| at + needle.len());
        locate(BODY, at)
    }

    #[test]
    fn the_path_leads_to_the_offset() {
        assert_eq!(location_after(r#""13333333333""#).path, "data.items[1].begin_time");
        assert_eq!(location_after("张三\"").path, "data.items[0].name");
        assert_eq!(location_after("\"code\":0").path, "code");
        assert_eq!(location_after("no such").path, "");
    }

    #[test]
    fn keys_are_shown_and_values_are_masked() {
        let location = location_after(r#""13333333333""#);
        assert_eq!(location.excerpt, r#"…, {"id": "…", "begin_time": "…"}]}"#);
    }

    #[test]
    fn values_in_a_malformed_body_are_masked() {
        for body in [
            r#"{"code":0,"data":{"mobile" "13800138000"}}"#,
            r#"{"13800138000":"x","id":{}}"#,
            r#"{"张三":{"13800138000":1}}"#,
            r#"{"mobile":13800138000,"id":{}}"#,
            r#"{"name":"zhang138"}"#,
            r#"{"name":张三}"#,
            r#"{"name":"a\"张三","id":{}}"#,
        ] {
            for offset in 0..=body.len() {
                let location = locate(body, offset);
                assert!(!location.path.contains("138") && !location.path.contains('张'), "{location:?}");
                assert!(!location.excerpt.contains("138") && !location.excerpt.contains('张'), "{location:?}");
            }
        }
        assert_eq!(beginning("\u{feff}{\"mobile\": \"13800138000\"}"), "");
    }

    #[test]
    fn text_that_is_not_json_is_accepted() {
        for text in ["", "\"", "\"\\", "{", "[[[", "}}}", "{\"a\"", "<html>", "中文{\"键", "\\u12"] {
            for offset in 0..=text.len() + 1 {
                let _ = locate(text, offset);
            }
        }
        assert_eq!(beginning("<html>\n  <body>"), "<html> <body>");
        assert_eq!(beginning(&"<长".repeat(100)).chars().count(), 121);
    }

    #[test]
    fn the_path_and_the_excerpt_of_a_deep_body_are_short() {
        let body = format!("{{\"a\":{}", r#"[{"key":"#.repeat(5000));
        let location = locate(&body, body.len());
        assert!(
            location.path.len() < 300 && location.excerpt.len() < 300,
            "{} {}",
            location.path.len(),
            location.excerpt.len()
        );
        assert!(location.path.starts_with("…[0].key") && location.path.ends_with("[0].key"), "{}", location.path);
    }
}
