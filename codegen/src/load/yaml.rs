//! Parses YAML into a tree. Rejects what the schema language does not use: anchors, aliases, tags and several documents.

use std::collections::HashSet;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Markers};

use super::tree::{Entry, List, Map, Node, Scalar};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span, offset};

/// The maximum nesting depth.
const MAX_DEPTH: usize = 64;

/// Parses a file. Errors after which parsing can continue are added to `diagnostics`.
///
/// # Errors
/// Returns the error at which parsing stopped.
pub(crate) fn parse(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<Node, Diagnostic> {
    let mut builder = Builder { offsets: Offsets::new(file, text), open: Vec::new(), root: None, diagnostics };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, markers)) => builder.handle(event, markers)?,
            Err(error) => {
                let span = builder.offsets.point(error.marker().index());
                if let Some(diagnostic) = missing_colon(error.info(), text, span) {
                    return Err(diagnostic);
                }
                let (code, help) = classify(error.info(), text, span);
                let diagnostic = Diagnostic::new(code, span, format!("invalid YAML: {}", error.info())).label("here");
                return Err(match help {
                    Some(help) => diagnostic.help(help),
                    None => diagnostic,
                });
            }
        }
    }
    builder.root.ok_or_else(|| Diagnostic::new(Code::Empty, Span::new(file, 0, 0), "the file is empty"))
}

/// Returns the code and the likely fix for an error of the parser.
fn classify(message: &str, text: &str, at: Span) -> (Code, Option<&'static str>) {
    let before = text.get(..at.range().end).unwrap_or_default();
    let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
    let indent = line.len() - line.trim_start().len();
    if line.get(..indent).is_some_and(|indent| indent.contains('\t')) || message.contains("tabs") {
        return (Code::Tab, Some("indent with spaces"));
    }
    match message {
        _ if is_unmerged(text) => (Code::NotYaml, Some("resolve the merge conflict: a line starts with `<<<<<<<`")),
        info if info.contains("mapping values") => {
            (Code::NotYaml, Some("quote a value that contains `: `, or correct the indentation"))
        }
        info if info.contains("unknown anchor") => (Code::UnsupportedYaml, Some("quote a value that starts with `*`")),
        info if info.contains("did not find expected key") || info.contains("did not find expected '-'") => {
            (Code::Indentation, Some("start all keys of a map in the same column"))
        }
        _ => (Code::NotYaml, None),
    }
}

/// Returns an error for a line without `:`. The parser reports the error at the next line.
fn missing_colon(message: &str, text: &str, at: Span) -> Option<Diagnostic> {
    if !message.contains("simple key") || is_unmerged(text) {
        return None;
    }
    let line = line_above(text, at)?;
    let content = text.get(line.range())?;
    let help = if content.contains('：') {
        "replace the full-width colon with `: `"
    } else if content.contains(['\u{a0}', '\u{3000}', '\u{2003}']) {
        "replace the non-ASCII space with an ASCII space"
    } else {
        "write `key: value`"
    };
    Some(Diagnostic::new(Code::NotYaml, line, "invalid YAML: missing `:` after a key").help(help))
}

fn is_unmerged(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("<<<<<<< "))
}

/// Returns the last non-empty line before a location.
fn line_above(text: &str, at: Span) -> Option<Span> {
    let head = text.get(..at.range().start)?;
    let head = head.get(..head.rfind('\n')?)?.trim_end();
    let start = head.rfind('\n').map_or(0, |end| end + 1);
    let indent = head.get(start..)?.len() - head.get(start..)?.trim_start().len();
    Some(Span::new(at.file(), start + indent, head.len()))
}

/// A list or a map whose end is not parsed yet.
enum OpenCollection {
    List(List),
    Map { map: Map, key: Option<Scalar> },
}

struct Builder<'a> {
    offsets: Offsets<'a>,
    open: Vec<OpenCollection>,
    root: Option<Node>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn handle(&mut self, event: Event<'_>, markers: Markers) -> Result<(), Diagnostic> {
        let span = self.offsets.span(markers);
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(Diagnostic::new(Code::SecondDocument, span, "a file contains only one document")
                    .label("second document")
                    .help("remove it"))
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.reject_extras(span, anchor, tag.is_some());
                let verbatim = self.offsets.verbatim(span, &text, style);
                self.add(Node::Text(Scalar { text: text.into_owned(), span, verbatim }))
            }
            Event::SequenceStart(anchor, tag) => {
                self.reject_extras(span, anchor, tag.is_some());
                self.enter(OpenCollection::List(List { items: Vec::new(), span }))
            }
            Event::MappingStart(anchor, tag) => {
                self.reject_extras(span, anchor, tag.is_some());
                self.enter(OpenCollection::Map { map: Map { entries: Vec::new(), span }, key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => self.leave(span),
            Event::Alias(_) => Err(Diagnostic::new(Code::UnsupportedYaml, span, "aliases are not supported")
                .help("repeat the value, or define it in `types/`")),
            _ => Ok(()),
        }
    }

    fn reject_extras(&mut self, span: Span, anchor: usize, tag: bool) {
        if anchor > 0 {
            self.diagnostics.push(
                Diagnostic::new(Code::UnsupportedYaml, span, "anchors are not supported").help("remove the anchor"),
            );
        }
        if tag {
            self.diagnostics
                .push(Diagnostic::new(Code::UnsupportedYaml, span, "tags are not supported").help("remove the tag"));
        }
    }

    fn enter(&mut self, open: OpenCollection) -> Result<(), Diagnostic> {
        if self.open.len() == MAX_DEPTH {
            let span = match &open {
                OpenCollection::List(list) => list.span,
                OpenCollection::Map { map, .. } => map.span,
            };
            return Err(Diagnostic::new(
                Code::TooDeep,
                span,
                format!("lists and maps are nested more than {MAX_DEPTH} levels deep"),
            )
            .help("remove the superfluous levels"));
        }
        self.open.push(open);
        Ok(())
    }

    fn leave(&mut self, end: Span) -> Result<(), Diagnostic> {
        match self.open.pop() {
            Some(OpenCollection::List(mut list)) => {
                let last = list.items.last().map(Node::span);
                list.span.end = end_offset(list.span, last, end);
                self.add(Node::List(list))
            }
            Some(OpenCollection::Map { mut map, .. }) => {
                let last = map.entries.last().map(|entry| entry.value.span());
                map.span.end = end_offset(map.span, last, end);
                self.report_duplicates(&mut map);
                self.add(Node::Map(map))
            }
            None => Ok(()),
        }
    }

    /// Reports duplicate keys and removes them.
    fn report_duplicates(&mut self, map: &mut Map) {
        let mut keys: Vec<&Scalar> = map.entries.iter().map(|entry| &entry.key).collect();
        keys.sort_by_key(|key| (&key.text, key.span));
        let mut duplicates = HashSet::new();
        for pair in keys.windows(2) {
            if let [first, second] = pair
                && first.text == second.text
            {
                duplicates.insert(second.span);
                self.diagnostics.push(
                    Diagnostic::new(Code::DuplicateKey, second.span, format!("duplicate key `{}`", second.text))
                        .label("duplicate")
                        .other(first.span, "first used here")
                        .help("delete or rename one of them"),
                );
            }
        }
        map.entries.retain(|entry| !duplicates.contains(&entry.key.span));
    }

    fn add(&mut self, node: Node) -> Result<(), Diagnostic> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(OpenCollection::List(list)) => list.items.push(node),
            Some(OpenCollection::Map { map, key }) => match (key.take(), node) {
                (Some(key), value) => map.entries.push(Entry { key, value }),
                (None, Node::Text(scalar)) => *key = Some(scalar),
                (None, node) => {
                    return Err(Diagnostic::new(
                        Code::KeyNotString,
                        node.span(),
                        format!("expected a string as key, found {}", node.kind()),
                    )
                    .help("remove the brackets around the key"));
                }
            },
        }
        Ok(())
    }
}

/// Returns the end of a list or a map. Without a closing bracket, the parser reports the start of the next token, so the last
/// value determines the end.
fn end_offset(start: Span, last: Option<Span>, end: Span) -> u32 {
    let bracket = end.range().len() == 1;
    let end = if bracket { end.end } else { last.map_or(start.end, |last| last.end) };
    end.max(start.end)
}

/// Converts the locations of the parser, which count characters, into byte offsets.
struct Offsets<'a> {
    file: FileId,
    text: &'a str,
    /// The byte offset of each character. Empty if the file is ASCII.
    starts: Vec<u32>,
}

impl<'a> Offsets<'a> {
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

    /// Returns the location of one character, or the end of the file.
    fn point(&self, character: usize) -> Span {
        let start = self.byte(character);
        let len = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Span::new(self.file, start, start + len)
    }

    /// Returns the location of the text of a scalar, unless it is folded or contains escapes.
    fn verbatim(&self, span: Span, text: &str, style: ScalarStyle) -> Option<Span> {
        let quote = usize::from(style != ScalarStyle::Plain);
        let range = span.range().start + quote..span.range().end.checked_sub(quote)?;
        (self.text.get(range.clone()) == Some(text)).then(|| Span::new(self.file, range.start, range.end))
    }
}
