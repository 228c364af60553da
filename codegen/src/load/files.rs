//! Reads the files of a schema from disk.

use std::path::Path;
use std::{env, fs, io};

use crate::source::{File, MAX_FILE_SIZE, Sources};

/// Reads every `.yaml`, `.yml` and `.json` file in a folder and its subfolders. Hidden files are skipped.
///
/// # Errors
/// Fails if the folder, or a file in it, cannot be read.
pub fn load(dir: &Path) -> io::Result<Sources> {
    let mut found = Vec::new();
    let mut folders = vec![(dir.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| with_path(&folder, error))? {
            let entry = entry.map_err(|error| with_path(&folder, error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if name.starts_with('.') {
                continue;
            }
            if entry.file_type()?.is_dir() {
                folders.push((entry.path(), format!("{path}/")));
            } else if [".yaml", ".yml", ".json"].iter().any(|ending| name.ends_with(ending)) {
                found.push((entry.path(), path));
            }
        }
    }
    let files = crate::parallel_map(&found, |(location, path)| {
        read_file(location, path.clone()).map_err(|error| with_path(location, error))
    });
    Ok(Sources { folder: display_prefix(dir), ..Sources::new(files.into_iter().collect::<io::Result<_>>()?) })
}

/// Reads a file, unless it is too large.
fn read_file(location: &Path, path: String) -> io::Result<File> {
    let size = fs::metadata(location)?.len();
    if size > MAX_FILE_SIZE {
        return Ok(File::too_large(path, size));
    }
    Ok(File::new(path, fs::read(location)?))
}

/// Returns the folder relative to the current directory, so that an editor or a terminal can open it.
fn display_prefix(dir: &Path) -> String {
    let here = env::current_dir().unwrap_or_default();
    let relative = dir.strip_prefix(here).unwrap_or(dir).display().to_string();
    if relative.is_empty() { relative } else { format!("{}/", relative.trim_end_matches('/')) }
}

fn with_path(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
