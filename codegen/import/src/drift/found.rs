//! Collects the differences of one page.

use feishu_codegen::model::Operation;

use super::difference::{Change, Drift};

/// The differences found for one page.
pub(super) struct Found<'a> {
    pub(super) page: &'a str,
    pub(super) operation: &'a Operation,
    pub(super) drifts: Vec<Drift>,
}

impl Found<'_> {
    pub(super) fn add(&mut self, at: &str, change: Change, what: String, explained: Option<&'static str>) {
        self.drifts.push(Drift {
            page: self.page.to_owned(),
            operation: Some(self.operation.id.to_string()),
            at: at.to_owned(),
            change,
            what,
            explained,
        });
    }

    /// Finds the first quirk at a path with one of these kinds.
    pub(super) fn quirk(&self, at: &str, kinds: &[&'static str]) -> Option<&'static str> {
        let mut quirks = self.operation.quirks.iter();
        quirks.find(|quirk| quirk.at == at && kinds.contains(&quirk.kind)).map(|quirk| quirk.kind)
    }
}
