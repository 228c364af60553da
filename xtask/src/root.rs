//! The project root.

use std::path::{Path, PathBuf};

/// Returns the project root: the parent of the folder in `CARGO_MANIFEST_DIR`, or the current folder if the variable is not set.
pub(crate) fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    package.as_deref().and_then(Path::parent).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
