//! A `multipart/form-data` body. Its parts are collected first, then converted to pieces that can be streamed.

use std::fmt;

use bytes::Bytes;

use super::{Content, Upload, body::FormStream, piece::Piece};
use crate::{FieldViolation, input, random, transport::timer::UploadClock};

/// The parts of a `multipart/form-data` body.
#[derive(Clone, Default)]
pub(crate) struct Form {
    parts: Vec<(&'static str, Part)>,
}

#[derive(Clone)]
enum Part {
    Text(String),
    File(Upload),
}

/// A `multipart/form-data` body that is ready to send.
#[derive(Clone)]
pub(crate) struct Multipart {
    boundary: String,
    pieces: Vec<Piece>,
}

impl Form {
    /// Sets the text of a part, or removes the part.
    #[inline]
    pub(crate) fn text(&mut self, name: &'static str, text: Option<String>) {
        self.parts.retain(|(other, _)| *other != name);
        self.parts.extend(text.map(|text| (name, Part::Text(text))));
    }

    /// Sets the file of a part, or removes the part.
    #[inline]
    pub(crate) fn file(&mut self, name: &'static str, file: Option<Upload>) {
        self.parts.retain(|(other, _)| *other != name);
        self.parts.extend(file.map(|file| (name, Part::File(file))));
    }

    #[inline]
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.parts.iter().map(|(name, _)| *name)
    }

    /// Returns the text of a part.
    #[inline]
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.parts.iter().find_map(|(given, part)| match part {
            Part::Text(text) if *given == name => Some(text.as_str()),
            _ => None,
        })
    }

    /// Returns the violations of the files.
    #[inline]
    pub(crate) fn violations(&self) -> impl Iterator<Item = FieldViolation> {
        self.parts.iter().filter_map(|(name, part)| match part {
            Part::File(file) => file.violation().map(|description| FieldViolation::new(name, description)),
            Part::Text(_) => None,
        })
    }

    /// Returns the parts as values for `curl -F`. Files are referred to by name.
    #[inline]
    pub(crate) fn for_curl(&self) -> Vec<(&'static str, String)> {
        let value = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::File(file) => format!("@{}", file.file_name),
        };
        self.parts.iter().map(|(name, part)| (*name, value(part))).collect()
    }

    #[inline]
    pub(crate) fn into_multipart(self) -> Multipart {
        // The boundary is random, so that a file cannot be crafted to contain it.
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
        Multipart { boundary, pieces }
    }
}

impl Upload {
    /// Returns a description of the violation, or `None` if the file is valid.
    #[inline]
    fn violation(&self) -> Option<&'static str> {
        match input::trim(&self.file_name) {
            "" | "." | ".." => Some("must have a file name"),
            _ if self.size() == 0 => Some("must not be an empty file"),
            _ => None,
        }
    }

    #[inline]
    fn into_piece(self) -> Piece {
        match self.content {
            Content::Memory(bytes) => Piece::Memory(bytes, self.observer),
            Content::Disk(file) => Piece::Disk(file, self.observer),
        }
    }
}

impl Multipart {
    /// Returns the value of the header `Content-Type`.
    #[inline]
    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// Returns the size of the whole body in bytes.
    #[inline]
    pub(crate) fn size(&self) -> u64 {
        self.pieces.iter().map(Piece::size).sum()
    }

    /// Returns a stream of the whole body.
    #[inline]
    pub(crate) fn stream(&self, clock: UploadClock) -> FormStream {
        FormStream::new(self.pieces.clone(), clock)
    }

    /// Returns the sections that are in memory.
    #[cfg(test)]
    pub(crate) fn in_memory(&self) -> Vec<u8> {
        let memory = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Frame(bytes) | Piece::Memory(bytes, _) => Some(bytes),
            Piece::Disk(..) => None,
        });
        memory.flatten().copied().collect()
    }
}

/// Omits the content, which is personal data.
impl fmt::Debug for Multipart {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Multipart").field("pieces", &self.pieces.len()).finish_non_exhaustive()
    }
}

#[inline]
fn file_headers(file: &Upload) -> String {
    let content_type: String = file.content_type.chars().filter(|letter| !letter.is_control()).collect();
    format!("; filename=\"{}\"\r\nContent-Type: {content_type}", header_value(&file.file_name))
}

/// Encodes a value as browsers do: quotes and line breaks are percent-encoded.
#[inline]
fn header_value(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
