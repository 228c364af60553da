//! Rows as a tree of fields.

use crate::kind::Kind;
use crate::rows::Row;

/// A field with what is in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    pub(crate) row: Row,
    pub(crate) children: Vec<Node>,
    pub(crate) doubt: Option<Doubt>,
}

impl Node {
    /// What its type says, and the fields below it.
    pub(crate) fn kind(&self) -> Kind {
        if self.children.is_empty() { Kind::read(&self.row.ty) } else { Kind::above_fields(&self.row.ty) }
    }
}

/// Why a person should look at a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// Where it belongs cannot be decided.
    Place,
    /// The table lacks it; it comes from the sample.
    OnlyInSample,
    /// The page has no table at all.
    NoTable,
}

/// How the nesting of a table came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nesting {
    /// By marks of depth, or because nothing is nested.
    Certain,
    /// From the sample and the names of types.
    Rebuilt,
    /// Rebuilt, with rows that could stand elsewhere as well.
    Undecided,
}

/// The parents of rows; `None` stands at the root. A parent comes before its children.
pub(crate) type Parents = Vec<Option<usize>>;

/// The parents that marks of depth say, whatever their unit.
pub(crate) fn by_marks(rows: &[Row]) -> Parents {
    let mut stack: Vec<(usize, usize)> = Vec::new();
    let mut parents = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let width = row.indent.map_or(0, |width| width + 1);
        while stack.last().is_some_and(|(_, above)| *above >= width) {
            stack.pop();
        }
        parents.push(stack.last().map(|(parent, _)| *parent));
        stack.push((at, width));
    }
    parents
}

/// The parents of a row up to the root.
pub(crate) fn way(parents: &Parents, at: usize) -> Vec<usize> {
    let mut way = Vec::new();
    let mut next = parents.get(at).copied().flatten();
    while let Some(parent) = next {
        way.push(parent);
        next = parents.get(parent).copied().flatten().filter(|above| *above < parent);
    }
    way
}

/// Whether a table says how deep its rows stand. Marks that leave every object empty are the remains of lost ones.
pub(crate) fn is_marked(rows: &[Row]) -> bool {
    let marked: Vec<usize> = rows.iter().filter_map(|row| row.indent).collect();
    let objects = rows.iter().filter(|row| Kind::read(&row.ty).object().is_some_and(|name| !name.is_empty())).count();
    let flat = marked.iter().min() == marked.iter().max();
    !(marked.is_empty() || (flat && objects > 0 && marked.len() == rows.len()))
}

/// The rows as trees.
pub(crate) fn grow(rows: &[Row], parents: &Parents, doubts: &[usize]) -> Vec<Node> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
    let mut roots = Vec::new();
    for (at, parent) in parents.iter().enumerate() {
        match parent.filter(|parent| *parent < at).and_then(|parent| children.get_mut(parent)) {
            Some(siblings) => siblings.push(at),
            None => roots.push(at),
        }
    }
    roots.iter().filter_map(|at| node(*at, rows, &children, doubts, 0)).collect()
}

fn node(at: usize, rows: &[Row], children: &[Vec<usize>], doubts: &[usize], depth: usize) -> Option<Node> {
    // No page is as deep as that; a broken one shall not exhaust the stack.
    if depth > 40 {
        return None;
    }
    let inner = children.get(at).map_or(&[][..], Vec::as_slice);
    Some(Node {
        row: rows.get(at)?.clone(),
        children: inner.iter().filter_map(|at| node(*at, rows, children, doubts, depth + 1)).collect(),
        doubt: doubts.contains(&at).then_some(Doubt::Place),
    })
}
