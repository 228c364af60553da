//! From text to files: what is the same is not touched, what nobody emits any more is deleted.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use similar::TextDiff;

use crate::render::Rendered;

/// What has to change on the disk.
#[derive(Debug, Default)]
pub struct Changes {
    writes: Vec<(PathBuf, Option<String>, String)>,
    deletes: Vec<(PathBuf, String)>,
}

/// The folder of an emitted crate in which everything is emitted.
const EMITTED: &str = "src";

impl Changes {
    /// Compares what is on the disk with what was emitted.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn between(out: &Path, files: &[Rendered]) -> io::Result<Self> {
        let mut present = BTreeMap::new();
        collect(&out.join(EMITTED), &mut present)?;
        let mut changes = Self::default();
        for file in files {
            let path = out.join(&file.path);
            let old = present.remove(&path);
            if old.as_deref() != Some(&file.text) {
                changes.writes.push((path, old, file.text.clone()));
            }
        }
        changes.deletes = present.into_iter().collect();
        Ok(changes)
    }

    /// Whether the disk is as emitted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.deletes.is_empty()
    }

    /// How many files are written, and how many deleted.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.writes.len(), self.deletes.len())
    }

    /// Brings the disk up to date.
    ///
    /// # Errors
    /// When a file cannot be written or deleted.
    pub fn apply(&self) -> io::Result<()> {
        for (path, _, text) in &self.writes {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(path, text)?;
        }
        for (path, _) in &self.deletes {
            fs::remove_file(path)?;
            remove_empty_folders(path);
        }
        Ok(())
    }

    /// What would change, as a unified diff with paths relative to `root`.
    #[must_use]
    pub fn diff(&self, root: &Path) -> String {
        let show = |path: &Path| path.strip_prefix(root).unwrap_or(path).display().to_string().replace('\\', "/");
        let mut out = String::new();
        for (path, old, new) in &self.writes {
            let path = show(path);
            let before = if old.is_some() { path.clone() } else { "/dev/null".to_owned() };
            out.push_str(&unified(old.as_deref().unwrap_or(""), new, &before, &path));
        }
        for (path, old) in &self.deletes {
            out.push_str(&unified(old, "", &show(path), "/dev/null"));
        }
        out
    }
}

fn unified(old: &str, new: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(before, after).to_string()
}

/// Every file below a folder, with its text; a file that is no text counts as one that differs.
fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, String>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
            files.insert(path, text);
        }
    }
    Ok(())
}

/// Folders that a deletion left empty; one that is not empty refuses, and that is the end of it.
fn remove_empty_folders(path: &Path) {
    for folder in path.ancestors().skip(1) {
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}
