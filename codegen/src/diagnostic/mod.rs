//! Diagnostics: the errors in a schema, each with its location and, where possible, a fix.

mod code;
mod json;
mod text;

use crate::source::Span;

pub use code::Code;
pub use json::{github_lines, json_lines};
pub use text::render;

/// An error in a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of error.
    pub code: Code,
    /// The message: one line without a final period.
    pub message: String,
    /// The location of the error.
    pub span: Span,
    /// A few words about the location. May be empty.
    pub label: String,
    /// A related location with its label, such as the first of two definitions.
    pub other: Option<Box<(Span, String)>>,
    /// A suggestion to fix the error.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates a diagnostic without label and help.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), span, label: String::new(), other: None, help: None }
    }

    /// Sets the label.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(crate) fn other(mut self, span: Span, label: impl Into<String>) -> Self {
        self.other = Some(Box::new((span, label.into())));
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Replaces the help with "did you mean …?" if a candidate is similar to the given name.
    #[must_use]
    pub fn did_you_mean<'a>(self, given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(given, candidates) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }
}

/// Longer names are not compared: they are not typing errors, and the comparison takes quadratic time.
const MAX_LEN: usize = 64;

/// Returns the candidate that is most similar to a name, if one differs in at most a third of the characters.
#[must_use]
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if given.len() > MAX_LEN {
        return None;
    }
    let given = given.to_lowercase();
    let max_distance = (given.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 2 * MAX_LEN)
        .map(|candidate| (strsim::damerau_levenshtein(&given, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= max_distance)
        .min()
        .map(|(_, candidate)| candidate)
}
