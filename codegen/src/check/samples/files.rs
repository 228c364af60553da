//! Assigns samples to operations.

use std::collections::BTreeMap;

use crate::check::documents::Documents;
use crate::check::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{OperationId, Sample, SampleKind};
use crate::source::{File, FileId, Sources, Span};

/// Returns the file name of a sample, such as `list.response.json`.
pub(super) fn file_name(method: &str, kind: SampleKind) -> String {
    match kind {
        SampleKind::Request => format!("{method}.request.json"),
        SampleKind::Response => format!("{method}.response.json"),
    }
}

/// Returns the kind of a sample, determined by the end of its path.
pub(super) fn kind(path: &str) -> Option<SampleKind> {
    split(path).and_then(|(_, kind)| kind)
}

/// Assigns the samples to their operations: first requests, then responses without a label, then responses with a label.
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
                Diagnostic::new(Code::UnexpectedSample, span, format!("invalid sample name `{}`", source.path)).help(
                    format!(
                        "rename it to `{0}.request.json`, `{0}.response.json` or `{0}.response.<name>.json`",
                        id.method
                    ),
                ),
            ),
            (None, _) => report.add(
                Diagnostic::new(
                    Code::UnexpectedSample,
                    span,
                    format!("sample `{}` does not belong to an operation", source.path),
                )
                .help("put a sample next to the file of its operation, and start its name with the name of that file")
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

/// Converts a file into a sample.
pub(super) fn to_sample(file: &File) -> Option<Sample> {
    let (_, name) = file.path.rsplit_once('/')?;
    Some(Sample { kind: kind(&file.path)?, file: name.to_owned(), text: file.text.clone() })
}

/// Splits a path into the path of the operation, such as `hire/v1/note/get`, and the kind of the sample.
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
