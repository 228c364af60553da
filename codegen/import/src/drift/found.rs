//! Collects the differences of one page.

use std::collections::BTreeSet;

use feishu_codegen::model::Quirk;

use super::difference::{Change, Drift};

/// The differences found for one page.
pub(super) struct Differences<'a> {
    pub(super) page: &'a str,
    /// The id of the operation or the event.
    pub(super) of: String,
    pub(super) quirks: &'a [Quirk],
    pub(super) drifts: Vec<Drift>,
}

impl Differences<'_> {
    /// Adds a difference that no quirk can explain.
    pub(super) fn add(&mut self, at: &str, change: Change, what: String) {
        self.add_explained(at, change, what, None, &[]);
    }

    /// Adds a difference that a quirk of one of these kinds at the same path explains.
    pub(super) fn add_explainable(&mut self, at: &str, change: Change, what: String, kinds: &'static [&'static str]) {
        let explained = self.quirk(at, kinds);
        self.add_explained(at, change, what, explained, kinds);
    }

    pub(super) fn add_explained(
        &mut self,
        at: &str,
        change: Change,
        what: String,
        explained: Option<&'static str>,
        explained_by: &'static [&'static str],
    ) {
        self.drifts.push(Drift {
            page: self.page.to_owned(),
            operation: Some(self.of.clone()),
            at: at.to_owned(),
            change,
            what,
            explained,
            explained_by,
            documented: Vec::new(),
        });
    }

    /// Adds a difference that a quirk with this list explains.
    pub(super) fn add_listed(
        &mut self,
        at: &str,
        change: Change,
        what: String,
        kinds: &'static [&'static str],
        documented: &BTreeSet<&str>,
    ) {
        let lists = |quirk: &&Quirk| {
            let values: BTreeSet<&str> = quirk.values.iter().map(String::as_str).collect();
            quirk.at == at && kinds.contains(&quirk.kind) && values == *documented
        };
        let explained = self.quirks.iter().find(lists).map(|quirk| quirk.kind);
        self.add_explained(at, change, what, explained, kinds);
        if let Some(drift) = self.drifts.last_mut() {
            drift.documented = documented.iter().map(|value| (*value).to_owned()).collect();
        }
    }

    /// Finds the first quirk at a path with one of these kinds.
    pub(super) fn quirk(&self, at: &str, kinds: &[&'static str]) -> Option<&'static str> {
        let mut quirks = self.quirks.iter();
        quirks.find(|quirk| quirk.at == at && kinds.contains(&quirk.kind)).map(|quirk| quirk.kind)
    }
}
