//! Collects mistakes.

use crate::diagnostic::Diagnostic;
use crate::model::OperationId;
use crate::source::Span;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) mistakes: Vec<Diagnostic>,
    /// Mistakes that a quirk may still explain.
    pub(crate) unlisted_examples: Vec<UnlistedExample>,
    /// Whether a type or a file could not be read. Then apparently missing or unused types are not reported.
    pub(crate) unclear: bool,
    /// Mistakes of samples that a quirk can explain. `mistakes` has them too.
    pub(crate) discrepancies: Vec<Discrepancy>,
}

/// A mistake of a sample that a quirk can explain.
pub struct Discrepancy {
    /// The operation of the sample.
    pub operation: OperationId,
    /// The path of the value, as a quirk writes it: `response.items[].id`.
    pub at: String,
    /// The kind of the quirk.
    pub kind: &'static str,
    /// The message of the mistake.
    pub message: String,
}

/// An example that is not among the values of its enum.
pub(crate) struct UnlistedExample {
    /// The field or parameter whose example it is; of a shared one also the places that use it.
    pub(crate) fields: Vec<Span>,
    pub(crate) mistake: Diagnostic,
    /// Whether a quirk explains it.
    pub(crate) excused: bool,
}

impl Report {
    pub(crate) fn add(&mut self, mistake: Diagnostic) {
        self.mistakes.push(mistake);
    }

    /// Every mistake, and the unlisted examples that no quirk explains.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        let mut mistakes = self.mistakes;
        let examples = self.unlisted_examples.into_iter().filter(|example| !example.excused);
        mistakes.extend(examples.map(|example| example.mistake));
        mistakes
    }

    /// Records the use of a shared parameter. A quirk about its example may name that place.
    pub(crate) fn share_example(&mut self, parameter: Span, used: Span) {
        for example in self.unlisted_examples.iter_mut().filter(|example| example.fields.contains(&parameter)) {
            example.fields.push(used);
        }
    }

    /// Marks the unlisted example of a field as explained; returns whether there is one.
    pub(crate) fn excuse_example(&mut self, field: Span) -> bool {
        let unlisted = self.unlisted_examples.iter_mut().find(|example| example.fields.contains(&field));
        unlisted.map(|example| example.excused = true).is_some()
    }

    /// Adds the mistake of a failed step, or returns its result.
    pub(crate) fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|mistake| self.add(mistake)).ok()
    }
}
