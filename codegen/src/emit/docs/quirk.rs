//! The documentation of quirks.

use super::phrase::format_code_list;
use crate::model::Quirk;

/// Returns a section with all quirks, or an empty string.
pub(in crate::emit) fn describe_quirks(quirks: &[Quirk]) -> String {
    if quirks.is_empty() {
        return String::new();
    }
    let quirks: Vec<_> = quirks.iter().map(describe_quirk).collect();
    format!("# Known documentation discrepancies\n\n{}", quirks.join("\n"))
}

/// Returns one line about a quirk and its handling. The schema and the OpenAPI document have the details.
fn describe_quirk(quirk: &Quirk) -> String {
    let handling = quirk.because.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = handling.split_once(". ").map_or(handling.as_str(), |(first, _)| first);
    let fields =
        if quirk.fields.is_empty() { String::new() } else { format!(" ({})", format_code_list(&quirk.fields)) };
    format!("- `{}`: {}{fields}. {}.", shorten(&quirk.at), quirk.summary, first.trim_end_matches('.'))
}

/// The maximum length of a path that is not shortened.
const LONGEST_PATH: usize = 100;

/// Returns a path that fits on a line: `response.items[].….name`.
fn shorten(path: &str) -> String {
    let steps: Vec<&str> = path.split('.').collect();
    let (head, tail) = steps.split_at(steps.len().min(2));
    let short = (0..tail.len()).map(|from| match tail.get(from..) {
        Some(rest) if from > 0 => [head, &["…"], rest].concat().join("."),
        _ => path.to_owned(),
    });
    let mut short = short.skip_while(|path| path.chars().count() > LONGEST_PATH);
    short.next().unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paths_are_shortened() {
        let path = |steps: usize| format!("response.items[]{}.id", ".a_rather_long_name[]".repeat(steps));
        assert_eq!(shorten(&path(3)), path(3));
        assert_eq!(shorten(&path(5)), path(3).replace("items[]", "items[].…"));
        assert_eq!(shorten("response"), "response");
    }
}
