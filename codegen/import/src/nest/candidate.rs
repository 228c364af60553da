//! A candidate of the search: a possible nesting of the rows.

use std::collections::HashMap;
use std::rc::Rc;

use crate::sample::Sample;
use crate::tree::Parents;

/// The fields of a type, in order.
pub(super) type FieldsByType = HashMap<String, Vec<String>>;

/// An open object, to which rows can be added.
#[derive(Clone)]
pub(super) struct Frame<'a> {
    pub(super) row: Option<usize>,
    pub(super) children: Vec<usize>,
    /// The objects in the sample at the path of this object.
    pub(super) seen: Rc<Vec<&'a Sample>>,
}

/// The parent of a row, linked to the parent of the row before. Candidates with the same first rows share these links.
pub(super) struct ParentLink {
    pub(super) parent: Option<usize>,
    /// Whether there is no evidence for this parent, and another parent is possible.
    pub(super) guessed: bool,
    /// Whether the sample has no object at this path.
    pub(super) unseen: bool,
    /// Whether neither the sample nor the type has the field.
    pub(super) unsupported: bool,
    pub(super) before: Option<Rc<ParentLink>>,
}

impl Drop for ParentLink {
    /// Drops the chain in a loop, because recursion would overflow the stack.
    fn drop(&mut self) {
        let mut next = self.before.take();
        while let Some(link) = next {
            match Rc::try_unwrap(link) {
                Ok(mut link) => next = link.before.take(),
                Err(_) => break,
            }
        }
    }
}

/// A possible nesting of the rows so far.
#[derive(Clone)]
pub(super) struct Candidate<'a> {
    pub(super) score: f64,
    pub(super) open: Vec<Frame<'a>>,
    /// The fields of each type that a closed object has, and whether a sample confirmed them.
    pub(super) types: Rc<HashMap<String, (Vec<String>, bool)>>,
    pub(super) links: Option<Rc<ParentLink>>,
}

impl Candidate<'_> {
    /// Applies a function to the link of each row, in order.
    pub(super) fn map_rows<T>(&self, what: impl Fn(&ParentLink) -> T) -> Vec<T> {
        let mut found = Vec::new();
        let mut next = self.links.as_ref();
        while let Some(link) = next {
            found.push(what(link));
            next = link.before.as_ref();
        }
        found.reverse();
        found
    }

    pub(super) fn parents(&self) -> Parents {
        self.map_rows(|link| link.parent)
    }

    /// Returns the types that a sample confirmed.
    pub(super) fn confirmed(&self) -> FieldsByType {
        let confirmed = self.types.iter().filter(|(_, (_, confirmed))| *confirmed);
        confirmed.map(|(ty, (fields, _))| (ty.clone(), fields.clone())).collect()
    }
}
