//! The parameters of an operation.

use crate::wire::Limit;

/// The location of a parameter in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
    /// The top level of the JSON body.
    Body,
    /// The JSON body as a whole: a list, a map or a single value instead of an object.
    BareBody,
    /// A part of a multipart body.
    Form,
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

    /// Describes the JSON body as a whole, which is always required.
    #[must_use]
    pub const fn bare_body(name: &'static str, kind: Kind) -> Self {
        Self::new(name, Location::BareBody, kind).required()
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
