//! The error of a command, with its exit code and advice.

use std::{fmt, io};

use feishu_hire::{Error, ErrorKind};

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A call failed, of the app with this id.
    Call(Box<Error>, Option<String>),
    /// The command line, an input or the profile is wrong.
    Usage(String),
    /// Feishu refuses the app.
    Refused(String),
    /// A local file or the output failed.
    Io(String),
    /// The reader of the output has ended, which is not a failure of this program.
    BrokenPipe,
    /// Ctrl-C.
    Interrupted,
    /// SIGTERM.
    Terminated,
}

impl Failure {
    /// A mistake of the user.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// Says which app the failed call was made for.
    pub(crate) fn of_app(self, app_id: Option<&str>) -> Self {
        match self {
            Self::Call(error, None) => Self::Call(error, app_id.map(str::to_owned)),
            other => other,
        }
    }

    /// Returns the exit code: 0 ok, 1 API error, 2 usage, 3 not permitted, 4 not found, 5 rate limited or timed out, 130 interrupted,
    /// 143 terminated.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Call(error, _) => code_of(error),
            Self::Usage(_) => 2,
            Self::Refused(_) => 3,
            Self::Io(_) => 1,
            Self::BrokenPipe => 0,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }
}

fn code_of(error: &Error) -> u8 {
    match error.kind() {
        ErrorKind::Configuration | ErrorKind::InvalidParameter => 2,
        _ if error.is_rate_limited() || error.is_timeout() || error.is_quota_exhausted() => 5,
        _ if is_refused(error) => 3,
        _ if error.is_not_found() => 4,
        _ => 1,
    }
}

fn is_refused(error: &Error) -> bool {
    error.is_scope_missing()
        || error.is_token_refused()
        || error.is_app_refused()
        || error.is_ip_refused()
        || (error.status() == Some(403) && !error.is_not_found())
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Call(Box::new(error), None)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::Io(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => error.into(),
            other => Self::Io(format!("{other:?}")),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error, _) => error.fmt(f),
            Self::Usage(message) | Self::Refused(message) | Self::Io(message) => f.write_str(message),
            Self::Interrupted => f.write_str("interrupted"),
            Self::Terminated => f.write_str("terminated"),
            Self::BrokenPipe => Ok(()),
        }
    }
}
