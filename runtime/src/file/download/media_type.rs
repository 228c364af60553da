//! Checks a file against its declared media type.

use super::fetch::Head;
use crate::{Error, ErrorKind, Result};

/// The media type that a file must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// None was declared, or the caller accepts any.
    Any,
    /// This one, as [`essence`] gives it.
    Only(String),
}

impl Expected {
    pub(super) fn declared(media_type: Option<&str>) -> Self {
        media_type.and_then(essence).map_or(Self::Any, Self::Only)
    }

    pub(super) fn check(&self, head: &Head) -> Result<()> {
        match (self, head.content_type.as_deref().and_then(essence)) {
            (Self::Only(declared), Some(got)) if *declared != got => {
                let page = matches!(got.as_str(), "text/html" | "application/json");
                let hint = if page { ", which looks like an error page" } else { "" };
                let message = format!("the file was declared as {declared} but the server sent {got}{hint}");
                Err(Error::new(ErrorKind::Decode, message).with_answer(&head.metadata))
            }
            _ => Ok(()),
        }
    }
}

/// The type without parameters, in lower case; absent if it is invalid or means any file.
fn essence(media_type: &str) -> Option<String> {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/octet-stream" | "binary/octet-stream" => None,
        // As Feishu's own samples have it.
        "image/jpg" => Some("image/jpeg".to_owned()),
        it if it.contains('/') => Some(essence),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_what_types_say() {
        for (text, says) in [
            ("Application/PDF; charset=x", Some("application/pdf")),
            ("image/jpg", Some("image/jpeg")),
            ("application/octet-stream", None),
            ("binary/octet-stream;a=b", None),
            ("pdf", None),
            (" ", None),
        ] {
            assert_eq!(essence(text).as_deref(), says, "{text}");
        }
        assert_eq!(Expected::declared(None), Expected::Any);
        assert_eq!(Expected::declared(Some("")), Expected::Any);
    }
}
