//! Operations for unbound endpoints, one for each method and path template.

use std::{
    convert::identity,
    sync::{Mutex, PoisonError},
};

use super::{Kind, Method, Operation, Parameter, TokenKind};
use crate::input;

/// All endpoints that were used, sorted by path and method. They are kept until the process ends, because errors, rate limits and spans refer to
/// them.
static ENDPOINTS: Mutex<Vec<&'static Operation>> = Mutex::new(Vec::new());

impl Operation {
    /// Returns the operation of an endpoint that this crate does not bind, to set its rate limits with
    /// [`RateLimits::operation`](crate::RateLimits::operation).
    ///
    /// `path` is a template, with `:name` for a path parameter. The id is the method and the template, such as
    /// `GET /open-apis/contact/v3/users/:user_id`. The same method and template always return the same operation, which is kept until the process ends.
    ///
    /// # Examples
    ///
    /// ```
    /// use feishu_runtime::{
    ///     RateLimits,
    ///     operation::{Method, Operation, Window},
    /// };
    ///
    /// let user = Operation::endpoint(Method::Get, "/open-apis/contact/v3/users/:user_id");
    /// let limits = RateLimits::documented().operation(user, [Window::new(10, 1)]);
    /// # let _ = limits;
    /// ```
    #[must_use]
    pub fn endpoint(method: Method, path: &'static str) -> &'static Self {
        let mut endpoints = ENDPOINTS.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (path, method.as_str());
        let found = endpoints.binary_search_by_key(&key, |operation| (operation.path, operation.method.as_str()));
        if let Some(operation) = found.ok().and_then(|position| endpoints.get(position)) {
            return operation;
        }
        let operation: &'static Self = Box::leak(Box::new(describe(method, path)));
        endpoints.insert(found.unwrap_or_else(identity), operation);
        operation
    }
}

fn describe(method: Method, path: &'static str) -> Operation {
    let id: &'static str = format!("{method} {path}").leak();
    let names = path.split('/').filter_map(|segment| segment.strip_prefix(':'));
    let kind = |name| if input::is_name_of_id(name) { Kind::Id } else { Kind::Text };
    let parameters: Vec<_> = names.map(|name| Parameter::path(name, kind(name))).collect();
    Operation {
        path,
        tokens: &[TokenKind::Tenant, TokenKind::User],
        parameters: parameters.leak(),
        ..Operation::new(id, method)
    }
}

/// Describes what is wrong with a path template, if anything. A valid template cannot point to another host, add a query or leave its path.
pub(crate) fn template_violation(path: &str) -> Option<&'static str> {
    let Some(path) = path.strip_prefix('/') else { return Some("must start with `/`") };
    path.strip_suffix('/').unwrap_or(path).split('/').find_map(segment_violation)
}

fn segment_violation(segment: &str) -> Option<&'static str> {
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    match segment.strip_prefix(':') {
        Some("") => Some("must name each path parameter, as in `:talent_id`"),
        Some(name) if !name.chars().all(is_word) => Some("must name path parameters with letters, digits and `_` only"),
        Some(_) => None,
        None if segment.is_empty() => Some("must not have an empty segment"),
        None if matches!(segment, "." | "..") => Some("must not have a segment `.` or `..`"),
        None if !segment.chars().all(|character| is_word(character) || "-.~".contains(character)) => {
            Some("must have only letters, digits and `-._~` between slashes; set query parameters with `query`")
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_template_is_the_same_operation() {
        let get = Operation::endpoint(Method::Get, "/things/:thing_id/parts/:part_id");
        assert_eq!((get.id, get.idempotent), ("GET /things/:thing_id/parts/:part_id", true));
        assert_eq!(get.parameters.iter().map(|it| it.name).collect::<Vec<_>>(), ["thing_id", "part_id"]);
        assert!(std::ptr::eq(get, Operation::endpoint(Method::Get, "/things/:thing_id/parts/:part_id")));
        let put = Operation::endpoint(Method::Put, "/things/:thing_id/parts/:part_id");
        assert!(!std::ptr::eq(get, put) && get.id != put.id);
        assert!(!Operation::endpoint(Method::Post, "/things").idempotent);
    }

    #[test]
    fn templates_are_checked() {
        for valid in ["/a", "/a/", "/open-apis/contact/v3/users/:user_id/x_y.z~1", "/:a/:b"] {
            assert_eq!(template_violation(valid), None, "{valid}");
        }
        for invalid in [
            "",
            "a",
            "/",
            "//",
            "//host/a",
            "/a//b",
            "/a//",
            "https://host/a",
            "@host/a",
            "/a?b=c",
            "/a#b",
            "/a b",
            "/a%2f",
            "/.",
            "/a/..",
            "/../a",
            "/a\\b",
            "/a/:",
            "/:a-b",
            "/:a/:b?",
            "/a:b",
            "/中",
            "/a\n",
            "/a@b",
        ] {
            assert!(template_violation(invalid).is_some(), "{invalid:?}");
        }
    }
}
