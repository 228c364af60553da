//! Removes Markdown and HTML markup from texts.

/// Decodes HTML entities and removes tags.
pub(crate) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let (decoded, len) = if from.starts_with('&') { decode_entity(from) } else { decode_tag(from) };
        out.push_str(decoded);
        rest = from.get(len..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn decode_entity(text: &str) -> (&str, usize) {
    const KNOWN: [(&str, &str); 13] = [
        ("&emsp;", "\u{2003}"),
        ("&ensp;", "\u{2002}"),
        ("&nbsp;", "\u{a0}"),
        ("&gt;", ">"),
        ("&lt;", "<"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#34;", "\""),
        ("&#124;", "|"),
        ("&#160;", "\u{a0}"),
        ("&#8195;", "\u{2003}"),
        ("&amp;", "&"),
    ];
    let found = KNOWN.iter().find(|(name, _)| text.starts_with(name));
    found.map_or(("&", 1), |(name, value)| (value, name.len()))
}

/// Decodes a tag: `<br>` becomes a line break, other known tags are removed, and unknown tags are kept.
fn decode_tag(text: &str) -> (&str, usize) {
    const DROPPED: [&str; 18] = [
        "a", "b", "i", "p", "div", "span", "strong", "em", "code", "font", "ul", "ol", "u", "sup", "sub", "md-text",
        "md-tag", "md-enum",
    ];
    let Some(end) = text.find('>') else { return ("<", 1) };
    let name: String = text.chars().skip(1).skip_while(|c| *c == '/').collect::<String>();
    let name: String = name.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    match name.to_ascii_lowercase().as_str() {
        "br" => ("\n", end + 1),
        "li" => ("\n- ", end + 1),
        name if DROPPED.contains(&name) || name.starts_with("md-") => ("", end + 1),
        _ => ("<", 1),
    }
}

/// Removes Markdown escapes: `\[\]` becomes `[]`. Backslashes before letters are kept.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => {}
            _ => out.push(c),
        }
    }
    out
}

/// Removes links, asterisks and backticks.
pub(crate) fn strip_markup(text: &str) -> String {
    remove_links(text).replace("**", "").replace('`', "")
}

/// Joins the lines of a text, with one space between words.
pub(crate) fn join_lines(text: &str) -> String {
    strip_markup(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Replaces `[text](url)` by `text`.
fn remove_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(middle) = rest.find("](") {
        let (before, from) = rest.split_at_checked(middle).unwrap_or((rest, ""));
        let (Some(open), Some(close)) = (find_opening(before), from.find(')')) else {
            out.push_str(before);
            out.push_str("](");
            rest = from.get(2..).unwrap_or_default();
            continue;
        };
        let (lead, label) = before.split_at_checked(open).unwrap_or((before, ""));
        out.push_str(lead);
        out.push_str(label.get(1..).unwrap_or_default());
        rest = from.get(close + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Returns the offset of the opening bracket for the bracket at the end of a text.
fn find_opening(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' if depth == 0 => return Some(at),
            '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Trims quotes, backticks and whitespace.
pub(crate) fn trim_markup(text: &str) -> &str {
    text.trim().trim_matches(['`', '"', '\'', '“', '”', ' ', '\u{a0}', '。', '；', ';']).trim()
}

/// Returns a text with every sequence of whitespace replaced with one space.
pub(crate) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
