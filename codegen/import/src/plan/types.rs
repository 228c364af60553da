//! The types of a plan with their merged definitions.

use std::collections::BTreeMap;

use feishu_codegen::model::Home;

use super::index::{TypeId, TypeIndex};
use super::unify::{MergedType, UnifiedType, merge_group};

/// The types of a plan with their merged definitions.
pub(super) struct UnifiedTypes {
    pub(super) types: Vec<(UnifiedType, MergedType)>,
    of: BTreeMap<TypeId, usize>,
}

impl UnifiedTypes {
    /// Merges the members of each type.
    pub(super) fn merge(index: &TypeIndex, types: Vec<UnifiedType>, warnings: &mut Vec<String>) -> Self {
        let members =
            types.iter().enumerate().flat_map(|(at, unified)| unified.members.iter().map(move |id| (id.clone(), at)));
        let of: BTreeMap<TypeId, usize> = members.collect();
        let name = |home: &Home, name: &str| {
            let at = index.resolve(home, name).and_then(|id| of.get(&id).copied());
            at.and_then(|at| types.get(at)).map_or_else(|| name.to_owned(), |unified| unified.name.clone())
        };
        let merged: Vec<MergedType> =
            types.iter().map(|unified| merge_group(index, unified, &name, warnings)).collect();
        Self { types: types.into_iter().zip(merged).collect(), of }
    }

    /// Returns the type that replaces a type.
    pub(super) fn replacement(&self, id: &TypeId) -> Option<&(UnifiedType, MergedType)> {
        self.of.get(id).and_then(|at| self.types.get(*at))
    }

    /// Returns the definition that replaces a type.
    pub(super) fn merged(&self, id: &TypeId) -> Option<&MergedType> {
        self.replacement(id).map(|(_, merged)| merged)
    }

    /// Returns the new name of a type to which a file refers.
    pub(super) fn renamed(&self, index: &TypeIndex, home: &Home, name: &str) -> String {
        let id = index.resolve(home, name);
        let found = id.and_then(|id| self.replacement(&id));
        found.map_or_else(|| name.to_owned(), |(unified, _)| unified.name.clone())
    }
}
