//! Resumes a download with a `Range` request, on the condition that the file has not changed.

use reqwest::header::{ACCEPT_RANGES, CONTENT_RANGE, ETAG, HeaderMap, HeaderName, HeaderValue};

/// A file of which the server can send the rest after a lost connection.
#[derive(Clone, Debug)]
pub(super) struct Resumable {
    etag: HeaderValue,
    /// Size of the whole file in bytes.
    size: u64,
}

/// The rest of a file whose beginning has been received.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    pub(super) file: Resumable,
    /// The number of bytes that have been received.
    pub(super) start: u64,
}

impl Resumable {
    /// Returns the file if the server supports byte ranges and sends a strong `ETag`, which only identical bytes share.
    #[inline]
    pub(super) fn from_headers(headers: &HeaderMap, size: Option<u64>) -> Option<Self> {
        let is_offered = text(headers, ACCEPT_RANGES).is_some_and(|units| units.trim().eq_ignore_ascii_case("bytes"));
        let etag = headers.get(ETAG).filter(|etag| etag.as_bytes().starts_with(b"\""))?;
        is_offered.then_some(Self { etag: etag.clone(), size: size? })
    }
}

impl Rest {
    /// Returns the value of `Range`.
    #[inline]
    pub(super) fn range(&self) -> String {
        format!("bytes={}-", self.start)
    }

    /// Returns the value of `If-Range`. If the file has changed, the server sends the whole file with status 200.
    #[inline]
    pub(super) fn condition(&self) -> HeaderValue {
        self.file.etag.clone()
    }

    /// Whether the response with status 206 contains exactly this rest of this file.
    #[inline]
    pub(super) fn is_sent_by(&self, headers: &HeaderMap) -> bool {
        let last = self.file.size.saturating_sub(1);
        text(headers, CONTENT_RANGE)
            .is_some_and(|range| range.trim() == format!("bytes {}-{last}/{}", self.start, self.file.size))
            && headers.get(ETAG).is_none_or(|etag| *etag == self.file.etag)
    }
}

#[inline]
fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(HeaderName, &'static str)]) -> HeaderMap {
        list.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_resumable_file_has_byte_ranges_a_strong_etag_and_a_size() {
        for (ranges, etag, size, is_offered) in [
            ("bytes", "\"1\"", Some(10), true),
            (" Bytes ", "\"\"", Some(10), true),
            ("none", "\"1\"", Some(10), false),
            ("", "\"1\"", Some(10), false),
            ("bytes", "W/\"1\"", Some(10), false),
            ("bytes", "1", Some(10), false),
            ("bytes", "\"1\"", None, false),
        ] {
            let headers = headers(&[(ACCEPT_RANGES, ranges), (ETAG, etag)]);
            assert_eq!(Resumable::from_headers(&headers, size).is_some(), is_offered, "{ranges} {etag} {size:?}");
        }
        assert!(Resumable::from_headers(&HeaderMap::new(), Some(10)).is_none());
    }

    #[test]
    fn a_response_with_another_range_or_etag_is_not_the_rest() {
        let rest = Rest { file: Resumable { etag: HeaderValue::from_static("\"1\""), size: 10 }, start: 4 };
        assert_eq!(rest.range(), "bytes=4-");
        for (range, etag, is_rest) in [
            ("bytes 4-9/10", "\"1\"", true),
            ("bytes 4-9/10", "\"2\"", false),
            ("bytes 0-9/10", "\"1\"", false),
            ("bytes 5-9/10", "\"1\"", false),
            ("bytes 4-8/10", "\"1\"", false),
            ("bytes 4-9/11", "\"1\"", false),
            ("bytes 4-9/*", "\"1\"", false),
            ("", "\"1\"", false),
        ] {
            let headers = headers(&[(CONTENT_RANGE, range), (ETAG, etag)]);
            assert_eq!(rest.is_sent_by(&headers), is_rest, "{range} {etag}");
        }
    }
}
