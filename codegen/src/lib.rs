//! Turns the schema of the Feishu Hire API into the crate `feishu-hire`.

use std::{num::NonZero, panic::resume_unwind, thread};

mod check;
mod diagnostic;
pub mod digest;
pub mod draft;
mod emit;
mod load;
#[expect(missing_docs, reason = "most fields are what the schema calls them; schema/README.md says what they mean")]
pub mod model;
mod names;
mod openapi;
mod render;
mod source;
mod write;

pub use annotate_snippets::Renderer;
pub use check::{Unexercised, check, json_schemas, modeline, unexercised};
pub use diagnostic::{Code, Diagnostic, github_lines, json_lines, render};
pub use emit::{NoMarkers, features, manifest};
pub use load::load;
pub use render::{NoRust, Rendered};
pub use source::{File, FileId, Sources, Span};
pub use write::Changes;

/// Every file of the emitted crate, its OpenAPI document among them, for a schema that [`check`] passed.
///
/// Pieces are emitted side by side on the machine's cores; their order, and so the result, is the same on every machine.
///
/// # Errors
/// When the emitter made tokens that are no Rust, which is a defect of it.
pub fn generate(api: &model::Api) -> Result<Vec<Rendered>, NoRust> {
    let pieces = emit::Pieces::of(api);
    let list = pieces.list();
    let rendered = |piece: &emit::Piece<'_>| pieces.emit(*piece).into_iter().map(render::render).collect::<Vec<_>>();
    let (outcomes, openapi) = thread::scope(|scope| {
        let openapi = scope.spawn(|| openapi::file(api));
        (on_all_cores(&list, rendered), joined(openapi))
    });
    outcomes.into_iter().flatten().chain([Ok(openapi)]).collect()
}

/// What becomes of each, in order; the machine's cores have a share of them each.
fn on_all_cores<T: Sync, R: Send>(items: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let share = items.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let shares = items.chunks(share);
        let workers: Vec<_> = shares.map(|share| scope.spawn(|| share.iter().map(&each).collect::<Vec<_>>())).collect();
        workers.into_iter().flat_map(joined).collect()
    })
}

/// A worker's result; its panic goes on in the thread that waits for it.
fn joined<T>(worker: thread::ScopedJoinHandle<'_, T>) -> T {
    worker.join().unwrap_or_else(|panic| resume_unwind(panic))
}
