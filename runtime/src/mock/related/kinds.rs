//! The hierarchy of the id types, from their declared owners.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::{Related, Relations};

/// Maximum depth. It limits the number of objects.
const MAX_DEPTH: usize = 12;

/// The id types that have objects, each with its depth: the number of owners above it.
///
/// The depth follows from the declared owners, not from the ids that objects contain. An object also contains ids of objects to which it does not
/// belong, such as users and offices.
#[derive(Debug, Default)]
pub(super) struct IdTypes(BTreeMap<&'static str, u32>);

impl IdTypes {
    pub(super) fn of<'a>(operations: impl Iterator<Item = &'a Relations> + Clone) -> Self {
        let owners: BTreeMap<_, _> = operations.clone().flat_map(|relations| relations.owners).copied().collect();
        let mut names = BTreeSet::new();
        for relations in operations {
            names.extend(relations.parameters.iter().map(|(_, kind)| *kind));
            add_own_ids(&relations.response, &mut names);
        }
        let depth = |kind: &str| {
            let above = std::iter::successors(owners.get(kind), |owner| owners.get(*owner));
            (1_u32..).zip(above.take(MAX_DEPTH)).last().map_or(0, |(depth, _)| depth)
        };
        Self(names.into_iter().map(|kind| (kind, depth(kind))).collect())
    }

    pub(super) fn depth(&self, kind: &str) -> Option<u32> {
        self.0.get(kind).copied()
    }

    pub(super) fn deepest(&self) -> u32 {
        self.0.values().copied().max().unwrap_or_default()
    }
}

/// Adds the id types of the outermost objects that have their own id.
fn add_own_ids(related: &Related, names: &mut BTreeSet<&'static str>) {
    if let Some(kind) = related.own_id() {
        names.insert(kind);
        return;
    }
    related.fields.iter().filter_map(|(_, role)| role.object()).for_each(|inner| add_own_ids(inner, names));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::Role;

    const OWNERS: &[(&str, &str)] =
        &[("Application", "Talent"), ("Note", "Talent"), ("Offer", "Application"), ("X", "Y"), ("Y", "X")];

    static APPLICATION: Related = Related { fields: &[("id", Role::Id("Application")), ("job_id", Role::Id("Job"))] };
    static OFFER: Related =
        Related { fields: &[("at", Role::Time), ("id", Role::Id("Offer")), ("kind", Role::Id("Any"))] };
    static ENDLESS: Related = Related { fields: &[("id", Role::Id("X"))] };

    fn relations(parameters: &'static [(&'static str, &'static str)], object: &'static Related) -> Relations {
        let fields = Box::leak(Box::new([("item", Role::Object(object))]));
        Relations { owners: OWNERS, parameters, response: Related { fields } }
    }

    #[test]
    fn depth_follows_from_declared_owners() {
        let operations = [relations(&[("job_id", "Job")], &APPLICATION), relations(&[("talent_id", "Talent")], &OFFER)];
        let kinds = IdTypes::of(operations.iter());
        for (kind, depth) in [("Job", 0), ("Talent", 0), ("Application", 1), ("Offer", 2)] {
            assert_eq!(kinds.depth(kind), Some(depth), "{kind}");
        }
        assert_eq!(kinds.deepest(), 2);
        assert_eq!((kinds.depth("Any"), kinds.depth("Note")), (None, None), "nothing asks for an id of this type");
    }

    #[test]
    fn depth_does_not_depend_on_the_other_operations() {
        assert_eq!(IdTypes::of([relations(&[], &OFFER)].iter()).depth("Offer"), Some(2));
    }

    #[test]
    fn depth_is_limited() {
        assert_eq!(IdTypes::of([relations(&[], &ENDLESS)].iter()).depth("X"), Some(12));
    }
}
