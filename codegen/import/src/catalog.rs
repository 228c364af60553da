//! The entries of `errors.yaml` and `scopes.yaml` that the schema lacks.

use std::collections::{BTreeMap, BTreeSet};

use crate::drafted::{DraftField, DraftObject, derive_english_name};
use crate::event::DraftEvent;
use crate::known::KnownDefinitions;
use crate::operation::DraftOperation;
use crate::page::ErrorRow;
use crate::yaml::format_scalar;

/// The entries that drafts need and the schema lacks.
#[derive(Default)]
pub(crate) struct Catalog {
    errors: BTreeMap<i64, ErrorRow>,
    /// Names of error codes in the schema.
    named: BTreeSet<String>,
    scopes: BTreeMap<String, String>,
}

impl Catalog {
    /// Collects the error codes and scopes that drafts use. `listed` contains the rows of pages that list error codes.
    pub(crate) fn new<'d>(
        drafts: impl Iterator<Item = &'d DraftOperation>,
        events: impl Iterator<Item = &'d DraftEvent>,
        listed: &[ErrorRow],
        known: &KnownDefinitions,
    ) -> Self {
        let mut catalog = Self { named: known.errors.values().cloned().collect(), ..Self::default() };
        for draft in drafts {
            for error in draft.errors.iter().filter(|error| !known.errors.contains_key(&error.code)) {
                catalog.errors.entry(error.code).or_insert_with(|| complete(error, listed));
            }
            catalog.add_scopes(&draft.labelled, &draft.objects, &draft.response, known);
        }
        events.for_each(|draft| catalog.add_scopes(&draft.labelled, &draft.objects, &draft.payload, known));
        catalog
    }

    /// Adds the scopes that a page lists with labels, and the scopes of received fields.
    fn add_scopes(
        &mut self,
        labelled: &[(String, String)],
        objects: &[DraftObject],
        received: &[DraftField],
        known: &KnownDefinitions,
    ) {
        for (name, label) in labelled.iter().filter(|(name, _)| !known.defines_scope(name)) {
            self.scopes.entry(name.clone()).or_insert_with(|| label.clone());
        }
        let fields = objects.iter().flat_map(|object| &object.fields).chain(received);
        let scopes = fields.flat_map(|field| &field.keys).filter(|(key, _)| *key == "scopes");
        for name in scopes.flat_map(|(_, list)| list.trim_matches(['[', ']']).split(", ")) {
            if !known.defines_scope(name) {
                self.scopes.entry(name.to_owned()).or_default();
            }
        }
    }

    /// Returns the lines of error codes and of scopes, sorted.
    pub(crate) fn lines(&self, doc: &str) -> (String, String) {
        let mut errors = String::new();
        let mut named = self.named.clone();
        for error in self.errors.values() {
            let name = name_error(error, &mut named);
            let status = error.status.parse::<u16>().ok().filter(|status| (100..600).contains(status)).unwrap_or(400);
            let label = if error.label.is_empty() { "-" } else { &error.label };
            let line = format!("{status} | {name} | {} | {doc}", label.replace('|', "/"));
            if doc.is_empty() && !error.advice.is_empty() {
                errors.push_str(&format!("# {}\n", error.advice));
            }
            errors.push_str(&format!("{}: {}\n", error.code, format_scalar(line.trim_end())));
        }
        let mut scopes = String::new();
        for (name, label) in &self.scopes {
            let label = if label.is_empty() { name } else { label };
            scopes.push_str(&format!("{name}: {}\n", format_scalar(format!("{label} | {doc}").trim_end())));
        }
        (errors, scopes)
    }
}

/// Adds name, label and advice from the page that lists error codes.
fn complete(error: &ErrorRow, listed: &[ErrorRow]) -> ErrorRow {
    let mut error = error.clone();
    if let Some(row) = listed.iter().find(|row| row.code == error.code) {
        error.message.clone_from(&row.message);
        if error.label.is_ascii() && !row.label.is_empty() {
            error.label.clone_from(&row.label);
        }
        if error.advice.is_empty() {
            error.advice.clone_from(&row.advice);
        }
    }
    error
}

/// Returns a unique name for an error code: the first words of its text if they are English.
fn name_error(error: &ErrorRow, taken: &mut BTreeSet<String>) -> String {
    let name = derive_english_name(&error.label).or_else(|| derive_english_name(&error.message));
    let name = name.unwrap_or_else(|| format!("error_{}", error.code));
    let name = if taken.contains(&name) { format!("{name}_{}", error.code) } else { name };
    taken.insert(name.clone());
    name
}

/// Inserts lines into a catalog: each before the first greater key of the last block of lines.
pub fn insert_sorted(before: &str, lines: &str) -> String {
    let mut text: Vec<&str> = before.lines().collect();
    let mut comments: Vec<&str> = Vec::new();
    for line in lines.lines() {
        if line.starts_with('#') {
            comments.push(line);
            continue;
        }
        let last_block = text.iter().rposition(|line| line.trim().is_empty()).map_or(0, |blank| blank + 1);
        let is_greater = |other: &&str| key(other).zip(key(line)).is_some_and(|(other, own)| other > own);
        let next = text.iter().skip(last_block).position(is_greater).map(|at| last_block + at);
        let at = next.map_or(text.len(), |next| {
            let above = text.iter().take(next).skip(last_block).rev().take_while(|line| line.starts_with('#'));
            let first = next - above.count();
            // A comment at the start of the block refers to all of its lines.
            if first == last_block { next } else { first }
        });
        text.splice(at..at, comments.drain(..).chain([line]));
    }
    text.iter().map(|line| format!("{line}\n")).collect()
}

/// Returns the key of a line for comparisons. Numbers are compared by value.
fn key(line: &str) -> Option<(i64, &str)> {
    if line.starts_with('#') {
        return None;
    }
    let (key, _) = line.split_once(": ")?;
    Some((key.parse().unwrap_or_default(), key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_inserted_in_order_with_their_comments() {
        let before = "# Catalog.\n9: a | b\n\n# Codes.\n2: a | b\n# About ten.\n10: a | b\n";
        let after = "# Catalog.\n9: a | b\n\n# Codes.\n1: a | b\n2: a | b\n# New.\n3: a | b\n# About ten.\n10: a | b\n11: a | b\n";
        assert_eq!(insert_sorted(before, "1: a | b\n# New.\n3: a | b\n11: a | b\n"), after);
    }
}
