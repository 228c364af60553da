//! Differences as JSON.

use super::difference::Drift;

/// Formats differences as a JSON list with one object for each difference.
#[must_use]
pub fn to_json(drifts: &[Drift]) -> String {
    let lines: Vec<String> = drifts.iter().map(format_object).collect();
    if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n  {}\n]\n", lines.join(",\n  ")) }
}

fn format_object(drift: &Drift) -> String {
    format!(
        "{{ \"page\": {}, \"operation\": {}, \"at\": {}, \"change\": {}, \"what\": {}, \"explained\": {}, \"explained_by\": [{}] }}",
        format_text(&drift.page),
        drift.operation.as_deref().map_or_else(|| "null".to_owned(), format_text),
        format_text(&drift.at),
        format_text(drift.change.as_str()),
        format_text(&drift.what),
        drift.explained.map_or_else(|| "null".to_owned(), format_text),
        drift.explained_by.iter().map(|kind| format_text(kind)).collect::<Vec<_>>().join(", "),
    )
}

fn format_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
