//! What a page says about one field.

use crate::describe::Description;
use crate::tree::Node;

/// The part of a call that a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Body,
    Form,
    Response,
}

impl Place {
    /// Whether values are sent as text, so that objects and lists of objects cannot stand here.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Path | Self::Query | Self::Form)
    }
}

/// A field in the table of a page.
#[derive(Clone, Copy)]
pub(crate) struct FieldSource<'s> {
    pub(crate) node: &'s Node,
    /// The name of the type, or the resource, that has the field.
    pub(crate) owner: &'s str,
    pub(crate) described: &'s Description,
    pub(crate) place: Place,
}

impl<'s> FieldSource<'s> {
    /// The name of the field.
    pub(crate) fn name(self) -> &'s str {
        &self.node.row.name
    }
}
