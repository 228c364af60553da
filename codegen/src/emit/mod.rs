//! From the model to tokens: prints, decides nothing.
//!
//! One file of the schema becomes two of the crate: what a consumer reads (`list.rs`), and beside it what only the
//! compiler reads (`list_wire.rs`). Every name is written as a full path; `scope` makes the imports.

mod docs;
mod example;
mod file;
mod gate;
mod manifest;
mod model;
mod part;
mod request;
mod samples;
mod scope;
mod shape;
mod table;
mod tree;
mod types;
mod wire;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::TokenStream;

pub(crate) use self::part::Part;
use self::{gate::Gate, scope::Item};
use crate::{
    model::{Api, Enum, Home, Id, Object, Operation},
    names,
};

pub use manifest::{NoMarkers, features, manifest};

/// One file to be written.
#[derive(Debug)]
pub(crate) struct Unit {
    /// Relative to the crate: `src/types/common.rs`.
    pub(crate) path: String,
    /// What of the schema it comes from: `schema/types/common.yaml`.
    pub(crate) origin: String,
    pub(crate) content: Content,
}

#[derive(Debug)]
pub(crate) enum Content {
    Rust(Vec<Part>),
    /// Byte for byte.
    Verbatim(String),
}

/// A piece of the crate that can be emitted on its own.
#[derive(Clone, Copy)]
pub(crate) enum Piece<'a> {
    Shared(&'a str),
    Operation(&'a Operation),
    /// What holds the others together.
    Tree,
    Samples,
}

/// The crate in pieces, in a fixed order.
pub(crate) struct Pieces<'a> {
    api: &'a Api,
    homes: Homes<'a>,
    /// Every name that the schema gives.
    defined: HashSet<String>,
}

impl<'a> Pieces<'a> {
    pub(crate) fn of(api: &'a Api) -> Self {
        Self { api, homes: Homes::of(api), defined: names::defined(api) }
    }

    pub(crate) fn list(&self) -> Vec<Piece<'a>> {
        let shared = self.homes.topics().map(Piece::Shared);
        let operations = self.api.operations.iter().map(Piece::Operation);
        shared.chain(operations).chain([Piece::Tree, Piece::Samples]).collect()
    }

    /// The files of a piece.
    pub(crate) fn emit(&self, piece: Piece<'_>) -> Vec<Unit> {
        match piece {
            Piece::Shared(topic) => self.shared_files(topic),
            Piece::Operation(operation) => self.operation_files(operation).into(),
            Piece::Tree => tree::files(self),
            Piece::Samples => samples::files(self),
        }
    }

    /// A file of Rust that defines what `own` lists by path.
    fn rust(
        &self,
        path: impl Into<String>,
        origin: impl Into<String>,
        items: Vec<Item>,
        own: &BTreeSet<String>,
    ) -> Unit {
        let items = scope::imported(items, own, &self.defined);
        Unit { path: path.into(), origin: origin.into(), content: Content::Rust(items) }
    }

    fn operation_files(&self, operation: &Operation) -> [Unit; 2] {
        let id = &operation.id;
        let folder = tree::folder(id);
        let home = Home::Operation(id.to_string());
        let origin = home.file();
        let empty = Types::default();
        let types = self.homes.types.get(&home).unwrap_or(&empty);
        let messages = model::Messages::of(operation);

        let request = request::request(self.api, operation);
        let mut model: Vec<Item> = request.into_iter().chain(messages.models()).map(Item::from).collect();
        // The file as a whole is gated, where its resource is declared.
        model.extend(types.models(&|_| Gate::open()));

        let mut wire =
            vec![Item::head(&Gate::open(), table::import(operation)), Item::from(table::row(self.api, operation))];
        wire.extend(messages.objects.iter().map(|object| wire::object(&Gate::open(), object)));
        wire.extend(wire::page(operation).map(Item::from));
        wire.extend(types.wires(&|_| Gate::open()));

        let mut own = types.paths();
        own.extend(messages.objects.iter().map(|object| types::path(&object.name)));
        own.insert(format!("self::{}", names::request(id)));
        [
            self.rust(format!("{folder}/{}.rs", id.method), &origin, model, &own),
            self.rust(format!("{folder}/{}_wire.rs", id.method), &origin, wire, &BTreeSet::new()),
        ]
    }

    fn shared_files(&self, topic: &str) -> Vec<Unit> {
        let home = Home::Shared(topic.to_owned());
        let empty = Types::default();
        let types = self.homes.types.get(&home).unwrap_or(&empty);
        let origin = home.file();
        // A gate that all of them share stands where the file is declared.
        let whole = types.gate(self.api);
        let gate = |groups: &_| {
            let gate = Gate::of_type(self.api, groups);
            if gate == whole { Gate::open() } else { gate }
        };
        let model = self.rust(format!("src/types/{topic}.rs"), &origin, types.models(&gate), &types.paths());
        let wire = types
            .has_wire()
            .then(|| self.rust(format!("src/types/{topic}_wire.rs"), &origin, types.wires(&gate), &BTreeSet::new()));
        std::iter::once(model).chain(wire).collect()
    }
}

/// Which types live where.
struct Homes<'a> {
    types: BTreeMap<&'a Home, Types<'a>>,
}

/// The types of one home.
#[derive(Default)]
struct Types<'a> {
    ids: Vec<&'a Id>,
    enums: Vec<&'a Enum>,
    objects: Vec<&'a Object>,
}

impl<'a> Homes<'a> {
    fn of(api: &'a Api) -> Self {
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

    fn topics(&self) -> impl Iterator<Item = &'a str> {
        self.types.keys().filter_map(|home| match home {
            Home::Shared(topic) => Some(topic.as_str()),
            Home::Operation(_) => None,
        })
    }
}

type GateOf<'g> = &'g dyn Fn(&crate::model::GroupNames) -> Gate;

impl<'a> Types<'a> {
    fn models(&self, gate: GateOf<'_>) -> Vec<Item> {
        let gated = |groups, tokens: TokenStream| Item::gated(&gate(groups), tokens);
        let ids = self.by_gate(gate).into_iter().filter_map(|(gate, types)| model::ids(&gate, &types.ids));
        let enums = self.enums.iter().map(|item| model::open_enum(&gate(&item.groups), item));
        let objects =
            self.objects.iter().flat_map(|object| model::object(object).map(|tokens| gated(&object.groups, tokens)));
        ids.chain(enums).chain(objects).collect()
    }

    fn wires(&self, gate: GateOf<'_>) -> Vec<Item> {
        self.objects.iter().map(|object| wire::object(&gate(&object.groups), object)).collect()
    }

    /// Whether there is anything for a file beside the models: ids and enums are whole in theirs.
    fn has_wire(&self) -> bool {
        !self.objects.is_empty()
    }

    /// The types with the same gate each.
    fn by_gate(&self, gate: GateOf<'_>) -> BTreeMap<Gate, Types<'a>> {
        let mut all: BTreeMap<Gate, Types<'a>> = BTreeMap::new();
        self.ids.iter().for_each(|id| all.entry(gate(&id.groups)).or_default().ids.push(id));
        self.enums.iter().for_each(|item| all.entry(gate(&item.groups)).or_default().enums.push(item));
        self.objects.iter().for_each(|object| all.entry(gate(&object.groups)).or_default().objects.push(object));
        all
    }

    /// The gate that all of them share, if they do.
    fn gate(&self, api: &Api) -> Gate {
        let mut gates = self.by_gate(&|groups| Gate::of_type(api, groups)).into_keys();
        match (gates.next(), gates.next()) {
            (Some(gate), None) => gate,
            _ => Gate::open(),
        }
    }

    /// The keys of the types, and of nothing beside them.
    fn keys(&self) -> impl Iterator<Item = &'a str> {
        let ids = self.ids.iter().map(|id| id.name.as_str());
        let enums = self.enums.iter().map(|item| item.name.as_str());
        ids.chain(enums).chain(self.objects.iter().map(|object| object.name.as_str()))
    }

    /// The names of all that is defined here.
    fn names(&self) -> Vec<String> {
        self.keys().map(|key| names::bare(key).to_owned()).collect()
    }

    /// The paths of all that is defined here.
    fn paths(&self) -> BTreeSet<String> {
        self.keys().map(types::path).collect()
    }
}
