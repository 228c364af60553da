//! Parameter values of a request, from path, query, JSON body or form.

use serde_json::{Map, Value};
use url::form_urlencoded;

use super::{
    ReceivedRequest,
    form::{self, Part},
};
use crate::operation::{Location, Operation, Parameter};

/// All parameter values of a request.
#[derive(Debug)]
pub(super) struct RequestParameters {
    /// The documented parameters.
    parameters: &'static [Parameter],
    path: Vec<(&'static str, String)>,
    query: Vec<(String, String)>,
    body: Body,
}

#[derive(Debug)]
enum Body {
    /// The operation has no body. A body is ignored, because some clients send `{}` with every GET.
    Ignored,
    Json(Map<String, Value>),
    /// The value of the parameter with this name.
    Bare(&'static str, Value),
    Form(Vec<Part>),
    Unreadable(&'static str),
}

/// A value of a parameter.
#[derive(Clone, Copy, Debug)]
pub(super) enum ParameterValue<'a> {
    /// From the path, the query or a form.
    Text(&'a str),
    /// From a JSON body.
    Json(&'a Value),
    /// A file in a form.
    File,
}

impl RequestParameters {
    pub(super) fn read(operation: &Operation, path: Vec<(&'static str, String)>, received: &ReceivedRequest) -> Self {
        let query = form_urlencoded::parse(received.query.as_bytes()).into_owned().collect();
        Self { parameters: operation.parameters, path, query, body: Body::read(operation, received) }
    }

    /// Returns the reason why the body cannot be parsed; `None` if it can.
    pub(super) fn unreadable(&self) -> Option<&'static str> {
        match self.body {
            Body::Unreadable(why) => Some(why),
            _ => None,
        }
    }

    /// Returns the values of a parameter. A list in the query has several values.
    pub(super) fn values(&self, parameter: &Parameter) -> Vec<ParameterValue<'_>> {
        self.at(parameter.location).filter(|(name, _)| *name == parameter.name).map(|(_, value)| value).collect()
    }

    /// Returns the first value with this name, regardless of its location: operations without documented parameters can be paged too.
    pub(super) fn get(&self, name: &str) -> Option<ParameterValue<'_>> {
        let locations = [Location::Query, Location::Body, Location::BareBody, Location::Form, Location::Path];
        let mut values = locations.into_iter().flat_map(|location| self.at(location));
        values.find(|(given, _)| *given == name).map(|(_, value)| value)
    }

    /// Returns the values of the documented parameter with this name as text, only from its location: a key of the query is no field of the body.
    /// A list contributes each of its items.
    pub(super) fn texts(&self, name: &str) -> Option<Vec<String>> {
        let documented = self.parameters.iter().filter(|parameter| parameter.name == name);
        let values: Vec<_> = documented.flat_map(|parameter| self.values(parameter)).collect();
        (!values.is_empty()).then(|| values.iter().flat_map(ParameterValue::texts).collect())
    }

    /// Returns all values in one location. Empty strings and null are treated as absent.
    fn at(&self, location: Location) -> Box<dyn Iterator<Item = (&str, ParameterValue<'_>)> + '_> {
        match (location, &self.body) {
            (Location::Path, _) => texts(self.path.iter().map(|(name, text)| (*name, text))),
            (Location::Query, _) => texts(self.query.iter().map(|(name, text)| (name.as_str(), text))),
            (Location::Body, Body::Json(fields)) => {
                let fields = fields.iter().filter(|(_, value)| !value.is_null());
                Box::new(fields.map(|(name, value)| (name.as_str(), ParameterValue::Json(value))))
            }
            (Location::BareBody, Body::Bare(name, value)) => {
                let value = Some(value).filter(|value| !value.is_null());
                Box::new(value.into_iter().map(|value| (*name, ParameterValue::Json(value))))
            }
            (Location::Form, Body::Form(parts)) => Box::new(parts.iter().map(|part| {
                let value = part.text.as_deref().map_or(ParameterValue::File, ParameterValue::Text);
                (part.name.as_str(), value)
            })),
            (Location::Body | Location::BareBody | Location::Form, _) => Box::new(std::iter::empty()),
        }
    }
}

fn texts<'a>(
    pairs: impl Iterator<Item = (&'a str, &'a String)> + 'a,
) -> Box<dyn Iterator<Item = (&'a str, ParameterValue<'a>)> + 'a> {
    Box::new(pairs.filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, ParameterValue::Text(text))))
}

impl Body {
    fn read(operation: &Operation, received: &ReceivedRequest) -> Self {
        let find = |location| operation.parameters.iter().find(|parameter| parameter.location == location);
        if find(Location::Form).is_some() {
            let content_type = received.header("content-type").unwrap_or_default();
            form::parse(content_type, &received.body)
                .map_or(Self::Unreadable("must be multipart/form-data"), Self::Form)
        } else if find(Location::Body).is_some() {
            Self::json(&received.body)
        } else if let Some(parameter) = find(Location::BareBody) {
            Self::bare(parameter.name, &received.body)
        } else {
            Self::Ignored
        }
    }

    fn json(body: &[u8]) -> Self {
        if body.is_empty() {
            return Self::Json(Map::new());
        }
        serde_json::from_slice(body).map_or(Self::Unreadable("must be a JSON object"), Self::Json)
    }

    fn bare(name: &'static str, body: &[u8]) -> Self {
        if body.is_empty() {
            return Self::Bare(name, Value::Null);
        }
        serde_json::from_slice(body).map_or(Self::Unreadable("must be JSON"), |value| Self::Bare(name, value))
    }
}

impl ParameterValue<'_> {
    /// Returns the value as text; for a list, each item.
    pub(super) fn texts(&self) -> Vec<String> {
        match self {
            Self::Json(Value::Array(items)) => items.iter().map(|item| Self::Json(item).text()).collect(),
            value => vec![value.text()],
        }
    }

    /// Returns the value as text: strings without quotes, other JSON values as JSON.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) => (*text).to_owned(),
            Self::Json(Value::String(text)) => text.clone(),
            Self::Json(value) => value.to_string(),
            Self::File => String::new(),
        }
    }
}
