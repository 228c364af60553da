//! Adds default, example, limits and sensitivity to a field.

use heck::ToSnakeCase;

use super::{Drafter, ReserveName};
use crate::drafted::{DraftField, Ty};
use crate::infer;
use crate::sample::{self, Sample};
use crate::sensitive::is_sensitive;
use crate::source::{CallPart, FieldSource};

impl<N: ReserveName> Drafter<'_, N> {
    /// Adds default, example and limits if they are valid for the type.
    pub(super) fn add_annotations(&mut self, field: &mut DraftField, source: FieldSource<'_>) {
        let FieldSource { owner, described, part, .. } = source;
        let codes: Vec<String> = described.options.iter().map(|(code, _)| code.clone()).collect();
        if part == CallPart::Query && !codes.is_empty() && !field.is_required {
            field.shared =
                self.known.find_parameter(&field.name, &codes, described.default.as_deref()).map(str::to_owned);
        }
        if part == CallPart::Response {
            if !described.scopes.is_empty() {
                field.keys.push(("scopes", format!("[{}]", described.scopes.join(", "))));
            }
            self.mark_sensitive(field, owner);
            return;
        }
        infer::add_limits(field, described);
        if part == CallPart::Body && ["全量覆盖", "全量更新"].iter().any(|word| described.text.contains(word)) {
            field.keys.push(("replaces", "whole".to_owned()));
        }
        if let Some(default) = described.default.as_ref().filter(|_| field.is_required) {
            field.notes.push(format!("check: the page documents the field as required, with the default `{default}`"));
        }
        field.default =
            described.default.as_ref().filter(|_| !field.is_required && part != CallPart::Path).and_then(|default| {
                let value = self.parse_default(&field.ty, default).filter(|value| infer::is_within(field, value));
                if value.is_none() {
                    field.notes.push(format!("check: the documented default `{default}` is not valid"));
                }
                value
            });
        if let Some(example) = &described.example {
            self.set_example(field, example, &codes);
        }
        self.mark_sensitive(field, owner);
    }

    /// Returns the default in the notation of the schema, if it is a value of the type.
    fn parse_default(&self, ty: &Ty, text: &str) -> Option<String> {
        match ty {
            Ty::Named(name) => {
                let local = self.enums.iter().find(|item| item.name == *name);
                let found = local.and_then(|item| item.values.iter().find(|value| value.code == text));
                found.map(|value| value.name.clone()).or_else(|| self.known.value_name(name, text).map(str::to_owned))
            }
            Ty::List(_) | Ty::Map(_) => None,
            ty => infer::parses(ty, text).then(|| text.to_owned()).filter(|text| !text.contains([',', '|', '='])),
        }
    }

    /// Sets the example if it is a value of the type.
    fn set_example(&self, field: &mut DraftField, text: &str, codes: &[String]) {
        let ty = field.ty.clone();
        let mut inner = &ty;
        while let Ty::List(item) = inner {
            inner = item;
        }
        if matches!(inner, Ty::Named(name) if self.is_object(name)) || matches!(inner, Ty::Plain("json" | "file")) {
            return;
        }
        let is_json = matches!(field.ty, Ty::List(_)) && text.starts_with('[');
        let values = if is_json { json_values(text) } else { Some(vec![text.to_owned()]) };
        let fits = values.is_some_and(|values| match inner {
            Ty::Named(name) if !codes.is_empty() => {
                let listed = values.iter().all(|value| self.lists(name, field, value));
                if !listed {
                    field.unlisted_example = Some(text.to_owned());
                }
                // A field of an object may have several paths, so a quirk cannot refer to it.
                listed || self.depth == 0
            }
            Ty::Map(_) => false,
            inner => values.iter().all(|value| infer::parses(inner, value) && infer::is_within(field, value)),
        });
        if fits && !text.is_empty() {
            field.example = Some(text.to_owned());
        } else {
            field.notes.push(format!("check: the documented example `{text}` is not valid"));
        }
    }

    /// Whether an enum has a value with this code or this name that the field accepts.
    fn lists(&self, name: &str, field: &DraftField, text: &str) -> bool {
        if let Some(item) = self.enums.iter().find(|item| item.name == name) {
            return item.values.iter().any(|value| value.code == text || value.name == text);
        }
        let subset = field.keys.iter().find(|(key, _)| *key == "values").map(|(_, names)| names.as_str());
        let accepts =
            |value: &str| subset.is_none_or(|subset| subset.trim_matches(['[', ']']).split(", ").any(|it| it == value));
        self.known.value_name(name, text).is_some_and(accepts)
    }

    fn mark_sensitive(&self, field: &mut DraftField, owner: &str) {
        let is_object = matches!(&field.ty, Ty::Named(name) if self.is_object(name));
        field.is_sensitive = !is_object && is_sensitive(field, &owner.to_snake_case());
    }
}

/// Returns the single values in a JSON list. Returns `None` for other texts, and if the list contains objects.
fn json_values(text: &str) -> Option<Vec<String>> {
    fn collect(value: &Sample, values: &mut Vec<String>) -> Option<()> {
        match value {
            Sample::Array(items) => items.iter().try_for_each(|item| collect(item, values)),
            Sample::Number(text) | Sample::Text(text) => {
                values.push(text.clone());
                Some(())
            }
            Sample::Bool(value) => {
                values.push(value.to_string());
                Some(())
            }
            Sample::Null | Sample::Object(_) => None,
        }
    }
    let read = sample::read(text).filter(|read| read.repairs.is_empty())?;
    let mut values = Vec::new();
    collect(&read.value, &mut values)?;
    Some(values)
}
