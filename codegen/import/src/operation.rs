//! Drafts an operation from a page.

use std::{borrow::Cow, collections::BTreeMap};

use feishu_codegen::model::{DataLocation, OperationId};
use heck::ToUpperCamelCase;

use crate::availability::{parse_apps, parse_limits, parse_tokens};
use crate::conditions::{self, NamedValue};
use crate::draft::Drafter;
use crate::drafted::{DraftEnum, DraftField, DraftObject, DraftQuirk, Ty, prune};
use crate::idempotency::{is_idempotent, replaces_whole};
use crate::identity::{Identity, UsedNames};
use crate::known::KnownDefinitions;
use crate::page::{ErrorRow, Page};
use crate::page_deprecation::{DraftDeprecation, find_deprecation};
use crate::paging::draft_paging;
use crate::rows::Row;
use crate::rules;
use crate::rust_names;
use crate::sample::{ParsedSample, Sample};
use crate::scopes::resolve_scope_names;
use crate::sections::{self, NestedFields};
use crate::source::CallPart;
use crate::tree::{FieldNode, Nesting};

/// A drafted operation.
pub(crate) struct DraftOperation {
    pub(crate) id: OperationId,
    /// Notes for the author that belong to no field.
    pub(crate) notes: Vec<String>,
    pub(crate) call: String,
    pub(crate) apps: Vec<String>,
    pub(crate) tokens: Vec<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) field_scopes: Vec<String>,
    /// The rate limits in the notation of the key `limits`.
    pub(crate) limits: Option<String>,
    pub(crate) path: Vec<DraftField>,
    pub(crate) query: Vec<DraftField>,
    pub(crate) body: Vec<DraftField>,
    pub(crate) form: Vec<DraftField>,
    pub(crate) data: DataLocation,
    pub(crate) response: Vec<DraftField>,
    pub(crate) paging: Option<String>,
    pub(crate) errors: Vec<ErrorRow>,
    /// The HTTP statuses that differ from the catalog, by error code.
    pub(crate) other_statuses: BTreeMap<i64, u16>,
    /// Rules across parameters in the notation of the schema.
    pub(crate) rules: Vec<String>,
    /// Whether the operation is idempotent although its method is not idempotent.
    pub(crate) idempotent: bool,
    /// Whether the payload replaces all stored values.
    pub(crate) replaces_whole: bool,
    pub(crate) deprecation: Option<DraftDeprecation>,
    pub(crate) enums: Vec<DraftEnum>,
    pub(crate) objects: Vec<DraftObject>,
    pub(crate) quirks: Vec<DraftQuirk>,
    pub(crate) requests: Vec<ParsedSample>,
    pub(crate) responses: Vec<ParsedSample>,
    pub(crate) nesting: Nesting,
    /// Scopes that the page names, with their labels.
    pub(crate) labelled: Vec<(String, String)>,
}

impl DraftOperation {
    /// Returns parameters and fields, without the fields of objects.
    pub(crate) fn top_level(&self) -> impl Iterator<Item = &DraftField> {
        [&self.path, &self.query, &self.body, &self.form, &self.response].into_iter().flatten()
    }
}

/// Drafts an operation.
pub(crate) fn draft(
    page: &Page,
    identity: Identity,
    known: &KnownDefinitions,
    names: &mut UsedNames,
) -> DraftOperation {
    let Identity { id, guessed } = identity;
    names.for_operation(&id);
    let owner = id.resource.to_upper_camel_case();
    let mut notes = Vec::new();
    if guessed {
        notes.push("check: the id is a guess based on method and path".to_owned());
    }
    let (requests, responses) = read_samples(page, &mut notes);
    add_call_notes(page, &mut notes);
    let mut drafter = Drafter::new(known, names);
    let mut path = draft_path_parameters(page, &mut drafter, &owner, &mut notes);
    let mut query = drafter.draft_fields(&leaves(&page.query), &owner, &[], CallPart::Query);
    let (body_nesting, mut body, mut form) = draft_payload(page, &mut drafter, &owner, &requests, &mut notes);
    if !body.is_empty() {
        query.iter_mut().for_each(question_scope);
    }
    let (response_nesting, mut response) = draft_response(page, &mut drafter, &owner, &responses, &mut notes);
    let (mut enums, mut objects) = (drafter.enums, drafter.objects);
    let fields = [&path, &query, &body, &form, &response];
    prune(&fields, &mut enums, &mut objects);
    complete_fields(
        [&mut path, &mut query, &mut body, &mut form],
        &mut response,
        (&enums, &mut objects),
        known,
        &mut notes,
    );
    let places = [("path", &path), ("query", &query), ("body", &body), ("form", &form)];
    let quirks = places.into_iter().flat_map(|(root, fields)| find_unlisted_examples(root, fields)).collect();
    let data = sections::data_location(page, responses.first().map(|read| &read.value));
    let paging = draft_paging(&query, &body, &response, &mut notes);
    let rules = draft_rules(&[&query, &body, &form], &mut notes);
    let replaces_whole = replaces_whole(page, &[&body, &form], &mut notes);
    let idempotent = is_idempotent(page, &[&query, &body, &form], replaces_whole, &mut notes);
    let limits = page.limits.as_deref().and_then(|text| parse_limits(text, &mut notes));
    let scopes = resolve_scope_names(&page.scopes, &known.scopes, &mut notes);
    let field_scopes = resolve_scope_names(&page.field_scopes, &known.scopes, &mut notes);
    let labelled = page.scopes.iter().chain(&page.field_scopes).filter(|(name, _)| !name.is_empty()).cloned().collect();
    DraftOperation {
        call: format!("{} {}", page.method, with_colons(&page.path)),
        apps: parse_apps(page.apps.as_deref().unwrap_or_default()),
        tokens: parse_tokens(page.tokens.as_deref().unwrap_or_default()),
        scopes,
        field_scopes,
        limits,
        errors: remove_duplicate_errors(&page.errors),
        other_statuses: BTreeMap::new(),
        rules,
        idempotent,
        replaces_whole,
        deprecation: find_deprecation(page, known),
        quirks,
        nesting: body_nesting.max(response_nesting),
        id,
        notes,
        path,
        query,
        body,
        form,
        data,
        response,
        paging,
        enums,
        objects,
        requests,
        responses,
        labelled,
    }
}

/// Adds names in Rust, conditions, and the rules of objects to fields.
fn complete_fields(
    mut sent: [&mut Vec<DraftField>; 4],
    response: &mut Vec<DraftField>,
    (enums, objects): (&[DraftEnum], &mut [DraftObject]),
    known: &KnownDefinitions,
    notes: &mut Vec<String>,
) {
    rust_names::assign(&mut sent);
    rust_names::assign(&mut [response]);
    for object in objects.iter_mut() {
        rust_names::assign(&mut [&mut object.fields]);
        if object.sent {
            object.rules = draft_rules(&[&object.fields], notes);
        }
    }
    let [_, query, body, form] = sent;
    let values = |field: &DraftField| named_values(field, enums, known);
    let objects = objects.iter_mut().filter(|object| object.sent).map(|object| &mut object.fields);
    objects.chain([query, body, form]).for_each(|fields| conditions::mark_conditional_fields(fields, values));
}

/// Returns the samples of requests and of successful responses.
fn read_samples(page: &Page, notes: &mut Vec<String>) -> (Vec<ParsedSample>, Vec<ParsedSample>) {
    let (failures, responses): (Vec<ParsedSample>, Vec<ParsedSample>) =
        sections::read_samples(&page.response_samples).into_iter().partition(|read| is_failure(&read.value));
    if !failures.is_empty() {
        notes
            .push("check: a sample of a failed call was skipped; samples are responses to successful calls".to_owned());
    }
    let requests = sections::read_samples(&page.request_samples);
    if responses.len() + failures.len() < page.response_samples.len() || requests.len() < page.request_samples.len() {
        notes.push("check: a sample is not valid JSON, even after repair".to_owned());
    }
    add_repair_notes(&responses, &requests, notes);
    (requests, responses)
}

/// Returns the rules that descriptions mention. `sent` are the fields of query, body and form, or of an object.
fn draft_rules(sent: &[&Vec<DraftField>], notes: &mut Vec<String>) -> Vec<String> {
    let (rules, doubtful) =
        sent.iter().flat_map(|fields| rules::find_rules(fields)).partition::<Vec<_>, _>(|rule| rule.is_certain);
    notes.extend(
        doubtful
            .iter()
            .map(|rule| format!("check: the page mentions the rule {}, but not all fields are optional", rule.text)),
    );
    rules.into_iter().map(|rule| rule.text).collect()
}

/// Adds a note to a parameter whose description in the glossary is about responses only, because the body may contain such values as well.
fn question_scope(parameter: &mut DraftField) {
    if parameter.shared.is_none() && parameter.doc.contains("in the response") {
        parameter.notes.push("check: `in the response`, or in the request as well".to_owned());
    }
}

/// Adds notes on an unusual URL, a missing access token and further headers.
fn add_call_notes(page: &Page, notes: &mut Vec<String>) {
    if !page.path.starts_with("/open-apis/") {
        notes.push("check: the path does not start with /open-apis; the host may differ as well".to_owned());
    }
    if page.tokens.as_ref().is_some_and(|text| !text.contains("access_token")) {
        notes.push("check: the headers on the page have no access token".to_owned());
    }
    let header = |name| format!("check: the page requires the header `{name}`, which the schema cannot express");
    notes.extend(page.headers.iter().map(header));
}

/// Returns the values of a field with a finite number of them.
fn named_values(field: &DraftField, enums: &[DraftEnum], known: &KnownDefinitions) -> Vec<NamedValue> {
    if field.ty == Ty::Plain("bool") {
        let value = |name: &str| NamedValue { code: name.to_owned(), name: name.to_owned(), label: String::new() };
        return ["true", "false"].map(value).into();
    }
    let Some(name) = field.ty.name() else { return Vec::new() };
    let own = enums.iter().filter(|item| item.name == name).flat_map(|item| &item.values);
    let own = own.map(|value| (&value.code, &value.name, &value.label));
    let shared = known.values(name).iter().map(|(code, name, label)| (code, name, label));
    let all = own.chain(shared);
    all.map(|(code, name, label)| NamedValue { code: code.clone(), name: name.clone(), label: label.clone() }).collect()
}

/// Drafts quirks for examples that are not among the documented values.
fn find_unlisted_examples(root: &str, fields: &[DraftField]) -> Vec<DraftQuirk> {
    let quirk = |field: &DraftField| {
        let example = field.unlisted_example.as_ref().filter(|_| field.shared.is_none() && field.example.is_some())?;
        let at = format!("{root}.{}", field.name);
        let observed = format!("The documented example is {example}.");
        Some(DraftQuirk::new(&at, "unlisted_example", "Lists other values.", observed))
    };
    fields.iter().filter_map(quirk).collect()
}

/// Whether a response reports an error.
fn is_failure(response: &Sample) -> bool {
    matches!(response.get("code"), Some(Sample::Number(code)) if code != "0") && response.get("data").is_none()
}

/// Adds notes on repairs of samples.
fn add_repair_notes(responses: &[ParsedSample], requests: &[ParsedSample], notes: &mut Vec<String>) {
    for repair in responses.iter().chain(requests).flat_map(|read| &read.repairs) {
        notes.push(format!("check: repaired in a sample: {repair}"));
    }
}

/// Converts rows to fields without children.
fn leaves(rows: &[Row]) -> Vec<FieldNode> {
    rows.iter().map(|row| FieldNode { row: row.clone(), ..FieldNode::default() }).collect()
}

/// Drafts the path parameters in the order of the path. The table may lack them or have other names.
fn draft_path_parameters(
    page: &Page,
    drafter: &mut Drafter<'_, UsedNames>,
    owner: &str,
    notes: &mut Vec<String>,
) -> Vec<DraftField> {
    let path = with_colons(&page.path);
    let names: Vec<&str> = path.split('/').filter_map(|step| step.strip_prefix(':')).collect();
    let row = |name: &&str| {
        let found = page.path_parameters.iter().find(|row| row.name == *name);
        found.cloned().unwrap_or_else(|| Row { name: (*name).to_owned(), ty: "string".to_owned(), ..Row::default() })
    };
    let strange = page.path_parameters.iter().filter(|row| !names.contains(&row.name.as_str()));
    notes.extend(
        strange.map(|row| {
            format!("check: the page documents the path parameter `{}`, which is not in the path", row.name)
        }),
    );
    let rows: Vec<Row> = names.iter().map(row).collect();
    drafter.draft_fields(&leaves(&rows), owner, &[], CallPart::Path)
}

type Payload = (Nesting, Vec<DraftField>, Vec<DraftField>);

fn draft_payload(
    page: &Page,
    drafter: &mut Drafter<'_, UsedNames>,
    owner: &str,
    samples: &[ParsedSample],
    notes: &mut Vec<String>,
) -> Payload {
    let has_file = page.body.iter().any(|row| row.ty.eq_ignore_ascii_case("file"));
    if page.method == "GET" {
        if !page.body.is_empty() {
            notes.push("check: the page documents a body for a GET request".to_owned());
        }
        return (Nesting::Certain, Vec::new(), Vec::new());
    }
    if page.is_form || has_file {
        return (Nesting::Certain, Vec::new(), drafter.draft_fields(&leaves(&page.body), owner, &[], CallPart::Form));
    }
    let has_values = |value: &&Sample| match value {
        Sample::Array(items) => !items.is_empty(),
        value => !value.members().is_empty(),
    };
    let values: Vec<&Sample> = samples.iter().map(|read| &read.value).filter(has_values).collect();
    if page.body.is_empty() && values.is_empty() {
        return (Nesting::Certain, Vec::new(), Vec::new());
    }
    let section = sections::nest_body(page, values.first().copied());
    let mut fields = draft_section(&section, drafter, owner, values.into_iter().map(Cow::Borrowed), CallPart::Body);
    fields.iter_mut().filter(|field| field.is_bare).for_each(|field| field.is_required = true);
    (section.nesting, fields, Vec::new())
}

fn draft_response(
    page: &Page,
    drafter: &mut Drafter<'_, UsedNames>,
    owner: &str,
    samples: &[ParsedSample],
    notes: &mut Vec<String>,
) -> (Nesting, Vec<DraftField>) {
    let first = samples.first().map(|read| &read.value);
    let location = sections::data_location(page, first);
    let data: Vec<_> = samples.iter().filter_map(|read| sections::data_of(&read.value, location)).collect();
    let has_other_keys =
        |read: &ParsedSample| read.value.members().iter().any(|(key, _)| !["code", "msg"].contains(&key.as_str()));
    if data.is_empty() && samples.iter().any(has_other_keys) {
        notes.push("check: the response fields are in `data` in the table, but not in the sample".to_owned());
    }
    let Some(section) = sections::nest_response(page, first) else {
        let note = if page.is_binary && samples.is_empty() {
            "check: the response is a file, which the schema cannot express"
        } else {
            "check: the page has no response table; the response is drafted from the sample"
        };
        notes.push(note.to_owned());
        let data: Vec<&Sample> = data.iter().map(AsRef::as_ref).collect();
        return (Nesting::Rebuilt, drafter.draft_fields(&[], owner, &data, CallPart::Response));
    };
    (section.nesting, draft_section(&section, drafter, owner, data.into_iter(), CallPart::Response))
}

/// Drafts the fields of the body or of the response data.
fn draft_section<'s>(
    section: &NestedFields,
    drafter: &mut Drafter<'_, UsedNames>,
    owner: &str,
    samples: impl Iterator<Item = Cow<'s, Sample>>,
    part: CallPart,
) -> Vec<DraftField> {
    let samples: Vec<_> = samples.map(|sample| section.object(sample)).collect();
    let samples: Vec<&Sample> = samples.iter().map(AsRef::as_ref).collect();
    let mut fields = drafter.draft_fields(&section.fields, owner, &samples, part);
    fields.iter_mut().for_each(|field| field.is_bare = section.is_bare);
    fields
}

/// Converts `{id}` to `:id`.
fn with_colons(path: &str) -> String {
    let step = |step: &str| match step.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
        Some(name) => format!(":{name}"),
        None => step.to_owned(),
    };
    path.split('/').map(step).collect::<Vec<_>>().join("/")
}

/// Removes duplicates from the error codes.
fn remove_duplicate_errors(rows: &[ErrorRow]) -> Vec<ErrorRow> {
    let mut errors: Vec<ErrorRow> = Vec::new();
    for row in rows.iter().filter(|row| row.code > 0) {
        if !errors.iter().any(|known| known.code == row.code) {
            errors.push(row.clone());
        }
    }
    errors
}
