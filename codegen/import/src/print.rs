//! Formats drafted operations and events as YAML.

use std::collections::BTreeMap;

use feishu_codegen::{
    model::{DataLocation, Delivery},
    modeline,
};

use crate::clean::join_lines;
use crate::drafted::{DraftEnum, DraftObject, DraftQuirk};
use crate::event::DraftEvent;
use crate::event_page::EventPage;
use crate::operation::DraftOperation;
use crate::page::{ErrorRow, Page};
use crate::page_deprecation::DraftDeprecation;
use crate::yaml::Writer;

/// The placeholder for docs when a draft is checked.
pub(crate) const PLACEHOLDER: &str = "To be written.";

/// Formats an operation as YAML, with empty docs or placeholders.
pub(crate) fn print(draft: &DraftOperation, page: &Page, doc: &'static str) -> String {
    let mut writer = Writer::new(doc);
    writer.write_line(0, &modeline(&format!("{}.yaml", draft.id.to_string().replace('.', "/"))));
    draft.notes.iter().for_each(|note| writer.write_comment(0, note));
    writer.write_pair(0, "operation", &draft.id.to_string());
    write_head(&mut writer, page, &page.path);
    writer.write_pair(0, "call", &draft.call);
    if !draft.apps.is_empty() {
        writer.write_list(0, "apps", &draft.apps);
    }
    if !draft.tokens.is_empty() {
        writer.write_list(0, "tokens", &draft.tokens);
    }
    writer.write_list(0, "scopes", &draft.scopes);
    if !draft.field_scopes.is_empty() {
        writer.write_list(0, "field_scopes", &draft.field_scopes);
    }
    if let Some(limits) = &draft.limits {
        writer.write_line(0, &format!("limits: {limits}"));
    }
    if draft.idempotent {
        writer.write_line(0, "idempotent: true");
    }
    for (key, fields) in [("path", &draft.path), ("query", &draft.query), ("body", &draft.body), ("form", &draft.form)]
    {
        if !fields.is_empty() {
            writer.write_line(0, &format!("{key}:"));
            writer.write_fields(2, fields);
        }
    }
    if draft.replaces_whole {
        writer.write_line(0, "replaces: whole");
    }
    writer.write_rules(0, &draft.rules);
    write_response(&mut writer, draft);
    if let Some(paging) = &draft.paging {
        writer.write_line(0, &format!("paging: {paging}"));
    }
    if !draft.errors.is_empty() {
        let codes: Vec<String> = draft.errors.iter().map(|error| print_error(error, &draft.other_statuses)).collect();
        writer.write_line(0, &format!("errors: [{}]", codes.join(", ")));
    }
    draft.deprecation.iter().for_each(|deprecation| write_deprecation(&mut writer, deprecation));
    write_types(&mut writer, &draft.quirks, &draft.enums, &draft.objects);
    writer.finish()
}

fn write_response(writer: &mut Writer, draft: &DraftOperation) {
    if draft.response.is_empty() {
        writer.write_line(0, "response: {}");
        return;
    }
    if draft.data == DataLocation::TopLevel {
        writer.write_line(0, "data: top_level");
    }
    writer.write_line(0, "response:");
    writer.write_fields(2, &draft.response);
}

fn write_deprecation(writer: &mut Writer, deprecation: &DraftDeprecation) {
    if deprecation.instead.is_none() {
        writer.write_comment(0, "check: add `use` if the page names the operation to use instead");
    }
    writer.write_line(0, "deprecated:");
    if let Some(id) = &deprecation.instead {
        writer.write_pair(2, "use", &id.to_string());
    }
    writer.write_doc(2, "doc", "");
    writer.write_doc_zh(2);
}

/// Formats an error code, with its HTTP status if the catalog has another one.
fn print_error(error: &ErrorRow, other_statuses: &BTreeMap<i64, u16>) -> String {
    match other_statuses.get(&error.code) {
        Some(status) => format!("{}: {status}", error.code),
        None => error.code.to_string(),
    }
}

/// Formats an event as YAML, with empty docs or placeholders.
pub(crate) fn print_event(draft: &DraftEvent, source: &EventPage, doc: &'static str) -> String {
    let mut writer = Writer::new(doc);
    writer.write_line(0, &modeline(&format!("{}.yaml", draft.id.stem())));
    draft.notes.iter().for_each(|note| writer.write_comment(0, note));
    writer.write_pair(0, "event", &draft.id.to_string());
    write_head(&mut writer, &source.page, &draft.id.to_string());
    if !draft.apps.is_empty() {
        writer.write_list(0, "apps", &draft.apps);
    }
    writer.write_list(0, "scopes", &draft.scopes);
    if !draft.field_scopes.is_empty() {
        writer.write_list(0, "field_scopes", &draft.field_scopes);
    }
    let ways = draft.delivery.iter().map(|way| match way {
        Delivery::Webhook => "webhook".to_owned(),
        Delivery::LongConnection => "long_connection".to_owned(),
    });
    writer.write_list(0, "delivery", &ways.collect::<Vec<_>>());
    writer.write_line(0, "payload:");
    writer.write_fields(2, &draft.payload);
    write_types(&mut writer, &draft.quirks, &draft.enums, &draft.objects);
    writer.finish()
}

/// Writes titles, description and page. `name` is the Chinese title if the page has none.
fn write_head(writer: &mut Writer, page: &Page, name: &str) {
    writer.write_pair_or_placeholder(0, "title", "", "To be written");
    writer.write_pair(0, "zh", &if page.title.is_empty() { name.to_owned() } else { join_lines(&page.title) });
    page.intro.lines().for_each(|line| writer.write_comment(0, &join_lines(line)));
    writer.write_doc(0, "doc", "");
    writer.write_doc_zh(0);
    writer.write_pair_or_placeholder(0, "page", &page_url(page), "https://example.com");
    writer.write_pair_or_placeholder(0, "updated", page.updated.as_deref().unwrap_or_default(), "1970-01-01");
}

/// Writes quirks, enums and objects.
fn write_types(writer: &mut Writer, quirks: &[DraftQuirk], enums: &[DraftEnum], objects: &[DraftObject]) {
    if !quirks.is_empty() {
        writer.write_line(0, "quirks:");
    }
    quirks.iter().for_each(|quirk| writer.write_quirk(quirk));
    if !enums.is_empty() {
        writer.write_line(0, "enums:");
        enums.iter().for_each(|item| writer.write_item(2, item));
    }
    if !objects.is_empty() {
        writer.write_line(0, "objects:");
        objects.iter().for_each(|object| writer.write_object(2, object));
    }
}

/// Returns the complete URL of a page.
fn page_url(page: &Page) -> String {
    match page.url.as_deref() {
        Some(url) if url.starts_with("https://") => url.to_owned(),
        Some(path) if path.starts_with('/') => format!("https://open.feishu.cn/document{path}"),
        _ => String::new(),
    }
}
