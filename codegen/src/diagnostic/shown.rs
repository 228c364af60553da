//! Mistakes as an author reads them.

use std::{collections::HashMap, ops::Range};

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};

use super::Diagnostic;
use crate::source::{FileId, Sources, Span};

/// So many mistakes of one file are shown. Beyond that something else is wrong with it, and nobody reads on.
const MOST_OF_A_FILE: usize = 200;

/// Sorts mistakes by place and shows them as an author reads them: file, line, column, the line itself, what to do.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, renderer: &Renderer) -> String {
    let sorted = sorted(diagnostics, sources);
    let mut lines = Lines::new(sources);
    let mut out = String::new();
    for (diagnostic, hidden) in cut(&sorted) {
        out.push_str(&one(diagnostic, &mut lines, renderer));
        out.push_str("\n\n");
        if hidden > 0 {
            out.push_str(&format!("… and {hidden} more in {}\n\n", sources.path(diagnostic.span)));
        }
    }
    let count = sorted.len();
    let s = if count == 1 { "" } else { "s" };
    out.push_str(&format!("{count} mistake{s} in the schema\n"));
    out
}

/// By file, place and text; the same one is said once.
pub(super) fn sorted<'a>(diagnostics: &'a [Diagnostic], sources: &Sources) -> Vec<&'a Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by(|a, b| (sources.path(a.span), a.span, &a.message).cmp(&(sources.path(b.span), b.span, &b.message)));
    sorted.dedup();
    sorted
}

/// Leaves out what is too much of one file; with the last one that stays comes how many are hidden.
pub(super) fn cut<'a>(sorted: &[&'a Diagnostic]) -> Vec<(&'a Diagnostic, usize)> {
    let mut shown = Vec::new();
    for of_file in sorted.chunk_by(|a, b| a.span.file() == b.span.file()) {
        shown.extend(of_file.iter().take(MOST_OF_A_FILE).map(|diagnostic| (*diagnostic, 0)));
        if let Some((_, hidden)) = shown.last_mut() {
            *hidden = of_file.len().saturating_sub(MOST_OF_A_FILE);
        }
    }
    shown
}

/// One mistake, as rustc shows its own.
pub(super) fn one(diagnostic: &Diagnostic, lines: &mut Lines<'_>, renderer: &Renderer) -> String {
    let first = lines.around(diagnostic.span);
    let second = diagnostic.other.as_deref().map(|(span, label)| (lines.around(*span), label));
    let title = Level::ERROR.primary_title(diagnostic.message.as_str()).id(diagnostic.code.number());
    let mut group = title.element(first.snippet(AnnotationKind::Primary, &diagnostic.label));
    if let Some((cutting, label)) = &second {
        group = group.element(cutting.snippet(AnnotationKind::Context, label));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let mut text = renderer.render(&[group]);
    // The second place is named after the first, and maybe by the same line and column.
    if let Some((cutting, _)) = &second {
        cutting.correct_column(&mut text, |text, shown| text.rfind(shown));
    }
    first.correct_column(&mut text, |text, shown| text.find(shown));
    text
}

/// So many bytes of a line are shown before a place, and so many of the place itself. No line that somebody wrote is so long;
/// a line of a megabyte costs the renderer a second each time.
const BEFORE: usize = 200;
const OF_PLACE: usize = 2_000;

/// The lines of a file that a place touches.
struct Cutting<'a> {
    path: String,
    text: &'a str,
    /// The number of the first one.
    line: usize,
    /// The place, counted from the beginning of the text.
    place: Range<usize>,
    /// How many characters of the first line were left out.
    skipped: usize,
}

impl Cutting<'_> {
    fn snippet<'s>(&'s self, kind: AnnotationKind, label: &'s str) -> Snippet<'s, Annotation<'s>> {
        let annotation = kind.span(self.place.clone()).label(label);
        Snippet::source(self.text).line_start(self.line).path(self.path.as_str()).annotation(annotation)
    }

    /// The renderer counts columns from where the text was cut.
    fn correct_column(&self, text: &mut String, find: impl Fn(&str, &str) -> Option<usize>) {
        if self.skipped == 0 {
            return;
        }
        let column = self.text.get(..self.place.start).map_or(0, |before| before.chars().count()) + 1;
        let shown = format!("{}:{}:{column}", self.path, self.line);
        if let Some(at) = find(text, &shown) {
            let right = format!("{}:{}:{}", self.path, self.line, column + self.skipped);
            text.replace_range(at..at + shown.len(), &right);
        }
    }
}

/// The nearest place between two characters, not beyond this one.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Where the lines of the files start, once one asks. A renderer that is given a whole file reads all of it for each mistake.
pub(super) struct Lines<'a> {
    sources: &'a Sources,
    starts: HashMap<FileId, Vec<usize>>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources, starts: HashMap::new() }
    }

    fn text(&self, span: Span) -> &'a str {
        self.sources.file(span.file()).map_or("", |file| &file.text)
    }

    /// The path as a terminal or an editor can open it.
    pub(super) fn shown_path(&self, span: Span) -> String {
        format!("{}{}", self.sources.folder, self.sources.path(span))
    }

    fn starts(&mut self, span: Span) -> &[usize] {
        let text = self.text(span);
        self.starts.entry(span.file()).or_insert_with(|| {
            let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
        })
    }

    /// The number of the line in which a byte stands, from 1, and where that line starts.
    fn line(&mut self, span: Span, at: usize) -> (usize, usize) {
        let starts = self.starts(span);
        let line = starts.partition_point(|start| *start <= at).max(1);
        (line, starts.get(line - 1).copied().unwrap_or(0))
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub(super) fn position(&mut self, span: Span, at: usize) -> (usize, usize) {
        let (line, start) = self.line(span, at);
        let before = self.text(span).get(start..at).unwrap_or_default();
        // A byte order mark is no character that an editor shows.
        (line, 1 + before.trim_start_matches('\u{feff}').chars().count())
    }

    fn around(&mut self, span: Span) -> Cutting<'a> {
        let (text, path, range) = (self.text(span), self.shown_path(span), span.range());
        let (line, line_start) = self.line(span, range.start);
        let from = boundary(text, line_start.max(range.start.saturating_sub(BEFORE)));
        let end = boundary(text, range.end.min(range.start + OF_PLACE));
        let last = self.line(span, end.saturating_sub(1).max(range.start)).0;
        let line_end = self.starts(span).get(last).copied().unwrap_or(text.len());
        let to = boundary(text, line_end.min(end + BEFORE));
        let skipped = text.get(line_start..from).map_or(0, |skipped| skipped.chars().count());
        match text.get(from..to) {
            Some(text) => Cutting { path, text, line, place: range.start - from..end - from, skipped },
            None => Cutting { path, text: "", line, place: 0..0, skipped: 0 },
        }
    }
}
