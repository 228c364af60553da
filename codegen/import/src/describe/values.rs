//! Parses the values that a description lists, with their labels.

use crate::clean::{join_lines, strip_markup, trim_markup};

/// Parses a list such as `` - `1`: label - `2`: label ``, on one line or on several.
pub(super) fn read_options(text: &str) -> Vec<(String, String)> {
    let ticked = text.contains("- `") || text.contains("* `");
    let pieces: Vec<String> = if ticked {
        let pieces = text.split("- `").flat_map(|piece| piece.split("* `"));
        pieces.skip_while(|piece| !piece.contains('`')).map(str::to_owned).collect()
    } else {
        let lines = text.lines().filter_map(|line| line.trim().strip_prefix(['-', '*', '•']));
        lines.flat_map(split_options).collect()
    };
    let mut found: Vec<(String, String)> = Vec::new();
    for piece in pieces {
        let parts = if ticked { piece.split_once('`') } else { piece.split_once(['：', ':']) };
        let (code, label) = parts.unwrap_or((&piece, ""));
        let code = trim_markup(code).to_owned();
        let label = join_lines(label.trim_start_matches([' ', '：', ':']));
        if !code.is_empty() && !found.iter().any(|(known, _)| *known == code) {
            found.push((code, label));
        }
    }
    found
}

/// Parses values after an announcement such as `… 枚举值：`. They are written `- code：label`, on one line or on several. Also returns the
/// text before the announcement.
pub(super) fn read_announced_options(text: &str) -> Option<(String, Vec<(String, String)>)> {
    let dashed = ["\n-", "： -", ": -"].iter().find_map(|start| text.split_once(start));
    let (before, list) = match dashed {
        Some((before, list)) => (before, format!("-{list}")),
        None => {
            let (before, list) = ["：\n", ":\n"].iter().find_map(|start| text.split_once(start))?;
            let lines = list.lines().filter(|line| !line.trim().is_empty()).map(|line| format!("- {}\n", line.trim()));
            (before, lines.collect())
        }
    };
    let found = read_options(&list);
    let is_code = |code: &str| code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
    let pieces = list.lines().filter(|line| !line.trim().is_empty()).flat_map(split_options).count();
    let whole = announces_values(before) && found.len() > 1 && found.len() == pieces;
    let whole = whole && found.iter().all(|(code, label)| is_code(code) && !label.is_empty());
    let text = without_announcement(before).map_or(before, |text| text.trim_end_matches(['，', ',', ' ', '\n']));
    whole.then(|| (text.to_owned(), found))
}

/// Whether a clause ends with a phrase that announces values.
fn announces_values(text: &str) -> bool {
    strip_markup(text).split(['。', '，', ',', '；', '\n']).any(|clause| without_announcement(clause).is_some())
}

/// Removes an announcement such as `可选值有：` from the end of a text.
fn without_announcement(text: &str) -> Option<&str> {
    let text = text.trim().trim_end_matches(['：', ':']).trim_end();
    let text = ["如下所示", "如下", "包括", "有", "为"].iter().fold(text, |text, end| text.trim_end_matches(end));
    ["可选值", "枚举值", "枚举", "取值"].iter().find_map(|word| text.strip_suffix(word))
}

/// Splits a line such as `1：label - 2：other - with a dash`. A dash separates two values if a code and a colon follow.
fn split_options(line: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in line.split(" - ") {
        let code = piece.split_once(['：', ':']).map(|(code, _)| trim_markup(code));
        let starts = code.is_some_and(|code| {
            !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        });
        match found.last_mut() {
            Some(last) if !starts => {
                last.push_str(" - ");
                last.push_str(piece);
            }
            _ => found.push(piece.to_owned()),
        }
    }
    found
}
