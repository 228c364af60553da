//! Drafts enums from the documented values of a field.

use heck::ToUpperCamelCase;

use super::{
    Drafter, ReserveName,
    labels::{clip, shorten, shorten_title},
};
use crate::drafted::{DraftEnum, DraftField, DraftValue, derive_value_name};
use crate::infer;
use crate::kind::Kind;
use crate::source::{CallPart, FieldSource};

impl<N: ReserveName> Drafter<'_, N> {
    /// Finds or adds an enum with the documented values, and returns its name. Returns `None` if the values are not valid codes.
    pub(super) fn draft_enum(
        &mut self,
        kind: &Kind,
        source: FieldSource<'_>,
        field: &mut DraftField,
    ) -> Option<String> {
        let int = match kind {
            Kind::Int | Kind::Int64 => true,
            Kind::Text => false,
            _ => return None,
        };
        let options = &source.described.options;
        if options.is_empty() {
            return None;
        }
        if !options.iter().all(|(code, _)| is_code(code, int)) {
            field.notes.push("check: the documented values are not codes of this type".to_owned());
            return None;
        }
        let item = self.new_enum(int, source);
        if let Some((known, subset)) = self.known.find_enum(&item) {
            // The subset of a received field becomes the quirk `fewer_values`.
            if !subset.is_empty() && source.part != CallPart::Response {
                field.keys.push(("values", format!("[{}]", subset.join(", "))));
            }
            return Some(known.to_owned());
        }
        if let Some(same) = self.enums.iter().find(|other| are_same(other, &item)) {
            return Some(same.name.clone());
        }
        let name = self.names.reserve(&item.name);
        let note = self.known.find_similar_enum(&item).map(|known| {
            format!("suggestion: `{known}` in types/ has these codes, but other labels; a plan can unify the two")
        });
        self.enums.push(DraftEnum { name: name.clone(), note, ..item });
        Some(name)
    }

    /// Creates an enum with the documented values of a field.
    fn new_enum(&self, int: bool, source: FieldSource<'_>) -> DraftEnum {
        let FieldSource { owner, described, .. } = source;
        let base = infer::singular(source.name()).to_upper_camel_case();
        let is_vague = base.len() < 14 && !base.contains(owner);
        let name = if is_vague && !base.ends_with("IdType") { format!("{owner}{base}") } else { base.clone() };
        let mut values: Vec<DraftValue> = Vec::new();
        for (code, label) in &described.options {
            let meaning = self.known.glossary.values.find(label, &name);
            let free = meaning.filter(|meaning| !values.iter().any(|value| value.name == meaning.name));
            let derive = || derive_value_name(code, label, int, &values);
            let name = free.map_or_else(derive, |meaning| meaning.name.clone());
            let label = if int { clip(label) } else { shorten_title(label).map_or_else(|| code.clone(), clip) };
            let doc = meaning.map(|meaning| meaning.doc.clone()).unwrap_or_default();
            values.push(DraftValue { code: code.clone(), name, label, doc });
        }
        DraftEnum {
            name,
            title: base,
            owner: owner.to_owned(),
            doc: String::new(),
            zh: shorten(&described.text, source.name()),
            int,
            values,
            note: None,
        }
    }
}

/// Whether a documented value is a code: an integer, or a short text without whitespace.
fn is_code(code: &str, int: bool) -> bool {
    if int {
        code.parse::<i64>().is_ok_and(|n| n.to_string() == code)
    } else {
        !code.contains(char::is_whitespace) && code.len() < 80
    }
}

/// Whether two enums are the same. The labels of codes that are words may differ.
fn are_same(known: &DraftEnum, new: &DraftEnum) -> bool {
    let are_alike = known.labels().eq(new.labels()) || (!new.int && known.name.ends_with(&new.title));
    known.int == new.int && known.codes().eq(new.codes()) && are_alike
}
