//! Compares parameters and fields, level by level.

use std::collections::BTreeSet;

use feishu_codegen::model::{Api, DataLocation, Event, Field, Limit, Literal, Operation, Payload, Presence, Type};

use super::difference::Change;
use super::found::Found;
use crate::describe::{Description, Limits, describe};
use crate::event_page::EventPage;
use crate::kind::Kind;
use crate::page::Page;
use crate::rows::Row;
use crate::sample::Sample;
use crate::sections::{self, Section};
use crate::tree::Node;

/// Compares the fields of the payload of an event.
pub(super) fn compare_payload<'a>(page: &EventPage, event: &Event, api: &'a Api, found: &mut Found<'a>) {
    let section = page.payload(&page.samples());
    let fields = api.object(&event.payload).map_or(&[][..], |payload| &payload.fields);
    let mut comparer = Comparer { api, found, is_terse: false, page_size: None };
    comparer.compare_level("payload", &section.fields, fields, true);
}

pub(super) fn compare<'a>(page: &Page, operation: &'a Operation, api: &'a Api, found: &mut Found<'a>) {
    let page_size = operation.paging.as_ref().map(|paging| paging.size.as_str());
    let mut comparer = Comparer { api, found, is_terse: page.is_terse(), page_size };
    comparer.compare_level("path", &leaves(&page.path_parameters), &operation.path_parameters, true);
    comparer.compare_level("query", &leaves(&page.query), &operation.query, true);
    let requests = sections::read_samples(&page.request_samples);
    match &operation.payload {
        Payload::Form(fields) => comparer.compare_level("form", &leaves(&page.body), fields, true),
        Payload::Json(fields) => {
            let mut section = sections::nest_body(page, requests.first().map(|read| &read.value));
            name_bare(&mut section, fields);
            comparer.compare_level("body", &section.fields, fields, true);
        }
        Payload::None => comparer.compare_level("body", &leaves(&page.body), &[], true),
    }
    let responses = sections::read_samples(&page.response_samples);
    let response = responses.first().map(|read| &read.value);
    let place = sections::data_location(page, response);
    if place != operation.data && response.is_some() {
        let what = format!(
            "the page has the data {}, the schema has it {}",
            format_location(place),
            format_location(operation.data)
        );
        comparer.found.add("data", Change::Changed, what);
    }
    match sections::nest_response(page, response) {
        Some(mut section) => {
            name_bare(&mut section, &operation.response);
            comparer.compare_level("response", &section.fields, &operation.response, true);
        }
        None => {
            let data = response.and_then(|response| sections::data_of(response, place));
            comparer.compare_level("response", &from_sample(data.as_deref()), &operation.response, false);
        }
    }
}

/// Gives a bare value, which has no name on the page, the name that it has in the schema.
fn name_bare(section: &mut Section, fields: &[Field]) {
    if let (true, [node], [field]) = (section.is_bare, section.fields.as_mut_slice(), fields) {
        node.row.name.clone_from(&field.name);
    }
}

fn leaves(rows: &[Row]) -> Vec<Node> {
    rows.iter().map(|row| Node { row: row.clone(), ..Node::default() }).collect()
}

/// Converts a sample to nodes. Without a table, only names are compared.
fn from_sample(value: Option<&Sample>) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for (key, value) in value.into_iter().flat_map(Sample::objects).flat_map(Sample::members) {
        let inner = from_sample(Some(value));
        match nodes.iter_mut().find(|node| node.row.name == *key) {
            Some(node) => node.children.extend(inner),
            None => {
                let row = Row { name: key.clone(), ..Row::default() };
                nodes.push(Node { row, children: inner, doubt: None });
            }
        }
    }
    nodes
}

struct Comparer<'f, 'a> {
    api: &'a Api,
    found: &'f mut Found<'a>,
    /// The page uses the short form without examples, defaults and limits, so that their absence is not a difference.
    is_terse: bool,
    /// The parameter with the size of a page.
    page_size: Option<&'a str>,
}

impl Comparer<'_, '_> {
    /// Compares one level. `whole` is `true` if the page lists all fields.
    fn compare_level(&mut self, at: &str, nodes: &[Node], fields: &[Field], whole: bool) {
        for node in nodes {
            let path = format!("{at}.{}", node.row.name);
            match fields.iter().find(|field| field.name == node.row.name) {
                Some(field) => self.compare_field(&path, node, field, whole),
                None => {
                    let what = format!("the schema has no `{}`", node.row.name);
                    self.found.add_explainable(&path, Change::Added, what, &["unknown_key"]);
                }
            }
        }
        if !whole {
            return;
        }
        for field in fields.iter().filter(|field| !nodes.iter().any(|node| node.row.name == field.name)) {
            let path = format!("{at}.{}", field.name);
            const KINDS: &[&str] = &["only_in_sample", "undocumented", "fewer_fields"];
            let explained = self.found.quirk(&path, KINDS).or_else(|| self.find_fewer(at, &field.name));
            let what = format!("the page has no `{}`", field.name);
            self.found.add_explained(&path, Change::Removed, what, explained, KINDS);
        }
    }

    /// Finds the quirk that lists a field of a shared type as undocumented.
    fn find_fewer(&self, at: &str, name: &str) -> Option<&'static str> {
        let found =
            self.found.quirks.iter().find(|quirk| quirk.at == at && quirk.fields.iter().any(|field| field == name));
        found.map(|quirk| quirk.kind)
    }

    fn compare_field(&mut self, path: &str, node: &Node, field: &Field, whole: bool) {
        if whole {
            let is_text = path.starts_with("path.") || path.starts_with("query.") || path.starts_with("form.");
            let kind = node.kind();
            if !types_agree(&kind, &field.ty, field.as_string, is_text) {
                let what = format!("the page has the type `{}`, the schema has {}", node.row.ty, format_type(field));
                self.found.add_explainable(path, Change::Changed, what, &["wrong_type", "wrong_type_on_page"]);
            }
            let described = describe(&node.row.text);
            self.compare_values(path, &described, field);
            self.compare_scopes(path, &described, field);
            if !path.starts_with("response.") && !path.starts_with("payload.") {
                self.compare_request(path, &described, &node.row, field);
            }
        }
        let (suffix, object) = inner(&field.ty);
        let Some(object) = object.and_then(|name| self.api.object(name)) else {
            return;
        };
        if !node.children.is_empty() {
            let fields = &object.fields;
            self.compare_level(&format!("{path}{suffix}"), &node.children, fields, whole);
        }
    }

    /// Compares the listed values, if the page lists any.
    fn compare_values(&mut self, path: &str, described: &Description, field: &Field) {
        let theirs: BTreeSet<&str> = described.options.iter().map(|(code, _)| code.as_str()).collect();
        let Some(ours) = self.codes(field).filter(|_| !theirs.is_empty()) else { return };
        for code in theirs.iter().filter(|code| !ours.iter().any(|known| known == *code)) {
            self.found.add(path, Change::Added, format!("the value `{code}`"));
        }
        for code in ours.iter().filter(|code| !theirs.contains(code.as_str())) {
            let what = format!("the value `{code}`");
            self.found.add_listed(path, Change::Removed, what, &["fewer_values"], &theirs);
        }
    }

    /// Compares the scopes that fill the field.
    fn compare_scopes(&mut self, path: &str, described: &Description, field: &Field) {
        let theirs: BTreeSet<&str> = described.scopes.iter().map(String::as_str).collect();
        let ours: BTreeSet<&str> = field.scopes.iter().map(String::as_str).collect();
        for (change, scopes) in [(Change::Added, theirs.difference(&ours)), (Change::Removed, ours.difference(&theirs))]
        {
            for scope in scopes {
                self.found.add_listed(path, change, format!("the scope `{scope}`"), &["other_scopes"], &theirs);
            }
        }
    }

    /// Returns the codes of an enum.
    fn codes(&self, field: &Field) -> Option<Vec<String>> {
        if !field.values.is_empty() {
            return Some(field.values.iter().map(|value| value.wire().to_owned()).collect());
        }
        let mut ty = &field.ty;
        while let Type::List(item) | Type::Map(item) = ty {
            ty = item;
        }
        let (Type::IntEnum(name) | Type::TextEnum(name)) = ty else { return None };
        Some(self.api.enumeration(name)?.values.codes())
    }

    /// Compares the facts of requests: required, default, limits.
    fn compare_request(&mut self, path: &str, described: &Description, row: &Row, field: &Field) {
        let ours = field.presence == Presence::Required;
        if let Some(theirs) = row.required.filter(|theirs| *theirs != ours && !path.starts_with("path.")) {
            let word = |required| if required { "required" } else { "optional" };
            let what = format!("the field is {} on the page, and {} in the schema", word(theirs), word(ours));
            self.found.add_explainable(path, Change::Changed, what, &["wrong_presence_on_page"]);
        }
        let ours = field.default.as_ref().map(|default| match default {
            Literal::Text(text) => text.as_str(),
            Literal::Named { wire, .. } => wire.as_str(),
        });
        let theirs = described.default.as_deref();
        if theirs.is_some() && theirs != ours {
            let what = format!(
                "the default is `{}` on the page, and {} in the schema",
                theirs.unwrap_or_default(),
                format_shown(ours)
            );
            let kinds: &[&str] = if ours.is_none() { &["invalid_default"] } else { &[] };
            self.found.add_explainable(path, Change::Changed, what, kinds);
        } else if theirs.is_none()
            && !self.is_terse
            && let Some(ours) = ours
        {
            self.found.add(path, Change::Removed, format!("the default `{ours}`"));
        }
        self.compare_limits(path, described, field);
    }

    fn compare_limits(&mut self, path: &str, described: &Description, field: &Field) {
        let mut ours: [Limits; 3] = [(None, None); 3];
        let [range, length, items] = &mut ours;
        let signed = |end: &Option<u64>| end.and_then(|end| i64::try_from(end).ok());
        for limit in &field.limits {
            match limit {
                Limit::Range(from, to) => *range = (*from, *to),
                Limit::Length(from, to) => *length = (signed(from), signed(to)),
                Limit::Items(from, to) => *items = (signed(from), signed(to)),
            }
        }
        let list = matches!(field.ty, Type::List(_));
        let number = matches!(field.ty, Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp);
        let nothing = (None, None);
        let of_list = if described.length == nothing { described.range } else { described.length };
        let is_text = matches!(field.ty, Type::String | Type::Id(_) | Type::Url);
        let is_page_size = self.page_size == Some(field.name.as_str());
        let range = match described.range {
            // In the schema, every page size has the minimum 1.
            (None, to) if is_page_size => (Some(1), to),
            range => range,
        };
        let theirs = [
            if number { range } else { nothing },
            if is_text { described.length } else { nothing },
            if list { of_list } else { nothing },
        ];
        for ((name, theirs), ours) in ["range", "length", "number of items"].iter().zip(theirs).zip(ours) {
            if theirs != ours && !(self.is_terse && theirs == nothing) {
                let what = format!(
                    "the {name} is {} on the page, and {} in the schema",
                    format_ends(theirs),
                    format_ends(ours)
                );
                self.found.add(path, Change::Changed, what);
            }
        }
    }
}

const fn format_location(place: DataLocation) -> &'static str {
    match place {
        DataLocation::Field => "in `data`",
        DataLocation::TopLevel => "at the top level",
    }
}

fn format_shown(text: Option<&str>) -> String {
    text.map_or_else(|| "none".to_owned(), |text| format!("`{text}`"))
}

fn format_ends((from, to): Limits) -> String {
    let end = |end: Option<i64>| end.map(|end| end.to_string()).unwrap_or_default();
    if from.is_none() && to.is_none() { "open".to_owned() } else { format!("`{}..{}`", end(from), end(to)) }
}

/// Whether a type of a page and a type of the schema have the same wire format.
fn types_agree(kind: &Kind, ty: &Type, as_string: bool, is_text: bool) -> bool {
    match (kind, ty) {
        (Kind::Unknown, _) => true,
        (Kind::Text, Type::Json | Type::Object(_) | Type::Boxed(_)) if as_string => true,
        (_, Type::Json) => !as_string,
        (Kind::List(item), Type::List(inner)) => types_agree(item, inner, false, is_text),
        (Kind::Map(value), Type::Map(inner)) => types_agree(value, inner, false, is_text),
        // Outside of JSON, an object is sent as text.
        (Kind::Object(_) | Kind::Map(_), Type::String) => is_text,
        (Kind::Object(_), Type::Object(_) | Type::Boxed(_) | Type::Map(_)) | (Kind::File, Type::File) => true,
        (Kind::Text, Type::String | Type::Id(_) | Type::Url | Type::Date | Type::TextEnum(_)) => true,
        (Kind::Text, Type::Timestamp | Type::Seconds | Type::Int64 | Type::Float) => as_string || is_text,
        (Kind::Int | Kind::Int64, Type::Int32 | Type::Int64 | Type::Timestamp | Type::Seconds | Type::IntEnum(_)) => {
            !as_string
        }
        (Kind::Float, Type::Float) => !as_string,
        (Kind::Bool, Type::Bool) => true,
        _ => false,
    }
}

/// Formats a type for a message.
fn format_type(field: &Field) -> String {
    let as_string = if field.as_string { " as string" } else { "" };
    format!("`{}{as_string}`", type_name(&field.ty))
}

fn type_name(ty: &Type) -> String {
    match ty {
        Type::List(item) => format!("list of {}", type_name(item)),
        Type::Map(value) => format!("map of {}", type_name(value)),
        Type::Id(name) | Type::IntEnum(name) | Type::TextEnum(name) | Type::Object(name) | Type::Boxed(name) => {
            name.clone()
        }
        other => format!("{other:?}").to_lowercase(),
    }
}

/// Returns the brackets of lists and maps, and the object inside them.
fn inner(ty: &Type) -> (String, Option<&str>) {
    match ty {
        Type::Object(name) | Type::Boxed(name) => (String::new(), Some(name)),
        Type::List(item) => {
            let (suffix, object) = inner(item);
            (format!("[]{suffix}"), object)
        }
        Type::Map(value) => {
            let (suffix, object) = inner(value);
            (format!("{{}}{suffix}"), object)
        }
        _ => (String::new(), None),
    }
}
