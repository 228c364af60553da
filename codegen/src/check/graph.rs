//! References between objects: which objects are sent or received, and which contain themselves.

use std::collections::{HashMap, HashSet};

use super::event::EventDraft;
use super::operation::OperationDraft;
use super::report::Report;
use super::rules::payload_fields;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, Object, Presence, Type};

/// The references between objects, by index.
struct Graph {
    by_name: HashMap<String, usize>,
    /// For each object, the objects in its fields.
    references: Vec<Vec<Reference>>,
}

/// A reference to an object; `direct` if there is no list or map in between.
#[derive(Clone, Copy)]
struct Reference {
    object: usize,
    direct: bool,
}

/// Marks the objects that are sent, reports flags without effect, and boxes the fields on a cycle.
pub(crate) fn resolve(objects: &mut [Object], drafts: &[OperationDraft], events: &[EventDraft], report: &mut Report) {
    let graph = Graph::new(objects);
    let sent = graph.reachable(drafts.iter().flat_map(|draft| payload_fields(&draft.operation.payload)));
    let responses = drafts.iter().flat_map(|draft| &draft.operation.response);
    let received = graph.reachable(responses.chain(events.iter().flat_map(|draft| &draft.payload.fields)));
    let payloads: HashSet<&str> = events.iter().map(|draft| draft.event.payload.as_str()).collect();
    let components = graph.components();
    for (index, object) in objects.iter_mut().enumerate() {
        object.sent = sent.get(index) == Some(&true);
        // The flags of the fields of a payload are already checked.
        if !report.unclear && !payloads.contains(object.name.as_str()) {
            report_no_effect(object, received.get(index) == Some(&true), report);
        }
        for field in &mut object.fields {
            let Type::Object(name) = &field.ty else { continue };
            let target = graph.by_name.get(name).and_then(|target| components.get(*target));
            if target.is_some() && target == components.get(index) {
                if field.presence != Presence::Optional {
                    let diagnostic = Diagnostic::new(
                        Code::InfiniteObject,
                        field.span,
                        format!("`{0}` always contains another `{0}`", object.name),
                    );
                    report.add(diagnostic.help("make the field optional: remove `always` or `required`"));
                }
                field.ty = Type::Boxed(name.clone());
            }
        }
    }
}

fn report_no_effect(object: &Object, received: bool, report: &mut Report) {
    if !object.rules.is_empty() && !object.sent {
        let message = format!("rules have no effect: no body or form contains `{}`", object.name);
        report.add(Diagnostic::new(Code::NoEffect, object.span, message).help("remove them"));
    }
    for field in &object.fields {
        let unused = match field.presence {
            Presence::Required if !object.sent => Some(("`required`", "body or form")),
            Presence::Always if !received => Some(("`always`", "response or event")),
            _ if field.replaces_whole && !object.sent => Some(("`replaces`", "body or form")),
            _ if field.default.is_some() && !object.sent => Some(("the default", "body or form")),
            _ => None,
        };
        if let Some((what, owner)) = unused {
            let diagnostic = Diagnostic::new(
                Code::NoEffect,
                field.span,
                format!("{what} has no effect: no {owner} contains `{}`", object.name),
            );
            report.add(diagnostic.help("remove it"));
        }
    }
}

impl Graph {
    fn new(objects: &[Object]) -> Self {
        let by_name: HashMap<String, usize> =
            objects.iter().enumerate().map(|(index, object)| (object.name.clone(), index)).collect();
        let mut graph = Self { by_name, references: Vec::new() };
        for object in objects {
            let references = graph.references_in(&object.fields);
            graph.references.push(references);
        }
        graph
    }

    fn references_in<'f>(&self, fields: impl IntoIterator<Item = &'f Field>) -> Vec<Reference> {
        fields
            .into_iter()
            .filter_map(|field| {
                let (name, direct) = innermost(&field.ty)?;
                Some(Reference { object: *self.by_name.get(name)?, direct })
            })
            .collect()
    }

    fn references_of(&self, object: usize) -> &[Reference] {
        self.references.get(object).map_or(&[], Vec::as_slice)
    }

    fn reachable<'f>(&self, from: impl IntoIterator<Item = &'f Field>) -> Vec<bool> {
        let mut reached = vec![false; self.references.len()];
        let mut next: Vec<usize> = self.references_in(from).iter().map(|it| it.object).collect();
        while let Some(object) = next.pop() {
            match reached.get_mut(object) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            next.extend(self.references_of(object).iter().map(|it| it.object));
        }
        reached
    }

    /// Returns the number of the strongly connected component of each object, considering only direct references.
    ///
    /// Uses the algorithm of Kosaraju and Sharir.
    fn components(&self) -> Vec<usize> {
        let direct: Vec<Vec<usize>> = self
            .references
            .iter()
            .map(|references| references.iter().filter(|it| it.direct).map(|it| it.object).collect())
            .collect();
        let mut back = vec![Vec::new(); direct.len()];
        for (source, targets) in direct.iter().enumerate() {
            for object in targets {
                if let Some(sources) = back.get_mut(*object) {
                    sources.push(source);
                }
            }
        }
        let all: Vec<usize> = (0..direct.len()).collect();
        let mut order: Vec<usize> = search(&direct, &all).into_iter().flatten().collect();
        order.reverse();
        let mut components = vec![0; direct.len()];
        for (component, members) in search(&back, &order).into_iter().enumerate() {
            for member in members {
                if let Some(slot) = components.get_mut(member) {
                    *slot = component;
                }
            }
        }
        components
    }
}

/// Searches depth-first from each start that was not reached before. Returns the nodes reached from each start in postorder.
fn search(edges: &[Vec<usize>], starts: &[usize]) -> Vec<Vec<usize>> {
    let mut entered = vec![false; edges.len()];
    let mut trees = Vec::new();
    for start in starts {
        let mut tree = Vec::new();
        let mut stack = vec![(*start, false)];
        while let Some((node, leaving)) = stack.pop() {
            if leaving {
                tree.push(node);
                continue;
            }
            match entered.get_mut(node) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            stack.push((node, true));
            stack.extend(edges.get(node).into_iter().flatten().map(|next| (*next, false)));
        }
        trees.push(tree);
    }
    trees
}

/// Returns the object in a type, and whether it is referenced directly.
fn innermost(ty: &Type) -> Option<(&str, bool)> {
    match ty {
        Type::Object(name) | Type::Boxed(name) => Some((name, true)),
        Type::List(inner) | Type::Map(inner) => innermost(inner).map(|(name, _)| (name, false)),
        _ => None,
    }
}
