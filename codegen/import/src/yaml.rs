//! Writes the YAML of drafts.

use crate::drafted::{DraftEnum, DraftField, DraftObject, DraftQuirk, DraftValue};

/// Writes lines of YAML. Missing docs are left empty for the author, or get a placeholder if the draft is only checked.
pub(crate) struct Writer {
    out: String,
    doc: &'static str,
}

impl Writer {
    pub(crate) fn new(doc: &'static str) -> Self {
        Self { out: String::new(), doc }
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    pub(crate) fn write_line(&mut self, indent: usize, text: &str) {
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// Writes a comment on one line.
    pub(crate) fn write_comment(&mut self, indent: usize, text: &str) {
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if !text.trim().is_empty() {
            self.write_line(indent, &format!("# {}", text.trim()));
        }
    }

    /// Writes `key: value`, quoted if necessary.
    pub(crate) fn write_pair(&mut self, indent: usize, key: &str, value: &str) {
        self.write_line(indent, &format!("{}: {}", format_scalar(key), format_scalar(value)));
    }

    /// Writes `key:` with a doc. An empty doc is replaced with the placeholder if docs have placeholders.
    pub(crate) fn write_doc(&mut self, indent: usize, key: &str, text: &str) {
        let text = self.text_or_placeholder(text).to_owned();
        self.write_pair(indent, key, &text);
    }

    /// Writes the rules of an operation or an object, if there are any.
    pub(crate) fn write_rules(&mut self, indent: usize, rules: &[String]) {
        if !rules.is_empty() {
            self.write_line(indent, "rules:");
        }
        rules.iter().for_each(|rule| self.write_line(indent + 2, &format!("- {rule}")));
    }

    /// Writes an empty `doc_zh` for the author to fill in. A draft that is only checked does not need one.
    pub(crate) fn write_doc_zh(&mut self, indent: usize) {
        if self.doc.is_empty() {
            self.write_pair(indent, "doc_zh", "");
        }
    }

    fn text_or_placeholder<'t>(&self, text: &'t str) -> &'t str {
        if text.is_empty() { self.doc } else { text }
    }

    /// Writes a value, or the placeholder if the value is empty and docs have placeholders.
    pub(crate) fn write_pair_or_placeholder(&mut self, indent: usize, key: &str, value: &str, placeholder: &str) {
        let value = if value.is_empty() && !self.doc.is_empty() { placeholder } else { value };
        self.write_pair(indent, key, value);
    }

    pub(crate) fn write_list(&mut self, indent: usize, key: &str, values: &[String]) {
        self.write_line(
            indent,
            &format!(
                "{key}: [{}]",
                values.iter().map(|value| format_flow_scalar(value)).collect::<Vec<_>>().join(", ")
            ),
        );
    }

    pub(crate) fn write_fields(&mut self, indent: usize, fields: &[DraftField]) {
        fields.iter().for_each(|field| self.write_field(indent, field));
    }

    fn write_field(&mut self, indent: usize, field: &DraftField) {
        if let Some(shared) = &field.shared {
            let other = if *shared == field.name { String::new() } else { format!(" {shared}") };
            self.write_line(indent, &format!("{}: shared{other}", field.name));
            return;
        }
        if field.doc.is_empty() {
            self.write_comment(indent, &field.text);
        }
        field.notes.iter().for_each(|note| self.write_comment(indent, note));
        let mut head = field.ty.to_string();
        if let Some(default) = &field.default {
            head.push_str(&format!(" = {default}"));
        }
        if field.is_required {
            head.push_str(", required");
        }
        if field.is_sensitive {
            head.push_str(", sensitive");
        }
        if field.is_bare {
            head.push_str(", bare");
        }
        let example = field.example.as_ref().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        if field.keys.is_empty() {
            let mut text = format!("{head} | {}", self.text_or_placeholder(&field.doc)).trim_end().to_owned();
            if let Some(example) = example {
                text.push_str(&format!(" | {example}"));
            }
            self.write_pair(indent, &field.name, &text);
            return;
        }
        self.write_line(indent, &format!("{}:", field.name));
        self.write_pair(indent + 2, "type", &head);
        self.write_doc(indent + 2, "doc", &field.doc);
        if let Some(example) = example {
            self.write_pair(indent + 2, "example", &example);
        }
        for (key, value) in &field.keys {
            self.write_line(indent + 2, &format!("{key}: {value}"));
        }
    }

    pub(crate) fn write_item(&mut self, indent: usize, item: &DraftEnum) {
        if item.lacks_names() {
            self.write_comment(indent, "check: name the values after their labels");
        }
        if let Some(note) = &item.note {
            self.write_comment(indent, note);
        }
        self.write_line(indent, &format!("{}:", item.name));
        self.write_doc(indent + 2, "doc", &item.doc);
        self.write_pair(indent + 2, "zh", &item.zh);
        self.write_line(indent + 2, if item.int { "code: int" } else { "code: string" });
        self.write_line(indent + 2, "values:");
        item.values.iter().for_each(|value| self.write_value(indent + 4, value));
    }

    pub(crate) fn write_value(&mut self, indent: usize, value: &DraftValue) {
        let label = value.label.replace('|', "/");
        let name = if value.lacks_name() && self.doc.is_empty() { "" } else { &value.name };
        let text = format!("{name} | {label} | {}", self.text_or_placeholder(&value.doc));
        self.write_pair(indent, &value.code, text.trim());
    }

    pub(crate) fn write_quirk(&mut self, quirk: &DraftQuirk) {
        self.write_line(2, &format!("- at: {}", format_scalar(&quirk.at)));
        self.write_pair(4, "kind", &quirk.kind);
        if let Some((key, listed)) = &quirk.listed {
            self.write_list(4, key, listed);
        }
        self.write_doc(4, "because", &quirk.because);
        self.write_pair(4, "docs", &quirk.docs);
        self.write_pair(4, "observed", &quirk.observed);
    }

    pub(crate) fn write_object(&mut self, indent: usize, object: &DraftObject) {
        if let Some(note) = &object.note {
            self.write_comment(indent, note);
        }
        self.write_line(indent, &format!("{}:", object.name));
        self.write_doc(indent + 2, "doc", &object.doc);
        self.write_pair(indent + 2, "zh", &object.zh);
        self.write_line(indent + 2, "fields:");
        self.write_fields(indent + 4, &object.fields);
        self.write_rules(indent + 2, &object.rules);
    }
}

/// Formats a string as YAML, quoted if necessary.
pub(crate) fn format_scalar(text: &str) -> String {
    let starts = |c: char| " -?:,[]{}#&*!|>'\"%@`".contains(c);
    let plain = !text.is_empty()
        && !text.starts_with(starts)
        && !text.starts_with("---")
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' '])
        && !text.contains(|c: char| c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{85}'));
    if plain || (text.starts_with('-') && text.len() > 1 && text.chars().skip(1).all(|c| c.is_ascii_digit())) {
        return text.to_owned();
    }
    quote(text)
}

/// Formats a string for `[a, b]`, where brackets and commas need quotes too.
pub(crate) fn format_flow_scalar(text: &str) -> String {
    let text_scalar = format_scalar(text);
    if text.contains([',', '[', ']', '{', '}']) && !text_scalar.starts_with('"') { quote(text) } else { text_scalar }
}

fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{85}') => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
