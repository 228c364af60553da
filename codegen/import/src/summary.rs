//! What remains to be written in the files of a schema.

use std::collections::BTreeMap;

use feishu_codegen::{Code, Sources, draft::check_draft};

/// The work left in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Remaining {
    /// Empty texts.
    pub texts: usize,
    /// Enum values and error codes that are named after their codes.
    pub names: usize,
    /// Comments with `check:` or `suggestion:`.
    pub decisions: usize,
}

impl Remaining {
    fn of_lines(text: &str) -> Self {
        let lines = || text.lines().map(str::trim_start);
        let is_unnamed = |line: &&str| {
            let name = |line: &str| Some(line.split_once(": ")?.1.trim_start_matches('"').to_owned());
            let is_numbered = |name: &str, prefix: &str| {
                name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            };
            let value = name(line).unwrap_or_default();
            let error = value.split(" | ").nth(1).unwrap_or_default();
            is_numbered(&value, "value_") || is_numbered(error, "error_")
        };
        let is_decision = |line: &&str| line.starts_with("# check:") || line.starts_with("# suggestion:");
        Self {
            texts: 0,
            names: lines().filter(|line| !line.starts_with('#')).filter(is_unnamed).count(),
            decisions: lines().filter(is_decision).count(),
        }
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl std::iter::Sum for Remaining {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, other| Self {
            texts: sum.texts + other.texts,
            names: sum.names + other.names,
            decisions: sum.decisions + other.decisions,
        })
    }
}

/// Returns the files in which work is left, by path.
#[must_use]
pub fn summarize(schema: &Sources) -> BTreeMap<String, Remaining> {
    let files = schema.files.iter().filter(|file| file.path.ends_with(".yaml"));
    let mut remaining: BTreeMap<String, Remaining> =
        files.map(|file| (file.path.clone(), Remaining::of_lines(&file.text))).collect();
    for error in check_draft(schema).diagnostics.iter().filter(|error| error.code == Code::Empty) {
        if let Some(file) = remaining.get_mut(schema.path(error.span)) {
            file.texts += 1;
        }
    }
    remaining.retain(|_, file| !file.is_empty());
    remaining
}
