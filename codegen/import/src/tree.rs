//! Converts rows to a tree of fields.

use crate::kind::Kind;
use crate::rows::Row;

/// A field with its children.
#[derive(Clone, Debug, Default)]
pub(crate) struct FieldNode {
    pub(crate) row: Row,
    pub(crate) children: Vec<FieldNode>,
    pub(crate) review: Option<ReviewReason>,
}

impl FieldNode {
    /// Returns the kind according to the type and the children.
    pub(crate) fn kind(&self) -> Kind {
        if self.children.is_empty() { Kind::read(&self.row.ty) } else { Kind::read_with_fields(&self.row.ty) }
    }
}

/// The reason why the author should check a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReviewReason {
    /// Its parent is uncertain.
    UncertainParent,
    /// Only the sample has it, not the table.
    OnlyInSample,
    /// The page has no table.
    NoTable,
}

/// The origin of the nesting of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nesting {
    /// From depth markers, or because nothing is nested.
    Certain,
    /// From the sample and the names of types.
    Rebuilt,
    /// Rebuilt, with rows that could have another parent.
    Undecided,
}

/// The index of the parent of each row, or `None` for a root. A parent precedes its children.
pub(crate) type Parents = Vec<Option<usize>>;

/// Returns the parents according to the depth markers. The unit of the indentation does not matter.
pub(crate) fn parents_by_markers(rows: &[Row]) -> Parents {
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

/// Returns the ancestors of a row, from its parent to the root.
pub(crate) fn ancestors(parents: &Parents, at: usize) -> Vec<usize> {
    let mut ancestors = Vec::new();
    let mut next = parents.get(at).copied().flatten();
    while let Some(parent) = next {
        ancestors.push(parent);
        next = parents.get(parent).copied().flatten().filter(|above| *above < parent);
    }
    ancestors
}

/// Whether a table has depth markers. Markers of equal width in all rows are ignored if the table has objects, because they do not show the nesting.
pub(crate) fn has_markers(rows: &[Row]) -> bool {
    let marked: Vec<usize> = rows.iter().filter_map(|row| row.indent).collect();
    let objects = rows.iter().filter(|row| Kind::read(&row.ty).object().is_some_and(|name| !name.is_empty())).count();
    let flat = marked.iter().min() == marked.iter().max();
    !(marked.is_empty() || (flat && objects > 0 && marked.len() == rows.len()))
}

/// Builds the trees.
pub(crate) fn build(rows: &[Row], parents: &Parents, uncertain_rows: &[usize]) -> Vec<FieldNode> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
    let mut roots = Vec::new();
    for (at, parent) in parents.iter().enumerate() {
        match parent.filter(|parent| *parent < at).and_then(|parent| children.get_mut(parent)) {
            Some(siblings) => siblings.push(at),
            None => roots.push(at),
        }
    }
    roots.iter().filter_map(|at| build_node(*at, rows, &children, uncertain_rows, 0)).collect()
}

fn build_node(
    at: usize,
    rows: &[Row],
    children: &[Vec<usize>],
    uncertain_rows: &[usize],
    depth: usize,
) -> Option<FieldNode> {
    // The limit prevents a stack overflow on invalid pages. Valid pages are less deep.
    if depth > 40 {
        return None;
    }
    let inner = children.get(at).map_or(&[][..], Vec::as_slice);
    Some(FieldNode {
        row: rows.get(at)?.clone(),
        children: inner.iter().filter_map(|at| build_node(*at, rows, children, uncertain_rows, depth + 1)).collect(),
        review: uncertain_rows.contains(&at).then_some(ReviewReason::UncertainParent),
    })
}
