//! Groups the types of the schema by file.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;

use super::{gate::Gate, id_uses::IdUses, model, scope::Item, types, wire};
use crate::{
    model::{Api, Enum, GroupNames, Home, Id, Object},
    names,
};

/// The types of the schema by the file that defines them.
pub(super) struct Homes<'a> {
    pub(super) types: BTreeMap<&'a Home, Types<'a>>,
}

/// The types of one file.
#[derive(Default)]
pub(super) struct Types<'a> {
    ids: Vec<&'a Id>,
    enums: Vec<&'a Enum>,
    objects: Vec<&'a Object>,
}

impl<'a> Homes<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut types: BTreeMap<&Home, Types<'_>> = BTreeMap::new();
        for id in &api.ids {
            types.entry(&id.home).or_default().ids.push(id);
        }
        for item in &api.enums {
            types.entry(&item.home).or_default().enums.push(item);
        }
        for object in &api.objects {
            types.entry(&object.home).or_default().objects.push(object);
        }
        Self { types }
    }

    pub(super) fn topics(&self) -> impl Iterator<Item = &'a str> {
        self.types.keys().filter_map(|home| match home {
            Home::Shared(topic) => Some(topic.as_str()),
            Home::Operation(_) | Home::Event(_) => None,
        })
    }
}

/// The gate for the groups of a type.
type GateOf<'g> = &'g dyn Fn(&GroupNames) -> Gate;

impl<'a> Types<'a> {
    pub(super) fn emit_models(&self, gate: GateOf<'_>, uses: &IdUses<'_>) -> Vec<Item> {
        let gated = |groups, tokens: TokenStream| Item::gated(&gate(groups), tokens);
        let ids = self.by_gate(gate).into_iter().filter_map(|(gate, types)| model::emit_ids(&gate, &types.ids, uses));
        let enums = self.enums.iter().map(|item| model::emit_enum(&gate(&item.groups), item));
        let objects = self
            .objects
            .iter()
            .flat_map(|object| model::emit_object(object).map(|tokens| gated(&object.groups, tokens)));
        ids.chain(enums).chain(objects).collect()
    }

    pub(super) fn emit_wires(&self, gate: GateOf<'_>) -> Vec<Item> {
        self.objects.iter().map(|object| wire::emit_object(&gate(&object.groups), object)).collect()
    }

    /// Whether there is a wire file. Only objects need one.
    pub(super) fn has_wire(&self) -> bool {
        !self.objects.is_empty()
    }

    /// Groups the types by their gate.
    pub(super) fn by_gate(&self, gate: GateOf<'_>) -> BTreeMap<Gate, Types<'a>> {
        let mut all: BTreeMap<Gate, Types<'a>> = BTreeMap::new();
        self.ids.iter().for_each(|id| all.entry(gate(&id.groups)).or_default().ids.push(id));
        self.enums.iter().for_each(|item| all.entry(gate(&item.groups)).or_default().enums.push(item));
        self.objects.iter().for_each(|object| all.entry(gate(&object.groups)).or_default().objects.push(object));
        all
    }

    /// Returns the common gate of all types, or the open gate if their gates differ.
    pub(super) fn gate(&self, api: &Api) -> Gate {
        let mut gates = self.by_gate(&|groups| Gate::of_type(api, groups)).into_keys();
        match (gates.next(), gates.next()) {
            (Some(gate), None) => gate,
            _ => Gate::open(),
        }
    }

    /// Returns the keys of the types.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> {
        let ids = self.ids.iter().map(|id| id.name.as_str());
        let enums = self.enums.iter().map(|item| item.name.as_str());
        ids.chain(enums).chain(self.objects.iter().map(|object| object.name.as_str()))
    }

    /// Returns the Rust names of the types.
    pub(super) fn names(&self) -> Vec<String> {
        self.keys().map(|key| names::bare(key).to_owned()).collect()
    }

    /// Returns the Rust paths of the types.
    pub(super) fn paths(&self) -> BTreeSet<String> {
        self.keys().map(types::path).collect()
    }
}
