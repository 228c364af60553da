//! What must hold of every input. Shared by the fuzz targets and `tests/client/fuzzed.rs`, which runs the committed corpus.

pub mod address;
pub mod answer;
mod equal;
pub mod event;
pub mod page;
pub mod reading;
pub mod schema;
mod shown;
pub mod token;
pub mod tolerance;
