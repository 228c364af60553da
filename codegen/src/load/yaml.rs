//! YAML into a tree. What the schema language does not use (anchors, tags, several documents) is refused here.

use std::collections::HashSet;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Markers};

use super::tree::{Entry, List, Map, Node, Scalar};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span, offset};

/// How deep lists and maps may stand in each other.
const DEEPEST: usize = 64;

/// Reads one file. What keeps it from being read at all is the error; lesser mistakes go to `mistakes`.
pub(crate) fn parse(file: FileId, text: &str, mistakes: &mut Vec<Diagnostic>) -> Result<Node, Diagnostic> {
    let mut builder = Builder { places: Places::new(file, text), open: Vec::new(), root: None, mistakes };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, markers)) => builder.take(event, markers)?,
            Err(error) => {
                let span = builder.places.point(error.marker().index());
                if let Some(mistake) = keyless(error.info(), text, span) {
                    return Err(mistake);
                }
                let (code, help) = kind(error.info(), text, span);
                let mistake = Diagnostic::new(code, span, format!("this is not YAML: {}", error.info())).label("here");
                return Err(match help {
                    Some(help) => mistake.help(help),
                    None => mistake,
                });
            }
        }
    }
    builder.root.ok_or_else(|| Diagnostic::new(Code::Empty, Span::new(file, 0, 0), "the file is empty"))
}

/// What usually lies behind a complaint of the parser.
fn kind(complaint: &str, text: &str, at: Span) -> (Code, Option<&'static str>) {
    let before = text.get(..at.range().end).unwrap_or_default();
    let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
    let indent = line.len() - line.trim_start().len();
    if line.get(..indent).is_some_and(|indent| indent.contains('\t')) || complaint.contains("tabs") {
        return (Code::Tab, Some("indent with blanks"));
    }
    match complaint {
        _ if is_unmerged(text) => (Code::NotYaml, Some("a merge was not finished: a line starts with `<<<<<<<`")),
        info if info.contains("mapping values") => {
            (Code::NotYaml, Some("a text that holds `: ` goes into quotes; or the line is indented too far"))
        }
        info if info.contains("unknown anchor") => {
            (Code::YamlExtra, Some("a text that starts with `*` goes into quotes"))
        }
        info if info.contains("did not find expected key") || info.contains("did not find expected '-'") => {
            (Code::Indentation, Some("keys of one map start in one column"))
        }
        _ => (Code::NotYaml, None),
    }
}

/// A line that is no key with its value: the parser complains of it behind its end.
fn keyless(complaint: &str, text: &str, at: Span) -> Option<Diagnostic> {
    if !complaint.contains("simple key") || is_unmerged(text) {
        return None;
    }
    let line = line_above(text, at)?;
    let said = text.get(line.range())?;
    let help = if said.contains('：') {
        "the colon is a full-width one: write `: `"
    } else if said.contains(['\u{a0}', '\u{3000}', '\u{2003}']) {
        "a blank is no ordinary one: write `: ` anew"
    } else {
        "write `key: value`"
    };
    Some(Diagnostic::new(Code::NotYaml, line, "this is not YAML: a key without its colon").help(help))
}

fn is_unmerged(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("<<<<<<< "))
}

/// The last line before a place that has something on it.
fn line_above(text: &str, at: Span) -> Option<Span> {
    let head = text.get(..at.range().start)?;
    let head = head.get(..head.rfind('\n')?)?.trim_end();
    let start = head.rfind('\n').map_or(0, |end| end + 1);
    let indent = head.get(start..)?.len() - head.get(start..)?.trim_start().len();
    Some(Span::new(at.file(), start + indent, head.len()))
}

/// A list or a map whose end has not come yet.
enum Open {
    List(List),
    Map { map: Map, key: Option<Scalar> },
}

struct Builder<'a> {
    places: Places<'a>,
    open: Vec<Open>,
    root: Option<Node>,
    mistakes: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, markers: Markers) -> Result<(), Diagnostic> {
        let span = self.places.span(markers);
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(Diagnostic::new(Code::SecondDocument, span, "a file holds one document")
                    .label("a second one starts here"))
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_extras(span, anchor, tag.is_some());
                let letters = self.places.letters(span, &text, style);
                self.add(Node::Text(Scalar { text: text.into_owned(), span, letters }))
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_extras(span, anchor, tag.is_some());
                self.enter(Open::List(List { items: Vec::new(), span }))
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_extras(span, anchor, tag.is_some());
                self.enter(Open::Map { map: Map { entries: Vec::new(), span }, key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => self.leave(span),
            Event::Alias(_) => Err(Diagnostic::new(Code::YamlExtra, span, "the schema has no aliases")
                .help("write the value out; what is shared stands in `types/`")),
            _ => Ok(()),
        }
    }

    fn refuse_extras(&mut self, span: Span, anchor: usize, tag: bool) {
        if anchor > 0 {
            self.mistakes.push(Diagnostic::new(Code::YamlExtra, span, "the schema has no anchors").label("anchored"));
        }
        if tag {
            self.mistakes.push(Diagnostic::new(Code::YamlExtra, span, "the schema has no tags").label("tagged"));
        }
    }

    fn enter(&mut self, open: Open) -> Result<(), Diagnostic> {
        if self.open.len() == DEEPEST {
            let span = match &open {
                Open::List(list) => list.span,
                Open::Map { map, .. } => map.span,
            };
            return Err(Diagnostic::new(
                Code::TooDeep,
                span,
                format!("lists and maps stand more than {DEEPEST} deep in each other"),
            ));
        }
        self.open.push(open);
        Ok(())
    }

    fn leave(&mut self, end: Span) -> Result<(), Diagnostic> {
        match self.open.pop() {
            Some(Open::List(mut list)) => {
                let last = list.items.last().map(Node::span);
                list.span.end = last_byte(list.span, last, end);
                self.add(Node::List(list))
            }
            Some(Open::Map { mut map, .. }) => {
                let last = map.entries.last().map(|entry| entry.value.span());
                map.span.end = last_byte(map.span, last, end);
                self.refuse_duplicates(&mut map);
                self.add(Node::Map(map))
            }
            None => Ok(()),
        }
    }

    /// A key that comes again is reported and left out.
    fn refuse_duplicates(&mut self, map: &mut Map) {
        let mut keys: Vec<&Scalar> = map.entries.iter().map(|entry| &entry.key).collect();
        keys.sort_by_key(|key| (&key.text, key.span));
        let mut again = HashSet::new();
        for pair in keys.windows(2) {
            if let [first, second] = pair
                && first.text == second.text
            {
                again.insert(second.span);
                self.mistakes.push(
                    Diagnostic::new(Code::DuplicateKey, second.span, format!("`{}` is given twice", second.text))
                        .label("again")
                        .other(first.span, "first given here"),
                );
            }
        }
        map.entries.retain(|entry| !again.contains(&entry.key.span));
    }

    fn add(&mut self, node: Node) -> Result<(), Diagnostic> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(list)) => list.items.push(node),
            Some(Open::Map { map, key }) => match (key.take(), node) {
                (Some(key), value) => map.entries.push(Entry { key, value }),
                (None, Node::Text(scalar)) => *key = Some(scalar),
                (None, node) => {
                    return Err(Diagnostic::new(
                        Code::KeyIsNoText,
                        node.span(),
                        format!("a key is a text, not {}", node.kind()),
                    ));
                }
            },
        }
        Ok(())
    }
}

/// A bracket ends a list or a map; without one, the parser says where the next thing starts, and the last value ends it.
fn last_byte(start: Span, last: Option<Span>, end: Span) -> u32 {
    let bracket = end.range().len() == 1;
    let end = if bracket { end.end } else { last.map_or(start.end, |last| last.end) };
    end.max(start.end)
}

/// Turns the parser's places, which count characters, into ours, which count bytes.
struct Places<'a> {
    file: FileId,
    text: &'a str,
    /// The byte at which each character starts; empty when each is one byte long.
    starts: Vec<u32>,
}

impl<'a> Places<'a> {
    fn new(file: FileId, text: &'a str) -> Self {
        let starts = if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| offset(at)).collect() };
        Self { file, text, starts }
    }

    fn byte(&self, character: usize) -> usize {
        if self.starts.is_empty() {
            return character.min(self.text.len());
        }
        self.starts.get(character).map_or(self.text.len(), |at| *at as usize)
    }

    fn span(&self, markers: Markers) -> Span {
        let start = self.byte(markers.start.index());
        let end = self.byte(markers.end.index()).max(start);
        let blanks = self.text.get(start..end).map_or(0, |text| text.len() - text.trim_end().len());
        Span::new(self.file, start, end - blanks)
    }

    /// The character at a place, or the end of the file.
    fn point(&self, character: usize) -> Span {
        let start = self.byte(character);
        let len = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Span::new(self.file, start, start + len)
    }

    /// Where a scalar's text stands letter by letter: not if it is folded or has escapes.
    fn letters(&self, span: Span, text: &str, style: ScalarStyle) -> Option<Span> {
        let quote = usize::from(style != ScalarStyle::Plain);
        let range = span.range().start + quote..span.range().end.checked_sub(quote)?;
        (self.text.get(range.clone()) == Some(text)).then(|| Span::new(self.file, range.start, range.end))
    }
}
