//! The import result of every page.

use feishu_codegen::{
    Code, Diagnostic, Sources,
    draft::{DraftCheck, check_draft},
    model::Api,
};

use crate::run::{Drafts, PageDraft};
use crate::tree::Nesting;

/// The import result of a page.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The name of the page.
    pub page: String,
    /// The id of the operation or the event.
    pub operation: String,
    /// The origin of the nesting.
    pub nesting: Nesting,
    /// The errors in the draft, except for missing descriptions.
    pub errors: Vec<String>,
    /// The drafted quirks for discrepancies between page and samples: kind, path.
    pub quirks: Vec<(String, String)>,
}

impl Outcome {
    /// Whether the samples fit the drafted types without quirks for wrong types or unknown keys.
    #[must_use]
    pub fn samples_fit(&self) -> bool {
        self.errors.is_empty()
            && !self.quirks.iter().any(|(kind, _)| matches!(kind.as_str(), "wrong_type" | "unknown_key"))
    }
}

/// The import results of all pages, and the API of all drafts.
pub struct Outcomes {
    /// The results by page.
    pub pages: Vec<Outcome>,
    /// All drafts with the shared types of the schema, to be emitted.
    pub api: Api,
    /// Errors that do not belong to a page.
    pub other_errors: Vec<String>,
}

/// Checks all drafts, with placeholders for docs.
#[must_use]
pub fn check_drafts(drafts: &Drafts) -> Outcomes {
    let sources = drafts.sources();
    let DraftCheck { api, diagnostics, .. } = check_draft(&sources);
    let stem_of = |error: &Diagnostic| sources.path(error.span).split('.').next().unwrap_or_default();
    let show = |error: &Diagnostic| format!("{}: {}", location(&sources, error), error.message);
    let mut pages = Vec::new();
    for PageDraft { page, id, stem, nesting, quirks } in drafts.page_drafts() {
        let errors = diagnostics.iter().filter(|error| stem_of(error) == stem).map(show).collect();
        let quirks = quirks.iter().map(|quirk| (quirk.kind.clone(), quirk.at.clone())).collect();
        pages.push(Outcome { page: page.file.clone(), operation: id, nesting, errors, quirks });
    }
    let of_no_page = |error: &&Diagnostic| !drafts.page_drafts().any(|draft| draft.stem == stem_of(error));
    // The operations of the schema that send a shared type are not among the drafts.
    let is_unsent = |error: &Diagnostic| error.code == Code::NoEffect && sources.path(error.span).starts_with("types/");
    let other_errors = diagnostics.iter().filter(of_no_page).filter(|error| !is_unsent(error)).map(show).collect();
    Outcomes { pages, api, other_errors }
}

/// Formats a location as `path:line`.
fn location(sources: &Sources, error: &Diagnostic) -> String {
    let text = sources.file(error.span.file()).map_or("", |file| file.text.as_str());
    let before = text.get(..error.span.range().start).unwrap_or_default();
    format!("{}:{}", sources.path(error.span), before.matches('\n').count() + 1)
}
