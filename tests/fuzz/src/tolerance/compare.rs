//! What came, against what was delivered and what is a mismatch.

use std::cell::RefCell;

use feishu_runtime::Mismatch;
use serde_json::Value;

use super::{
    super::equal::{Spelling, difference, is_same_number},
    odd::readable,
    tree::Node,
    value::{is_empty, text},
};

/// What a mismatch of text expected whose broken characters were replaced. The value is delivered all the same.
const REPLACED: &str = "valid Unicode text";

/// Every value that came was delivered or is a mismatch with its path and its text; there are no other mismatches.
pub(super) fn delivered(came: &Node, got: &Value, mismatches: &[Mismatch]) -> Result<(), String> {
    let found = Found(RefCell::new(mismatches.iter().collect()));
    found.value("data", came, Some(got))?;
    match found.0.borrow().first() {
        Some(mismatch) => Err(format!("{mismatch:?} for a value that fits")),
        None => Ok(()),
    }
}

/// The mismatches that belong to no value yet.
struct Found<'a>(RefCell<Vec<&'a Mismatch>>);

/// Whether a value stands where it came; of a list, other items are removed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Removed,
}

impl Found<'_> {
    /// Takes the mismatch of a value out.
    fn take(&self, path: &str, raw: &str) -> Option<&'static str> {
        let mut mismatches = self.0.borrow_mut();
        let index = mismatches.iter().position(|it| it.path() == path && it.raw() == raw)?;
        Some(mismatches.remove(index).expected())
    }

    fn value(&self, path: &str, came: &Node, got: Option<&Value>) -> Result<Fate, String> {
        let mismatch = if came.is_touched() { self.take(path, &text(&came.json())) } else { None };
        let fits = match (mismatch, got) {
            // Also of a whole value that no field takes, whose text is broken somewhere inside.
            (Some(REPLACED), got) => got.is_some_and(|got| !got.is_null()),
            (Some(_), _) => return Ok(Fate::Removed),
            (None, got) => match (came, got) {
                (Node::List { items, .. }, Some(Value::Array(got))) => return self.items(path, items, got),
                (Node::Object { fields, .. }, Some(Value::Object(_))) => return self.fields(path, fields, got),
                (Node::Scalar { value, is_touched: true }, got) => reads_as(value, got),
                (Node::Scalar { value, is_touched: false }, got) => {
                    difference(value, got.unwrap_or(&Value::Null), Spelling::Exact).is_none()
                }
                // Where JSON in a string is documented, an object or a list is read as well, and written as documented.
                (Node::List { .. } | Node::Object { .. }, Some(Value::String(got))) => {
                    return self.value(path, came, Some(&readable(got)?));
                }
                (Node::Raw(_), Some(Value::Array(got))) => return self.items(path, &came.inner(), got),
                (Node::Raw(_), Some(got)) => !got.is_null(),
                _ => false,
            },
        };
        if fits { Ok(Fate::Kept) } else { Err(format!("{path}: {} became {got:?}", text(&came.json()))) }
    }

    fn items(&self, path: &str, items: &[Node], got: &[Value]) -> Result<Fate, String> {
        let mut left = got.iter();
        for (index, item) in items.iter().enumerate() {
            let next = left.as_slice().first();
            if self.value(&format!("{path}[{index}]"), item, next)? == Fate::Kept {
                left.next();
            }
        }
        match left.next() {
            Some(more) => Err(format!("{path}: {more} came from nowhere")),
            None => Ok(Fate::Kept),
        }
    }

    fn fields(&self, path: &str, fields: &[(super::tree::Key, Node)], got: Option<&Value>) -> Result<Fate, String> {
        // The reader keeps the text of an unknown value, with half surrogate pairs in its keys.
        let is_read = !is_unknown(path);
        for (key, value) in fields {
            let path = format!("{path}.{}", key.name);
            if key.is_damaged() && self.take(&path, &text(&key.raw)) != Some(REPLACED) && is_read {
                return Err(format!("{path}: no mismatch of the key"));
            }
            let got = got.and_then(|got| got.get(&key.name));
            if self.value(&path, value, got)? == Fate::Removed && !got.is_none_or(is_empty) {
                return Err(format!("{path}: a mismatch, and yet delivered: {got:?}"));
            }
        }
        // A field that is documented to be always there is delivered empty.
        let others = got.and_then(Value::as_object).into_iter().flatten();
        let mut others = others.filter(|(name, _)| fields.iter().all(|(key, _)| key.name != **name));
        match others.find(|(_, value)| !is_empty(value)) {
            Some((name, value)) => Err(format!("{path}.{name}: {value} came from nowhere")),
            None => Ok(Fate::Kept),
        }
    }
}

/// Whether a value belongs to a key that no field takes, or is inside of one.
fn is_unknown(path: &str) -> bool {
    path.contains(".zz")
}

/// Whether a touched scalar was read: numbers, booleans and strings stand in for each other, and null or blanks mean that there is none.
fn reads_as(came: &Value, got: Option<&Value>) -> bool {
    let got = got.unwrap_or(&Value::Null);
    match (came, got) {
        (Value::Null, got) => is_empty(got),
        (Value::String(text), got) if text.trim().is_empty() && is_empty(got) => true,
        (Value::String(first), Value::String(second)) => first == second || is_same_number(first, second),
        (Value::Bool(came), Value::String(got)) => *got == came.to_string(),
        (Value::Number(came), Value::String(got)) => is_same_number(&came.to_string(), got),
        (Value::String(came), Value::Number(got)) => is_same_number(came, &got.to_string()),
        (Value::String(came), Value::Bool(got)) => {
            matches!((came.trim(), got), ("true" | "1", true) | ("false" | "0", false))
        }
        (Value::Number(came), Value::Bool(got)) => came.as_i64() == Some((*got).into()),
        (came, got) => difference(came, got, Spelling::Exact).is_none(),
    }
}
