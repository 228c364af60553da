//! Builds the URL of a call.

use super::{Call, encode};
use crate::operation::Location;

impl Call {
    /// Returns the query parameters. Those that the operation lists come first, in the order of the documentation; the others follow in the order in
    /// which they were set.
    fn query(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        let listed = self.operation.parameters.iter().filter(|parameter| parameter.location == Location::Query);
        let listed = listed.map(|parameter| (parameter.name, self.values_of(parameter.name)));
        let is_listed = |name| self.operation.parameters.iter().any(|parameter| parameter.name == name);
        let others = self.values.iter().filter(move |(name, _)| !is_listed(*name));
        listed.chain(others.map(|(name, values)| (*name, values.as_slice())))
    }

    /// Returns the complete URL.
    pub(super) fn url(&self) -> String {
        let mut url = self.client.base().start();
        for segment in self.operation.path.split('/').skip(1) {
            url.push('/');
            match segment.strip_prefix(':') {
                Some(name) => url.extend(self.values_of(name).iter().map(|value| encode::value(value))),
                None => url.push_str(segment),
            }
        }
        let mut separator = '?';
        for (name, values) in self.query() {
            for value in values {
                url.push(separator);
                url.push_str(&encode::value(name));
                url.push('=');
                url.push_str(&encode::value(value));
                separator = '&';
            }
        }
        url
    }
}
