//! Machine-readable diagnostics: one JSON object per line, or one GitHub workflow command per line.

use annotate_snippets::Renderer;
use serde_json::{Value, json};

use super::{
    Diagnostic,
    text::{Lines, render_one, sorted, truncate},
};
use crate::source::{Sources, Span};

/// Formats all diagnostics as JSON, one object per line, in the order of [`render`](super::render).
///
/// Lines and columns start at 1. Columns count characters. `byte_start` and `byte_end` start at 0. Ends are exclusive.
#[must_use]
pub fn json_lines(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut lines = Lines::new(sources);
    let mut out = String::new();
    for diagnostic in sorted(diagnostics, sources) {
        out.push_str(&to_object(diagnostic, &mut lines).to_string());
        out.push('\n');
    }
    out
}

/// Formats diagnostics as `::error …::` workflow commands, which GitHub shows as annotations of a pull request.
#[must_use]
pub fn github_lines(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut lines = Lines::new(sources);
    let mut out = String::new();
    for (diagnostic, _) in truncate(&sorted(diagnostics, sources)) {
        let range = diagnostic.span.range();
        let (line, column) = lines.position(diagnostic.span, range.start);
        let (end_line, end_column) = lines.position(diagnostic.span, range.end);
        let file = escape_property(&lines.shown_path(diagnostic.span));
        let help = diagnostic.help.as_deref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let text = escape_message(&format!("{}{help}", diagnostic.message));
        out.push_str(&format!("::error file={file},line={line},endLine={end_line},"));
        // GitHub ignores columns of a range that spans several lines.
        if line == end_line {
            out.push_str(&format!("col={column},endColumn={end_column},"));
        }
        out.push_str(&format!("title={}::{text}\n", diagnostic.code.number()));
    }
    out
}

/// Escapes the message of a workflow command.
fn escape_message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn escape_property(text: &str) -> String {
    escape_message(text).replace(':', "%3A").replace(',', "%2C")
}

fn to_object(diagnostic: &Diagnostic, lines: &mut Lines<'_>) -> Value {
    let mut labels = vec![label_object(diagnostic.span, &diagnostic.label, true, lines)];
    if let Some((span, label)) = diagnostic.other.as_deref() {
        labels.push(label_object(*span, label, false, lines));
    }
    let mut object = json!({
        "code": diagnostic.code.number(),
        "severity": "error",
        "message": diagnostic.message,
        "help": diagnostic.help,
        "labels": labels,
        "rendered": render_one(diagnostic, lines, &Renderer::plain()),
    });
    // Simple tools read the location from the top level.
    if let (Some(object), Value::Object(location)) =
        (object.as_object_mut(), label_object(diagnostic.span, "", true, lines))
    {
        object.extend(location.into_iter().filter(|(key, _)| key != "label" && key != "primary"));
    }
    object
}

fn label_object(span: Span, label: &str, primary: bool, lines: &mut Lines<'_>) -> Value {
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
