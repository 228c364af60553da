//! What a row means under each setting, and how that differs from what was seen.

use std::{collections::BTreeSet, fmt::Debug};

use feishu_hire::Error;

use super::{
    row::{Fate, Row, Setting},
    run::{Good, Seen},
};

/// What must come of a call.
struct Expected<'a> {
    /// The items, in case that it goes well.
    items: Option<&'a str>,
    /// How many attempts fail.
    failures: usize,
    /// How many requests for the operation reach the server.
    requests: usize,
}

impl Row {
    fn expected(&self, setting: Setting) -> Expected<'_> {
        let ids = Some(r#"[{"id":"1"},{"id":"2"}]"#);
        let sent = |failures: usize| if self.reaches() { failures } else { 0 };
        let good = |failures| Expected { items: ids, failures, requests: sent(failures) + 1 };
        let bad = |failures| Expected { items: None, failures, requests: sent(failures) };
        match (&self.fate, setting) {
            (Fate::Read(items), _) => Expected { items: Some(items), failures: 0, requests: self.answers() },
            (Fate::AgainIfSafe | Fate::Again | Fate::OtherToken, Setting::Once) => good(1),
            (Fate::Again | Fate::OtherToken, Setting::OnAWrite) => good(1),
            (Fate::AgainIfSafe, Setting::OnAWrite) => bad(1),
            (Fate::AgainIfSafe | Fate::Again, Setting::ForEver) => bad(3),
            (Fate::OtherToken, Setting::ForEver) => bad(2),
            (Fate::Stop { .. }, _) => Expected { items: None, failures: 0, requests: self.answers() },
            (Fate::Tell, _) => Expected { items: None, failures: 1, requests: sent(self.answers()) },
        }
    }

    /// What was seen and should not have been.
    pub(super) fn differences(&self, setting: Setting, seen: &Seen) -> Vec<String> {
        let expected = self.expected(setting);
        let mut differences = Differences(Vec::new());
        differences.note("requests", expected.requests, seen.requests);
        if let Fate::Stop { items, .. } = &self.fate {
            differences.note("items before the error", items.as_str(), seen.before_error.as_str());
        }
        match (&seen.outcome, expected.items) {
            (Ok(good), Some(items)) => differences.compare_good(good, items, expected.failures),
            (Err(error), None) => self.compare_error(error, setting, expected.failures, &mut differences),
            (Ok(good), None) => differences.0.push(format!("it went well: {good:?}")),
            (Err(error), Some(_)) => differences.0.push(format!("it failed: {error:?}")),
        }
        if setting == Setting::OnAWrite && seen.taken > 1 {
            differences.0.push(format!("written {} times", seen.taken));
        }
        differences.0
    }

    fn compare_error(&self, error: &Error, setting: Setting, failures: usize, differences: &mut Differences) {
        let facts = &self.facts;
        if let Fate::Stop { page_token, .. } = self.fate {
            differences.note("page token", page_token, error.page_token());
        }
        differences.note("operation", Some(setting.operation()), error.operation());
        differences.note("kind", facts.kind, error.kind());
        differences.note("status", facts.status, error.status());
        differences.note("code", facts.code, error.code());
        differences.note("JSON path", facts.path.as_deref(), error.json_path());
        differences.note("sent", self.is_sent(), error.was_sent());
        // The server names each of its answers.
        differences.note("log id", facts.status.is_some(), error.log_id().is_some());
        differences.note("attempts", failures, error.attempts().len());
        for attempt in error.attempts() {
            differences.note("kind of an attempt", facts.kind, attempt.kind());
            differences.note("status of an attempt", facts.status, attempt.status());
            differences.note("code of an attempt", facts.code, attempt.code());
            differences.note("an attempt was sent", self.is_sent(), attempt.was_sent());
        }
        if error.attempts().is_empty() {
            return;
        }
        let log_ids: Vec<_> = error.attempts().iter().map(|attempt| attempt.log_id()).collect();
        differences.note("log id of the last attempt", error.log_id(), log_ids.last().copied().flatten());
        let distinct: BTreeSet<_> = log_ids.iter().flatten().collect();
        differences.note("log ids of attempts", facts.status.map_or(0, |_| failures), distinct.len());
    }
}

struct Differences(Vec<String>);

impl Differences {
    fn note<T: PartialEq + Debug>(&mut self, what: &str, expected: T, seen: T) {
        if expected != seen {
            self.0.push(format!("{what}: expected {expected:?}, saw {seen:?}"));
        }
    }

    fn compare_good(&mut self, good: &Good, items: &str, failures: usize) {
        if let Some(seen) = good.items.as_deref() {
            self.note("items", items, seen);
        }
        self.note("attempts", failures as u32 + 1, good.attempts);
    }
}
