//! The documentation of a field, from which it is drafted.

use crate::describe::Description;
use crate::tree::FieldNode;

/// The part of a call that a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallPart {
    Path,
    Query,
    Body,
    Form,
    Response,
}

impl CallPart {
    /// Whether values are sent as text, so that objects are not allowed.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Path | Self::Query | Self::Form)
    }
}

/// The documentation of a field, with its context.
#[derive(Clone, Copy)]
pub(crate) struct FieldSource<'s> {
    pub(crate) node: &'s FieldNode,
    /// The name of the type or the resource that contains the field.
    pub(crate) owner: &'s str,
    pub(crate) described: &'s Description,
    pub(crate) part: CallPart,
}

impl<'s> FieldSource<'s> {
    /// Returns the name of the field.
    pub(crate) fn name(self) -> &'s str {
        &self.node.row.name
    }
}
