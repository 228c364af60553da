//! Counts the missing texts and the open decisions in the files of a schema.

use std::collections::BTreeMap;

use feishu_codegen::{Code, Sources, draft::check_draft};

/// The numbers of missing texts, missing names and open decisions in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RemainingWork {
    /// Empty texts.
    pub texts: usize,
    /// Enum values without a name, and error codes that are named after their number.
    pub names: usize,
    /// Comments with `check:` or `suggestion:`.
    pub decisions: usize,
}

impl RemainingWork {
    fn of_lines(text: &str) -> Self {
        let lines = || text.lines().map(str::trim_start);
        // `1002003: 400 | error_1002003 | …`
        let is_unnamed = |line: &&str| {
            let name = line.split(" | ").nth(1).and_then(|name| name.strip_prefix("error_"));
            name.is_some_and(|rest| line.starts_with(rest))
        };
        let is_decision = |line: &&str| line.starts_with("# check:") || line.starts_with("# suggestion:");
        Self { texts: 0, names: lines().filter(is_unnamed).count(), decisions: lines().filter(is_decision).count() }
    }

    /// Whether no work remains.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl std::iter::Sum for RemainingWork {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, other| Self {
            texts: sum.texts + other.texts,
            names: sum.names + other.names,
            decisions: sum.decisions + other.decisions,
        })
    }
}

/// Returns the remaining work of each unfinished file, by path.
#[must_use]
pub fn summarize(schema: &Sources) -> BTreeMap<String, RemainingWork> {
    let files = schema.files.iter().filter(|file| file.path.ends_with(".yaml"));
    let mut remaining: BTreeMap<String, RemainingWork> =
        files.map(|file| (file.path.clone(), RemainingWork::of_lines(&file.text))).collect();
    for error in check_draft(schema).diagnostics {
        let Some(file) = remaining.get_mut(schema.path(error.span)) else { continue };
        match error.code {
            Code::Empty => file.texts += 1,
            Code::UnnamedValue => file.names += 1,
            _ => {}
        }
    }
    remaining.retain(|_, file| !file.is_empty());
    remaining
}
