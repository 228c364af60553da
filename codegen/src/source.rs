//! The files of a schema, and locations in them.

use std::ops::Range;

/// The index of a file in [`Sources::files`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub(crate) file: FileId,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn new(file: FileId, start: usize, end: usize) -> Self {
        Self { file, start: offset(start), end: offset(end) }
    }

    /// Returns the range of bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns the file.
    #[must_use]
    pub fn file(self) -> FileId {
        self.file
    }
}

/// One file of the schema.
#[derive(Debug)]
pub struct File {
    /// The path relative to the schema folder, with `/`, such as `hire/v1/interview/list.yaml`.
    pub path: String,
    /// The content.
    pub text: String,
    /// The reason why the file is not read. `None` if it is.
    pub(crate) rejected: Option<Rejection>,
}

/// The reason why a file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rejection {
    /// The file is not UTF-8 from this offset on. From there, `text` contains replacement characters.
    NotUtf8(u32),
    /// The file has this many bytes. `text` is empty.
    TooLarge(u64),
}

/// The maximum size of a file in bytes. Files of a schema usually have a few kilobytes.
pub(crate) const MAX_FILE_SIZE: u64 = 1 << 20;

impl File {
    /// Creates a file from bytes in memory.
    #[must_use]
    pub fn new(path: String, bytes: Vec<u8>) -> Self {
        if bytes.len() as u64 > MAX_FILE_SIZE {
            return Self::too_large(path, bytes.len() as u64);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self { path, text, rejected: None },
            Err(error) => Self {
                path,
                rejected: Some(Rejection::NotUtf8(offset(error.utf8_error().valid_up_to()))),
                text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
            },
        }
    }

    pub(crate) fn too_large(path: String, bytes: u64) -> Self {
        Self { path, text: String::new(), rejected: Some(Rejection::TooLarge(bytes)) }
    }
}

/// Every file of the schema, sorted by path.
#[derive(Debug, Default)]
pub struct Sources {
    /// The files.
    pub files: Vec<File>,
    /// The prefix of each displayed path, such as `schema/`.
    pub(crate) folder: String,
}

impl Sources {
    /// Creates a schema from paths and texts in memory.
    #[must_use]
    pub fn from_files(files: Vec<(String, String)>) -> Self {
        Self::new(files.into_iter().map(|(path, text)| File::new(path, text.into_bytes())).collect())
    }

    /// Creates a schema from files, which may contain invalid UTF-8.
    #[must_use]
    pub fn new(mut files: Vec<File>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files, folder: String::new() }
    }

    /// Returns all files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(offset(index)), file))
    }

    /// Returns the file with an id.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(id.0 as usize)
    }

    /// Returns the path of the file that contains a location.
    #[must_use]
    pub fn path(&self, span: Span) -> &str {
        self.file(span.file).map_or("", |file| &file.path)
    }
}

/// Converts an offset to `u32`, saturating. [`MAX_FILE_SIZE`] is far below that limit.
pub(crate) fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
