//! Parses the scopes of a page, and finds their names by their labels.

use crate::clean::strip_markup;

/// Parses scopes with their labels: `` `hire:note` label `` or `label(hire:note)`. If there is only a label, the name is empty.
pub(crate) fn parse_scopes(text: &str) -> Vec<(String, String)> {
    let is_name = |word: &str| {
        word.contains(':')
            && word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '.' | '-'))
    };
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let line = strip_markup(line);
        let line = line.trim();
        let pieces: Vec<&str> =
            line.split(['(', ')', '（', '）', ' ', '\t']).filter(|piece| !piece.is_empty()).collect();
        let mut label = Vec::new();
        // The label precedes a name in parentheses, and follows any other name.
        let quoted = pieces.first().is_some_and(|piece| piece.starts_with('>'));
        let label_follows = quoted || pieces.first().is_some_and(|piece| is_name(piece));
        for piece in pieces {
            // The rest of the line is a remark.
            if piece == ">" && !found.is_empty() {
                break;
            }
            if is_name(piece) {
                let before = if label_follows { Vec::new() } else { std::mem::take(&mut label) };
                found.push((piece.to_owned(), before.join(" ")));
            } else if label_follows && let Some((_, label)) = found.last_mut() {
                if !label.is_empty() {
                    label.push(' ');
                }
                label.push_str(piece);
            } else {
                label.push(piece);
            }
        }
    }
    if found.is_empty() {
        // Older pages list only labels. Remarks and headings are bold.
        let labels = text.lines().filter(|line| !line.contains("**")).map(|line| strip_markup(line).trim().to_owned());
        let is_scope =
            |label: &String| !label.is_empty() && !["无", "-", "none"].contains(&label.to_lowercase().as_str());
        found.extend(labels.filter(is_scope).map(|label| (String::new(), label)));
    }
    let mut unique: Vec<(String, String)> = Vec::new();
    for scope in found {
        if !unique.contains(&scope) && !unique.iter().any(|(name, _)| !name.is_empty() && *name == scope.0) {
            unique.push(scope);
        }
    }
    unique
}

/// Returns the names of scopes, and the labels without a known name. `known` contains names with labels. Older pages list only labels, with several
/// labels per line.
pub(crate) fn resolve_scopes(listed: &[(String, String)], known: &[(String, String)]) -> (Vec<String>, Vec<String>) {
    let (mut names, mut unknown): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let by_label = |label: &str| known.iter().find(|(_, zh)| zh == label).map(|(name, _)| name.clone());
    for (name, label) in listed {
        let pieces = || label.split_whitespace().map(by_label).collect::<Option<Vec<String>>>();
        let found = match name.is_empty() {
            true => by_label(label).map(|name| vec![name]).or_else(pieces),
            false => Some(vec![name.clone()]),
        };
        match found {
            Some(found) => {
                for name in found {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
            None => unknown.push(label.clone()),
        }
    }
    (names, unknown)
}

/// Returns the names of scopes. A scope that is listed only by label is looked up in the schema.
pub(crate) fn resolve_scope_names(
    listed: &[(String, String)],
    known: &[(String, String)],
    notes: &mut Vec<String>,
) -> Vec<String> {
    let (names, unknown) = resolve_scopes(listed, known);
    notes.extend(unknown.iter().map(|label| format!("check: unknown scope with the label {label}")));
    names
}
