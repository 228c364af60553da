//! The rest of a file whose beginning has been received: a `Range` request, under the condition that the file is the same.

use reqwest::header::{ACCEPT_RANGES, CONTENT_RANGE, ETAG, HeaderMap, HeaderName, HeaderValue};

/// What a server offers for the case that the connection is lost.
#[derive(Clone, Debug)]
pub(super) struct Resumable {
    etag: HeaderValue,
    /// Size of the whole file in bytes.
    size: u64,
}

/// The rest of a file.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    pub(super) file: Resumable,
    /// How many bytes have been received.
    pub(super) start: u64,
}

impl Resumable {
    /// Reads the offer: ranges of bytes, and a strong `ETag`, which is the same for the same bytes only.
    pub(super) fn from_headers(headers: &HeaderMap, size: Option<u64>) -> Option<Self> {
        let is_offered = text(headers, ACCEPT_RANGES).is_some_and(|units| units.trim().eq_ignore_ascii_case("bytes"));
        let etag = headers.get(ETAG).filter(|etag| etag.as_bytes().starts_with(b"\""))?;
        is_offered.then_some(Self { etag: etag.clone(), size: size? })
    }
}

impl Rest {
    /// The value of `Range`.
    pub(super) fn range(&self) -> String {
        format!("bytes={}-", self.start)
    }

    /// The value of `If-Range`: for another file, the server sends the whole of it, with status 200.
    pub(super) fn condition(&self) -> HeaderValue {
        self.file.etag.clone()
    }

    /// Whether the response with status 206 is this rest of this file.
    pub(super) fn is_sent_by(&self, headers: &HeaderMap) -> bool {
        let last = self.file.size.saturating_sub(1);
        text(headers, CONTENT_RANGE)
            .is_some_and(|range| range.trim() == format!("bytes {}-{last}/{}", self.start, self.file.size))
            && headers.get(ETAG).is_none_or(|etag| *etag == self.file.etag)
    }
}

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
    fn an_offer_needs_ranges_a_strong_tag_and_a_size() {
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
    fn the_rest_is_exactly_what_is_missing() {
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
