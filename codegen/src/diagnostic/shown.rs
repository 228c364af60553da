//! Mistakes as an author reads them.

use std::collections::HashMap;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

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
pub(super) fn one<'a>(diagnostic: &'a Diagnostic, lines: &mut Lines<'a>, renderer: &Renderer) -> String {
    renderer.render(&[group(diagnostic, lines)])
}

fn group<'a>(diagnostic: &'a Diagnostic, lines: &mut Lines<'a>) -> Group<'a> {
    let mut shown = |span: Span, kind: AnnotationKind, label: &'a str| {
        let cutting = lines.around(span);
        let annotation = kind.span(cutting.place).label(label);
        Snippet::source(cutting.text).line_start(cutting.line).path(lines.shown_path(span)).annotation(annotation)
    };
    let title = Level::ERROR.primary_title(diagnostic.message.as_str()).id(diagnostic.code.number());
    let mut group = title.element(shown(diagnostic.span, AnnotationKind::Primary, &diagnostic.label));
    if let Some((span, label)) = diagnostic.other.as_deref() {
        group = group.element(shown(*span, AnnotationKind::Context, label));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// The lines of a file that a place touches.
pub(super) struct Cutting<'a> {
    text: &'a str,
    /// The number of the first one.
    line: usize,
    /// The place, counted from the beginning of the text.
    place: std::ops::Range<usize>,
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
        let text = self.text(span);
        let range = span.range();
        let (line, from) = self.line(span, range.start);
        let last = self.line(span, range.end.saturating_sub(1).max(range.start)).0;
        let to = self.starts(span).get(last).copied().unwrap_or(text.len());
        match text.get(from..to) {
            Some(text) => Cutting { text, line, place: range.start - from..range.end - from },
            None => Cutting { text, line: 1, place: range },
        }
    }
}
