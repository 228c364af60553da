//! From method and path to an operation.

use percent_encoding::percent_decode_str;

use super::Mocked;

/// The operations by method and path. Where two match, the one with the literal segment comes first:
/// `/interview_records/attachments` is not the interview record `attachments`.
#[derive(Debug)]
pub(super) struct Routes(Vec<Route>);

#[derive(Debug)]
struct Route {
    /// Place of the operation in the table.
    index: usize,
    method: &'static str,
    segments: Vec<Segment>,
}

/// Ordered: literals before parameters.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Literal(&'static str),
    Parameter(&'static str),
}

/// An operation that a request is for.
#[derive(Debug)]
pub(super) struct Match {
    /// Place of the operation in the table.
    pub(super) index: usize,
    /// The values of its path parameters, decoded.
    pub(super) path: Vec<(&'static str, String)>,
}

impl Routes {
    pub(super) fn new(operations: &[Mocked]) -> Self {
        let route = |(index, mocked): (usize, &Mocked)| Route {
            index,
            method: mocked.operation.method.as_str(),
            segments: mocked.operation.path.split('/').map(Segment::new).collect(),
        };
        let mut routes: Vec<_> = operations.iter().enumerate().map(route).collect();
        routes.sort_by(|a, b| a.segments.cmp(&b.segments));
        Self(routes)
    }

    /// The operation for a method and a path that is still encoded: a slash inside a value (`%2F`) does not end its segment.
    pub(super) fn find(&self, method: &str, path: &str) -> Option<Match> {
        let path = path.strip_suffix('/').unwrap_or(path);
        let given: Vec<_> = path.split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy()).collect();
        let route = self.0.iter().find(|route| route.method == method && route.matches(&given))?;
        let pairs = route.segments.iter().zip(given);
        let values = pairs.filter_map(|(segment, given)| segment.parameter().map(|name| (name, given.into_owned())));
        Some(Match { index: route.index, path: values.collect() })
    }
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
