//! What a row of the table says.

use std::time::Duration;

use feishu_hire::{ErrorKind, mock::Fault};

/// A fault and the outcome of a call that encounters it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) trouble: Trouble,
    pub(super) fate: Fate,
    pub(super) facts: Facts,
    pub(super) settings: &'static [Setting],
    /// How long an attempt may take.
    pub(super) attempt: Duration,
    /// How long a call may take.
    pub(super) call: Duration,
}

/// Where it goes wrong.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
    /// In the answer to the call.
    Answer(Fault),
    /// In the answers to the call, one after the other.
    Answers(Vec<Fault>),
    /// At the endpoint that gives tokens.
    Token(Fault),
    /// No server listens.
    Refused,
    /// The connection is reset before the request was read.
    Reset,
}

/// What the client does about it.
#[derive(Clone, Debug)]
pub(super) enum Fate {
    /// Reads it. These are the items, as JSON.
    Read(String),
    /// Tries again if that is safe.
    AgainIfSafe,
    /// Tries again, since nothing was done for the call.
    Again,
    /// Tries again once, with another token.
    OtherToken,
    /// Tells it.
    Tell,
    /// Reads these items, as JSON, and then tells that the listing is incomplete. The page token leads to where it stopped.
    Stop { items: String, page_token: Option<&'static str> },
}

/// What the error says.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) kind: ErrorKind,
    pub(super) status: Option<u16>,
    pub(super) code: Option<i64>,
    pub(super) path: Option<String>,
}

/// How often the fault comes, and what is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// Once, on an operation that is safe to repeat.
    Once,
    /// Each time, on the same operation, with two retries.
    ForEver,
    /// Once, on an operation that must not be done twice.
    OnAWrite,
}

pub(super) const ALL: &[Setting] = &[Setting::Once, Setting::ForEver, Setting::OnAWrite];

/// More than any row needs that does not wait for a time to run out.
const LONG: Duration = Duration::from_secs(20);

/// A row whose call fails, at least the first time.
pub(super) fn fails(
    name: &'static str,
    trouble: impl Into<Trouble>,
    fate: Fate,
    kind: ErrorKind,
    status: impl Into<Option<u16>>,
) -> Row {
    let facts = Facts { kind, status: status.into(), code: None, path: None };
    Row { name, trouble: trouble.into(), fate, facts, settings: ALL, attempt: LONG, call: LONG }
}

/// A row whose answer is odd, and read all the same.
pub(super) fn reads(name: &'static str, body: impl Into<Vec<u8>>, items: impl Into<String>) -> Row {
    let fault = Fault::status(200).body(body.into());
    fails(name, fault, Fate::Read(items.into()), ErrorKind::Decode, 200)
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

    /// For what another operation would answer otherwise, and for what takes long.
    pub(super) fn under(mut self, settings: &'static [Setting]) -> Self {
        self.settings = settings;
        self
    }

    pub(super) fn attempt_timeout(mut self, attempt: Duration) -> Self {
        self.attempt = attempt;
        self
    }

    pub(super) fn timeout(mut self, call: Duration) -> Self {
        self.call = call;
        self
    }

    /// Number of responses in the row.
    pub(super) fn answers(&self) -> usize {
        if let Trouble::Answers(answers) = &self.trouble { answers.len() } else { 1 }
    }

    /// Whether a request that meets the trouble reaches the server.
    pub(super) fn reaches(&self) -> bool {
        matches!(self.trouble, Trouble::Answer(_) | Trouble::Answers(_))
    }

    /// Whether it may have reached the server, for all that the client can know.
    pub(super) fn is_sent(&self) -> bool {
        !matches!(self.trouble, Trouble::Token(_) | Trouble::Refused)
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Answer(fault)
    }
}

impl Setting {
    /// How many of the next requests meet the fault.
    pub(super) fn times(self) -> usize {
        match self {
            Self::Once | Self::OnAWrite => 1,
            Self::ForEver => usize::MAX,
        }
    }

    pub(super) fn retries(self) -> u32 {
        match self {
            Self::Once | Self::OnAWrite => 3,
            Self::ForEver => 2,
        }
    }

    pub(super) fn operation(self) -> &'static str {
        match self {
            Self::Once | Self::ForEver => "hire.v1.interview.list",
            Self::OnAWrite => "hire.v1.note.create",
        }
    }
}
