//! Tables of unusual values with the result that the client must deliver for each, and tests of the tables themselves.
//!
//! One unusual value does not affect the rest of a response. The client keeps the value as a mismatch with its path.

mod bodies;
mod containers;
mod numbers;
mod probe;
mod row;
mod texts;
mod unknown;

use std::collections::BTreeSet;

use feishu_hire::{ErrorKind, mock::Body, model::ListInterviewResponse};
use serde_json::Value;

use self::{
    bodies::BodyOutcome,
    row::{Field, Form, Outcome, UnusualValue, form_of},
};
use crate::TestResult;

/// Returns every unusual value.
pub(crate) fn rows() -> Vec<UnusualValue> {
    [texts::rows(), numbers::rows(), containers::rows(), unknown::rows()].into_iter().flatten().collect()
}

/// Returns the rows with an expected value, with this value and the paths of the mismatches.
fn expectations(rows: &[UnusualValue]) -> impl Iterator<Item = (&UnusualValue, Option<&str>, &'static [&'static str])> {
    rows.iter().filter_map(|row| match &row.outcome {
        Outcome::Value { delivered, mismatches } => Some((row, delivered.as_deref(), *mismatches)),
        Outcome::Rest | Outcome::Open => None,
    })
}

/// The value at a path such as `.name` or `[1].id`.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    value.pointer(&path.replace(['.', '['], "/").replace(']', ""))
}

#[test]
fn row_names_are_unique_and_every_kind_of_field_has_rows() {
    let (values, bodies) = (rows(), bodies::rows());
    let names: BTreeSet<_> = values.iter().map(|row| row.name).chain(bodies.iter().map(|row| row.name)).collect();
    assert_eq!(names.len(), values.len() + bodies.len());
    let fields: BTreeSet<_> = values.iter().map(|row| row.field).collect();
    assert_eq!(fields, BTreeSet::from(Field::ALL));
    assert!(values.len() >= 200 && bodies.len() >= 60, "{} values, {} bodies", values.len(), bodies.len());
}

#[test]
fn every_row_has_the_declared_form() {
    for row in rows() {
        assert_eq!(form_of(&row.text), row.form, "{}", row.name);
        let page = row.page().map(|page| form_of(&page));
        assert!(page.is_none_or(|form| form == row.form), "{}: {page:?} in a page", row.name);
    }
    for row in bodies::rows() {
        assert!(row.has_its_form(), "{}", row.name);
    }
}

#[test]
fn delivered_values_have_the_type_of_the_field() -> TestResult {
    let rows = rows();
    for (row, delivered, mismatches) in expectations(&rows) {
        let Some(delivered) = delivered else {
            assert_eq!(mismatches.is_empty(), row.field.is_absent_for(&row.text), "{}", row.name);
            continue;
        };
        if row.field == Field::Unknown && mismatches.is_empty() {
            assert_eq!(delivered.as_bytes(), row.text, "{}", row.name);
            continue;
        }
        let value = serde_json::from_str(delivered).map_err(|error| format!("{}: {error}", row.name))?;
        assert!(row.field.accepts(&value), "{}: {value}", row.name);
    }
    Ok(())
}

#[test]
fn only_values_of_another_type_are_not_delivered() -> TestResult {
    let rows = rows();
    for (row, delivered, mismatches) in expectations(&rows).filter(|(row, ..)| row.form == Form::Readable) {
        let value: Value = serde_json::from_slice(&row.text)?;
        assert!(mismatches.iter().all(|path| at(&value, path).is_some()), "{}: {mismatches:?}", row.name);
        if delivered.is_none() {
            assert!(!row.field.accepts(&value), "{} fits", row.name);
        } else {
            assert!(!mismatches.contains(&""), "{} is both delivered and a mismatch", row.name);
        }
    }
    Ok(())
}

/// The tables have the replacements that the standard library makes for invalid UTF-8 and for lone surrogates.
#[test]
fn replacements_equal_those_of_the_standard_library() -> TestResult {
    let rows = rows();
    for (row, delivered, _) in expectations(&rows).filter(|(row, ..)| std::str::from_utf8(&row.text).is_err()) {
        assert_eq!(delivered, Some(&*String::from_utf8_lossy(&row.text)), "{}", row.name);
    }
    let surrogates: [(&str, &[u16]); 4] = [
        ("a reversed pair", &[0xde00, 0xd83d]),
        ("a high surrogate before a pair", &[0xd83d, 0xd83d, 0xde00]),
        ("a pair before a low surrogate", &[0xd83d, 0xde00, 0xde00]),
        ("a high surrogate before an escaped letter", &[0xd83d, 0x41]),
    ];
    for (name, units) in surrogates {
        let (_, delivered, _) = expectations(&rows).find(|(row, ..)| row.name == name).ok_or(name)?;
        assert_eq!(delivered, Some(&*format!("\"{}\"", String::from_utf16_lossy(units))), "{name}");
    }
    Ok(())
}

#[test]
fn an_unusual_value_has_the_outcome_of_its_row() {
    let mut wrong = Vec::new();
    for row in rows() {
        let found = probe::deliver(row.field, &row.text);
        let is_right = match (&row.outcome, &found) {
            (Outcome::Open, _) => true,
            (_, Err(_)) => false,
            (Outcome::Rest, Ok(found)) => found.is_rest_there,
            (Outcome::Value { delivered, mismatches }, Ok(found)) => {
                let expected = delivered.as_deref().map(|text| match row.field {
                    Field::Unknown => Value::from(text),
                    _ => serde_json::from_str(text).unwrap_or_default(),
                });
                let base = format!("data.{}", probe::key(row.field));
                let paths = mismatches.iter().map(|path| format!("{base}{path}"));
                let is_null = found.value.as_ref().is_none_or(Value::is_null);
                found.is_rest_there
                    && (found.value == expected || (expected.is_none() && is_null))
                    && found.mismatches.iter().map(|it| it.path().to_owned()).eq(paths)
            }
        };
        if !is_right {
            wrong.push(format!("{}: {:?}\n    expected {:?}\n    found {found:?}", row.name, row.field, row.outcome));
        }
    }
    assert!(wrong.is_empty(), "{}\n{} values", wrong.join("\n"), wrong.len());
}

#[test]
fn an_unusual_body_has_the_outcome_of_its_row() {
    let mut wrong = Vec::new();
    for row in bodies::rows() {
        let found = Body::new(row.body.clone()).read_tolerantly::<ListInterviewResponse>();
        let is_right = match (&row.outcome, &found) {
            (BodyOutcome::Open, _) => true,
            (BodyOutcome::Items { items, mismatches }, Ok((page, kept))) => {
                let written = serde_json::to_value(&page.items).unwrap_or_default();
                let expected: Value = serde_json::from_str(items).unwrap_or_default();
                let paths: Vec<_> = kept.iter().map(|mismatch| mismatch.path()).collect();
                let is_empty = written.is_null() && expected == serde_json::json!([]);
                (written == expected || is_empty) && mismatches.is_none_or(|expected| paths == expected)
            }
            (BodyOutcome::Code(code), Err(error)) => error.code() == Some(*code),
            (BodyOutcome::Fails, Err(error)) => error.kind() == ErrorKind::Decode,
            _ => false,
        };
        if !is_right {
            wrong.push(format!("{}: {:?}\n    found {found:?}", row.name, row.outcome));
        }
    }
    assert!(wrong.is_empty(), "{}\n{} bodies", wrong.join("\n"), wrong.len());
}

#[test]
fn expected_outcomes_of_bodies_match_their_text() -> TestResult {
    for row in bodies::rows() {
        match row.outcome {
            BodyOutcome::Items { items, mismatches } => {
                let items: Value = serde_json::from_str(items).map_err(|error| format!("{}: {error}", row.name))?;
                assert!(Field::ListOfObjects.accepts(&items), "{}", row.name);
                let body = serde_json::from_slice::<Value>(&row.body).unwrap_or_default();
                let found = |path: &&str| at(&body, &format!(".{path}")).is_some();
                assert!(mismatches.unwrap_or_default().iter().all(found), "{}: {mismatches:?}", row.name);
            }
            BodyOutcome::Code(code) => {
                let text = String::from_utf8_lossy(&row.body).into_owned();
                assert!(text.contains(&code.to_string()), "{}: {code}", row.name);
            }
            BodyOutcome::Fails | BodyOutcome::Open => {}
        }
    }
    Ok(())
}
