//! What an author is told: every mistake with its place, and how to mend it.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::source::{Sources, Span};

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What stands there, in few words; may be empty.
    pub label: String,
    /// A second place that belongs to it, such as the first of two definitions.
    pub other: Option<Box<(Span, String)>>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), span, label: String::new(), other: None, help: None }
    }

    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(crate) fn other(mut self, span: Span, label: impl Into<String>) -> Self {
        self.other = Some(Box::new((span, label.into())));
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// "Did you mean", when one of the candidates is near enough.
    pub(crate) fn did_you_mean<'a>(self, given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(given, candidates) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }
}

/// Names longer than this are no slip of the finger.
const LONGEST: usize = 64;

/// The candidate that a slip of the finger may have meant.
fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if given.len() > LONGEST {
        return None;
    }
    let given = given.to_lowercase();
    let most = (given.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 2 * LONGEST)
        .map(|candidate| (strsim::damerau_levenshtein(&given, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Sorts mistakes by place and shows them as an author reads them: file, line, column, the line itself, what to do.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, renderer: &Renderer) -> String {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by(|a, b| (sources.path(a.span), a.span, &a.message).cmp(&(sources.path(b.span), b.span, &b.message)));
    sorted.dedup();
    let mut out = String::new();
    for diagnostic in &sorted {
        out.push_str(&renderer.render(&[group(diagnostic, sources)]));
        out.push_str("\n\n");
    }
    let count = sorted.len();
    let s = if count == 1 { "" } else { "s" };
    out.push_str(&format!("{count} mistake{s} in the schema\n"));
    out
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let snippet = |span: Span| {
        let (path, text) = sources.file(span.file()).map_or(("", ""), |file| (file.path.as_str(), file.text.as_str()));
        Snippet::source(text).path(format!("{}{path}", sources.folder))
    };
    let mut group = Level::ERROR.primary_title(diagnostic.message.as_str()).element(
        snippet(diagnostic.span)
            .annotation(AnnotationKind::Primary.span(diagnostic.span.range()).label(diagnostic.label.as_str())),
    );
    if let Some((span, label)) = diagnostic.other.as_deref() {
        group =
            group.element(snippet(*span).annotation(AnnotationKind::Context.span(span.range()).label(label.as_str())));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}
