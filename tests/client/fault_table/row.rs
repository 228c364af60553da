//! A row of the table: a fault, the reaction of the client, and the details of the error.

use std::time::Duration;

use feishu_hire::{ErrorKind, mock::Fault};

/// A fault, and the outcome of a call in which it occurs.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) injection: Injection,
    pub(super) reaction: Reaction,
    pub(super) facts: ErrorFacts,
    pub(super) settings: &'static [Setting],
    /// The attempt timeout of the client.
    pub(super) attempt_timeout: Duration,
    /// The timeout of the client.
    pub(super) timeout: Duration,
}

/// Where the fault is injected.
#[derive(Clone, Debug)]
pub(super) enum Injection {
    /// In the response to the call.
    Response(Fault),
    /// In several responses to the call, in this order.
    Responses(Vec<Fault>),
    /// In the response of the token endpoint.
    Token(Fault),
    /// The port has no listener.
    Refused,
    /// The connection is reset before the server reads the request.
    Reset,
}

/// The reaction of the client to the fault.
#[derive(Clone, Debug)]
pub(super) enum Reaction {
    /// Reads the response and delivers these items, as JSON.
    Read(String),
    /// Retries the request if the operation is idempotent.
    RetryIfSafe,
    /// Retries the request, because the server did not execute it.
    Retry,
    /// Retries the request once, with a new token.
    ReplaceToken,
    /// Returns the error without a retry.
    Fail,
    /// Delivers these items, as JSON, and then returns an error for the incomplete listing. The error has the page token at which the
    /// listing stopped.
    Stop { items: String, page_token: Option<&'static str> },
}

/// The expected details of the error.
#[derive(Clone, Debug)]
pub(super) struct ErrorFacts {
    pub(super) kind: ErrorKind,
    pub(super) status: Option<u16>,
    pub(super) code: Option<i64>,
    pub(super) path: Option<String>,
}

/// How often the fault occurs, and which operation is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// Once, on an idempotent operation.
    Once,
    /// In every attempt, on the same operation, with two retries.
    Always,
    /// Once, on an operation that is not idempotent.
    Write,
}

pub(super) const ALL: &[Setting] = &[Setting::Once, Setting::Always, Setting::Write];

/// A timeout that is only reached by calls with a shorter timeout.
const LONG: Duration = Duration::from_secs(60);

/// A timeout that an attempt without a fault does not exceed, even on a busy machine, and that is short enough to wait for.
pub(super) const SHORT: Duration = Duration::from_secs(3);

/// A row in which at least the first attempt fails.
pub(super) fn fails(
    name: &'static str,
    injection: impl Into<Injection>,
    reaction: Reaction,
    kind: ErrorKind,
    status: impl Into<Option<u16>>,
) -> Row {
    let facts = ErrorFacts { kind, status: status.into(), code: None, path: None };
    Row { name, injection: injection.into(), reaction, facts, settings: ALL, attempt_timeout: LONG, timeout: LONG }
}

/// A row whose response deviates from the documentation but is readable.
pub(super) fn reads(name: &'static str, body: impl Into<Vec<u8>>, items: impl Into<String>) -> Row {
    let fault = Fault::status(200).body(body.into());
    fails(name, fault, Reaction::Read(items.into()), ErrorKind::Decode, 200)
}

impl Row {
    pub(super) fn code(mut self, code: i64) -> Self {
        self.facts.code = Some(code);
        self
    }

    pub(super) fn path(mut self, path: impl Into<String>) -> Self {
        self.facts.path = Some(path.into());
        self
    }

    /// Limits the settings, for responses that another operation reads differently and for slow rows.
    pub(super) fn under(mut self, settings: &'static [Setting]) -> Self {
        self.settings = settings;
        self
    }

    pub(super) fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    pub(super) fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Whether the first fetch of a token fails. If its task is delayed for two seconds, the client starts another fetch, which may succeed.
    pub(super) fn fails_to_fetch_a_token(&self) -> bool {
        matches!(self.injection, Injection::Token(_))
    }

    /// Whether the row reaches a timeout that is shorter than usual.
    pub(super) fn is_timed(&self) -> bool {
        self.attempt_timeout < LONG || self.timeout < LONG
    }

    /// Returns the number of responses in the row.
    pub(super) fn responses(&self) -> usize {
        if let Injection::Responses(responses) = &self.injection { responses.len() } else { 1 }
    }

    /// Whether a request with the fault reaches the server.
    pub(super) fn reaches(&self) -> bool {
        matches!(self.injection, Injection::Response(_) | Injection::Responses(_))
    }

    /// Whether the request may have reached the server, from the point of view of the client.
    pub(super) fn is_sent(&self) -> bool {
        !matches!(self.injection, Injection::Token(_) | Injection::Refused)
    }
}

impl From<Fault> for Injection {
    fn from(fault: Fault) -> Self {
        Self::Response(fault)
    }
}

impl Setting {
    /// Returns the number of requests in which the fault occurs.
    pub(super) fn times(self) -> usize {
        match self {
            Self::Once | Self::Write => 1,
            Self::Always => usize::MAX,
        }
    }

    pub(super) fn retries(self) -> u32 {
        match self {
            Self::Once | Self::Write => 3,
            Self::Always => 2,
        }
    }

    pub(super) fn operation(self) -> &'static str {
        match self {
            Self::Once | Self::Always => "hire.v1.interview.list",
            Self::Write => "hire.v1.note.create",
        }
    }
}
