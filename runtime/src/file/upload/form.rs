//! A `multipart/form-data` body: first collected, then laid out piece by piece.

use std::{fmt, sync::Arc};

use bytes::Bytes;

use super::{Content, Upload, body::FormStream, local::LocalFile};
use crate::{
    file::progress::Observer,
    random,
    transport::{http::Body, timer::UploadClock},
};

/// A `multipart/form-data` body in the making.
#[derive(Clone, Default)]
pub(crate) struct Form {
    parts: Vec<(&'static str, Part)>,
}

#[derive(Clone)]
enum Part {
    Text(String),
    File(Upload),
}

/// A `multipart/form-data` body as it will be sent.
#[derive(Clone)]
pub(crate) struct Multipart {
    boundary: String,
    pieces: Vec<Piece>,
}

/// What is sent one after the other.
#[derive(Clone)]
pub(super) enum Piece {
    /// What is between the files: headers, texts, boundaries.
    Frame(Bytes),
    Memory(Bytes, Observer),
    Disk(Arc<LocalFile>, Observer),
}

impl Form {
    /// Gives a part its text, or takes it back.
    pub(crate) fn text(&mut self, name: &'static str, text: Option<String>) {
        self.parts.retain(|(given, _)| *given != name);
        self.parts.extend(text.map(|text| (name, Part::Text(text))));
    }

    pub(crate) fn file(&mut self, name: &'static str, file: Option<Upload>) {
        self.parts.retain(|(given, _)| *given != name);
        self.parts.extend(file.map(|file| (name, Part::File(file))));
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.parts.iter().map(|(name, _)| *name)
    }

    /// The parts as `curl` would be given them; a file by its name.
    pub(crate) fn for_curl(&self) -> Vec<(&'static str, String)> {
        let value = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::File(file) => format!("@{}", file.file_name),
        };
        self.parts.iter().map(|(name, part)| (*name, value(part))).collect()
    }

    pub(crate) fn into_body(self) -> Body {
        // Random, so that no content can hold it by design.
        let boundary = format!("feishu-{}{}", random::hex(), random::hex());
        let mut pieces = Vec::new();
        for (name, part) in self.parts {
            let name = header_value(name);
            let (file, content) = match part {
                Part::Text(text) => (String::new(), Piece::Frame(Bytes::from(text))),
                Part::File(file) => (file_headers(&file), file.into_piece()),
            };
            let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
            pieces.extend([Piece::Frame(head.into()), content, Piece::Frame(Bytes::from_static(b"\r\n"))]);
        }
        pieces.push(Piece::Frame(format!("--{boundary}--\r\n").into()));
        Body::Form(Multipart { boundary, pieces })
    }
}

impl Upload {
    fn into_piece(self) -> Piece {
        match self.content {
            Content::Memory(bytes) => Piece::Memory(bytes, self.observer),
            Content::Disk(file) => Piece::Disk(file, self.observer),
        }
    }
}

impl Multipart {
    /// The value of the header `Content-Type`.
    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// The size of the whole body in bytes.
    pub(crate) fn size(&self) -> u64 {
        self.pieces.iter().map(Piece::size).sum()
    }

    /// The body, from its beginning.
    pub(crate) fn stream(&self, clock: UploadClock) -> FormStream {
        FormStream::new(self.pieces.clone(), clock)
    }

    /// What of it is in memory.
    #[cfg(test)]
    pub(crate) fn in_memory(&self) -> Vec<u8> {
        let memory = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Frame(bytes) | Piece::Memory(bytes, _) => Some(bytes),
            Piece::Disk(..) => None,
        });
        memory.flatten().copied().collect()
    }
}

/// Nothing of the content: it tells of a person.
impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Multipart").field("pieces", &self.pieces.len()).finish_non_exhaustive()
    }
}

impl Piece {
    /// Size in bytes.
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::Frame(bytes) | Self::Memory(bytes, _) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Self::Disk(file, _) => file.size(),
        }
    }
}

fn file_headers(file: &Upload) -> String {
    let content_type: String = file.content_type.chars().filter(|letter| !letter.is_control()).collect();
    format!("; filename=\"{}\"\r\nContent-Type: {content_type}", header_value(&file.file_name))
}

/// As browsers write it: what would end the value, or the line, is percent-encoded.
fn header_value(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
