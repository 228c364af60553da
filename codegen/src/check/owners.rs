//! Resolves the owners of ids, and reports cycles.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Id;
use crate::names;

/// Replaces the names of owners by their keys. Unknown owners and cycles are errors.
///
/// `all_known`: whether every file in `types/` could be read. Otherwise, an unknown owner may be defined in an unreadable file.
pub(crate) fn resolve(ids: &mut [Id], all_known: bool, report: &mut Report) {
    let known: BTreeSet<String> = ids.iter().map(|id| id.name.clone()).collect();
    for id in &mut *ids {
        let Some(owner) = &mut id.owner else { continue };
        let key = [names::key(id.home.service(), &owner.name), owner.name.clone()];
        match key.into_iter().find(|key| known.contains(key)) {
            Some(key) => owner.name = key,
            None if all_known => report.add(
                Diagnostic::new(Code::UnknownType, owner.span, format!("unknown id `{}`", owner.name))
                    .help("the third part is the id of the owner, such as `TalentId` for a note")
                    .did_you_mean(&owner.name, known.iter().map(String::as_str)),
            ),
            None => {}
        }
    }
    report_cycles(ids, report);
}

/// Reports each cycle once, at its first id.
fn report_cycles(ids: &[Id], report: &mut Report) {
    let owners: BTreeMap<&str, &str> =
        ids.iter().filter_map(|id| Some((id.name.as_str(), id.owner.as_ref()?.name.as_str()))).collect();
    for (id, owner) in ids.iter().filter_map(|id| Some((id, id.owner.as_ref()?))) {
        let above = std::iter::successors(Some(owner.name.as_str()), |name| owners.get(name).copied());
        let above: Vec<&str> = above.take(ids.len()).take_while(|name| *name != id.name).collect();
        let last = above.last().copied().unwrap_or(&id.name);
        let is_cycle = owners.get(last) == Some(&id.name.as_str());
        if is_cycle && above.iter().all(|name| *name > id.name.as_str()) {
            report.add(
                Diagnostic::new(Code::OwnerCycle, owner.span, format!("`{}` belongs to itself", names::bare(&id.name)))
                    .help("remove the owner of one of the ids"),
            );
        }
    }
}
