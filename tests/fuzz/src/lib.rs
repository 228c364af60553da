//! The properties that must hold for every input. Used by the fuzz targets and by the tests that run the committed corpora.

pub mod address;
mod equal;
pub mod event;
pub mod page;
pub mod reading;
pub mod response;
pub mod schema;
mod shown;
pub mod token;
pub mod tolerance;
