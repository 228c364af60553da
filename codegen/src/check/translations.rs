//! Reads `translations.yaml`: Chinese descriptions of parameters, by the English ones.

use std::collections::BTreeSet;

use super::documents::{Documents, SingleFile};
use super::keys;
use super::report::Report;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Api, Translation, Translations};

/// Reads the translations. Returns `None` if the file is missing or unreadable.
pub(crate) fn read(documents: &Documents, report: &mut Report) -> Option<Translations> {
    let SingleFile::Read(root) = &documents.translations else { return None };
    let entries = keys::map(root, "`translations.yaml`", report).map_or(&[][..], |map| &map.entries);
    let read = entries.iter().filter_map(|entry| {
        let english = entry.key.text.trim().to_owned();
        let chinese = keys::text(&entry.value, &format!("`{english}`"), report)?;
        Some((english, Translation { zh: text::doc_zh(chinese, report), span: entry.key.span }))
    });
    Some(read.collect())
}

/// Reports descriptions of parameters without a translation, once each, and translations of no description. Other errors may hide a use, so
/// nothing is reported if there are any.
pub(crate) fn report_missing_and_unused(api: &Api, report: &mut Report) {
    if report.unclear || !report.diagnostics.is_empty() {
        return;
    }
    let mut used = BTreeSet::new();
    for field in api.operations.iter().flat_map(|operation| operation.parameters()) {
        if used.insert(field.doc.as_str()) && !api.translations.contains_key(&field.doc) {
            let message = format!("the description of `{}` has no Chinese translation", field.name);
            report.add(
                Diagnostic::new(Code::MissingTranslation, field.span, message)
                    .help(format!("add it to `translations.yaml`: `{:?}: …`", field.doc)),
            );
        }
    }
    for (english, translation) in api.translations.iter().filter(|(english, _)| !used.contains(english.as_str())) {
        let message = format!("unused translation of `{english}`");
        report.add(
            Diagnostic::new(Code::Unused, translation.span, message)
                .help("delete it, or change it to the current description of the parameter"),
        );
    }
}
