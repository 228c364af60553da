//! The objects that an incomplete run has read, one JSON line each.

use std::{
    fs::{self, File},
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{failure::Failure, private, text::Text};

/// The journal of a run, positioned at its end.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    bytes: u64,
}

impl Journal {
    /// Opens the journal, and truncates it to its durable part.
    pub(super) fn open(path: PathBuf, bytes: u64) -> Result<Self, Failure> {
        let mut file = private::open(&path)?;
        let length = file.metadata()?.len();
        if length < bytes {
            let path = path.display();
            return Err(Failure::Io(Text::new(
                format!("{path} was changed by another program; start again in another folder"),
                format!("{path} 已被其他程序修改，请在另一目录中重新导出"),
            )));
        }
        file.set_len(bytes)?;
        file.seek(SeekFrom::Start(bytes))?;
        Ok(Self { path, file, bytes })
    }

    /// Appends objects and syncs them to disk. Returns the length of the journal.
    pub(super) fn append(&mut self, objects: &[Value]) -> Result<u64, Failure> {
        let text: String = objects.iter().map(|object| format!("{object}\n")).collect();
        self.file.write_all(text.as_bytes())?;
        self.file.sync_data()?;
        self.bytes = self.bytes.saturating_add(u64::try_from(text.len()).unwrap_or(u64::MAX));
        Ok(self.bytes)
    }

    /// Removes everything.
    pub(super) fn clear(&mut self) -> Result<(), Failure> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.bytes = 0;
        Ok(())
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes the journal of a complete run.
    pub(super) fn remove(self) -> Result<(), Failure> {
        fs::remove_file(&self.path).map_err(|error| private::failed(&self.path, &error))
    }
}
