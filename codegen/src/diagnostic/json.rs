//! Mistakes as programs read them: one JSON object per line, or one command of a GitHub workflow.

use annotate_snippets::Renderer;
use serde_json::{Value, json};

use super::{
    Diagnostic,
    shown::{Lines, cut, one, sorted},
};
use crate::source::{Sources, Span};

/// One object per line and mistake, in the order of [`render`](super::render).
///
/// Lines and columns start at 1, columns count characters; `byte_start` and `byte_end` start at 0. The end is behind the
/// last character.
#[must_use]
pub fn json_lines(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut lines = Lines::new(sources);
    let mut out = String::new();
    for (diagnostic, _) in cut(&sorted(diagnostics, sources)) {
        out.push_str(&object(diagnostic, &mut lines).to_string());
        out.push('\n');
    }
    out
}

/// One `::error …::` per mistake: GitHub shows them beside the lines of a pull request.
#[must_use]
pub fn github_lines(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut lines = Lines::new(sources);
    let mut out = String::new();
    for (mistake, _) in cut(&sorted(diagnostics, sources)) {
        let range = mistake.span.range();
        let (line, column) = lines.position(mistake.span, range.start);
        let (end_line, end_column) = lines.position(mistake.span, range.end);
        let file = property(&lines.shown_path(mistake.span));
        let help = mistake.help.as_deref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let text = escaped(&format!("{}{help}", mistake.message));
        out.push_str(&format!("::error file={file},line={line},endLine={end_line},"));
        // GitHub takes columns within one line alone.
        if line == end_line {
            out.push_str(&format!("col={column},endColumn={end_column},"));
        }
        out.push_str(&format!("title={}::{text}\n", mistake.code.number()));
    }
    out
}

/// What a workflow command's text may not hold.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What a workflow command's property may not hold, beside that.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

fn object(diagnostic: &Diagnostic, lines: &mut Lines<'_>) -> Value {
    let mut labels = vec![place(diagnostic.span, &diagnostic.label, true, lines)];
    if let Some((span, label)) = diagnostic.other.as_deref() {
        labels.push(place(*span, label, false, lines));
    }
    let mut object = json!({
        "code": diagnostic.code.number(),
        "severity": "error",
        "message": diagnostic.message,
        "help": diagnostic.help,
        "labels": labels,
        "rendered": one(diagnostic, lines, &Renderer::plain()),
    });
    // The place of the mistake itself stands at the top too, where simple tools look for it.
    if let (Some(object), Value::Object(place)) = (object.as_object_mut(), place(diagnostic.span, "", true, lines)) {
        object.extend(place.into_iter().filter(|(key, _)| key != "label" && key != "primary"));
    }
    object
}

fn place(span: Span, label: &str, primary: bool, lines: &mut Lines<'_>) -> Value {
    let range = span.range();
    let (line_start, column_start) = lines.position(span, range.start);
    let (line_end, column_end) = lines.position(span, range.end);
    json!({
        "file": lines.shown_path(span),
        "line_start": line_start,
        "column_start": column_start,
        "line_end": line_end,
        "column_end": column_end,
        "byte_start": range.start,
        "byte_end": range.end,
        "label": label,
        "primary": primary,
    })
}
