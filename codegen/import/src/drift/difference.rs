//! One difference between a page and the schema.

/// One difference between a page and the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The name of the page.
    pub page: String,
    /// The id of the operation; `None` if the schema lacks it.
    pub operation: Option<String>,
    /// The path, such as `response.items[].id`, `scopes` or `errors`.
    pub at: String,
    /// The kind of the change.
    pub change: Change,
    /// The change as a sentence without a full stop.
    pub what: String,
    /// The kind of the quirk that explains it.
    pub explained: Option<&'static str>,
}

/// A change of the page since the schema was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the page has it.
    Came,
    /// Only the schema has it.
    Went,
    /// Page and schema differ.
    Changed,
}

impl Change {
    /// The change as one word.
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
