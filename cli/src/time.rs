//! Times as users write them.

use feishu_hire::{Date, Timestamp};

use crate::text::Text;

const EXPECTED: &str =
    "expected a date such as 2026-11-01 (0:00 in UTC+8), RFC 3339 such as 2026-11-01T09:30:00+08:00, or milliseconds";
const EXPECTED_ZH: &str =
    "应为日期（如 2026-11-01，即 UTC+8 零点）、RFC 3339 时间（如 2026-11-01T09:30:00+08:00）或毫秒时间戳";

/// Parses a time into milliseconds: a date, which means its start in China (UTC+8), RFC 3339, or milliseconds.
pub(crate) fn parse_millis(text: &str) -> Result<i64, Text> {
    if let Ok(millis) = text.parse::<i64>() {
        // Ten digits are seconds of today; as milliseconds they would be in January 1970.
        let seconds =
            || Text::new(format!("{text} are seconds; {EXPECTED}"), format!("{text} 是秒级时间戳，{EXPECTED_ZH}"));
        return if text.len() == 10 { Err(seconds()) } else { Ok(millis) };
    }
    let time = if text.parse::<Date>().is_ok() { format!("{text}T00:00:00+08:00") } else { text.to_owned() };
    time.parse::<Timestamp>().map(Timestamp::as_millis).map_err(|_| Text::new(EXPECTED, EXPECTED_ZH))
}

/// Returns the milliseconds since the Unix epoch.
pub(crate) fn now_millis() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_rfc_3339_and_milliseconds_are_times() {
        for (text, millis) in [
            ("2026-11-01", Some(1_793_462_400_000)),
            ("2026-10-31T16:00:00Z", Some(1_793_462_400_000)),
            ("2026-11-01T00:00:00+08:00", Some(1_793_462_400_000)),
            ("1793462400000", Some(1_793_462_400_000)),
            ("1793462400", None),
            ("2026-11-01T00:00:00", None),
            ("2026-13-01", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(parse_millis(text).ok(), millis, "{text}");
        }
    }
}
