//! Reads the schema's files into trees that know where each value stands.

mod files;
pub(crate) mod json;
pub(crate) mod tree;
pub(crate) mod yaml;

pub use files::load;
