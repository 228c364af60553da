//! Converts the tables of a page to trees, with the help of samples.

use std::borrow::Cow;

use feishu_codegen::model::DataLocation;

use crate::kind::Kind;
use crate::nest;
use crate::page::{self, Page};
use crate::rows::Row;
use crate::sample::{self, ParsedSample, Sample};
use crate::tree::{self, FieldNode, Nesting};

/// The fields of a table as trees.
pub(crate) struct NestedFields {
    pub(crate) fields: Vec<FieldNode>,
    pub(crate) nesting: Nesting,
    /// Whether the value is bare: the value of the only field, not an object with this field.
    pub(crate) is_bare: bool,
}

/// The name of the only field of a value that is not an object.
const BARE: &str = "items";

impl NestedFields {
    /// Converts the fields of items to the fields of a bare list. `row` documents the list.
    fn into_bare(self, row: Option<&Row>) -> Self {
        let is_list = row.is_some_and(|row| matches!(Kind::read(&row.ty), Kind::List(_)));
        let ty = match row {
            Some(row) if is_list => row.ty.clone(),
            _ if self.fields.is_empty() => String::new(),
            _ => "object[]".to_owned(),
        };
        let row = Row { name: BARE.to_owned(), ty, ..row.cloned().unwrap_or_default() };
        Self { fields: vec![FieldNode { row, children: self.fields, review: None }], is_bare: true, ..self }
    }

    /// Converts a bare value to an object with the only field. Returns other values unchanged.
    pub(crate) fn object<'s>(&self, value: Cow<'s, Sample>) -> Cow<'s, Sample> {
        if self.is_bare { Cow::Owned(Sample::Object(vec![(BARE.to_owned(), value.into_owned())])) } else { value }
    }
}

/// Whether a field next to the data is part of the envelope.
fn is_envelope(name: &str) -> bool {
    matches!(name, "code" | "msg" | "message" | "error")
}

/// Returns the position of the row `data` of the envelope. After other fields, `data` is not part of the envelope.
fn data_row(rows: &[Row]) -> Option<usize> {
    let data = rows.iter().position(|row| !is_envelope(&row.name))?;
    rows.get(data).filter(|row| row.name == "data").map(|_| data)
}

/// Returns the rows of `data`, without the envelope of the response.
fn data_rows(rows: &[Row]) -> &[Row] {
    let start = match data_row(rows) {
        Some(data) => data + 1,
        None => rows.iter().position(|row| !is_envelope(&row.name)).unwrap_or(rows.len()),
    };
    rows.get(start..).unwrap_or_default()
}

/// Returns the location of the data. It is at the top level if neither the sample nor the table has `data` next to `code`. Without a
/// sample, only the table is considered.
pub(crate) fn data_location(page: &Page, sample: Option<&Sample>) -> DataLocation {
    let rows = page.response.as_deref().unwrap_or_default();
    let names: Vec<&str> = match sample {
        Some(sample) => sample.members().iter().map(|(key, _)| key.as_str()).collect(),
        None => rows.iter().map(|row| row.name.as_str()).collect(),
    };
    let has = |name| names.contains(&name);
    if has("code") && !has("data") && data_row(rows).is_none() && !names.iter().all(|name| is_envelope(name)) {
        DataLocation::TopLevel
    } else {
        DataLocation::Field
    }
}

/// Returns the data of a response.
pub(crate) fn data_of(sample: &Sample, location: DataLocation) -> Option<Cow<'_, Sample>> {
    match location {
        DataLocation::Field => sample.get("data").map(Cow::Borrowed),
        DataLocation::TopLevel => {
            let fields = sample.members().iter().filter(|(key, _)| !is_envelope(key));
            Some(Cow::Owned(Sample::Object(fields.cloned().collect())))
        }
    }
}

/// Reads samples, and skips invalid ones.
pub(crate) fn read_samples(texts: &[String]) -> Vec<ParsedSample> {
    texts.iter().filter_map(|text| sample::read(text)).collect()
}

/// Nests rows. `marked` is `true` if the page has depth markers; a table without markers is flat then.
fn nest(rows: &[Row], sample: Option<&Sample>, marked: bool) -> NestedFields {
    let is_flat = marked && rows.iter().all(|row| row.indent.is_none());
    if tree::has_markers(rows) || is_flat {
        let parents = tree::parents_by_markers(rows);
        return NestedFields { fields: tree::build(rows, &parents, &[]), nesting: Nesting::Certain, is_bare: false };
    }
    let rebuilt = nest::rebuild(rows, sample);
    NestedFields {
        fields: tree::build(rows, &rebuilt.parents, &rebuilt.uncertain_rows),
        nesting: rebuilt.nesting,
        is_bare: false,
    }
}

/// Returns the fields of the data in the response.
pub(crate) fn nest_response(page: &Page, sample: Option<&Sample>) -> Option<NestedFields> {
    let response = page.response.as_deref()?;
    let rows = data_rows(response);
    let location = data_location(page, sample);
    let data = sample.and_then(|sample| data_of(sample, location));
    let mut section = nest(rows, data.as_deref(), has_markers(page));
    let row = data_row(response).and_then(|at| response.get(at));
    let is_list = match data.as_deref() {
        Some(data) => matches!(data, Sample::Array(_)),
        None => row.is_some_and(|row| matches!(Kind::read(&row.ty), Kind::List(_))),
    };
    if is_list && location == DataLocation::Field {
        section = section.into_bare(row);
    }
    if location == DataLocation::TopLevel {
        section.fields.retain(|node| !is_envelope(&node.row.name));
    }
    Some(section)
}

/// Returns the fields of the payload of an event. `rows` and `sample` are without the envelope.
pub(crate) fn nest_payload(rows: &[Row], sample: Option<&Sample>) -> NestedFields {
    nest(rows, sample, tree::has_markers(rows))
}

/// Returns the fields of the body.
pub(crate) fn nest_body(page: &Page, sample: Option<&Sample>) -> NestedFields {
    let section = nest(&page.body, sample, has_markers(page));
    if matches!(sample, Some(Sample::Array(_))) { section.into_bare(None) } else { section }
}

fn has_markers(page: &Page) -> bool {
    let response = page.response.as_deref().unwrap_or_default();
    tree::has_markers(response) || tree::has_markers(&page.body)
}

/// The accuracy of nesting rebuilt without depth markers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NestingAccuracy {
    /// The number of fields in tables with depth markers.
    pub fields: usize,
    /// The number of fields with the correct ancestors.
    pub correct: usize,
    /// The other fields, with their correct and rebuilt parents.
    pub wrong: Vec<String>,
    /// The number of fields marked as undecided.
    pub undecided: usize,
    /// The number of fields with a wrong parent that are not marked as undecided.
    pub unmarked: usize,
}

/// The accuracy of rebuilt nesting with and without samples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NestingMeasurement {
    /// With the samples of the page.
    pub with_samples: NestingAccuracy,
    /// From the tables only.
    pub without_samples: NestingAccuracy,
}

/// Removes the depth markers of a page, rebuilds the nesting and compares it with the original.
///
/// # Errors
/// Returns the reason if the page does not describe an endpoint.
pub fn measure_nesting(text: &str) -> Result<NestingMeasurement, String> {
    let page = page::read("", text)?;
    let response = read_samples(&page.response_samples).into_iter().next();
    let request = read_samples(&page.request_samples).into_iter().next();
    let location = data_location(&page, response.as_ref().map(|read| &read.value));
    let data = response.as_ref().and_then(|read| data_of(&read.value, location));
    let tables = [
        (data_rows(page.response.as_deref().unwrap_or_default()), data.as_deref()),
        (&page.body, request.as_ref().map(|read| &read.value)),
    ];
    let mut measured = NestingMeasurement::default();
    for (rows, sample) in tables.into_iter().filter(|(rows, _)| tree::has_markers(rows)) {
        compare_nesting(rows, sample, &mut measured.with_samples);
        compare_nesting(rows, None, &mut measured.without_samples);
    }
    Ok(measured)
}

fn compare_nesting(rows: &[Row], sample: Option<&Sample>, depth: &mut NestingAccuracy) {
    let expected = tree::parents_by_markers(rows);
    let unmarked_rows: Vec<Row> = rows.iter().map(|row| Row { indent: None, ..row.clone() }).collect();
    let rebuilt = nest::rebuild(&unmarked_rows, sample);
    depth.undecided += rebuilt.uncertain_rows.len();
    for (at, row) in rows.iter().enumerate() {
        depth.fields += 1;
        if tree::ancestors(&expected, at) == tree::ancestors(&rebuilt.parents, at) {
            depth.correct += 1;
            continue;
        }
        let name = |parents: &[Option<usize>]| {
            let parent = parents.get(at).copied().flatten().and_then(|parent| rows.get(parent));
            parent.map_or("", |row| row.name.as_str()).to_owned()
        };
        let unmarked = expected.get(at) != rebuilt.parents.get(at) && !rebuilt.uncertain_rows.contains(&at);
        let mark = if unmarked { ", not marked as undecided" } else { "" };
        depth.wrong.push(format!("{} in `{}`, not `{}`{mark}", row.name, name(&expected), name(&rebuilt.parents)));
        depth.unmarked += usize::from(unmarked);
    }
}
