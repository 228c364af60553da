//! Assigns samples to operations and events.

use std::collections::BTreeMap;

use crate::check::documents::Documents;
use crate::check::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{EventSample, OperationId, Sample, SampleKind};
use crate::source::{File, FileId, Sources, Span};

/// The kind of a sample, from the end of its file name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SampleFileKind {
    Operation(SampleKind),
    Event,
    Invalid,
}

/// The file that a sample belongs to.
enum Owner<'a> {
    Operation(&'a str),
    Event(&'a str),
}

/// Returns the file name of a sample, such as `list.response.json`.
pub(super) fn file_name(method: &str, kind: SampleKind) -> String {
    match kind {
        SampleKind::Request => format!("{method}.request.json"),
        SampleKind::Response => format!("{method}.response.json"),
    }
}

/// Returns the kind of the sample of an operation, determined by the end of its path.
pub(super) fn kind(path: &str) -> Option<SampleKind> {
    match split(path) {
        Some((_, SampleFileKind::Operation(kind))) => Some(kind),
        _ => None,
    }
}

/// Assigns the samples to their operations and events, by the path of the YAML file without its extension: first requests, then
/// samples without a label, then samples with a label.
pub(super) fn attach(documents: &Documents, sources: &Sources, report: &mut Report) -> BTreeMap<String, Vec<FileId>> {
    let operations = documents.ids.iter().map(|id| (stem(id), Owner::Operation(&id.method)));
    let events = documents.event_ids.iter().map(|id| (id.stem(), Owner::Event(&id.name)));
    let owners: BTreeMap<String, Owner<'_>> = operations.chain(events).collect();
    let mut attached: BTreeMap<String, Vec<FileId>> = BTreeMap::new();
    for (file, source) in documents.samples.iter().filter_map(|id| Some((*id, sources.file(*id)?))) {
        let Some((stem, ending)) = split(&source.path) else { continue };
        let span = Span::new(file, 0, 0);
        match (owners.get(stem), ending) {
            (Some(Owner::Operation(_)), SampleFileKind::Operation(_)) | (Some(Owner::Event(_)), SampleFileKind::Event) => {
                attached.entry(stem.to_owned()).or_default().push(file);
            }
            (Some(owner), _) => report.add(
                Diagnostic::new(Code::UnexpectedSample, span, format!("invalid sample name `{}`", source.path))
                    .help(owner.names()),
            ),
            (None, _) => report.add(
                Diagnostic::new(
                    Code::UnexpectedSample,
                    span,
                    format!("sample `{}` does not belong to an operation or an event", source.path),
                )
                .help("put a sample next to the YAML file that it belongs to, and start its name with the name of that file")
                .did_you_mean(stem, owners.keys().map(String::as_str)),
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

impl Owner<'_> {
    /// Returns the names of samples, as a suggestion.
    fn names(&self) -> String {
        match self {
            Self::Operation(name) => {
                format!("rename it to `{name}.request.json`, `{name}.response.json` or `{name}.response.<name>.json`")
            }
            Self::Event(name) => format!("rename it to `{name}.event.json` or `{name}.event.<name>.json`"),
        }
    }
}

/// Converts a file into a sample of an operation.
pub(super) fn to_sample(file: &File) -> Option<Sample> {
    Some(Sample { kind: kind(&file.path)?, file: name(file)?, text: file.text.clone() })
}

/// Converts a file into a sample of an event.
pub(super) fn to_event_sample(file: &File) -> Option<EventSample> {
    Some(EventSample { file: name(file)?, text: file.text.clone() })
}

fn name(file: &File) -> Option<String> {
    file.path.rsplit_once('/').map(|(_, name)| name.to_owned())
}

/// Splits a path into the path of the YAML file without its extension, such as `hire/v1/note/get`, and the ending.
fn split(path: &str) -> Option<(&str, SampleFileKind)> {
    let folder = path.rfind('/').map_or(0, |slash| slash + 1);
    let dot = folder + path.get(folder..)?.find('.')?;
    let (stem, rest) = path.split_at_checked(dot)?;
    let parts: Vec<&str> = rest.split('.').collect();
    let ending = match parts.as_slice() {
        ["", "request", "json"] => SampleFileKind::Operation(SampleKind::Request),
        ["", "response", "json"] => SampleFileKind::Operation(SampleKind::Response),
        ["", "response", label, "json"] if !label.is_empty() => SampleFileKind::Operation(SampleKind::Response),
        ["", "event", "json"] => SampleFileKind::Event,
        ["", "event", label, "json"] if !label.is_empty() => SampleFileKind::Event,
        _ => SampleFileKind::Invalid,
    };
    Some((stem, ending))
}

/// Returns the path of the YAML file of an operation without its extension, relative to the schema folder.
pub(super) fn stem(id: &OperationId) -> String {
    format!("{}/{}/{}/{}", id.service, id.version, id.resource, id.method)
}
