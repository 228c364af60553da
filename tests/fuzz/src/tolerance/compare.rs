//! Compares the values of a response with the delivered values and the mismatches.

use std::cell::RefCell;

use feishu_runtime::Mismatch;
use serde_json::Value;

use super::{
    super::equal::{Spelling, difference, is_same_number},
    tree::Node,
    unusual::readable,
    value::{is_empty, text},
};

/// The expected value in the mismatch of a text with replaced characters. Such a text is delivered too.
const REPLACED: &str = "valid Unicode text";

/// Verifies that every value was delivered or is a mismatch with its path and text, and that there are no other mismatches.
pub(super) fn delivered(sent: &Node, got: &Value, mismatches: &[Mismatch]) -> Result<(), String> {
    let unassigned = Unassigned(RefCell::new(mismatches.iter().collect()));
    unassigned.value("data", sent, Some(got))?;
    match unassigned.0.borrow().first() {
        Some(mismatch) => Err(format!("{mismatch:?} for a value of the documented type")),
        None => Ok(()),
    }
}

/// The mismatches that were not assigned to a value yet.
struct Unassigned<'a>(RefCell<Vec<&'a Mismatch>>);

/// Whether a value was delivered at its position. Mismatches are removed from lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Delivery {
    Kept,
    Removed,
}

impl Unassigned<'_> {
    /// Removes the mismatch of a value, and returns what it expected.
    fn take(&self, path: &str, raw: &str) -> Option<&'static str> {
        let mut mismatches = self.0.borrow_mut();
        let index = mismatches.iter().position(|it| it.path() == path && it.raw() == raw)?;
        Some(mismatches.remove(index).expected())
    }

    fn value(&self, path: &str, sent: &Node, got: Option<&Value>) -> Result<Delivery, String> {
        let mismatch = if sent.is_changed() { self.take(path, &text(&sent.json())) } else { None };
        let fits = match (mismatch, got) {
            // This includes values of unknown keys with invalid text at any depth.
            (Some(REPLACED), got) => got.is_some_and(|got| !got.is_null()),
            (Some(_), _) => return Ok(Delivery::Removed),
            (None, got) => match (sent, got) {
                (Node::List { items, .. }, Some(Value::Array(got))) => return self.items(path, items, got),
                (Node::Object { fields, .. }, Some(Value::Object(_))) => return self.fields(path, fields, got),
                (Node::Scalar { value, is_changed: true }, got) => reads_as(value, got),
                (Node::Scalar { value, is_changed: false }, got) => {
                    difference(value, got.unwrap_or(&Value::Null), Spelling::Exact).is_none()
                }
                // A field with JSON in a string also accepts an object or a list, and is serialized as a string.
                (Node::List { .. } | Node::Object { .. }, Some(Value::String(got))) => {
                    return self.value(path, sent, Some(&readable(got)?));
                }
                (Node::Raw(_), Some(Value::Array(got))) => return self.items(path, &sent.inner(), got),
                (Node::Raw(_), Some(got)) => !got.is_null(),
                _ => false,
            },
        };
        if fits { Ok(Delivery::Kept) } else { Err(format!("{path}: {} became {got:?}", text(&sent.json()))) }
    }

    fn items(&self, path: &str, items: &[Node], got: &[Value]) -> Result<Delivery, String> {
        let mut left = got.iter();
        for (index, item) in items.iter().enumerate() {
            let next = left.as_slice().first();
            if self.value(&format!("{path}[{index}]"), item, next)? == Delivery::Kept {
                left.next();
            }
        }
        match left.next() {
            Some(more) => Err(format!("{path}: unexpected item {more}")),
            None => Ok(Delivery::Kept),
        }
    }

    fn fields(&self, path: &str, fields: &[(super::tree::Key, Node)], got: Option<&Value>) -> Result<Delivery, String> {
        // The reader keeps the text of an unknown value, with half surrogate pairs in its keys.
        let is_read = !is_unknown(path);
        for (key, value) in fields {
            let path = format!("{path}.{}", key.name);
            if key.is_damaged() && self.take(&path, &text(&key.raw)) != Some(REPLACED) && is_read {
                return Err(format!("{path}: the key has no mismatch"));
            }
            let got = got.and_then(|got| got.get(&key.name));
            if self.value(&path, value, got)? == Delivery::Removed && !got.is_none_or(is_empty) {
                return Err(format!("{path}: a mismatch was delivered: {got:?}"));
            }
        }
        // Fields that are always present are delivered empty.
        let others = got.and_then(Value::as_object).into_iter().flatten();
        let mut others = others.filter(|(name, _)| fields.iter().all(|(key, _)| key.name != **name));
        match others.find(|(_, value)| !is_empty(value)) {
            Some((name, value)) => Err(format!("{path}.{name}: unexpected value {value}")),
            None => Ok(Delivery::Kept),
        }
    }
}

/// Whether a value belongs to a key that no field takes, or is inside of one.
fn is_unknown(path: &str) -> bool {
    path.contains(".zz")
}

/// Whether a changed scalar was read correctly. Numbers, booleans and strings are converted into each other; null and blank strings count as
/// absent.
fn reads_as(sent: &Value, got: Option<&Value>) -> bool {
    let got = got.unwrap_or(&Value::Null);
    match (sent, got) {
        (Value::Null, got) => is_empty(got),
        (Value::String(text), got) if text.trim().is_empty() && is_empty(got) => true,
        (Value::String(first), Value::String(second)) => first == second || is_same_number(first, second),
        (Value::Bool(sent), Value::String(got)) => *got == sent.to_string(),
        (Value::Number(sent), Value::String(got)) => is_same_number(&sent.to_string(), got),
        (Value::String(sent), Value::Number(got)) => is_same_number(sent, &got.to_string()),
        (Value::String(sent), Value::Bool(got)) => {
            matches!((sent.trim(), got), ("true" | "1", true) | ("false" | "0", false))
        }
        (Value::Number(sent), Value::Bool(got)) => sent.as_i64() == Some((*got).into()),
        (sent, got) => difference(sent, got, Spelling::Exact).is_none(),
    }
}
