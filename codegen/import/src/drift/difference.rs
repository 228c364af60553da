//! A difference between a page and the schema.

/// A difference between a page and the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The name of the page.
    pub page: String,
    /// The id of the operation or the event; `None` if the schema lacks it.
    pub operation: Option<String>,
    /// The path, such as `response.items[].id`, `scopes` or `errors`.
    pub at: String,
    /// The kind of the change.
    pub change: Change,
    /// A description of the change, without a final period.
    pub what: String,
    /// The kind of the quirk that explains the difference.
    pub explained: Option<&'static str>,
    /// The kinds of quirks that can explain the difference.
    pub explained_by: &'static [&'static str],
    /// The items on the page, for a quirk that lists them.
    pub documented: Vec<String>,
}

/// A change of the page since the schema was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the page has the item.
    Added,
    /// Only the schema has the item.
    Removed,
    /// Page and schema differ.
    Changed,
}

impl Change {
    /// Returns the change as one word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

impl std::fmt::Display for Drift {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let operation = self.operation.as_deref().unwrap_or("no operation");
        write!(f, "{operation}: {} {}: {}", self.at, self.change.as_str(), self.what)?;
        match (self.explained, self.explained_by) {
            (Some(kind), _) => write!(f, " (explained by a quirk `{kind}`)"),
            (None, []) => Ok(()),
            (None, kinds) => write!(f, " (can be explained by a quirk `{}`)", kinds.join("` or `")),
        }
    }
}
