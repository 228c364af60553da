//! The example in the documentation of an operation: a program that compiles, and the same call as a `curl` command. Both use the
//! documented example values.

mod calls;
mod curl;
mod full;
mod layout;
mod rust;
mod value;

use crate::model::{Api, Operation};

pub(super) use {calls::emit_every_call, full::emit_every_full_request};

/// The program and the command as text of a doc comment.
pub(super) fn format_example(api: &Api, operation: &Operation) -> String {
    format!("# Examples\n\n{}\n\n{}", rust::write_program(api, operation), curl::format_command(api, operation))
}
