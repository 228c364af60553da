//! What the command line says.

use std::path::PathBuf;

use clap::Parser;
use jiff::{Timestamp, civil::Date, tz};

use crate::job::Period;

/// All interviews of a period with each of their records, as JSON Lines.
///
/// Stopped at whatever moment, the same command goes on where it was.
#[derive(Debug, Parser)]
#[command(after_help = "App id and secret are taken from FEISHU_APP_ID and FEISHU_APP_SECRET.")]
pub(crate) struct Arguments {
    /// From this day or moment on: 2024-01-01 (midnight in UTC+8) or 2024-01-01T09:00:00+01:00.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    from: i64,
    /// Up to this day or moment, and without it: months that follow each other share no interview.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    to: i64,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Talk to a mock Feishu in this process, which holds so many interviews and keeps the documented rate limits.
    #[arg(long, value_name = "INTERVIEWS")]
    pub(crate) mock: Option<usize>,
}

impl Arguments {
    /// Both ends included, as Feishu takes it.
    pub(crate) fn period(&self) -> Result<Period, &'static str> {
        let last = self.to.saturating_sub(1);
        if self.from > last { Err("--to must be later than --from") } else { Ok(Period { first: self.from, last }) }
    }
}

/// In milliseconds since the Unix epoch.
fn moment(text: &str) -> Result<i64, String> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment.as_millisecond());
    }
    let day: Date = text.parse().map_err(|_| "neither a day such as 2024-01-01 nor a moment with its offset")?;
    let midnight = day.to_zoned_datetime(tz::TimeZone::fixed(tz::offset(8))).map_err(|error| error.to_string())?;
    Ok(midnight.timestamp().as_millisecond())
}
