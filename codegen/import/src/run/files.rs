//! The files of a draft: YAML and samples.

use feishu_codegen::model::OperationId;

use crate::event::DraftEvent;
use crate::event_page::EventPage;
use crate::operation::DraftOperation;
use crate::page::Page;
use crate::print::{print, print_event};

/// A file of a draft.
pub struct DraftFile {
    /// The path relative to the schema folder.
    pub path: String,
    /// The content.
    pub text: String,
}

/// Returns the files of an operation. `doc` replaces missing docs.
pub(super) fn format_files(page: &Page, operation: &DraftOperation, doc: &'static str) -> Vec<DraftFile> {
    let stem = stem(&operation.id);
    let mut files = vec![DraftFile { path: format!("{stem}.yaml"), text: print(operation, page, doc) }];
    let mut sample = |path: String, text: &str| files.push(sample_file(path, text));
    if let Some(request) = operation.requests.first().filter(|_| !operation.body.is_empty()) {
        sample(format!("{stem}.request.json"), &request.text);
    }
    for (at, response) in operation.responses.iter().enumerate() {
        let label = if at == 0 { String::new() } else { format!("no_{}.", at + 1) };
        sample(format!("{stem}.response.{label}json"), &response.text);
    }
    files
}

/// Returns the files of an event. `doc` replaces missing docs.
pub(super) fn format_event_files(source: &EventPage, event: &DraftEvent, doc: &'static str) -> Vec<DraftFile> {
    let stem = event.id.stem();
    let yaml = DraftFile { path: format!("{stem}.yaml"), text: print_event(event, source, doc) };
    let samples = event.samples.iter().enumerate().map(|(at, read)| {
        let label = if at == 0 { String::new() } else { format!("no_{}.", at + 1) };
        sample_file(format!("{stem}.event.{label}json"), &read.text)
    });
    std::iter::once(yaml).chain(samples).collect()
}

fn sample_file(path: String, text: &str) -> DraftFile {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    DraftFile { path, text: format!("{text}{end}") }
}

/// Returns the path of the YAML file of an operation without its extension.
pub(super) fn stem(id: &OperationId) -> String {
    id.to_string().replace('.', "/")
}
