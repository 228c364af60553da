//! Which objects hold each other, and which are sent.

use std::collections::HashMap;

use super::operation::Drafted;
use super::report::Report;
use super::rules::payload_fields;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, Object, Presence, Type};

/// The objects by their place in the list, and who holds whom.
struct Graph {
    by_name: HashMap<String, usize>,
    /// For each object, the objects in its fields, with whether a list or map is between.
    holds: Vec<Vec<Hold>>,
}

#[derive(Clone, Copy)]
struct Hold {
    object: usize,
    directly: bool,
}

/// Marks the objects that are sent, refuses flags that their use gives no sense, and boxes what would be endless.
pub(crate) fn settle(objects: &mut [Object], drafts: &[Drafted], report: &mut Report) {
    let graph = Graph::new(objects);
    let sent = graph.reachable(drafts.iter().flat_map(|draft| payload_fields(&draft.operation.payload)));
    let received = graph.reachable(drafts.iter().flat_map(|draft| &draft.operation.response));
    let knots = graph.knots();
    for (index, object) in objects.iter_mut().enumerate() {
        object.sent = sent.get(index) == Some(&true);
        if !report.unclear {
            refuse_senseless(object, received.get(index) == Some(&true), report);
        }
        for field in &mut object.fields {
            let Type::Object(name) = &field.ty else { continue };
            let target = graph.by_name.get(name).and_then(|target| knots.get(*target));
            if target.is_some() && target == knots.get(index) {
                if field.presence != Presence::Optional {
                    let mistake = Diagnostic::new(
                        Code::Endless,
                        field.span,
                        format!("every `{}` would hold another one, without end", object.name),
                    );
                    report.add(mistake.help("let it be absent: leave out `always` or `required`"));
                }
                field.ty = Type::Boxed(name.clone());
            }
        }
    }
}

fn refuse_senseless(object: &Object, received: bool, report: &mut Report) {
    for field in &object.fields {
        let why = match field.presence {
            Presence::Required if !object.sent => Some(("`required` is for objects that are sent", "no body or form")),
            Presence::Always if !received => Some(("`always` is for objects that come back", "no answer")),
            _ if field.default.is_some() && !object.sent => {
                Some(("a default is for objects that are sent", "no body or form"))
            }
            _ => None,
        };
        if let Some((message, holder)) = why {
            let mistake =
                Diagnostic::new(Code::Unsent, field.span, format!("{message}, and {holder} holds `{}`", object.name));
            report.add(mistake);
        }
    }
}

impl Graph {
    fn new(objects: &[Object]) -> Self {
        let by_name: HashMap<String, usize> =
            objects.iter().enumerate().map(|(index, object)| (object.name.clone(), index)).collect();
        let mut graph = Self { by_name, holds: Vec::new() };
        for object in objects {
            let holds = graph.held(&object.fields);
            graph.holds.push(holds);
        }
        graph
    }

    fn held<'f>(&self, fields: impl IntoIterator<Item = &'f Field>) -> Vec<Hold> {
        fields
            .into_iter()
            .filter_map(|field| {
                let (name, directly) = innermost(&field.ty)?;
                Some(Hold { object: *self.by_name.get(name)?, directly })
            })
            .collect()
    }

    fn held_by(&self, object: usize) -> &[Hold] {
        self.holds.get(object).map_or(&[], Vec::as_slice)
    }

    fn reachable<'f>(&self, from: impl IntoIterator<Item = &'f Field>) -> Vec<bool> {
        let mut reached = vec![false; self.holds.len()];
        let mut next: Vec<usize> = self.held(from).iter().map(|hold| hold.object).collect();
        while let Some(object) = next.pop() {
            match reached.get_mut(object) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            next.extend(self.held_by(object).iter().map(|hold| hold.object));
        }
        reached
    }

    /// A number for each object; objects that hold each other without a list between have the same one.
    ///
    /// These are the strongly connected components, found by the two passes of Kosaraju and Sharir.
    fn knots(&self) -> Vec<usize> {
        let direct: Vec<Vec<usize>> = self
            .holds
            .iter()
            .map(|holds| holds.iter().filter(|hold| hold.directly).map(|hold| hold.object).collect())
            .collect();
        let mut back = vec![Vec::new(); direct.len()];
        for (holder, held) in direct.iter().enumerate() {
            for object in held {
                if let Some(holders) = back.get_mut(*object) {
                    holders.push(holder);
                }
            }
        }
        let all: Vec<usize> = (0..direct.len()).collect();
        let mut order: Vec<usize> = walk(&direct, &all).into_iter().flatten().collect();
        order.reverse();
        let mut knots = vec![0; direct.len()];
        for (knot, members) in walk(&back, &order).into_iter().enumerate() {
            for member in members {
                if let Some(slot) = knots.get_mut(member) {
                    *slot = knot;
                }
            }
        }
        knots
    }
}

/// Goes depth-first from each start that was not reached before; gives what each start reached, in the order of leaving.
fn walk(edges: &[Vec<usize>], starts: &[usize]) -> Vec<Vec<usize>> {
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

/// The object in a type, and whether it stands there without a list or map around it.
fn innermost(ty: &Type) -> Option<(&str, bool)> {
    match ty {
        Type::Object(name) | Type::Boxed(name) => Some((name, true)),
        Type::List(inner) | Type::Map(inner) => innermost(inner).map(|(name, _)| (name, false)),
        _ => None,
    }
}
