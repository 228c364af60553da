//! Checkpoint: a small file next to the output. It is created before the first line is written, and deleted when the export is complete.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{Outcome, Period};

/// The checkpoint file and its content.
pub(super) struct Checkpoint {
    path: PathBuf,
    state: State,
}

#[derive(Serialize, Deserialize)]
struct State {
    app: String,
    period: Period,
    /// Token of the current page; absent for the first page.
    page_token: Option<String>,
    /// Length of the output before the current page, in bytes. The output after this position may end in the middle of a line.
    bytes: u64,
}

impl Checkpoint {
    /// Opens the checkpoint of an output file, or creates one.
    pub(super) fn open(out: &Path, app: &str, period: Period) -> Outcome<Self> {
        let path = with_suffix(out, ".resume");
        match fs::read(&path) {
            Ok(text) => Self::resume(path, &text, app, period),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::create(out, path, app, period),
            Err(error) => Err(format!("{}: {error}", path.display()).into()),
        }
    }

    fn create(out: &Path, path: PathBuf, app: &str, period: Period) -> Outcome<Self> {
        if fs::metadata(out).is_ok_and(|file| file.len() > 0) {
            let out = out.display();
            return Err(
                format!("{out} already exists and has no checkpoint; move it away to start a new export").into()
            );
        }
        let checkpoint = Self { path, state: State { app: app.to_owned(), period, page_token: None, bytes: 0 } };
        checkpoint.save()?;
        Ok(checkpoint)
    }

    fn resume(path: PathBuf, text: &[u8], app: &str, period: Period) -> Outcome<Self> {
        let shown = path.display();
        let state: State = serde_json::from_slice(text).map_err(|error| format!("{shown}: {error}"))?;
        if (state.app.as_str(), state.period) != (app, period) {
            return Err(format!("{shown} belongs to an export of another app or period; finish that export, or choose another output file").into());
        }
        Ok(Self { path, state })
    }

    pub(super) fn page_token(&self) -> Option<&str> {
        self.state.page_token.as_deref()
    }

    pub(super) fn bytes(&self) -> u64 {
        self.state.bytes
    }

    /// Records the next page and the current length of the output.
    pub(super) fn advance(&mut self, page_token: String, bytes: u64) -> Outcome<()> {
        self.state.page_token = Some(page_token);
        self.state.bytes = bytes;
        self.save()
    }

    /// Deletes the file after a complete export.
    pub(super) fn remove(self) -> Outcome<()> {
        Ok(fs::remove_file(self.path)?)
    }

    /// Writes a new file and renames it, so that a complete checkpoint exists at any time.
    fn save(&self) -> Outcome<()> {
        let new = with_suffix(&self.path, ".new");
        let save = || -> io::Result<()> {
            let mut file = File::create(&new)?;
            file.write_all(&serde_json::to_vec(&self.state)?)?;
            file.sync_all()?;
            fs::rename(&new, &self.path)
        };
        save().map_err(|error| format!("{}: {error}", self.path.display()).into())
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}
