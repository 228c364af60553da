//! The file that is written: one line for each interview.

use std::{
    collections::HashSet,
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Seek, SeekFrom, Write},
    path::Path,
};

use super::{Outcome, line::key_of};

/// The file, open at its end.
pub(super) struct Output {
    file: File,
    length: u64,
}

impl Output {
    /// Opens the file, cuts off what is no whole line, and tells the keys of the interviews that are in it.
    ///
    /// Up to `sure` bytes it must be whole: what an earlier run has written there, nobody may have changed.
    pub(super) fn open(path: &Path, sure: u64) -> Outcome<(Self, HashSet<String>)> {
        let failed = |error: io::Error| format!("{}: {error}", path.display());
        let file = options().open(path).map_err(failed)?;
        let (length, keys) = whole_lines(&file).map_err(failed)?;
        if length < sure {
            let path = path.display();
            return Err(format!("{path} is not as it was left; remove it and {path}.resume to export anew").into());
        }
        let mut output = Self { file, length };
        output.cut().map_err(failed)?;
        Ok((output, keys))
    }

    fn cut(&mut self) -> io::Result<()> {
        self.file.set_len(self.length)?;
        self.file.seek(SeekFrom::Start(self.length))?;
        Ok(())
    }

    pub(super) fn append(&mut self, line: &[u8]) -> io::Result<()> {
        self.file.write_all(line)?;
        self.length = self.length.saturating_add(u64::try_from(line.len()).unwrap_or(u64::MAX));
        Ok(())
    }

    /// Waits until the disk has it.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }
}

/// How many bytes from the beginning on are whole lines, and whose.
fn whole_lines(file: &File) -> io::Result<(u64, HashSet<String>)> {
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

/// The file is for its owner alone: it tells of persons.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
