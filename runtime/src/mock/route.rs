//! Maps method and path to an operation.

use percent_encoding::percent_decode_str;

use super::MockOperation;

/// Operations by method and path. A literal segment takes precedence over a parameter:
/// `/interview_records/attachments` is not the interview record `attachments`.
#[derive(Debug)]
pub(super) struct Routes(Vec<Route>);

#[derive(Debug)]
struct Route {
    /// Index of the operation in the table.
    index: usize,
    method: &'static str,
    segments: Vec<Segment>,
}

/// Ordered, with literals before parameters.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Literal(&'static str),
    Parameter(&'static str),
}

/// The operation of a request.
#[derive(Debug)]
pub(super) struct Match {
    /// Index of the operation in the table.
    pub(super) index: usize,
    /// Decoded values of the path parameters.
    pub(super) path: Vec<(&'static str, String)>,
}

impl Routes {
    pub(super) fn new(operations: &[MockOperation]) -> Self {
        let route = |(index, mocked): (usize, &MockOperation)| Route {
            index,
            method: mocked.operation.method.as_str(),
            segments: without_trailing_slash(mocked.operation.path).split('/').map(Segment::new).collect(),
        };
        let mut routes: Vec<_> = operations.iter().enumerate().map(route).collect();
        routes.sort_by(|a, b| a.segments.cmp(&b.segments));
        Self(routes)
    }

    /// Finds the operation for a method and an encoded path. An encoded slash in a value (`%2F`) does not end the segment.
    pub(super) fn find(&self, method: &str, path: &str) -> Option<Match> {
        let given: Vec<_> = without_trailing_slash(path)
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy())
            .collect();
        let route = self.0.iter().find(|route| route.method == method && route.matches(&given))?;
        let pairs = route.segments.iter().zip(given);
        let values = pairs.filter_map(|(segment, given)| segment.parameter().map(|name| (name, given.into_owned())));
        Some(Match { index: route.index, path: values.collect() })
    }
}

/// Returns a path without its trailing slash. Operations do not differ only in a trailing slash.
fn without_trailing_slash(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

impl Route {
    fn matches(&self, given: &[impl AsRef<str>]) -> bool {
        self.segments.len() == given.len()
            && self.segments.iter().zip(given).all(|(segment, given)| segment.matches(given.as_ref()))
    }
}

impl Segment {
    fn new(segment: &'static str) -> Self {
        segment.strip_prefix(':').map_or(Self::Literal(segment), Self::Parameter)
    }

    fn matches(&self, given: &str) -> bool {
        match self {
            Self::Literal(literal) => *literal == given,
            Self::Parameter(_) => !given.is_empty(),
        }
    }

    fn parameter(&self) -> Option<&'static str> {
        match self {
            Self::Literal(_) => None,
            Self::Parameter(name) => Some(name),
        }
    }
}
