//! The entries of a plan.

use std::collections::BTreeMap;

/// The file that will define a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PlannedHome {
    /// The file of the operation that uses the type.
    Operation,
    /// `types/<topic>.yaml`.
    Shared(String),
}

/// The shared types of several pages.
#[derive(Debug, Default)]
pub struct Plan {
    pub(crate) objects: Vec<PlannedType>,
    pub(crate) enums: Vec<PlannedType>,
}

impl Plan {
    /// Counts the types of the plan, and those of drafts and schema that they unify.
    #[must_use]
    pub fn summary(&self) -> String {
        let count = |types: &[PlannedType], what: &str| {
            let members: usize = types.iter().map(|planned| planned.members.len()).sum();
            format!("{} {what} of {members} drafted or existing types", types.len())
        };
        format!("{}, {}", count(&self.objects, "objects"), count(&self.enums, "enums"))
    }
}

/// A type of the plan.
#[derive(Debug)]
pub(crate) struct PlannedType {
    pub(crate) name: String,
    pub(crate) home: PlannedHome,
    pub(crate) zh: String,
    pub(crate) doc: String,
    /// Types of drafts or of the schema: `hire.v1.offer.get OfferGetInfo`, `types/common.yaml IdName`.
    pub(crate) members: Vec<String>,
    /// The fields or the codes that a member lacks, by member.
    pub(crate) missing: BTreeMap<String, Vec<String>>,
    /// The values of an enum.
    pub(crate) values: Vec<PlannedValue>,
}

/// A value of an enum in the plan.
#[derive(Clone, Debug)]
pub(crate) struct PlannedValue {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) doc: String,
}
