//! Turns the schema of the Feishu Hire API into the crate `feishu-hire`.

mod check;
mod diagnostic;
mod emit;
mod load;
#[expect(missing_docs, reason = "most fields are what the schema calls them; schema/README.md says what they mean")]
pub mod model;
mod names;
mod render;
mod source;
mod write;

pub use annotate_snippets::Renderer;
pub use check::{Unexercised, check, unexercised};
pub use diagnostic::{Diagnostic, render};
pub use load::load;
pub use render::{NoRust, Rendered};
pub use source::{File, FileId, Sources, Span};
pub use write::Changes;

/// Every file of the emitted crate, for a schema that [`check`] passed.
///
/// # Errors
/// When the emitter made tokens that are no Rust, which is a defect of it.
pub fn generate(api: &model::Api) -> Result<Vec<Rendered>, NoRust> {
    emit::emit(api).into_iter().map(render::render).collect()
}
