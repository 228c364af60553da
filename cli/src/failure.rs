//! The error of a command, with its exit code and advice.

use std::io;

use feishu_hire::{Error, ErrorKind};

use crate::{chinese, language::Language, text::Text};

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A call failed, of the app with this id.
    Call(Box<Error>, Option<String>),
    /// The command line, an input or the profile is wrong.
    Usage(Text),
    /// Feishu refuses the app.
    Refused(Text),
    /// A local file or the output failed.
    Io(Text),
    /// The reader of the output has ended, which is not a failure of this program.
    BrokenPipe,
    /// Ctrl-C.
    Interrupted,
    /// SIGTERM.
    Terminated,
}

impl Failure {
    /// A mistake of the user, in English and in Chinese.
    pub(crate) fn usage(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self::Usage(Text::new(english, chinese))
    }

    /// Says which app the failed call was made for.
    pub(crate) fn of_app(self, app_id: Option<&str>) -> Self {
        match self {
            Self::Call(error, None) => Self::Call(error, app_id.map(str::to_owned)),
            other => other,
        }
    }

    /// Returns what failed; nothing if it is no failure of this program.
    pub(crate) fn message(&self, language: Language) -> String {
        match self {
            Self::Call(error, _) => match language {
                Language::English => error.to_string(),
                Language::Chinese => chinese::message(error),
            },
            Self::Usage(text) | Self::Refused(text) | Self::Io(text) => text.get(language).to_owned(),
            Self::Interrupted => language.select("interrupted", "已中断").to_owned(),
            Self::Terminated => language.select("terminated", "已终止").to_owned(),
            Self::BrokenPipe => String::new(),
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
            _ => Self::Io(Text::of_io(&error)),
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
            other => Self::Io(Text::foreign(format!("{other:?}"))),
        }
    }
}
