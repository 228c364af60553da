//! The tables of a page as trees, each beside its sample.

use crate::nest;
use crate::page::{self, Page};
use crate::rows::Row;
use crate::sample::{self, Read, Sample};
use crate::tree::{self, Nesting, Node};

/// A table with its sample, nested.
pub(crate) struct Section {
    pub(crate) fields: Vec<Node>,
    pub(crate) nesting: Nesting,
}

/// The rows of an answer's `data`: what stands behind the envelope.
fn data_rows(rows: &[Row]) -> &[Row] {
    let envelope = |row: &Row| matches!(row.name.as_str(), "code" | "msg" | "message");
    let start = match rows.iter().position(|row| row.name == "data") {
        // Only at the head is it the envelope's.
        Some(data) if rows.iter().take(data).all(envelope) => data + 1,
        _ => rows.iter().position(|row| !envelope(row)).unwrap_or(rows.len()),
    };
    rows.get(start..).unwrap_or_default()
}

/// The samples of answers that can be read.
pub(crate) fn read_samples(texts: &[String]) -> Vec<Read> {
    texts.iter().filter_map(|text| sample::read(text)).collect()
}

/// `marked` says whether the page marks depth anywhere: then a table without marks is flat.
fn nested(rows: &[Row], sample: Option<&Sample>, marked: bool) -> Section {
    let is_flat = marked && rows.iter().all(|row| row.indent.is_none());
    if tree::is_marked(rows) || is_flat {
        let parents = tree::by_marks(rows);
        return Section { fields: tree::grow(rows, &parents, &[]), nesting: Nesting::Certain };
    }
    let rebuilt = nest::rebuild(rows, sample);
    Section { fields: tree::grow(rows, &rebuilt.parents, &rebuilt.doubts), nesting: rebuilt.nesting }
}

/// The fields of the answer's `data`.
pub(crate) fn response(page: &Page, sample: Option<&Sample>) -> Option<Section> {
    let rows = data_rows(page.response.as_deref()?);
    Some(nested(rows, sample.and_then(|sample| sample.get("data")), is_marked(page)))
}

/// The fields of the body.
pub(crate) fn body(page: &Page, sample: Option<&Sample>) -> Section {
    nested(&page.body, sample, is_marked(page))
}

fn is_marked(page: &Page) -> bool {
    let answer = page.response.as_deref().unwrap_or_default();
    tree::is_marked(answer) || tree::is_marked(&page.body)
}

/// How many fields came to their right place when the marks of depth were taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// Fields of tables that have marks.
    pub fields: usize,
    /// Those whose whole way to the root is as the marks say.
    pub right: usize,
    /// The names of those that are not, with the parents that they were given, and whether nothing was said of it.
    pub wrong: Vec<String>,
    /// Fields that were said to be undecided.
    pub undecided: usize,
    /// Fields that were put into a wrong object, and not said to be undecided.
    pub unmarked: usize,
}

/// What is rebuilt with the help of a page's samples, and what without.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rebuilding {
    /// Beside the samples.
    pub beside_samples: Depth,
    /// From the tables alone.
    pub alone: Depth,
}

/// Takes the marks of depth out of a page, rebuilds the nesting and compares.
///
/// # Errors
/// When the text is not the page of an endpoint.
pub fn measure_depth(text: &str) -> Result<Rebuilding, String> {
    let page = page::read("", text)?;
    let answer = read_samples(&page.response_samples).into_iter().next();
    let request = read_samples(&page.request_samples).into_iter().next();
    let data = answer.as_ref().and_then(|read| read.value.get("data"));
    let tables = [
        (data_rows(page.response.as_deref().unwrap_or_default()), data),
        (&page.body, request.as_ref().map(|read| &read.value)),
    ];
    let mut measured = Rebuilding::default();
    for (rows, sample) in tables.into_iter().filter(|(rows, _)| tree::is_marked(rows)) {
        compare(rows, sample, &mut measured.beside_samples);
        compare(rows, None, &mut measured.alone);
    }
    Ok(measured)
}

fn compare(rows: &[Row], sample: Option<&Sample>, depth: &mut Depth) {
    let truth = tree::by_marks(rows);
    let bare: Vec<Row> = rows.iter().map(|row| Row { indent: None, ..row.clone() }).collect();
    let rebuilt = nest::rebuild(&bare, sample);
    depth.undecided += rebuilt.doubts.len();
    for (at, row) in rows.iter().enumerate() {
        depth.fields += 1;
        if tree::way(&truth, at) == tree::way(&rebuilt.parents, at) {
            depth.right += 1;
            continue;
        }
        let name = |parents: &[Option<usize>]| {
            let parent = parents.get(at).copied().flatten().and_then(|parent| rows.get(parent));
            parent.map_or("", |row| row.name.as_str()).to_owned()
        };
        let unmarked = truth.get(at) != rebuilt.parents.get(at) && !rebuilt.doubts.contains(&at);
        let mark = if unmarked { ", without a mark" } else { "" };
        depth.wrong.push(format!("{} in `{}`, not `{}`{mark}", row.name, name(&truth), name(&rebuilt.parents)));
        depth.unmarked += usize::from(unmarked);
    }
}
