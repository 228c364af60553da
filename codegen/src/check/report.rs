//! Collects the errors found by the checks.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The errors found so far.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Errors that a quirk may still explain.
    pub(crate) unlisted_examples: Vec<UnlistedExample>,
    /// Whether a type or a file could not be read. Then apparently missing or unused types are not reported.
    pub(crate) unclear: bool,
    /// Errors in samples that a quirk can explain. `diagnostics` contains them too.
    pub(crate) discrepancies: Vec<Discrepancy>,
}

/// An error in a sample that a quirk can explain.
pub struct Discrepancy {
    /// The id of the operation or the event of the sample.
    pub of: String,
    /// The path of the value, as a quirk writes it: `response.items[].id`.
    pub at: String,
    /// The kind of the quirk.
    pub kind: &'static str,
    /// The message of the error.
    pub message: String,
}

/// An example that is not among the values of its enum.
pub(crate) struct UnlistedExample {
    /// The field with the example. For a shared parameter, also the parameters that refer to it.
    pub(crate) fields: Vec<Span>,
    pub(crate) diagnostic: Diagnostic,
    /// Whether a quirk explains it.
    pub(crate) explained: bool,
}

impl Report {
    pub(crate) fn add(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Returns all errors, including the unlisted examples that no quirk explains.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics;
        let examples = self.unlisted_examples.into_iter().filter(|example| !example.explained);
        diagnostics.extend(examples.map(|example| example.diagnostic));
        diagnostics
    }

    /// Records the use of a shared parameter. A quirk about its example may refer to the use.
    pub(crate) fn share_example(&mut self, parameter: Span, used: Span) {
        for example in self.unlisted_examples.iter_mut().filter(|example| example.fields.contains(&parameter)) {
            example.fields.push(used);
        }
    }

    /// Marks the unlisted examples of a field as explained; returns whether there are any.
    pub(crate) fn explain_example(&mut self, field: Span) -> bool {
        let unlisted = self.unlisted_examples.iter_mut().filter(|example| example.fields.contains(&field));
        unlisted.map(|example| example.explained = true).count() > 0
    }

    /// Returns the value of a result, or adds its error.
    pub(crate) fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|diagnostic| self.add(diagnostic)).ok()
    }
}
