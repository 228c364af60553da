//! The expected outcome of a row in each setting, and its comparison with the actual outcome.

use std::{collections::BTreeSet, fmt::Debug};

use feishu_hire::Error;

use super::{
    row::{Reaction, Row, Setting},
    run::{Observation, Success},
};

/// The expected outcome of a call.
struct Expected<'a> {
    /// The items if the call succeeds, as JSON.
    items: Option<&'a str>,
    /// The number of failed attempts.
    failures: usize,
    /// The number of requests for the operation that reach the server.
    requests: usize,
}

impl Row {
    fn expected(&self, setting: Setting) -> Expected<'_> {
        let ids = Some(r#"[{"id":"1"},{"id":"2"}]"#);
        let sent = |failures: usize| if self.reaches() { failures } else { 0 };
        let success = |failures| Expected { items: ids, failures, requests: sent(failures) + 1 };
        let failure = |failures| Expected { items: None, failures, requests: sent(failures) };
        match (&self.reaction, setting) {
            (Reaction::Read(items), _) => Expected { items: Some(items), failures: 0, requests: self.responses() },
            (Reaction::RetryIfSafe | Reaction::Retry | Reaction::ReplaceToken, Setting::Once) => success(1),
            (Reaction::Retry | Reaction::ReplaceToken, Setting::Write) => success(1),
            (Reaction::RetryIfSafe, Setting::Write) => failure(1),
            (Reaction::RetryIfSafe | Reaction::Retry, Setting::Always) => failure(3),
            (Reaction::ReplaceToken, Setting::Always) => failure(2),
            (Reaction::Stop { .. }, _) => Expected { items: None, failures: 0, requests: self.responses() },
            (Reaction::Fail, _) => Expected { items: None, failures: 1, requests: sent(self.responses()) },
        }
    }

    /// Returns the differences between the expected and the actual outcome.
    pub(super) fn differences(&self, setting: Setting, seen: &Observation) -> Vec<String> {
        let expected = self.expected(setting);
        let mut differences = Differences(Vec::new());
        differences.compare("requests", expected.requests, seen.requests);
        if let Reaction::Stop { items, .. } = &self.reaction {
            differences.compare("items before the error", items.as_str(), seen.before_error.as_str());
        }
        match (&seen.outcome, expected.items) {
            (Ok(success), Some(items)) => differences.compare_success(success, items, expected.failures),
            (Err(error), None) => self.compare_error(error, setting, expected.failures, &mut differences),
            (Ok(success), None) => differences.0.push(format!("unexpected success: {success:?}")),
            (Err(error), Some(_)) => differences.0.push(format!("unexpected error: {error:?}")),
        }
        if setting == Setting::Write && seen.taken > 1 {
            differences.0.push(format!("the write was executed {} times", seen.taken));
        }
        differences.0
    }

    fn compare_error(&self, error: &Error, setting: Setting, failures: usize, differences: &mut Differences) {
        let facts = &self.facts;
        if let Reaction::Stop { page_token, .. } = self.reaction {
            differences.compare("page token", page_token, error.page_token());
        }
        differences.compare("operation", Some(setting.operation()), error.operation());
        differences.compare("kind", facts.kind, error.kind());
        differences.compare("status", facts.status, error.status());
        differences.compare("code", facts.code, error.code());
        differences.compare("JSON path", facts.path.as_deref(), error.json_path());
        differences.compare("sent", self.is_sent(), error.was_sent());
        // The mock server gives each response a log id.
        differences.compare("log id", facts.status.is_some(), error.log_id().is_some());
        differences.compare("attempts", failures, error.attempts().len());
        for attempt in error.attempts() {
            differences.compare("kind of an attempt", facts.kind, attempt.kind());
            differences.compare("status of an attempt", facts.status, attempt.status());
            differences.compare("code of an attempt", facts.code, attempt.code());
            differences.compare("whether an attempt was sent", self.is_sent(), attempt.was_sent());
        }
        if error.attempts().is_empty() {
            return;
        }
        let log_ids: Vec<_> = error.attempts().iter().map(|attempt| attempt.log_id()).collect();
        differences.compare("log id of the last attempt", error.log_id(), log_ids.last().copied().flatten());
        let distinct: BTreeSet<_> = log_ids.iter().flatten().collect();
        differences.compare("log ids of attempts", facts.status.map_or(0, |_| failures), distinct.len());
    }
}

struct Differences(Vec<String>);

impl Differences {
    fn compare<T: PartialEq + Debug>(&mut self, what: &str, expected: T, seen: T) {
        if expected != seen {
            self.0.push(format!("{what}: expected {expected:?}, found {seen:?}"));
        }
    }

    fn compare_success(&mut self, success: &Success, items: &str, failures: usize) {
        if let Some(seen) = success.items.as_deref() {
            self.compare("items", items, seen);
        }
        self.compare("attempts", failures as u32 + 1, success.attempts);
    }
}
