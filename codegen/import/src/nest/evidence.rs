//! The evidence for the nesting of a row that does not depend on other rows.

use crate::describe::describe;
use crate::kind::Kind;
use crate::rows::Row;
use crate::sample::{self, Sample};

/// A row, and the evidence for its nesting.
pub(super) struct RowEvidence<'a> {
    pub(super) name: &'a str,
    /// The name of the type if the row is an object or a list of objects; empty if the type has no name.
    pub(super) ty: Option<String>,
    pub(super) is_list: bool,
    /// Whether the sample has a field of this name at any path.
    pub(super) is_shown: bool,
    /// The description. Siblings often start with the same words.
    pub(super) text: &'a str,
}

impl<'a> RowEvidence<'a> {
    pub(super) fn new(row: &'a Row, sample: Option<&Sample>) -> Self {
        let kind = match Kind::read(&row.ty) {
            Kind::List(item) if *item == Kind::Unknown && has_scalars(&row.text) => Kind::List(Box::new(Kind::Text)),
            kind => kind,
        };
        let mut shown = Vec::new();
        sample.iter().for_each(|sample| sample.collect_values(&row.name, &mut shown));
        let has_fields = |value: &&Sample| !value.objects().is_empty();
        // The type may be missing or wrong. Then the sample decides whether the row is an object.
        let is_object = !shown.is_empty() && shown.iter().all(has_fields);
        let ty = match kind.object() {
            Some(name) => Some(name.to_owned()),
            None if is_object || (may_have_fields(&row.ty) && shown.iter().all(has_fields)) => Some(String::new()),
            None => None,
        };
        let is_list = matches!(kind, Kind::List(_)) || shown.iter().any(|value| matches!(value, Sample::Array(_)));
        Self { name: &row.name, ty, is_list, is_shown: !shown.is_empty(), text: &row.text }
    }
}

/// Whether the type does not determine if a row is an object. Pages often give the type `enum` to objects.
fn may_have_fields(ty: &str) -> bool {
    Kind::read(ty) == Kind::Unknown || ty.trim_end_matches("[]").eq_ignore_ascii_case("enum")
}

/// Whether the example in a text is a list without objects.
fn has_scalars(text: &str) -> bool {
    let example = describe(text).example.and_then(|example| sample::read(&example));
    matches!(example.map(|read| read.value), Some(Sample::Array(items)) if !items.is_empty()
        && items.iter().all(|item| !matches!(item, Sample::Object(_) | Sample::Array(_))))
}
