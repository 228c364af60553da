//! Compares parameters and fields, level by level.

use std::collections::BTreeSet;

use feishu_codegen::model::{Api, DataLocation, Event, Field, Limit, Literal, Operation, Payload, Presence, Type};

use super::difference::Change;
use super::found::Differences;
use crate::describe::{Description, Limits, describe};
use crate::event_page::EventPage;
use crate::kind::Kind;
use crate::page::Page;
use crate::rows::Row;
use crate::sample::Sample;
use crate::sections::{self, NestedFields};
use crate::tree::FieldNode;

/// Compares the fields of the payload of an event.
pub(super) fn compare_payload<'a>(page: &EventPage, event: &Event, api: &'a Api, found: &mut Differences<'a>) {
    let section = page.payload(&page.samples());
    let fields = api.object(&event.payload).map_or(&[][..], |payload| &payload.fields);
    let mut comparer = Comparer { api, found, is_terse: false, page_size: None };
    comparer.compare_level("payload", &section.fields, fields, true);
}

pub(super) fn compare<'a>(page: &Page, operation: &'a Operation, api: &'a Api, found: &mut Differences<'a>) {
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
    let location = sections::data_location(page, response);
    if location != operation.data && response.is_some() {
        let what = format!(
            "the data is {} on the page, and {} in the schema",
            format_location(location),
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
            let data = response.and_then(|response| sections::data_of(response, location));
            comparer.compare_level("response", &from_sample(data.as_deref()), &operation.response, false);
        }
    }
}

/// Sets the name of a bare value to its name in the schema, because the page has no name for it.
fn name_bare(section: &mut NestedFields, fields: &[Field]) {
    if let (true, [node], [field]) = (section.is_bare, section.fields.as_mut_slice(), fields) {
        node.row.name.clone_from(&field.name);
    }
}

fn leaves(rows: &[Row]) -> Vec<FieldNode> {
    rows.iter().map(|row| FieldNode { row: row.clone(), ..FieldNode::default() }).collect()
}

/// Converts a sample to nodes. Without a table, only names are compared.
fn from_sample(value: Option<&Sample>) -> Vec<FieldNode> {
    let mut nodes: Vec<FieldNode> = Vec::new();
    for (key, value) in value.into_iter().flat_map(Sample::objects).flat_map(Sample::members) {
        let inner = from_sample(Some(value));
        match nodes.iter_mut().find(|node| node.row.name == *key) {
            Some(node) => node.children.extend(inner),
            None => {
                let row = Row { name: key.clone(), ..Row::default() };
                nodes.push(FieldNode { row, children: inner, review: None });
            }
        }
    }
    nodes
}

struct Comparer<'f, 'a> {
    api: &'a Api,
    found: &'f mut Differences<'a>,
    /// Whether the page uses the short form without examples, defaults and limits. Then their absence is not a difference.
    is_terse: bool,
    /// The parameter with the size of a page.
    page_size: Option<&'a str>,
}

impl Comparer<'_, '_> {
    /// Compares one level. `whole` is `true` if the page lists all fields.
    fn compare_level(&mut self, at: &str, nodes: &[FieldNode], fields: &[Field], whole: bool) {
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

    fn compare_field(&mut self, path: &str, node: &FieldNode, field: &Field, whole: bool) {
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
        let on_page: BTreeSet<&str> = described.options.iter().map(|(code, _)| code.as_str()).collect();
        let Some(in_schema) = self.codes(field).filter(|_| !on_page.is_empty()) else { return };
        for code in on_page.iter().filter(|code| !in_schema.iter().any(|known| known == *code)) {
            self.found.add(path, Change::Added, format!("the value `{code}`"));
        }
        for code in in_schema.iter().filter(|code| !on_page.contains(code.as_str())) {
            let what = format!("the value `{code}`");
            self.found.add_listed(path, Change::Removed, what, &["fewer_values"], &on_page);
        }
    }

    /// Compares the scopes that the app needs to receive the field.
    fn compare_scopes(&mut self, path: &str, described: &Description, field: &Field) {
        let on_page: BTreeSet<&str> = described.scopes.iter().map(String::as_str).collect();
        let in_schema: BTreeSet<&str> = field.scopes.iter().map(String::as_str).collect();
        for (change, scopes) in
            [(Change::Added, on_page.difference(&in_schema)), (Change::Removed, in_schema.difference(&on_page))]
        {
            for scope in scopes {
                self.found.add_listed(path, change, format!("the scope `{scope}`"), &["other_scopes"], &on_page);
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

    /// Compares what only fields of requests have: presence, default and limits.
    fn compare_request(&mut self, path: &str, described: &Description, row: &Row, field: &Field) {
        let in_schema = field.presence == Presence::Required;
        if let Some(on_page) = row.required.filter(|on_page| *on_page != in_schema && !path.starts_with("path.")) {
            let word = |required| if required { "required" } else { "optional" };
            let what = format!("the field is {} on the page, and {} in the schema", word(on_page), word(in_schema));
            self.found.add_explainable(path, Change::Changed, what, &["wrong_presence_on_page"]);
        }
        let in_schema = field.default.as_ref().map(|default| match default {
            Literal::Text(text) => text.as_str(),
            Literal::Named { wire, .. } => wire.as_str(),
        });
        let on_page = described.default.as_deref();
        if on_page.is_some() && on_page != in_schema {
            let what = format!(
                "the default is `{}` on the page, and {} in the schema",
                on_page.unwrap_or_default(),
                format_shown(in_schema)
            );
            let kinds: &[&str] = if in_schema.is_none() { &["invalid_default"] } else { &[] };
            self.found.add_explainable(path, Change::Changed, what, kinds);
        } else if on_page.is_none()
            && !self.is_terse
            && let Some(in_schema) = in_schema
        {
            self.found.add(path, Change::Removed, format!("the default `{in_schema}`"));
        }
        self.compare_limits(path, described, field);
    }

    fn compare_limits(&mut self, path: &str, described: &Description, field: &Field) {
        let mut in_schema: [Limits; 3] = [(None, None); 3];
        let [range, length, items] = &mut in_schema;
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
        let on_page = [
            if number { range } else { nothing },
            if is_text { described.length } else { nothing },
            if list { of_list } else { nothing },
        ];
        for ((name, on_page), in_schema) in ["range", "length", "number of items"].iter().zip(on_page).zip(in_schema) {
            if on_page != in_schema && !(self.is_terse && on_page == nothing) {
                let what = format!(
                    "the {name} is {} on the page, and {} in the schema",
                    format_ends(on_page),
                    format_ends(in_schema)
                );
                self.found.add(path, Change::Changed, what);
            }
        }
    }
}

const fn format_location(location: DataLocation) -> &'static str {
    match location {
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
