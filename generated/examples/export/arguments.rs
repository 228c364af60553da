//! Command line arguments.

use std::path::PathBuf;

use clap::Parser;
use jiff::{Timestamp, civil::Date, tz};

use crate::job::Period;

/// Exports all interviews of a period with their interview records as JSON Lines.
///
/// After an interruption, the same command resumes the export.
#[derive(Debug, Parser)]
#[command(after_help = "App id and secret are read from FEISHU_APP_ID and FEISHU_APP_SECRET.")]
pub(crate) struct Arguments {
    /// Start of the period, inclusive: 2024-01-01 (midnight in UTC+8) or 2024-01-01T09:00:00+01:00.
    #[arg(long, value_name = "TIME", value_parser = instant)]
    from: i64,
    /// End of the period, exclusive.
    #[arg(long, value_name = "TIME", value_parser = instant)]
    to: i64,
    /// Output file.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Use a mock server in this process with this number of interviews and the documented rate limits.
    #[arg(long, value_name = "INTERVIEWS")]
    pub(crate) mock: Option<usize>,
}

impl Arguments {
    /// Returns the period with both ends inclusive, as Feishu expects it.
    pub(crate) fn period(&self) -> Result<Period, &'static str> {
        let last = self.to.saturating_sub(1);
        if self.from > last { Err("--to must be later than --from") } else { Ok(Period { first: self.from, last }) }
    }
}

/// Parses a day or an instant into milliseconds since the Unix epoch.
fn instant(text: &str) -> Result<i64, String> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant.as_millisecond());
    }
    let day: Date = text
        .parse()
        .map_err(|_| "expected a day such as 2024-01-01 or a time with UTC offset such as 2024-01-01T09:00:00+01:00")?;
    let midnight = day.to_zoned_datetime(tz::TimeZone::fixed(tz::offset(8))).map_err(|error| error.to_string())?;
    Ok(midnight.timestamp().as_millisecond())
}
