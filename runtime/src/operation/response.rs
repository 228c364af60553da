//! The locations of data and pages in a response, and the error codes.

/// The location of the data in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataLocation {
    /// The field `data`.
    Field,
    /// The top level, next to `code` and `msg`.
    TopLevel,
}

impl DataLocation {
    /// Returns the keys that lead to the data.
    pub(crate) const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Field => &["data"],
            Self::TopLevel => &[],
        }
    }

    /// Returns the path of a field of the data, such as `data.items`.
    pub(crate) fn path(self, name: &str) -> String {
        [self.keys(), &[name]].concat().join(".")
    }
}

/// The names of the parameters and fields that an operation uses for paging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Parameter that sets the number of items per page.
    pub size: &'static str,
    /// Parameter that sets the page token.
    pub token: &'static str,
    /// Response field that contains the items.
    pub items: &'static str,
    /// Response field that contains the token of the next page.
    pub next: &'static str,
    /// Response field that states whether there are more pages.
    pub more: &'static str,
}

/// The names that most operations of Feishu use: `page_size`, `page_token`, `items`, `page_token`, `has_more`.
///
/// # Examples
///
/// ```
/// use feishu_runtime::operation::Paging;
///
/// let paging = Paging { items: "files", next: "next_page_token", ..Paging::default() };
/// assert_eq!((paging.token, paging.more), ("page_token", "has_more"));
/// ```
impl Default for Paging {
    fn default() -> Self {
        Self { size: "page_size", token: "page_token", items: "items", next: "page_token", more: "has_more" }
    }
}

/// An error code that Feishu documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorCode {
    /// Error code.
    pub code: i64,
    /// Name in the schema, such as `application_not_found`.
    pub name: &'static str,
    /// Documented HTTP status.
    pub status: u16,
    /// Description of the error.
    pub summary: &'static str,
}

impl ErrorCode {
    /// Describes an error code.
    #[must_use]
    pub const fn new(code: i64, name: &'static str, status: u16, summary: &'static str) -> Self {
        Self { code, name, status, summary }
    }

    /// Sets the HTTP status on the page of the operation, if it differs from the one in the catalog of error codes.
    #[must_use]
    pub const fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}
