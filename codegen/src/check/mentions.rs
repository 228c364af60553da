//! Operations and events that descriptions mention.

use super::documents::Documents;
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::mention::{self, Mention};
use crate::model::{Api, EnumValue, EnumValues, EventId, Field, OperationId};
use crate::source::Span;

/// Reports mentioned operations and events that do not exist. They become links in the emitted documentation.
pub(crate) fn report_unknown(api: &Api, documents: &Documents, report: &mut Report) {
    for (doc, span) in docs(api) {
        for mention in mention::mentions(doc) {
            let diagnostic = match mention {
                Mention::Operation(id) => unknown_operation(&id, documents, span),
                Mention::Event(id) => unknown_event(&id, documents, span),
            };
            diagnostic.into_iter().for_each(|diagnostic| report.add(diagnostic.label("mentioned in its description")));
        }
    }
}

fn unknown_operation(id: &OperationId, documents: &Documents, span: Span) -> Option<Diagnostic> {
    let known: Vec<String> = documents.ids.iter().map(OperationId::to_string).collect();
    let name = id.to_string();
    (!documents.ids.contains(id)).then(|| {
        Diagnostic::new(Code::UnknownOperation, span, format!("unknown operation `{name}`"))
            .help("write the id of an operation, such as `hire.v1.note.get`")
            .did_you_mean(&name, known.iter().map(String::as_str))
    })
}

fn unknown_event(id: &EventId, documents: &Documents, span: Span) -> Option<Diagnostic> {
    let known: Vec<String> = documents.event_ids.iter().map(EventId::to_string).collect();
    let name = id.to_string();
    (!documents.event_ids.contains(id)).then(|| {
        Diagnostic::new(Code::UnknownEvent, span, format!("unknown event `{name}`"))
            .help("write the type of an event, such as `hire.note.created_v1`")
            .did_you_mean(&name, known.iter().map(String::as_str))
    })
}

/// Returns every description with the position of the described item.
fn docs(api: &Api) -> impl Iterator<Item = (&str, Span)> {
    let groups = api.groups.iter().map(|it| (it.doc.as_str(), it.span));
    let resources = api.groups.iter().flat_map(|it| &it.resources);
    let resources = resources.flat_map(|it| in_both(&it.doc, it.doc_zh.as_deref(), it.span));
    let ids = api.ids.iter().map(|it| (it.doc.as_str(), it.span));
    let enums = api.enums.iter().flat_map(|it| {
        let values = match &it.values {
            EnumValues::Int(values) => values_docs(values),
            EnumValues::Text(values) => values_docs(values),
        };
        values.into_iter().chain([(it.doc.as_str(), it.span)])
    });
    let objects = api.objects.iter().flat_map(|it| fields_docs(&it.fields).chain([(it.doc.as_str(), it.span)]));
    let operations = api.operations.iter().flat_map(|it| {
        let deprecation = it.deprecated.iter();
        let deprecation =
            deprecation.flat_map(|deprecation| in_both(&deprecation.doc, deprecation.doc_zh.as_deref(), it.span));
        let fields = fields_docs(it.parameters()).chain(fields_docs(&it.response));
        fields.chain(deprecation).chain(in_both(&it.doc, it.doc_zh.as_deref(), it.span))
    });
    // The English descriptions of events are those of their payloads.
    let events = api.events.iter().filter_map(|it| Some((it.doc_zh.as_deref()?, it.span)));
    let translations = api.translations.values().map(|it| (it.zh.as_str(), it.span));
    groups.chain(translations).chain(resources).chain(ids).chain(enums).chain(objects).chain(operations).chain(events)
}

/// Returns the English and the Chinese description.
fn in_both<'a>(doc: &'a str, doc_zh: Option<&'a str>, span: Span) -> impl Iterator<Item = (&'a str, Span)> {
    [Some(doc), doc_zh].into_iter().flatten().map(move |doc| (doc, span))
}

fn values_docs<C>(values: &[EnumValue<C>]) -> Vec<(&str, Span)> {
    values.iter().map(|it| (it.doc.as_str(), it.span)).collect()
}

fn fields_docs<'a>(fields: impl IntoIterator<Item = &'a Field>) -> impl Iterator<Item = (&'a str, Span)> {
    fields.into_iter().map(|it| (it.doc.as_str(), it.span))
}
