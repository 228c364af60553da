//! The files on the disk.

use std::path::Path;
use std::{fs, io};

use crate::source::{File, Sources};

/// Reads every `.yaml` and `.json` file below a folder.
///
/// # Errors
/// When the folder, or a file in it, cannot be read.
pub fn load(dir: &Path) -> io::Result<Sources> {
    let mut files = Vec::new();
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
            } else if name.ends_with(".yaml") || name.ends_with(".json") {
                let bytes = fs::read(entry.path()).map_err(|error| at(&entry.path(), error))?;
                files.push(File::new(path, bytes));
            }
        }
    }
    Ok(Sources::new(files))
}

fn at(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
