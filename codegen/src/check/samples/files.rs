//! Which sample belongs to which operation.

use std::collections::BTreeMap;

use crate::check::documents::Documents;
use crate::check::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{OperationId, Sample, SampleKind};
use crate::source::{File, FileId, Sources, Span};

/// `list.response.json`.
pub(super) fn name(method: &str, kind: SampleKind) -> String {
    match kind {
        SampleKind::Request => format!("{method}.request.json"),
        SampleKind::Response => format!("{method}.response.json"),
    }
}

/// What the end of a path says.
pub(super) fn kind(path: &str) -> Option<SampleKind> {
    split(path).and_then(|(_, kind)| kind)
}

/// The files of each operation: requests first, then answers, those without a label before those with one.
pub(super) fn attach(
    documents: &Documents,
    sources: &Sources,
    report: &mut Report,
) -> BTreeMap<OperationId, Vec<FileId>> {
    let operations: BTreeMap<String, &OperationId> = documents.ids.iter().map(|id| (path(id), id)).collect();
    let mut attached: BTreeMap<OperationId, Vec<FileId>> = BTreeMap::new();
    for (file, source) in documents.samples.iter().filter_map(|id| Some((*id, sources.file(*id)?))) {
        let Some((operation, kind)) = split(&source.path) else { continue };
        let span = Span::new(file, 0, 0);
        match (operations.get(operation), kind) {
            (Some(id), Some(_)) => attached.entry((*id).clone()).or_default().push(file),
            (Some(id), None) => report.add(
                Diagnostic::new(Code::StraySample, span, format!("`{}` is no name of a sample", source.path)).help(
                    format!(
                        "samples are `{0}.request.json`, `{0}.response.json` and `{0}.response.<name>.json`",
                        id.method
                    ),
                ),
            ),
            (None, _) => report.add(
                Diagnostic::new(Code::StraySample, span, format!("`{}` belongs to no operation", source.path))
                    .help("samples stand beside the operation's file, and start with its name")
                    .did_you_mean(operation, operations.keys().map(String::as_str)),
            ),
        }
    }
    for files in attached.values_mut() {
        files.sort_by_key(|file| {
            sources.file(*file).map(|source| (kind(&source.path) != Some(SampleKind::Request), source.path.len()))
        });
    }
    attached
}

/// A file as the model has it.
pub(super) fn sample(file: &File) -> Option<Sample> {
    let (_, name) = file.path.rsplit_once('/')?;
    Some(Sample { kind: kind(&file.path)?, file: name.to_owned(), text: file.text.clone() })
}

/// `hire/v1/note/get`, and whether the rest says request or answer.
fn split(path: &str) -> Option<(&str, Option<SampleKind>)> {
    let folder = path.rfind('/').map_or(0, |slash| slash + 1);
    let dot = folder + path.get(folder..)?.find('.')?;
    let (operation, rest) = path.split_at_checked(dot)?;
    let parts: Vec<&str> = rest.split('.').collect();
    let kind = match parts.as_slice() {
        ["", "request", "json"] => Some(SampleKind::Request),
        ["", "response", "json"] => Some(SampleKind::Response),
        ["", "response", label, "json"] if !label.is_empty() => Some(SampleKind::Response),
        _ => None,
    };
    Some((operation, kind))
}

fn path(id: &OperationId) -> String {
    format!("{}/{}/{}/{}", id.service, id.version, id.resource, id.method)
}
