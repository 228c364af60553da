//! Generates the crate `feishu-hire` from the schema of the Feishu Hire API.

use std::{num::NonZero, panic::resume_unwind, thread};

mod catalog;
mod check;
mod diagnostic;
pub mod digest;
pub mod draft;
mod emit;
mod error_class;
mod load;
mod marked;
mod mention;
#[expect(missing_docs, reason = "the fields have the names of the schema keys that schema/README.md describes")]
pub mod model;
mod names;
mod node;
mod openapi;
mod operations;
mod render;
mod source;
mod words;
mod write;

pub use annotate_snippets::Renderer;
pub use catalog::catalog;
pub use check::{UnexercisedField, check, json_schemas, modeline, unexercised};
pub use diagnostic::{Code, Diagnostic, github_lines, json_lines, render};
pub use emit::{features, manifest};
pub use error_class::ErrorClass;
pub use load::load;
pub use marked::MissingMarks;
pub use operations::{Language, readme};
pub use render::{InvalidRust, Rendered};
pub use source::{File, FileId, Sources, Span};
pub use write::Changes;

/// Generates every file of the emitted crate from an API that [`check`] returned, including the OpenAPI documents and the list of operations.
///
/// The files are generated in parallel. The result does not depend on the number of cores.
///
/// # Errors
/// Returns the first invalid Rust item, which is a bug in the emitter.
pub fn generate(api: &model::Api) -> Result<Vec<Rendered>, InvalidRust> {
    let tasks = emit::EmitTasks::new(api);
    let list = tasks.list();
    let render_piece =
        |task: &emit::EmitTask<'_>| tasks.emit(*task).into_iter().map(render::render).collect::<Vec<_>>();
    let (outcomes, openapi) = thread::scope(|scope| {
        let openapi = scope.spawn(|| openapi::files(api));
        (parallel_map(&list, render_piece), join(openapi))
    });
    let documents = openapi.into_iter().chain([operations::file(api)]).map(Ok);
    outcomes.into_iter().flatten().chain(documents).collect()
}

/// Generates the error codes by class, for the runtime. The path is relative to `runtime/src/error`.
///
/// # Errors
/// Returns an invalid Rust item, which is a bug in the emitter.
pub fn runtime_error_codes(api: &model::Api) -> Result<Rendered, InvalidRust> {
    render::render(emit::runtime_error_codes(api))
}

/// Applies a function to all items in parallel. The results are in the order of the items.
fn parallel_map<T: Sync, R: Send>(items: &[T], f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let chunk_size = items.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let chunks = items.chunks(chunk_size);
        let workers: Vec<_> = chunks.map(|chunk| scope.spawn(|| chunk.iter().map(&f).collect::<Vec<_>>())).collect();
        workers.into_iter().flat_map(join).collect()
    })
}

/// Waits for a thread and returns its result. Resumes its panic.
fn join<T>(worker: thread::ScopedJoinHandle<'_, T>) -> T {
    worker.join().unwrap_or_else(|panic| resume_unwind(panic))
}
