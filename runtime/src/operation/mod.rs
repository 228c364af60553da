//! The metadata of operations, which are rows of a static table in the generated crate.
//!
//! The client, the mock server and error messages use this table.

mod endpoint;
mod parameter;
mod response;

use std::{fmt, time::Duration};

pub(crate) use endpoint::template_violation;

pub use parameter::{Kind, Location, Parameter};
pub use response::{DataLocation, ErrorCode, Paging};

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
    pub data: DataLocation,
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
            data: DataLocation::Field,
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
    pub const fn data(mut self, data: DataLocation) -> Self {
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
    #[inline]
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
