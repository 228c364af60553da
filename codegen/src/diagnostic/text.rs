//! Diagnostics as text, in the format of rustc.

use std::{collections::HashMap, ops::Range};

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};

use super::Diagnostic;
use crate::source::{FileId, Sources, Span};

/// The maximum number of diagnostics shown per file.
const MAX_PER_FILE: usize = 200;

/// Formats diagnostics as text, sorted by location, with the affected source lines.
///
/// At most 200 diagnostics per file are shown. The last line has the total number.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, renderer: &Renderer) -> String {
    let sorted = sorted(diagnostics, sources);
    let mut lines = Lines::new(sources);
    let mut out = String::new();
    for (diagnostic, hidden) in truncate(&sorted) {
        out.push_str(&render_one(diagnostic, &mut lines, renderer));
        out.push_str("\n\n");
        if hidden > 0 {
            out.push_str(&format!("… and {hidden} more in {}\n\n", sources.path(diagnostic.span)));
        }
    }
    let count = sorted.len();
    let s = if count == 1 { "" } else { "s" };
    out.push_str(&format!("found {count} error{s} in the schema\n"));
    out
}

/// Sorts diagnostics by file, location and message, without duplicates.
pub(super) fn sorted<'a>(diagnostics: &'a [Diagnostic], sources: &Sources) -> Vec<&'a Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by(|a, b| (sources.path(a.span), a.span, &a.message).cmp(&(sources.path(b.span), b.span, &b.message)));
    sorted.dedup();
    sorted
}

/// Limits the diagnostics per file. The last shown diagnostic of a file comes with the number of hidden ones.
pub(super) fn truncate<'a>(sorted: &[&'a Diagnostic]) -> Vec<(&'a Diagnostic, usize)> {
    let mut shown = Vec::new();
    for in_file in sorted.chunk_by(|a, b| a.span.file() == b.span.file()) {
        shown.extend(in_file.iter().take(MAX_PER_FILE).map(|diagnostic| (*diagnostic, 0)));
        if let Some((_, hidden)) = shown.last_mut() {
            *hidden = in_file.len().saturating_sub(MAX_PER_FILE);
        }
    }
    shown
}

/// Formats one diagnostic.
pub(super) fn render_one(diagnostic: &Diagnostic, lines: &mut Lines<'_>, renderer: &Renderer) -> String {
    let first = lines.excerpt(diagnostic.span);
    let second = diagnostic.other.as_deref().map(|(span, label)| (lines.excerpt(*span), label));
    let title = Level::ERROR.primary_title(diagnostic.message.as_str()).id(diagnostic.code.number());
    let mut group = title.element(first.snippet(AnnotationKind::Primary, &diagnostic.label));
    if let Some((excerpt, label)) = &second {
        group = group.element(excerpt.snippet(AnnotationKind::Context, label));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let mut text = renderer.render(&[group]);
    // The related location is printed after the primary one, possibly with the same line and column.
    if let Some((excerpt, _)) = &second {
        excerpt.correct_column(&mut text, |text, shown| text.rfind(shown));
    }
    first.correct_column(&mut text, |text, shown| text.find(shown));
    text
}

/// The maximum number of bytes shown before and after a span. Without this limit, the renderer takes a second for a line of 1 MB.
const CONTEXT: usize = 200;

/// The maximum number of bytes shown of a span.
const MAX_SPAN: usize = 2_000;

/// The source lines of a span.
struct Excerpt<'a> {
    path: String,
    text: &'a str,
    /// The number of the first line.
    line: usize,
    /// The span, relative to the start of `text`.
    range: Range<usize>,
    /// The number of characters omitted at the start of the first line.
    skipped: usize,
}

impl Excerpt<'_> {
    fn snippet<'s>(&'s self, kind: AnnotationKind, label: &'s str) -> Snippet<'s, Annotation<'s>> {
        let annotation = kind.span(self.range.clone()).label(label);
        Snippet::source(self.text).line_start(self.line).path(self.path.as_str()).annotation(annotation)
    }

    /// Corrects the column in the rendered text. The renderer counts from the start of the excerpt.
    fn correct_column(&self, text: &mut String, find: impl Fn(&str, &str) -> Option<usize>) {
        if self.skipped == 0 {
            return;
        }
        let column = self.text.get(..self.range.start).map_or(0, |before| before.chars().count()) + 1;
        let shown = format!("{}:{}:{column}", self.path, self.line);
        if let Some(at) = find(text, &shown) {
            let right = format!("{}:{}:{}", self.path, self.line, column + self.skipped);
            text.replace_range(at..at + shown.len(), &right);
        }
    }
}

/// Returns the last character boundary at or before an offset.
fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The line starts of the files, computed on first use.
///
/// The renderer gets excerpts, because it scans its whole input for each diagnostic.
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

    /// Returns the path that a terminal or an editor can open.
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

    /// Returns the number of the line that contains a byte, from 1, and the offset of its start.
    fn line(&mut self, span: Span, at: usize) -> (usize, usize) {
        let starts = self.starts(span);
        let line = starts.partition_point(|start| *start <= at).max(1);
        (line, starts.get(line - 1).copied().unwrap_or(0))
    }

    /// Returns line and column of a byte, both from 1. Columns count characters.
    pub(super) fn position(&mut self, span: Span, at: usize) -> (usize, usize) {
        let (line, start) = self.line(span, at);
        let before = self.text(span).get(start..at).unwrap_or_default();
        // Editors do not count the byte order mark as a character.
        (line, 1 + before.trim_start_matches('\u{feff}').chars().count())
    }

    fn excerpt(&mut self, span: Span) -> Excerpt<'a> {
        let (text, path, range) = (self.text(span), self.shown_path(span), span.range());
        let (line, line_start) = self.line(span, range.start);
        let from = floor_char_boundary(text, line_start.max(range.start.saturating_sub(CONTEXT)));
        let end = floor_char_boundary(text, range.end.min(range.start + MAX_SPAN));
        let last = self.line(span, end.saturating_sub(1).max(range.start)).0;
        let line_end = self.starts(span).get(last).copied().unwrap_or(text.len());
        let to = floor_char_boundary(text, line_end.min(end + CONTEXT));
        let skipped = text.get(line_start..from).map_or(0, |skipped| skipped.chars().count());
        match text.get(from..to) {
            Some(text) => Excerpt { path, text, line, range: range.start - from..end - from, skipped },
            None => Excerpt { path, text: "", line, range: 0..0, skipped: 0 },
        }
    }
}
