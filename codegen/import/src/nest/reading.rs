//! One way to nest the rows.

use std::collections::HashMap;
use std::rc::Rc;

use crate::sample::Sample;
use crate::tree::Parents;

/// The fields of a type, in order.
pub(super) type Shapes = HashMap<String, Vec<String>>;

/// An object that is open: rows may still be put into it.
#[derive(Clone)]
pub(super) struct Frame<'a> {
    pub(super) row: Option<usize>,
    pub(super) children: Vec<usize>,
    /// The objects of the sample at this place.
    pub(super) seen: Rc<Vec<&'a Sample>>,
}

/// The parents found so far, shared between readings that part later.
pub(super) struct Link {
    pub(super) parent: Option<usize>,
    /// Neither the sample nor another place of the type speaks for it, and it could stand elsewhere.
    pub(super) guessed: bool,
    /// The sample has no object at its place.
    pub(super) unseen: bool,
    /// Neither the sample nor its type speaks for it.
    pub(super) unsupported: bool,
    pub(super) before: Option<Rc<Link>>,
}

impl Drop for Link {
    /// One after another: a long chain dropped in one go would exhaust the stack.
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

/// One way to read the rows so far.
#[derive(Clone)]
pub(super) struct Reading<'a> {
    pub(super) score: f64,
    pub(super) open: Vec<Frame<'a>>,
    /// Types whose objects were closed, with their fields; whether a sample confirmed them.
    pub(super) shapes: Rc<HashMap<String, (Vec<String>, bool)>>,
    pub(super) links: Option<Rc<Link>>,
}

impl Reading<'_> {
    /// What was found of each row, in order.
    pub(super) fn of_rows<T>(&self, what: impl Fn(&Link) -> T) -> Vec<T> {
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
        self.of_rows(|link| link.parent)
    }

    /// The types that a sample showed as they were read.
    pub(super) fn confirmed(&self) -> Shapes {
        let confirmed = self.shapes.iter().filter(|(_, (_, confirmed))| *confirmed);
        confirmed.map(|(ty, (fields, _))| (ty.clone(), fields.clone())).collect()
    }
}
