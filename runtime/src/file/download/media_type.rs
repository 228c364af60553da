//! Detects error pages in place of the file, by the media type of the response.
//!
//! A file format has many media types (`application/zip` for a `.docx`, `application/vnd.ms-office` for a `.doc`), so a different type does not
//! mean a different file. But if another type was declared, a response in HTML, JSON or XML is an error page.

use super::fetch::Head;
use crate::{Error, ErrorKind, Result};

/// The media type that is expected of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// No type was declared, or the caller accepts any type.
    Any,
    /// The declared type, normalized by [`essence`]. An error page of another format is refused.
    Declared(String),
}

/// A format of error pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Html,
    Json,
    Xml,
}

impl Expected {
    #[inline]
    pub(super) fn declared(media_type: Option<&str>) -> Self {
        media_type.and_then(essence).map_or(Self::Any, Self::Declared)
    }

    #[inline]
    pub(super) fn check(&self, head: &Head) -> Result<()> {
        let (Self::Declared(declared), Some(received)) = (self, head.content_type.as_deref().and_then(essence)) else {
            return Ok(());
        };
        match Page::of_response(&received) {
            Some(page) if !page.includes(declared) => {
                let message = format!(
                    "the file is declared as {declared}, but the response is {received}: probably an error page"
                );
                Err(Error::new(ErrorKind::Decode, message).with_metadata(&head.metadata))
            }
            _ => Ok(()),
        }
    }
}

impl Page {
    /// Returns the format of error pages that a response of this type has; `None` if it cannot be an error page. An SVG image is XML, but not an
    /// error page.
    #[inline]
    fn of_response(media_type: &str) -> Option<Self> {
        let is_image = media_type.starts_with("image/");
        [Self::Html, Self::Json, Self::Xml].into_iter().find(|page| !is_image && page.includes(media_type))
    }

    #[inline]
    fn includes(self, media_type: &str) -> bool {
        let subtype = media_type.split_once('/').map_or("", |(_, subtype)| subtype);
        let is = |name: &str| subtype == name || subtype.strip_suffix(name).is_some_and(|rest| rest.ends_with('+'));
        match self {
            Self::Html => matches!(subtype, "html" | "xhtml+xml"),
            Self::Json => is("json"),
            Self::Xml => is("xml"),
        }
    }
}

/// Returns the type without parameters, in lower case; `None` if the text is not a media type, or if the type says nothing about the file.
#[inline]
fn essence(media_type: &str) -> Option<String> {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_meaningless = matches!(essence.as_str(), "application/octet-stream" | "binary/octet-stream");
    Some(essence).filter(|essence| essence.contains('/') && !is_meaningless)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_normalized() {
        for (text, expected) in [
            ("Application/PDF; charset=x", Some("application/pdf")),
            ("application/octet-stream", None),
            ("binary/octet-stream;a=b", None),
            ("pdf", None),
            (" ", None),
        ] {
            assert_eq!(essence(text).as_deref(), expected, "{text}");
        }
        assert_eq!(Expected::declared(None), Expected::Any);
        assert_eq!(Expected::declared(Some("")), Expected::Any);
    }

    #[test]
    fn error_pages_are_detected() {
        for (media_type, page) in [
            ("text/html", Some(Page::Html)),
            ("application/xhtml+xml", Some(Page::Html)),
            ("application/json", Some(Page::Json)),
            ("text/json", Some(Page::Json)),
            ("application/problem+json", Some(Page::Json)),
            ("application/xml", Some(Page::Xml)),
            ("text/xml", Some(Page::Xml)),
            ("application/soap+xml", Some(Page::Xml)),
            ("image/svg+xml", None),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", None),
            ("application/geojson", None),
            ("text/plain", None),
        ] {
            assert_eq!(Page::of_response(media_type), page, "{media_type}");
        }
    }
}
