//! Files on their way up, and the multipart form that carries them.

use std::{
    fmt,
    hash::{BuildHasher, Hasher, RandomState},
};

use bytes::Bytes;

use crate::http::Body;

/// A file to send.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    file_name: String,
    content_type: String,
    content: Bytes,
}

impl Upload {
    /// A file of this name and content.
    pub fn new(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self {
            file_name: file_name.into(),
            content_type: "application/octet-stream".to_owned(),
            content: content.into(),
        }
    }

    /// The file's media type; `application/octet-stream` unless told.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Size in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.content.len()
    }
}

/// Without name and content: both tell of a person.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("content_type", &self.content_type)
            .field("size", &self.size())
            .finish_non_exhaustive()
    }
}

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

impl Form {
    pub(crate) fn text(&mut self, name: &'static str, text: String) {
        self.parts.push((name, Part::Text(text)));
    }

    pub(crate) fn file(&mut self, name: &'static str, file: Upload) {
        self.parts.push((name, Part::File(file)));
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.parts.iter().map(|(name, _)| *name)
    }

    pub(crate) fn into_body(self) -> Body {
        let boundary = boundary();
        let mut bytes = Vec::new();
        for (name, part) in self.parts {
            let name = header_value(name);
            let (file, content) = match part {
                Part::Text(text) => (String::new(), Bytes::from(text)),
                Part::File(file) => (file_headers(&file), file.content),
            };
            let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
            bytes.extend_from_slice(head.as_bytes());
            bytes.extend_from_slice(&content);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Body::Form { boundary, bytes: bytes.into() }
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

/// Random, so that no content can hold it by design.
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("feishu-{:016x}{:016x}", random(), random())
}
