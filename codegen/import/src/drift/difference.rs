//! One difference between a page and the schema.

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
