//! Pages against the schema: what came, what went, what changed, and which of it a quirk explains.

mod facts;
mod fields;
mod json;

use feishu_codegen::model::{Api, Operation};

use crate::identity::shape;
use crate::page;

pub use json::to_json;

/// One difference between a page and the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The page.
    pub page: String,
    /// The operation; none when the schema lacks it.
    pub operation: Option<String>,
    /// Where: `response.items[].id`, `scopes`, `errors`.
    pub at: String,
    /// Whether something came, went or changed.
    pub change: Change,
    /// What, as a sentence without its full stop.
    pub what: String,
    /// The kind of the quirk that explains it.
    pub explained: Option<&'static str>,
}

/// What became of something since the schema was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The page has it and the schema does not.
    Came,
    /// The schema has it and the page does not.
    Went,
    /// Both have it, and say different things.
    Changed,
}

impl Change {
    /// One word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Came => "came",
            Self::Went => "went",
            Self::Changed => "changed",
        }
    }
}

impl std::fmt::Display for Drift {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let operation = self.operation.as_deref().unwrap_or("no operation");
        write!(f, "{operation}: {} {}: {}", self.at, self.change.as_str(), self.what)?;
        match self.explained {
            Some(kind) => write!(f, " (explained by a quirk `{kind}`)"),
            None => Ok(()),
        }
    }
}

/// What is found for one page.
struct Found<'a> {
    page: &'a str,
    operation: &'a Operation,
    drifts: Vec<Drift>,
}

impl Found<'_> {
    fn add(&mut self, at: &str, change: Change, what: String, explained: Option<&'static str>) {
        self.drifts.push(Drift {
            page: self.page.to_owned(),
            operation: Some(self.operation.id.to_string()),
            at: at.to_owned(),
            change,
            what,
            explained,
        });
    }

    /// The quirk of one of these kinds that stands at a path.
    fn quirk(&self, at: &str, kinds: &[&'static str]) -> Option<&'static str> {
        let mut quirks = self.operation.quirks.iter();
        quirks.find(|quirk| quirk.at == at && kinds.contains(&quirk.kind)).map(|quirk| quirk.kind)
    }
}

/// Compares a page with the operation of the same method and path.
///
/// # Errors
/// When the text is not the page of an endpoint.
pub fn drift(name: &str, text: &str, api: &Api) -> Result<Vec<Drift>, String> {
    let page = page::read(name, text)?;
    let call = format!("{} {}", page.method, page.path);
    let same =
        |operation: &&Operation| shape(&format!("{} {}", operation.method.as_str(), operation.path)) == shape(&call);
    let Some(operation) = api.operations.iter().find(same) else {
        let what = format!("the schema has no `{call}`");
        let endpoint = "endpoint".to_owned();
        return Ok(vec![Drift {
            page: name.to_owned(),
            operation: None,
            at: endpoint,
            change: Change::Came,
            what,
            explained: None,
        }]);
    };
    let mut found = Found { page: name, operation, drifts: Vec::new() };
    facts::compare(&page, api, &mut found);
    fields::compare(&page, api, &mut found);
    Ok(found.drifts)
}
