//! Converts the custom tags of Feishu (`<md-dt-table>`, `<md-enum-item>`, …) to Markdown.

/// Converts the custom tags of a page to Markdown.
pub(crate) fn to_markdown(text: &str) -> String {
    if !text.contains("<md-") {
        return text.to_owned();
    }
    let fenced =
        replace_between(text, "<md-code-json>", "</md-code-json>", |json| format!("\n```json\n{}\n```\n", json.trim()));
    let tables = ["md-table", "md-dt-table"].into_iter().fold(fenced, |text, name| {
        replace_between(&text, &format!("<{name}"), &format!("</{name}>"), |inside| convert_table(after_tag(inside)))
    });
    // Some pages have Markdown tables with tags in their cells.
    let inline = convert_inline(&tables);
    let plain = |line: &&str| !line.trim_start().starts_with(":::") && !is_alert(line);
    let lines: Vec<String> = inline.lines().filter(plain).map(without_buttons).collect();
    lines.join("\n")
}

/// Replaces the text between two delimiters. Text without a closing delimiter is unchanged.
fn replace_between(text: &str, open: &str, close: &str, write: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once(open) {
        let Some((inside, after)) = from.split_once(close) else { break };
        out.push_str(before);
        out.push_str(&write(inside));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Returns the text after the rest of an opening tag.
fn after_tag(text: &str) -> &str {
    text.split_once('>').map_or("", |(_, inside)| inside)
}

/// Converts a table to Markdown. The first row is the header.
fn convert_table(inside: &str) -> String {
    let mut out = String::from("\n\n");
    for (at, row) in find_elements(inside, &["tr", "md-tr", "md-dt-tr"]).iter().enumerate() {
        let cells = find_elements(row.inside, &["md-th", "md-td", "md-dt-th", "md-dt-td"]);
        let depth = attribute(row.attributes, "level").and_then(|level| level.parse().ok()).unwrap_or(0_usize).min(40);
        let mark = if depth == 0 { String::new() } else { format!("{}└ ", "&emsp;".repeat(depth)) };
        // Text after a cell belongs to the cell.
        let texts: Vec<String> = cells.iter().map(|cell| cell_text(&[cell.inside, cell.behind].join("\n"))).collect();
        out.push_str(&format!("| {mark}{} |\n", texts.join(" | ")));
        if at == 0 {
            out.push_str(&format!("|{}\n", " --- |".repeat(texts.len().max(1))));
        }
    }
    out.push('\n');
    out
}

/// Converts a cell to one line, with `<br>` for line breaks and escaped bars.
fn cell_text(inside: &str) -> String {
    let inline = convert_inline(inside);
    let lines: Vec<&str> = inline.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("<br>").replace('|', "\\|")
}

/// Converts values, scopes, apps and tokens in a cell.
fn convert_inline(text: &str) -> String {
    let values = replace_between(text, "<md-enum-item", "</md-enum-item>", |item| {
        let (tag, label) = item.split_once('>').unwrap_or((item, ""));
        format!("<br>- `{}`: {}", attribute(tag, "key").unwrap_or_default(), label.trim())
    });
    let scopes = replace_between(&values, "<md-perm", "</md-perm>", |scope| {
        let (tag, label) = scope.split_once('>').unwrap_or((scope, ""));
        format!("<br>`{}` {}", attribute(tag, "name").unwrap_or_default(), label.trim())
    });
    let apps =
        replace_between(&scopes, "<md-app-support", ">", |tag| attribute(tag, "types").unwrap_or_default().to_owned());
    replace_between(&apps, "<md-tag", "</md-tag>", |tag| format!("`{}`", after_tag(tag).trim()))
}

struct Element<'a> {
    attributes: &'a str,
    inside: &'a str,
    /// The text between this element and the next one.
    behind: &'a str,
}

/// Returns the elements with these names, in order. They are not nested.
fn find_elements<'a>(text: &'a str, names: &[&str]) -> Vec<Element<'a>> {
    let mut found: Vec<Element<'a>> = Vec::new();
    let (mut rest, mut last) = (text, "");
    while let Some((_, from)) = rest.split_once('<') {
        rest = from;
        let Some((tag, inside)) = from.split_once('>') else { break };
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        if !names.contains(&name) {
            continue;
        }
        if let Some(before) = found.last_mut() {
            before.behind = last.get(..last.len().saturating_sub(from.len() + 1)).unwrap_or_default();
        }
        let Some((inside, after)) = inside.split_once(&format!("</{name}>")) else { break };
        found.push(Element { attributes, inside, behind: after });
        (rest, last) = (after, after);
    }
    found
}

/// Returns the value of an attribute, written `key="value"`.
fn attribute<'a>(tag: &'a str, key: &str) -> Option<&'a str> {
    let (_, from) = tag.split_once(&format!("{key}=\""))?;
    Some(from.split_once('"')?.0)
}

/// Whether a line only opens or closes an alert box.
fn is_alert(line: &str) -> bool {
    let line = line.trim();
    (line.starts_with("<md-alert") || line.starts_with("</md-alert")) && line.ends_with('>')
}

/// Removes buttons such as `{Try it}(url=…)`.
fn without_buttons(line: &str) -> String {
    match line.split_once("}(url=") {
        Some((before, after)) => {
            let before = before.rsplit_once('{').map_or(before, |(before, _)| before);
            let after = after.split_once(')').map_or("", |(_, after)| after);
            format!("{before}{after}")
        }
        None => line.to_owned(),
    }
}
