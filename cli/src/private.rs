//! Files that only their owner can read, because they contain personal data.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use crate::{failure::Failure, text::Text};

/// Opens a file to read and write; creates it if it is absent.
pub(crate) fn open(path: &Path) -> Result<File, Failure> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| failed(path, &error))
}

/// Locks a file until the result is dropped or the program ends; creates it if it is absent. `None` if another program has locked it.
pub(crate) fn lock(path: &Path) -> Result<Option<File>, Failure> {
    let file = open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(failed(path, &error)),
    }
}

/// As [`lock`], but waits while another program has locked the file.
pub(crate) fn lock_in_turn(path: &Path) -> Result<File, Failure> {
    let file = open(path)?;
    file.lock().map_err(|error| failed(path, &error))?;
    Ok(file)
}

/// Creates a folder, and those above it.
pub(crate) fn create_folder(path: &Path) -> Result<(), Failure> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| failed(path, &error))
}

/// Writes a temporary file, and renames it when it is synced to disk, so that a complete file exists at any time.
pub(crate) fn replace(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let new = with_suffix(path, ".part");
    let file = open(&new)?;
    file.set_len(0)?;
    let mut file = BufWriter::new(file);
    write(&mut file)?;
    file.flush()?;
    file.get_ref().sync_all()?;
    drop(file);
    fs::rename(&new, path).map_err(|error| failed(path, &error))?;
    sync_folder(path)
}

/// Makes the names of files durable.
#[cfg(unix)]
fn sync_folder(path: &Path) -> Result<(), Failure> {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => Ok(File::open(folder)?.sync_all()?),
        None => Ok(()),
    }
}

/// Other systems do not open folders.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)]
fn sync_folder(_: &Path) -> Result<(), Failure> {
    Ok(())
}

/// Appends to the name of a file.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

pub(crate) fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Io(Text::of_io(error).about(path.display()))
}
