//! Output file with one line per interview.

use std::{
    collections::HashSet,
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Seek, SeekFrom, Write},
    path::Path,
};

use super::{Outcome, line::key_of};

/// Output file, positioned at its end.
pub(super) struct Output {
    file: File,
    length: u64,
}

impl Output {
    /// Opens the file, truncates an incomplete line, and returns the keys of the interviews in the file.
    ///
    /// Fails if fewer than `checkpoint` bytes are complete lines: another program must have changed the file.
    pub(super) fn open(path: &Path, checkpoint: u64) -> Outcome<(Self, HashSet<String>)> {
        let failed = |error: io::Error| format!("{}: {error}", path.display());
        let file = options().open(path).map_err(failed)?;
        let (length, keys) = complete_lines(&file).map_err(failed)?;
        if length < checkpoint {
            let path = path.display();
            return Err(format!(
                "{path} was changed by another program; delete it and {path}.resume to start a new export"
            )
            .into());
        }
        let mut output = Self { file, length };
        output.truncate().map_err(failed)?;
        Ok((output, keys))
    }

    fn truncate(&mut self) -> io::Result<()> {
        self.file.set_len(self.length)?;
        self.file.seek(SeekFrom::Start(self.length))?;
        Ok(())
    }

    pub(super) fn append(&mut self, line: &[u8]) -> io::Result<()> {
        self.file.write_all(line)?;
        self.length = self.length.saturating_add(u64::try_from(line.len()).unwrap_or(u64::MAX));
        Ok(())
    }

    /// Waits until the data is on disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }
}

/// Returns the length of the complete lines at the start of the file, and the keys of their interviews.
fn complete_lines(file: &File) -> io::Result<(u64, HashSet<String>)> {
    let mut file = BufReader::new(file);
    let (mut length, mut keys, mut line) = (0_u64, HashSet::new(), Vec::new());
    loop {
        line.clear();
        let bytes = file.read_until(b'\n', &mut line)?;
        let Some(key) = key_of(&line) else { return Ok((length, keys)) };
        keys.insert(key);
        length = length.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
    }
}

/// Returns the options for opening the file. Only its owner can access it, because it contains personal data.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
