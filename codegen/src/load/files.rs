//! The files on the disk.

use std::path::Path;
use std::{env, fs, io};

use crate::source::{File, LARGEST, Sources};

/// Reads every `.yaml` and `.json` file below a folder.
///
/// # Errors
/// When the folder, or a file in it, cannot be read.
pub fn load(dir: &Path) -> io::Result<Sources> {
    let mut found = Vec::new();
    let mut folders = vec![(dir.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| at(&folder, error))? {
            let entry = entry.map_err(|error| at(&folder, error))?;
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
    let files =
        crate::on_all_cores(&found, |(place, path)| file(place, path.clone()).map_err(|error| at(place, error)));
    Ok(Sources { folder: shown(dir), ..Sources::new(files.into_iter().collect::<io::Result<_>>()?) })
}

/// One file; not a byte of it is read when it is too large.
fn file(place: &Path, path: String) -> io::Result<File> {
    let size = fs::metadata(place)?.len();
    if size > LARGEST {
        return Ok(File::too_large(path, size));
    }
    Ok(File::new(path, fs::read(place)?))
}

/// The folder as an editor or a terminal can open it from here.
fn shown(dir: &Path) -> String {
    let here = env::current_dir().unwrap_or_default();
    let relative = dir.strip_prefix(here).unwrap_or(dir).display().to_string();
    if relative.is_empty() { relative } else { format!("{}/", relative.trim_end_matches('/')) }
}

fn at(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
