//! The types of a plan with their merged definitions.

use std::collections::BTreeMap;

use feishu_codegen::model::Home;

use super::pool::{Pool, TypeId};
use super::unify::{Merged, Unified, merge_group};

/// The types of a plan with their merged definitions.
pub(super) struct Types {
    pub(super) types: Vec<(Unified, Merged)>,
    of: BTreeMap<TypeId, usize>,
}

impl Types {
    /// Merges the members of each type.
    pub(super) fn merge(pool: &Pool, types: Vec<Unified>, warnings: &mut Vec<String>) -> Self {
        let members =
            types.iter().enumerate().flat_map(|(at, unified)| unified.members.iter().map(move |id| (id.clone(), at)));
        let of: BTreeMap<TypeId, usize> = members.collect();
        let name = |home: &Home, name: &str| {
            let at = pool.resolve(home, name).and_then(|id| of.get(&id).copied());
            at.and_then(|at| types.get(at)).map_or_else(|| name.to_owned(), |unified| unified.name.clone())
        };
        let merged: Vec<Merged> = types.iter().map(|unified| merge_group(pool, unified, &name, warnings)).collect();
        Self { types: types.into_iter().zip(merged).collect(), of }
    }

    /// Returns the type that replaces a type.
    pub(super) fn replacement(&self, id: &TypeId) -> Option<&(Unified, Merged)> {
        self.of.get(id).and_then(|at| self.types.get(*at))
    }

    /// Returns the definition that replaces a type.
    pub(super) fn merged(&self, id: &TypeId) -> Option<&Merged> {
        self.replacement(id).map(|(_, merged)| merged)
    }

    /// Returns the new name of a type to which a file refers.
    pub(super) fn renamed(&self, pool: &Pool, home: &Home, name: &str) -> String {
        let id = pool.resolve(home, name);
        let found = id.and_then(|id| self.replacement(&id));
        found.map_or_else(|| name.to_owned(), |(unified, _)| unified.name.clone())
    }
}
