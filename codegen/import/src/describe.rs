//! Splits a description into text, example, default, values and limits.

mod description;
mod limits;
mod values;

use crate::clean::{join_lines, strip_markup, trim_markup};
pub(crate) use description::{Description, Limits};
use limits::{from_sentences, read_limits};
use values::{read_announced_options, read_options};

/// Whether the label of an English page announces values.
fn is_values(label: &str) -> bool {
    let lower = label.to_lowercase();
    ["optional values", "options", "possible values", "available values", "enum"]
        .iter()
        .any(|word| lower.starts_with(word))
}

/// Bold words that are labels even without a colon.
const KNOWN_LABELS: [&str; 8] = ["示例值", "固定值", "可选值", "枚举值", "默认值", "校验规则", "权限要求", "Example"];

/// Splits a description.
pub(crate) fn describe(text: &str) -> Description {
    let mut description = Description::default();
    let mut lead = Vec::new();
    for Segment { label, content, is_label } in split_segments(text) {
        match label.as_str() {
            _ if !is_label => lead.push(format!("{label}{content}")),
            _ if label.contains("示例值") || label.contains("固定值") || label.starts_with("Example") => {
                description.example = description.example.or_else(|| read_literal(&content));
            }
            _ if ["可选值", "枚举值"].iter().any(|word| label.contains(word)) || is_values(&label) => {
                if description.options.is_empty() {
                    description.options = read_options(&content);
                }
            }
            _ if label.starts_with("默认值") || label.starts_with("Default") => {
                description.default = description.default.or_else(|| read_literal(&content));
            }
            _ if label.contains("校验规则")
                || label.contains("validation rules")
                || label.starts_with("最")
                || label.contains("范围") =>
            {
                read_limits(&format!("{label}：{content}"), &mut description);
            }
            _ if label.contains("权限要求") => {
                if !label.contains("当值为") {
                    description.scopes = read_scopes(&content);
                }
            }
            _ => lead.push(format!(" {label}：{content}")),
        }
    }
    let mut lead = lead.concat();
    if description.options.is_empty()
        && let Some((before, listed)) = read_announced_options(&lead)
    {
        (description.options, lead) = (listed, before);
    }
    from_sentences(&lead, &mut description);
    description.text = join_lines(&lead);
    description
}

/// A part of a description.
#[derive(Default)]
struct Segment {
    label: String,
    content: String,
    /// Whether the label describes the content, and is not only a bold word.
    is_label: bool,
}

/// Splits a text at its labels, `**label**：content`. The text before the first label has no label.
fn split_segments(text: &str) -> Vec<Segment> {
    let mut found = vec![Segment::default()];
    let mut rest = text;
    while let Some(start) = rest.find("**") {
        let (before, from) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let inside = from.get(2..).unwrap_or_default();
        let Some(end) = inside.find("**").filter(|end| inside.get(..*end).is_some_and(|label| !label.contains('\n')))
        else {
            break;
        };
        append(&mut found, before);
        let (label, after) = inside.split_at_checked(end).unwrap_or((inside, ""));
        let behind = after.get(2..).unwrap_or_default();
        let is_label = label.trim_end().ends_with(['：', ':'])
            || behind.trim_start_matches(' ').starts_with(['：', ':'])
            || KNOWN_LABELS.iter().any(|known| label.contains(known));
        let label = strip_markup(label).trim().trim_end_matches(['：', ':']).trim().to_owned();
        found.push(Segment { label, is_label, ..Segment::default() });
        rest = if is_label { behind.trim_start_matches([' ', '：', ':']) } else { behind };
    }
    append(&mut found, rest);
    found
}

fn append(found: &mut [Segment], text: &str) {
    if let Some(last) = found.last_mut() {
        last.content.push_str(text);
    }
}

/// Returns the first line as a value. A JSON list or object may have several lines.
fn read_literal(text: &str) -> Option<String> {
    let text = text.trim();
    if text.starts_with(['[', '{']) {
        return Some(text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let line = trim_markup(text.lines().next().unwrap_or_default());
    // Text after a value in backticks is a remark.
    let line = line.split('`').next().unwrap_or(line);
    Some(trim_markup(line).to_owned()).filter(|line| !line.is_empty())
}

fn read_scopes(text: &str) -> Vec<String> {
    let text = strip_markup(text);
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '.' | '-')));
    let mut found = Vec::new();
    for word in words.filter(|word| word.contains(':') && word.starts_with(|c: char| c.is_ascii_lowercase())) {
        if !word.starts_with("http") && !found.iter().any(|known| known == word) {
            found.push(word.to_owned());
        }
    }
    found
}
