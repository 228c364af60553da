//! A reading: one possible nesting of the rows.

use std::collections::HashMap;
use std::rc::Rc;

use crate::sample::Sample;
use crate::tree::Parents;

/// The fields of a type, in order.
pub(super) type Shapes = HashMap<String, Vec<String>>;

/// An open object, to which rows can be added.
#[derive(Clone)]
pub(super) struct Frame<'a> {
    pub(super) row: Option<usize>,
    pub(super) children: Vec<usize>,
    /// The objects in the sample at the path of this object.
    pub(super) seen: Rc<Vec<&'a Sample>>,
}

/// The parent of the last row, and a link to that of the row before. Readings share their common start.
pub(super) struct Link {
    pub(super) parent: Option<usize>,
    /// Whether there is no evidence for this parent, and another one is possible.
    pub(super) guessed: bool,
    /// The sample has no object at this path.
    pub(super) unseen: bool,
    /// Neither the sample nor the type has the field.
    pub(super) unsupported: bool,
    pub(super) before: Option<Rc<Link>>,
}

impl Drop for Link {
    /// Drops the chain in a loop: recursion would overflow the stack.
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

/// One nesting of the rows so far.
#[derive(Clone)]
pub(super) struct Reading<'a> {
    pub(super) score: f64,
    pub(super) open: Vec<Frame<'a>>,
    /// The fields of the types of closed objects, and whether a sample confirmed them.
    pub(super) shapes: Rc<HashMap<String, (Vec<String>, bool)>>,
    pub(super) links: Option<Rc<Link>>,
}

impl Reading<'_> {
    /// Returns a value for each row, in order.
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

    /// Returns the types that a sample confirmed.
    pub(super) fn confirmed(&self) -> Shapes {
        let confirmed = self.shapes.iter().filter(|(_, (_, confirmed))| *confirmed);
        confirmed.map(|(ty, (fields, _))| (ty.clone(), fields.clone())).collect()
    }
}
