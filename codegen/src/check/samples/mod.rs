//! Checks samples against the types of their operations and events.

mod checker;
mod envelope;
mod event_envelope;
mod files;
mod finding;
mod quirks;

use super::documents::Documents;
use super::event::EventDraft;
use super::library::Library;
use super::operation::OperationDraft;
use super::quirks::Kind;
use super::report::Report;
use super::subject::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::json;
use crate::model::{Api, Payload, SampleKind};
use crate::source::{FileId, Sources, Span};

pub(crate) use checker::SampleChecker;
pub(crate) use envelope::response_data;
pub(crate) use finding::Finding;

/// Assigns samples to operations and events, and checks them.
pub(crate) fn check(
    api: &Api,
    drafts: &mut [OperationDraft],
    events: &mut [EventDraft],
    documents: &Documents,
    sources: &Sources,
    report: &mut Report,
) {
    let library = Library::new(&api.enums, &api.objects);
    let attached = files::attach(documents, sources, report);
    for draft in drafts {
        let files = attached.get(&files::stem(&draft.operation.id)).map_or(&[][..], Vec::as_slice);
        let samples = files.iter().filter_map(|file| files::to_sample(sources.file(*file)?));
        draft.operation.samples = samples.collect();
        check_operation(draft, files, sources, &library, report);
    }
    for draft in events {
        let files = attached.get(&draft.event.id.stem()).map_or(&[][..], Vec::as_slice);
        draft.event.samples = files.iter().filter_map(|file| files::to_event_sample(sources.file(*file)?)).collect();
        check_event(draft, files, sources, &library, report);
    }
}

/// Checks the samples of an event, then whether its quirks are still needed.
fn check_event(draft: &EventDraft, files: &[FileId], sources: &Sources, library: &Library<'_>, report: &mut Report) {
    let mut checker = SampleChecker::new(library);
    let mut complete = true;
    for file in files {
        let json = read(*file, sources, report);
        complete &= json.is_some();
        json.into_iter().for_each(|json| event_envelope::check(&draft.event, library, &json, &mut checker));
    }
    if files.is_empty() {
        let file = format!("{}.event.json", draft.event.id.name);
        checker.findings.push(missing(draft.event.span, &file, "payload"));
    }
    quirks::apply(Subject::Event(&draft.event), &draft.quirks, checker, complete, report);
}

fn missing(span: Span, file: &str, at: &str) -> Finding {
    let help = format!("copy it from the documentation page; if the page has none, add a quirk `no_sample` at `{at}`");
    Finding {
        at: at.to_owned(),
        kind: Kind::NoSample,
        diagnostic: Diagnostic::new(Code::MissingSample, span, format!("missing sample `{file}`")).help(help),
    }
}

/// Parses a sample. Returns `None` if it is unreadable.
fn read<'a>(file: FileId, sources: &'a Sources, report: &mut Report) -> Option<json::Json<'a>> {
    let source = sources.file(file).filter(|source| source.rejected.is_none())?;
    report.keep(json::parse(file, &source.text))
}

/// Checks the samples of an operation, then whether its quirks are still needed.
fn check_operation(
    draft: &OperationDraft,
    files: &[FileId],
    sources: &Sources,
    library: &Library<'_>,
    report: &mut Report,
) {
    let mut checker = SampleChecker::new(library);
    let mut complete = true;
    for file in files {
        complete &= check_sample(draft, *file, sources, &mut checker, report).is_some();
    }
    let has_body = matches!(&draft.operation.payload, Payload::Json(_));
    for (kind, at, needed) in [(SampleKind::Response, "response", true), (SampleKind::Request, "body", has_body)] {
        if needed && !draft.operation.samples.iter().any(|sample| sample.kind == kind) {
            let file = files::file_name(&draft.operation.id.method, kind);
            checker.findings.push(missing(draft.operation.span, &file, at));
        }
    }
    quirks::apply(Subject::Operation(&draft.operation), &draft.quirks, checker, complete, report);
}

/// Checks a sample. Returns `None` if it is unreadable.
fn check_sample(
    draft: &OperationDraft,
    file: FileId,
    sources: &Sources,
    checker: &mut SampleChecker<'_>,
    report: &mut Report,
) -> Option<()> {
    let json = read(file, sources, report)?;
    match (files::kind(sources.path(json.span)), &draft.operation.payload) {
        (Some(SampleKind::Response), _) => envelope::check(&draft.operation, json, checker),
        (Some(SampleKind::Request), Payload::Json(fields)) => checker.check_object("body", fields, &json),
        (Some(SampleKind::Request), _) => {
            report.add(
                Diagnostic::new(
                    Code::UnexpectedSample,
                    json.span,
                    format!("sample of a body, but `{}` has no JSON body", draft.operation.id),
                )
                .help("delete the sample"),
            );
        }
        (None, _) => {}
    }
    Some(())
}
