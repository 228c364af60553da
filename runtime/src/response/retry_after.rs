//! Parses the header `Retry-After`: a number of seconds, or an HTTP date.

use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

use crate::Timestamp;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Returns the time to wait. A date is compared with the response's own `Date`, because the client's clock may be wrong.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok().map(str::trim);
    let value = text(RETRY_AFTER)?;
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let now = text(DATE).and_then(http_date).unwrap_or_else(Timestamp::now);
    Some(http_date(value)?.checked_duration_since(now).unwrap_or_default())
}

/// Parses a date such as `Sun, 06 Nov 1994 08:49:37 GMT`, the only format that servers may send.
fn http_date(text: &str) -> Option<Timestamp> {
    let mut parts = text.split_once(", ")?.1.strip_suffix(" GMT")?.split(' ');
    let (day, name, year, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.iter().position(|month| *month == name)? + 1;
    format!("{year}-{month:02}-{day}T{time}Z").parse().ok()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn seconds_and_dates_are_read() {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        let cases = [
            ("120", None, Some(120)),
            (" 0 ", None, Some(0)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(date), Some(30)),
            ("Mon, 07 Nov 1994 08:49:37 GMT", Some(date), Some(24 * 3600)),
            ("Sun, 06 Nov 1994 08:49:07 GMT", Some(date), Some(0)),
            (date, None, Some(0)),
            ("-1", Some(date), None),
            ("soon", Some(date), None),
            ("Sun, 06 Now 1994 08:49:37 GMT", Some(date), None),
            ("Sun, 06 Nov 1994", Some(date), None),
            ("Sun, 06 Nov 1994 08:49:37 CET", Some(date), None),
            ("", Some(date), None),
        ];
        for (value, date, seconds) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(value));
            if let Some(date) = date {
                headers.insert(DATE, HeaderValue::from_static(date));
            }
            assert_eq!(retry_after(&headers), seconds.map(Duration::from_secs), "{value:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }

    #[test]
    fn without_a_date_header_the_local_clock_is_used() {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_static("Sun, 06 Nov 2994 08:49:37 GMT"));
        assert!(retry_after(&headers) > Some(Duration::from_secs(365 * 24 * 3600)));
    }
}
