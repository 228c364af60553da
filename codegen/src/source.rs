//! The schema's files, and places in them.

use std::ops::Range;

/// Which file, counted from 0 in the order of [`Sources::files`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// A place in a file, in bytes.
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

    /// The bytes it covers.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The file it is in.
    #[must_use]
    pub fn file(self) -> FileId {
        self.file
    }
}

/// One file of the schema.
#[derive(Debug)]
pub struct File {
    /// Relative to the schema folder, with `/`: `hire/v1/interview/list.yaml`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Why it is not read.
    pub(crate) rejected: Option<Rejected>,
}

/// Why a file is not read, whatever it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rejected {
    /// It stops being UTF-8 here; from there on `text` holds replacement characters.
    NotUtf8(u32),
    /// It has so many bytes, and none of them is kept.
    TooLarge(u64),
}

/// A file of the schema holds kilobytes; nobody waits for what is larger than this by diagnostic.
pub(crate) const MAX_FILE_SIZE: u64 = 1 << 20;

impl File {
    /// A file that is not on a disk.
    #[must_use]
    pub fn new(path: String, bytes: Vec<u8>) -> Self {
        if bytes.len() as u64 > MAX_FILE_SIZE {
            return Self::too_large(path, bytes.len() as u64);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self { path, text, rejected: None },
            Err(error) => Self {
                path,
                rejected: Some(Rejected::NotUtf8(offset(error.utf8_error().valid_up_to()))),
                text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
            },
        }
    }

    pub(crate) fn too_large(path: String, bytes: u64) -> Self {
        Self { path, text: String::new(), rejected: Some(Rejected::TooLarge(bytes)) }
    }
}

/// Every file of the schema, sorted by path.
#[derive(Debug, Default)]
pub struct Sources {
    /// The files.
    pub files: Vec<File>,
    /// What stands before each path when it is shown, such as `schema/`.
    pub(crate) folder: String,
}

impl Sources {
    /// A schema that is not on a disk: paths with texts.
    #[must_use]
    pub fn from_files(files: Vec<(String, String)>) -> Self {
        Self::new(files.into_iter().map(|(path, text)| File::new(path, text.into_bytes())).collect())
    }

    /// The same, of files that need not be texts.
    #[must_use]
    pub fn new(mut files: Vec<File>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files, folder: String::new() }
    }

    /// Every file with its id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(offset(index)), file))
    }

    /// The file of an id that came from here.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(id.0 as usize)
    }

    /// The path of the file that a place is in.
    #[must_use]
    pub fn path(&self, span: Span) -> &str {
        self.file(span.file).map_or("", |file| &file.path)
    }
}

/// Files of 4 GiB are not looked for; a place beyond that is the last one.
pub(crate) fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
