//! Cargo's cache of packages verified by earlier runs.

use std::{env, fs, io, path::PathBuf};

/// Removes the cached packages of this project. Cargo would reuse them for the same version, even if the source has changed.
pub(crate) fn clear() -> io::Result<()> {
    let Some(home) = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))
    else {
        return Ok(());
    };
    for folder in ["src", "cache"] {
        let Ok(registries) = fs::read_dir(home.join("registry").join(folder)) else { continue };
        for registry in registries {
            let registry = registry?;
            // Temporary registries of `cargo package` have no host in their name.
            if !registry.file_name().to_string_lossy().starts_with('-') {
                continue;
            }
            for package in fs::read_dir(registry.path())? {
                let package = package?.path();
                let is_ours = package.file_name().is_some_and(|name| name.to_string_lossy().starts_with("feishu-"));
                match (is_ours, package.is_dir()) {
                    (false, _) => {}
                    (true, true) => fs::remove_dir_all(package)?,
                    (true, false) => fs::remove_file(package)?,
                }
            }
        }
    }
    Ok(())
}
