//! What became of each page of a folder.

use feishu_codegen::{
    Diagnostic, Sources,
    draft::{DraftCheck, check_draft},
    model::Api,
};

use crate::run::Drafts;
use crate::tree::Nesting;

/// How the nesting of a page came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Its marks say it, or nothing is nested.
    Certain,
    /// From its sample and the names of its types.
    Rebuilt,
    /// Rebuilt, with fields that could stand elsewhere.
    Undecided,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The page.
    pub page: String,
    /// Its operation.
    pub operation: String,
    /// How its nesting came about.
    pub nesting: How,
    /// What keeps the draft from being right: mistakes other than empty docs.
    pub mistakes: Vec<String>,
    /// Places where its samples disagree with what the page says, which became quirks: kind, path.
    pub quirks: Vec<(String, String)>,
}

impl Outcome {
    /// Whether the samples fit the drafted types, without an excuse for a wrong type or an unknown key.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.mistakes.is_empty()
            && !self.quirks.iter().any(|(kind, _)| matches!(kind.as_str(), "wrong_type" | "unknown_key"))
    }
}

/// Every page that was read, and the API that all drafts make together.
pub struct Outcomes {
    /// Page by page.
    pub pages: Vec<Outcome>,
    /// All drafts with what the schema shares, to emit.
    pub api: Api,
    /// Mistakes that belong to no page.
    pub elsewhere: Vec<String>,
}

/// Checks all drafts, with placeholders for docs.
#[must_use]
pub fn outcomes(drafts: &Drafts) -> Outcomes {
    let sources = drafts.sources();
    let DraftCheck { api, mistakes, .. } = check_draft(&sources);
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
