//! Where the project is.

use std::path::{Path, PathBuf};

/// The project's root. Cargo says where this package is; run on its own, the current folder has to be the root.
pub(crate) fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    package.as_deref().and_then(Path::parent).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
