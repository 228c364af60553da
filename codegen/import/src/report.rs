//! The import result of every page.

use feishu_codegen::{
    Diagnostic, Sources,
    draft::{DraftCheck, check_draft},
    model::Api,
};

use crate::run::Drafts;
use crate::tree::Nesting;

/// The origin of a page's nesting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// From the marks of the table, or nothing is nested.
    Certain,
    /// Rebuilt from the sample and the names of types.
    Rebuilt,
    /// Rebuilt, with fields that could be elsewhere.
    Undecided,
}

/// The import result of one page.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The name of the page.
    pub page: String,
    /// The id of the operation.
    pub operation: String,
    /// The origin of the nesting.
    pub nesting: How,
    /// The mistakes in the draft, except for empty docs.
    pub mistakes: Vec<String>,
    /// The drafted quirks for discrepancies between page and samples: kind, path.
    pub quirks: Vec<(String, String)>,
}

impl Outcome {
    /// Whether the samples fit the drafted types without quirks for wrong types or unknown keys.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.mistakes.is_empty()
            && !self.quirks.iter().any(|(kind, _)| matches!(kind.as_str(), "wrong_type" | "unknown_key"))
    }
}

/// The import results of all pages, and the API of all drafts.
pub struct Outcomes {
    /// The results by page.
    pub pages: Vec<Outcome>,
    /// All drafts with the shared types of the schema, to be emitted.
    pub api: Api,
    /// Mistakes that belong to no page.
    pub elsewhere: Vec<String>,
}

/// Checks all drafts, with placeholders for docs.
#[must_use]
pub fn outcomes(drafts: &Drafts) -> Outcomes {
    let sources = drafts.sources();
    let DraftCheck { api, diagnostics: mistakes, .. } = check_draft(&sources);
    let of = |mistake: &Diagnostic| sources.path(mistake.span).split('.').next().unwrap_or_default().replace('/', ".");
    let show = |mistake: &Diagnostic| format!("{}: {}", line(&sources, mistake), mistake.message);
    let mut pages = Vec::new();
    for (page, id, nesting, quirks) in drafts.outcomes() {
        let operation = id.to_string();
        let mistakes = mistakes.iter().filter(|mistake| of(mistake) == operation).map(show).collect();
        let nesting = match nesting {
            Nesting::Certain => How::Certain,
            Nesting::Rebuilt => How::Rebuilt,
            Nesting::Undecided => How::Undecided,
        };
        let quirks = quirks.iter().map(|quirk| (quirk.kind.clone(), quirk.at.clone())).collect();
        pages.push(Outcome { page: page.file.clone(), operation, nesting, mistakes, quirks });
    }
    let known = |mistake: &&Diagnostic| !pages.iter().any(|page| page.operation == of(mistake));
    let elsewhere = mistakes.iter().filter(known).map(show).collect();
    Outcomes { pages, api, elsewhere }
}

/// `path:line`
fn line(sources: &Sources, mistake: &Diagnostic) -> String {
    let text = sources.file(mistake.span.file()).map_or("", |file| file.text.as_str());
    let before = text.get(..mistake.span.range().start).unwrap_or_default();
    format!("{}:{}", sources.path(mistake.span), before.matches('\n').count() + 1)
}
