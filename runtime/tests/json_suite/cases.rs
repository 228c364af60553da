//! The loader of `cases.txt`. Unit tests can include this file as well: it depends on nothing else in this folder.

use percent_encoding::percent_decode_str;

/// One case of the suite.
#[derive(Debug)]
pub(crate) struct Case {
    /// The file name in the suite, without `.json`.
    pub(crate) name: &'static str,
    /// The verdict on the text.
    pub(crate) verdict: Verdict,
    /// The text; not always UTF-8.
    pub(crate) text: Vec<u8>,
}

/// The verdict on a text: what a parser must do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The text is JSON.
    Accept,
    /// The text is not JSON.
    Reject,
    /// The specification leaves the decision to the parser.
    Either,
}

/// Returns all cases, in the order of the file.
///
/// # Errors
/// Returns an error if a line has no separator, no verdict or no valid count.
pub(crate) fn cases() -> Result<Vec<Case>, String> {
    let lines = include_str!("cases.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(case).collect()
}

fn case(line: &'static str) -> Result<Case, String> {
    let (name, content) = line.split_once('|').ok_or_else(|| format!("no separator: {line}"))?;
    let name = name.trim();
    let verdict = match name.split_once('_') {
        Some(("y", _)) => Verdict::Accept,
        Some(("n", _)) => Verdict::Reject,
        Some(("i", _)) => Verdict::Either,
        _ => return Err(format!("no verdict: {line}")),
    };
    let text = text(content).map_err(|error| format!("{error}: {line}"))?;
    Ok(Case { name, verdict, text })
}

/// Decodes `content | count | content | count …`; the last count may be omitted.
fn text(content: &str) -> Result<Vec<u8>, std::num::ParseIntError> {
    let mut cells = content.split('|').map(str::trim);
    let mut text = Vec::new();
    while let Some(cell) = cells.next() {
        let part: Vec<u8> = percent_decode_str(cell).collect();
        let count = cells.next().map_or(Ok(1), str::parse)?;
        text.extend(part.repeat(count));
    }
    Ok(text)
}
