//! The samples beside the operations, checked against the types.

mod envelope;
mod files;
mod finding;
mod quirks;
mod walk;

use super::documents::Documents;
use super::library::Library;
use super::operation::Drafted;
use super::quirks::Kind;
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::json;
use crate::model::{Api, Payload, SampleKind};
use crate::source::{FileId, Sources};

pub(crate) use finding::Finding;
pub(crate) use walk::Walk;

/// Gives every operation its samples, and checks them.
pub(crate) fn check(api: &Api, drafts: &mut [Drafted], documents: &Documents, sources: &Sources, report: &mut Report) {
    let library = Library::new(&api.enums, &api.objects);
    let attached = files::attach(documents, sources, report);
    for draft in drafts {
        let files = attached.get(&draft.operation.id).map_or(&[][..], Vec::as_slice);
        let samples = files.iter().filter_map(|file| files::sample(sources.file(*file)?));
        draft.operation.samples = samples.collect();
        check_operation(draft, files, sources, &library, report);
    }
}

/// Checks the samples of one operation, then whether its quirks bite.
fn check_operation(drafted: &Drafted, files: &[FileId], sources: &Sources, library: &Library<'_>, report: &mut Report) {
    let mut walk = Walk::new(library);
    let mut complete = true;
    for file in files {
        complete &= check_sample(drafted, *file, sources, &mut walk, report).is_some();
    }
    let has_body = matches!(&drafted.operation.payload, Payload::Json(_));
    for (kind, at, needed) in [(SampleKind::Response, "response", true), (SampleKind::Request, "body", has_body)] {
        if needed && !drafted.operation.samples.iter().any(|sample| sample.kind == kind) {
            let file = files::name(&drafted.operation.id.method, kind);
            let mistake =
                Diagnostic::new(Code::NoSample, drafted.operation.span, format!("there is no sample `{file}`"));
            walk.findings.push(Finding {
                at: at.to_owned(),
                kind: Kind::NoSample,
                mistake: mistake.help(format!(
                    "copy it from the page; if the page has none, say so in a quirk `no_sample` at `{at}`"
                )),
            });
        }
    }
    quirks::settle(drafted, walk, complete, report);
}

/// Nothing comes back when the sample cannot be read.
fn check_sample(
    drafted: &Drafted,
    file: FileId,
    sources: &Sources,
    walk: &mut Walk<'_>,
    report: &mut Report,
) -> Option<()> {
    let source = sources.file(file).filter(|source| source.refused.is_none())?;
    let json = report.keep(json::parse(file, &source.text))?;
    match (files::kind(&source.path), &drafted.operation.payload) {
        (Some(SampleKind::Response), _) => envelope::check(&drafted.operation, &json, walk),
        (Some(SampleKind::Request), Payload::Json(fields)) => walk.object("body", "the body", fields, &json),
        (Some(SampleKind::Request), _) => {
            report.add(
                Diagnostic::new(Code::StraySample, json.span, format!("`{}` has no JSON body", drafted.operation.id))
                    .help("delete the sample"),
            );
        }
        (None, _) => {}
    }
    Some(())
}
