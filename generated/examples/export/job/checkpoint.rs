//! Where to go on: a small file beside the output, there from before its first line until after its last one.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{Outcome, Period};

/// The file and what is in it.
pub(super) struct Checkpoint {
    path: PathBuf,
    kept: Kept,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    app: String,
    period: Period,
    /// Of the page that is worked on; absent for the first one.
    page_token: Option<String>,
    /// How many bytes of the output were surely written before that page. What follows may end in the middle of a line.
    bytes: u64,
}

impl Checkpoint {
    /// Where an export to this file was, or its beginning.
    pub(super) fn open(out: &Path, app: &str, period: Period) -> Outcome<Self> {
        let path = with_suffix(out, ".resume");
        match fs::read(&path) {
            Ok(text) => Self::resumed(path, &text, app, period),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::begun(out, path, app, period),
            Err(error) => Err(format!("{}: {error}", path.display()).into()),
        }
    }

    fn begun(out: &Path, path: PathBuf, app: &str, period: Period) -> Outcome<Self> {
        if fs::metadata(out).is_ok_and(|file| file.len() > 0) {
            let out = out.display();
            return Err(format!("{out} exists and is whole, or of another program; move it away to export anew").into());
        }
        let checkpoint = Self { path, kept: Kept { app: app.to_owned(), period, page_token: None, bytes: 0 } };
        checkpoint.save()?;
        Ok(checkpoint)
    }

    fn resumed(path: PathBuf, text: &[u8], app: &str, period: Period) -> Outcome<Self> {
        let shown = path.display();
        let kept: Kept = serde_json::from_slice(text).map_err(|error| format!("{shown}: {error}"))?;
        if (kept.app.as_str(), kept.period) != (app, period) {
            return Err(format!("{shown} is of another app or period; finish that one, or choose another file").into());
        }
        Ok(Self { path, kept })
    }

    pub(super) fn page_token(&self) -> Option<&str> {
        self.kept.page_token.as_deref()
    }

    pub(super) fn bytes(&self) -> u64 {
        self.kept.bytes
    }

    /// A page is done, and the output has so many bytes.
    pub(super) fn go_on_at(&mut self, page_token: String, bytes: u64) -> Outcome<()> {
        self.kept.page_token = Some(page_token);
        self.kept.bytes = bytes;
        self.save()
    }

    /// All is done.
    pub(super) fn remove(self) -> Outcome<()> {
        Ok(fs::remove_file(self.path)?)
    }

    /// Into another file first, so that at every moment there is a whole one.
    fn save(&self) -> Outcome<()> {
        let new = with_suffix(&self.path, ".new");
        let save = || -> io::Result<()> {
            let mut file = File::create(&new)?;
            file.write_all(&serde_json::to_vec(&self.kept)?)?;
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
