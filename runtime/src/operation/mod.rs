//! The metadata of operations, which are rows of a static table in the generated crate.
//!
//! The client, the mock server and error messages use this table.

mod endpoint;

use std::{fmt, time::Duration};

pub(crate) use endpoint::template_violation;

pub use crate::wire::{Condition, Limit, Measure, Rule};

/// One operation of the API.
#[derive(Debug)]
pub struct Operation {
    /// Id, as in the official SDKs: `hire.v1.interview.list`.
    pub id: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path template, with `:name` for a path parameter.
    pub path: &'static str,
    /// URL of the documentation page.
    pub page: &'static str,
    /// Accepted kinds of token.
    pub tokens: &'static [TokenKind],
    /// Kinds of app that may call the operation; empty if the page does not state any.
    pub apps: &'static [AppKind],
    /// Scopes of which the app needs at least one.
    pub scopes: &'static [&'static str],
    /// Scopes without which some fields of the response are absent.
    pub field_scopes: &'static [&'static str],
    /// Documented rate limits, all of which apply; empty if the page states none.
    pub windows: &'static [Window],
    /// Whether a repeated call has no further effect.
    pub idempotent: bool,
    /// Parameters in the path, the query, the form and the top level of the body.
    pub parameters: &'static [Parameter],
    /// Rules that involve several parameters.
    pub rules: &'static [Rule],
    /// Location of the data in the response.
    pub data: DataPlace,
    /// Names of the paging parameters and fields; `None` if the operation is not paged.
    pub paging: Option<Paging>,
    /// Error codes that the page lists.
    pub errors: &'static [ErrorCode],
}

/// Constructors and setters of a row. By default, an operation accepts a tenant access token, has no parameters, and is idempotent unless its
/// method is `POST` or `PATCH`.
impl Operation {
    /// Describes an operation that sends a `GET` request.
    #[must_use]
    pub const fn get(id: &'static str) -> Self {
        Self::new(id, Method::Get)
    }

    /// Describes an operation that sends a `POST` request.
    #[must_use]
    pub const fn post(id: &'static str) -> Self {
        Self::new(id, Method::Post)
    }

    /// Describes an operation that sends a `PUT` request.
    #[must_use]
    pub const fn put(id: &'static str) -> Self {
        Self::new(id, Method::Put)
    }

    /// Describes an operation that sends a `PATCH` request.
    #[must_use]
    pub const fn patch(id: &'static str) -> Self {
        Self::new(id, Method::Patch)
    }

    /// Describes an operation that sends a `DELETE` request.
    #[must_use]
    pub const fn delete(id: &'static str) -> Self {
        Self::new(id, Method::Delete)
    }

    const fn new(id: &'static str, method: Method) -> Self {
        Self {
            id,
            method,
            path: "",
            page: "",
            tokens: &[TokenKind::Tenant],
            apps: &[],
            scopes: &[],
            field_scopes: &[],
            windows: &[],
            idempotent: !matches!(method, Method::Post | Method::Patch),
            parameters: &[],
            rules: &[],
            data: DataPlace::Field,
            paging: None,
            errors: &[],
        }
    }

    /// Sets the path.
    #[must_use]
    pub const fn path(mut self, path: &'static str) -> Self {
        self.path = path;
        self
    }

    /// Sets the URL of the documentation page.
    #[must_use]
    pub const fn page(mut self, page: &'static str) -> Self {
        self.page = page;
        self
    }

    /// Sets the accepted kinds of token. Default: only tenant access tokens.
    #[must_use]
    pub const fn tokens(mut self, tokens: &'static [TokenKind]) -> Self {
        self.tokens = tokens;
        self
    }

    /// Sets the kinds of app that may call the operation.
    #[must_use]
    pub const fn apps(mut self, apps: &'static [AppKind]) -> Self {
        self.apps = apps;
        self
    }

    /// Sets the scopes of which the app needs at least one.
    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    /// Sets the scopes without which some fields of the response are absent.
    #[must_use]
    pub const fn field_scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.field_scopes = scopes;
        self
    }

    /// Sets the documented rate limits.
    #[must_use]
    pub const fn windows(mut self, windows: &'static [Window]) -> Self {
        self.windows = windows;
        self
    }

    /// Sets whether repeating a call has no further effect. Default: `true`, except for `POST` and `PATCH`.
    #[must_use]
    pub const fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// Sets the parameters.
    #[must_use]
    pub const fn parameters(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }

    /// Sets the rules that involve several parameters.
    #[must_use]
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    /// Sets the location of the data in the response. Default: the field `data`.
    #[must_use]
    pub const fn data(mut self, data: DataPlace) -> Self {
        self.data = data;
        self
    }

    /// Sets the names of the paging parameters and fields.
    #[must_use]
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Sets the documented error codes.
    #[must_use]
    pub const fn errors(mut self, errors: &'static [ErrorCode]) -> Self {
        self.errors = errors;
        self
    }
}

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// Returns the name of the method, in upper case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The kind of access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A tenant access token, which identifies the app in a tenant.
    Tenant,
    /// A user access token, which identifies a user.
    User,
}

/// Kind of app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppKind {
    /// An app for one company (自建应用).
    Custom,
    /// An app that many companies can install (商店应用).
    Store,
}

/// A rate limit: a maximum number of calls per period, for each app and tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Maximum number of calls in one window.
    pub calls: u32,
    /// Length of the window.
    pub per: Duration,
}

impl Window {
    /// Creates a limit of `calls` calls per `seconds` seconds.
    #[must_use]
    pub const fn new(calls: u32, seconds: u64) -> Self {
        Self { calls, per: Duration::from_secs(seconds) }
    }
}

/// The location of a parameter in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
    /// The top level of the JSON body.
    Body,
    /// A part of a multipart body.
    Form,
}

/// The location of the data in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataPlace {
    /// The field `data`.
    Field,
    /// The top level, next to `code` and `msg`.
    TopLevel,
}

impl DataPlace {
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

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// An integer, or an enum coded as one.
    Integer,
    /// A 32-bit integer.
    Integer32,
    /// A decimal number.
    Float,
    /// A text: string, or an enum coded as text.
    Text,
    /// A date, as `2024-01-31`.
    Date,
    /// A URL.
    Url,
    /// An id, which is a text without whitespace.
    Id,
    /// Milliseconds since the Unix epoch.
    Timestamp,
    /// A list.
    List,
    /// An object or a map.
    Object,
    /// Any JSON.
    Json,
    /// A file in a multipart form.
    File,
}

/// A parameter of an operation.
#[derive(Debug)]
pub struct Parameter {
    /// Name in the request.
    pub name: &'static str,
    /// Location in the request.
    pub location: Location,
    /// Type; for a list in the query, the type of an item.
    pub kind: Kind,
    /// Whether the parameter is required.
    pub required: bool,
    /// Accepted values; empty if the page does not list them.
    pub values: &'static [&'static str],
    /// Limits of the value.
    pub limits: &'static [Limit],
}

impl Parameter {
    /// Describes a path parameter, which is always required.
    #[must_use]
    pub const fn path(name: &'static str, kind: Kind) -> Self {
        Self::new(name, Location::Path, kind).required()
    }

    /// Describes an optional query parameter.
    #[must_use]
    pub const fn query(name: &'static str, kind: Kind) -> Self {
        Self::new(name, Location::Query, kind)
    }

    /// Describes an optional field of the JSON body.
    #[must_use]
    pub const fn body(name: &'static str, kind: Kind) -> Self {
        Self::new(name, Location::Body, kind)
    }

    /// Describes an optional part of a multipart body.
    #[must_use]
    pub const fn form(name: &'static str, kind: Kind) -> Self {
        Self::new(name, Location::Form, kind)
    }

    const fn new(name: &'static str, location: Location, kind: Kind) -> Self {
        Self { name, location, kind, required: false, values: &[], limits: &[] }
    }

    /// Makes the parameter required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets the accepted values.
    #[must_use]
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// Sets the limits.
    #[must_use]
    pub const fn limits(mut self, limits: &'static [Limit]) -> Self {
        self.limits = limits;
        self
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

    /// Changes the HTTP status, for an operation whose page gives another one than other pages.
    #[must_use]
    pub const fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_without_setters_has_the_defaults() {
        static ROW: Operation = Operation::post("hire.v1.note.create")
            .parameters(&[
                Parameter::path("id", Kind::Text),
                Parameter::query("size", Kind::Integer32).limits(&[Limit::Range(1, 9)]),
            ])
            .windows(&[Window::new(20, 60)]);
        assert_eq!((ROW.method, ROW.idempotent, ROW.tokens), (Method::Post, false, &[TokenKind::Tenant][..]));
        assert!(Operation::get("a").idempotent && !Operation::patch("a").idempotent);
        let shown: Vec<_> = ROW.parameters.iter().map(|it| (it.location, it.required, it.limits.len())).collect();
        assert_eq!(shown, [(Location::Path, true, 0), (Location::Query, false, 1)]);
        assert_eq!(ROW.windows, [Window { calls: 20, per: Duration::from_secs(60) }]);
    }
}
