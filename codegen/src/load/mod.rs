//! Reads the files of a schema into trees in which every value has its location.

mod files;
pub(crate) mod json;
pub(crate) mod tree;
pub(crate) mod yaml;

pub use files::load;
