//! Which objects belong to which, derived from the ids in requests and responses.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::{Related, Relations, Role};

/// Greatest depth. It bounds the number of objects that belong to one.
const MAX_DEPTH: u32 = 12;

/// The types of ids that have objects, with their depth: an object is deeper than those to which it belongs.
#[derive(Debug, Default)]
pub(super) struct Kinds(BTreeMap<&'static str, u32>);

impl Kinds {
    pub(super) fn of<'a>(operations: impl Iterator<Item = &'a Relations> + Clone) -> Self {
        let mut names = BTreeSet::new();
        for relations in operations.clone() {
            names.extend(relations.parameters.iter().map(|(_, kind)| *kind));
            add_own_ids(&relations.response, &mut names);
        }
        let mut graph = Graph { names, ..Graph::default() };
        // An id in an object says more about what it belongs to than the list that contains the object, and that more than a parameter.
        for source in [Source::Field, Source::List, Source::Parameter] {
            operations.clone().for_each(|relations| graph.read(relations, source));
        }
        Self(graph.depths().into_iter().map(|(kind, depth)| (kind, depth.min(MAX_DEPTH))).collect())
    }

    pub(super) fn depth(&self, kind: &str) -> Option<u32> {
        self.0.get(kind).copied()
    }

    pub(super) fn deepest(&self) -> u32 {
        self.0.values().copied().max().unwrap_or_default()
    }
}

/// Adds the types of the outermost objects with ids of their own.
fn add_own_ids(related: &Related, names: &mut BTreeSet<&'static str>) {
    if let Some(kind) = related.own_id() {
        names.insert(kind);
        return;
    }
    related.fields.iter().filter_map(|(_, role)| role.object()).for_each(|inner| add_own_ids(inner, names));
}

/// What shows that objects belong to another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Field,
    List,
    Parameter,
}

#[derive(Default)]
struct Graph {
    names: BTreeSet<&'static str>,
    /// For each type, those to which its objects belong, and by how much it is at least deeper.
    owners: BTreeMap<&'static str, BTreeMap<&'static str, u32>>,
}

impl Graph {
    fn read(&mut self, relations: &Relations, source: Source) {
        if source == Source::Parameter {
            self.read_parameters(relations);
        } else {
            self.read_object(&relations.response, None, source, &mut Vec::new());
        }
    }

    fn read_parameters(&mut self, relations: &Relations) {
        for (_, role) in relations.response.fields {
            let (Some(related), is_list) = (role.object(), matches!(role, Role::List(_))) else { continue };
            let Some(kind) = related.own_id() else { continue };
            relations.parameters.iter().for_each(|(_, owner)| self.add(kind, owner, u32::from(is_list)));
        }
    }

    /// `seen` are the objects that contain this one, because a type may contain itself.
    fn read_object(
        &mut self,
        related: &Related,
        container: Option<&'static str>,
        source: Source,
        seen: &mut Vec<*const Related>,
    ) {
        if seen.contains(&std::ptr::from_ref(related)) {
            return;
        }
        seen.push(related);
        let own = related.own_id().or(container);
        for (_, role) in related.fields {
            if let (Some(own), Role::Id(owner), Source::Field) = (own, role, source) {
                self.add(own, owner, 1);
            }
            let Some(inner) = role.object() else { continue };
            if let (Some(own), Some(kind)) = (own, inner.own_id()) {
                match (role, source) {
                    (Role::Object(_), Source::Field) => self.add(own, kind, 1),
                    (Role::List(_), Source::List) => self.add(kind, own, 1),
                    _ => {}
                }
            }
            self.read_object(inner, own, source, seen);
        }
        seen.pop();
    }

    /// Records that objects belong to others, unless the others belong to them.
    fn add(&mut self, kind: &'static str, owner: &'static str, deeper: u32) {
        let both_known = self.names.contains(kind) && self.names.contains(owner);
        if both_known && !self.belongs(owner, kind) {
            let least = self.owners.entry(kind).or_default().entry(owner).or_default();
            *least = deeper.max(*least);
        }
    }

    /// Returns whether objects of a type belong to others, directly or not.
    fn belongs(&self, kind: &'static str, owner: &str) -> bool {
        let (mut found, mut open) = (BTreeSet::from([kind]), vec![kind]);
        while let Some(next) = open.pop() {
            let owners = self.owners.get(next).into_iter().flat_map(BTreeMap::keys);
            open.extend(owners.filter(|owner| found.insert(**owner)));
        }
        found.contains(owner)
    }

    /// Returns the depth of each type: one less than the least depth of what belongs to the objects, so that not more than two of these belong to
    /// each. What has nothing that belongs to it is as high as its own owners permit.
    fn depths(&self) -> BTreeMap<&'static str, u32> {
        let mut heights: BTreeMap<_, u32> = self.names.iter().map(|kind| (*kind, 0)).collect();
        self.relax(|owned, owner, deeper| {
            let least = heights.get(owner).copied().unwrap_or_default() + deeper;
            heights.get_mut(owned).is_some_and(|height| raise(height, least))
        });
        let owners: BTreeSet<_> = self.owners.values().flat_map(BTreeMap::keys).copied().collect();
        let mut depths = heights;
        depths.iter_mut().filter(|(kind, _)| owners.contains(*kind)).for_each(|(_, depth)| *depth = u32::MAX);
        self.relax(|owned, owner, deeper| {
            let most = depths.get(owned).map_or(u32::MAX, |depth| depth.saturating_sub(deeper));
            depths.get_mut(owner).is_some_and(|depth| lower(depth, most))
        });
        depths
    }

    /// Applies a change to each pair of types until nothing changes. There is no cycle, so this ends.
    fn relax(&self, mut change: impl FnMut(&'static str, &'static str, u32) -> bool) {
        let pairs = || {
            self.owners.iter().flat_map(|(owned, owners)| owners.iter().map(move |(owner, by)| (*owned, *owner, *by)))
        };
        while pairs().fold(false, |changed, (owned, owner, deeper)| change(owned, owner, deeper) || changed) {}
    }
}

fn raise(number: &mut u32, least: u32) -> bool {
    let is_less = *number < least;
    *number = (*number).max(least);
    is_less
}

fn lower(number: &mut u32, most: u32) -> bool {
    let is_more = *number > most;
    *number = (*number).min(most);
    is_more
}

#[cfg(test)]
mod tests {
    use super::*;

    static FOLDER: Related =
        Related { fields: &[("id", Role::Id("Folder")), ("folders", Role::List(&Role::Object(&FOLDER)))] };
    static TALENT: Related = Related {
        fields: &[("id", Role::Id("Talent")), ("folder_id", Role::Id("Folder")), ("offer_id", Role::Id("Offer"))],
    };
    static APPLICATION: Related = Related {
        fields: &[("id", Role::Id("Application")), ("talent_id", Role::Id("Talent")), ("job", Role::Object(&JOB))],
    };
    static JOB: Related = Related { fields: &[("job_id", Role::Id("Job"))] };
    static OFFER: Related = Related {
        fields: &[
            ("id", Role::Id("Offer")),
            ("application_id", Role::Id("Application")),
            ("talent_id", Role::Id("Talent")),
            ("notes", Role::List(&Role::Object(&NOTE))),
        ],
    };
    static NOTE: Related =
        Related { fields: &[("id", Role::Id("Note")), ("at", Role::Time), ("kind", Role::Id("Any"))] };

    fn relations(parameters: &'static [(&'static str, &'static str)], object: &'static Related) -> Relations {
        let fields = Box::leak(Box::new([("item", Role::Object(object))]));
        Relations { parameters, response: Related { fields } }
    }

    #[test]
    fn cycles_and_several_owners_leave_an_order() {
        let operations = [
            relations(&[("note_id", "Note")], &OFFER),
            relations(&[], &APPLICATION),
            relations(&[], &FOLDER),
            relations(&[], &JOB),
            relations(&[], &TALENT),
        ];
        let kinds = Kinds::of(operations.iter());
        // An offer mentions its talent, so it belongs to the talent; that the talent mentions the offer has no further effect.
        let expected = [("Folder", 0), ("Talent", 1), ("Job", 1), ("Application", 2), ("Offer", 3), ("Note", 4)];
        for (kind, depth) in expected {
            assert_eq!(kinds.depth(kind), Some(depth), "{kind}");
        }
        assert_eq!((kinds.deepest(), kinds.depth("Any")), (4, None), "nothing asks for an id of this type");
    }

    #[test]
    fn a_parameter_says_to_what_a_response_belongs() {
        let operations = [relations(&[("talent_id", "Talent")], &JOB), relations(&[], &TALENT)];
        let kinds = Kinds::of(operations.iter());
        assert_eq!((kinds.depth("Talent"), kinds.depth("Job")), (Some(0), Some(0)), "one for each");
    }
}
