//! A file under a temporary name, which takes its final name when it is whole.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tokio::fs::File;

use crate::{Error, random};

/// Longest beginning of the final name that stands in the temporary one, in bytes: systems take 255 in all.
const LONGEST_STEM: usize = 200;

/// Where a file shall be.
pub(super) struct Target {
    path: PathBuf,
    name: String,
}

/// A file that is not whole yet. It is removed with this value.
pub(super) struct Part(PathBuf);

impl Target {
    pub(super) fn new(path: &Path) -> io::Result<Self> {
        let Some(name) = path.file_name() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"));
        };
        Ok(Self { path: path.to_owned(), name: name.to_string_lossy().into_owned() })
    }

    /// A new file beside the final one.
    ///
    /// It is made at once and not by a task of its own: that task could still make it after a caller has dropped the download.
    pub(super) fn create(&self) -> io::Result<(Part, File)> {
        let path = self.path.with_file_name(format!(".{}.{}.part", beginning(&self.name), random::hex()));
        let file = fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
        Ok((Part(path), File::from_std(file)))
    }
}

impl Part {
    /// Gives the file its final name, in the place of any other file.
    pub(super) async fn rename_to(self, target: &Target) -> io::Result<()> {
        tokio::fs::rename(&self.0, &target.path).await
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After the rename nothing has this name; and a failure can be told to nobody.
        let _ = fs::remove_file(&self.0);
    }
}

/// The error of a local file, without its path: file names may contain personal data.
pub(super) fn failed(error: io::Error) -> Error {
    Error::io("the file cannot be written", error)
}

fn beginning(name: &str) -> &str {
    let end = (0..=LONGEST_STEM).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
    if name.len() <= LONGEST_STEM { name } else { name.get(..end).unwrap_or_default() }
}

/// A name that stays in the folder that it is joined to.
pub(super) fn safe_name(name: &str) -> Option<String> {
    let safe = |letter: char| if letter.is_control() || matches!(letter, '/' | '\\' | ':') { '_' } else { letter };
    let name: String = name.trim().chars().map(safe).collect();
    Some(name).filter(|name| !matches!(name.as_str(), "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_folder() {
        for (name, safe) in [
            ("简历.pdf", Some("简历.pdf")),
            ("../../.ssh/authorized_keys", Some(".._.._.ssh_authorized_keys")),
            ("C:\\a\0b", Some("C__a_b")),
            ("..", None),
            (" ", None),
        ] {
            assert_eq!(safe_name(name).as_deref(), safe, "{name}");
        }
    }

    #[test]
    fn a_long_name_is_cut_between_letters() {
        assert_eq!(beginning("a.pdf"), "a.pdf");
        assert_eq!(beginning(&"长".repeat(84)).chars().count(), 66);
        assert_eq!(beginning(&"a".repeat(201)).len(), 200);
    }
}
