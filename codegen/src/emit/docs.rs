//! The documentation of emitted items, whose parts have a fixed order.

mod comment;
mod field;
mod operation;
mod phrase;
mod quirk;

pub(super) use comment::{emit_doc, emit_module_doc, format_comment};
pub(super) use field::{describe_field, emit_object_doc};
pub(super) use operation::{describe_deprecation, describe_event, describe_operation, format_titles};
pub(super) use phrase::with_zh;
pub(super) use quirk::describe_quirks;
