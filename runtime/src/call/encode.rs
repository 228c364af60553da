//! Percent-encodes values for a URL, so that a value cannot add a path segment or a query parameter.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters to encode: all except the unreserved characters of RFC 3986.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(crate) fn value(value: &str) -> Cow<'_, str> {
    utf8_percent_encode(value, VALUE).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_characters_are_encoded() {
        let cases = [
            ("6949805467799537964", "6949805467799537964"),
            ("a/b?c#d e%中", "a%2Fb%3Fc%23d%20e%25%E4%B8%AD"),
            ("../../im/v1/chats", "..%2F..%2Fim%2Fv1%2Fchats"),
            ("x?user_id_type=user_id&y", "x%3Fuser_id_type%3Duser_id%26y"),
            ("\r\n\0", "%0D%0A%00"),
            ("-._~", "-._~"),
        ];
        for (given, encoded) in cases {
            assert_eq!(value(given), encoded);
        }
    }
}
