//! Doc comments: paragraphs are joined and wrapped again.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::types;
use crate::mention::{self, Mention};
use crate::names;

/// The maximum line width, including the indentation and `/// `.
const WIDTH: usize = 120;

/// Returns doc attributes. Paragraphs are joined and wrapped again; lists and code blocks are unchanged.
pub(in crate::emit) fn emit_doc(text: &str) -> TokenStream {
    let lines = wrap_lines(text, "    ");
    quote!(#(#[doc = #lines])*)
}

/// Emits the doc attributes of a module.
pub(in crate::emit) fn emit_module_doc(text: &str) -> TokenStream {
    let lines = wrap_lines(text, "");
    quote!(#(#![doc = #lines])*)
}

/// Returns doc comments as text, each line indented by `indent`.
pub(in crate::emit) fn format_comment(text: &str, indent: &str) -> String {
    wrap_lines(text, indent).iter().map(|line| format!("{indent}///{line}\n")).collect()
}

/// Returns the lines of a doc comment indented by `indent`, each with a leading space.
fn wrap_lines(text: &str, indent: &str) -> Vec<String> {
    let max_width = WIDTH - indent.len() - "/// ".len();
    let lines = join_paragraphs(text).into_iter().flat_map(|(line, kind)| match kind {
        LineKind::Program => vec![line],
        LineKind::Row => vec![mention::linked(&line, target)],
        LineKind::Prose | LineKind::Alone => wrap(&mention::linked(&line, target), max_width),
    });
    lines.map(|line| if line.is_empty() { line } else { format!(" {line}") }).collect()
}

/// Returns the path of the request of a mentioned operation, or of the payload of a mentioned event.
fn target(mention: &Mention) -> String {
    match mention {
        Mention::Operation(id) => names::request_path(id),
        Mention::Event(id) => types::path(&names::payload(id)),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// A line of a paragraph.
    Prose,
    /// A blank line, a heading or a list item, which is not joined with other lines.
    Alone,
    /// A row of a table.
    Row,
    Program,
}

/// Joins the lines of each paragraph.
pub(super) fn join_paragraphs(text: &str) -> Vec<(String, LineKind)> {
    let mut lines: Vec<(String, LineKind)> = Vec::new();
    let mut in_program = false;
    for line in text.trim().lines() {
        let is_fence = line.starts_with("```");
        let kind = if in_program || is_fence { LineKind::Program } else { classify_line(line) };
        in_program ^= is_fence;
        match lines.last_mut() {
            Some((before, LineKind::Prose)) if kind == LineKind::Prose => {
                // Chinese text has no spaces between words.
                let is_cjk = |c: char| ('\u{2e80}'..='\u{ffef}').contains(&c);
                if !(before.ends_with(is_cjk) && line.starts_with(is_cjk)) {
                    before.push(' ');
                }
                before.push_str(line.trim());
            }
            _ => lines.push((line.to_owned(), kind)),
        }
    }
    lines
}

fn classify_line(line: &str) -> LineKind {
    if line.starts_with('|') {
        return LineKind::Row;
    }
    let is_numbered = line.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(". ");
    let is_alone = line.trim().is_empty()
        || line.starts_with(['-', '*', '#', '>', ' '])
        || (is_numbered && line.starts_with(|c: char| c.is_ascii_digit()));
    if is_alone { LineKind::Alone } else { LineKind::Prose }
}

/// Wraps a line at spaces outside of code spans and links.
fn wrap(line: &str, max_width: usize) -> Vec<String> {
    let indent = if line.starts_with("- ") { "  " } else { "" };
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in line.split(' ') {
        let longer = current.chars().count() + 1 + word.chars().count() > max_width;
        let inside_code = current.matches('`').count() % 2 == 1;
        let is_bullet = matches!(current.as_str(), "-" | "*");
        if longer && !current.trim().is_empty() && !is_bullet && !inside_code {
            lines.push(std::mem::replace(&mut current, format!("{indent}{word}")));
        } else {
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
    }
    lines.push(current);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_spaces_and_not_in_code() {
        let long = format!("{}`a b c` word word", "word ".repeat(22));
        let lines = wrap(&long, 112);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.matches('`').count() % 2 == 0), "{lines:?}");
        assert_eq!(wrap("", 112), [""]);
        assert_eq!(wrap("- short", 112), ["- short"]);
        let path = format!("- `{}`:", "a.".repeat(60));
        assert_eq!(wrap(&format!("{path} why"), 112), [path.as_str(), "  why"]);
    }

    #[test]
    fn joins_the_lines_of_a_paragraph() {
        let text = "One.\nTwo\n\n- a\n- b\n\n```\nx\ny\n```\n中文\n文字";
        let joined: Vec<String> = join_paragraphs(text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(joined, ["One. Two", "", "- a", "- b", "", "```", "x", "y", "```", "中文文字"]);
    }
}
