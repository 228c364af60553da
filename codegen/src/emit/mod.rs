//! Converts the model into tokens.
//!
//! One file of the schema becomes two files of the crate: one that consumers read (`list.rs`), and one that only the compiler reads
//! (`list_wire.rs`). Every name is written as a full path; `scope` shortens paths and adds imports.

mod allow;
mod context;
mod docs;
mod error_codes;
mod event;
mod example;
mod file;
mod gate;
mod homes;
mod id_uses;
mod lists;
mod manifest;
mod model;
mod part;
mod paths;
mod relations;
mod request;
mod resource;
mod rules;
mod samples;
mod scope;
mod shape;
mod table;
mod tree;
mod types;
mod unit;
mod wire;

use std::collections::BTreeSet;

use self::{context::Context, gate::Gate, homes::Types, scope::Item};
pub(crate) use self::{
    error_codes::runtime_error_codes,
    part::Part,
    unit::{Content, Unit},
};
use crate::{
    model::{Api, Event, Home, Operation},
    names,
};

pub use manifest::{features, manifest};

/// A part of the crate that can be emitted independently of the others.
#[derive(Clone, Copy)]
pub(crate) enum Piece<'a> {
    Shared(&'a str),
    Operation(&'a Operation),
    Event(&'a Event),
    /// The files that connect the other pieces.
    Tree,
    Samples,
}

/// The emitted crate as pieces in a fixed order.
pub(crate) struct Pieces<'a>(Context<'a>);

impl<'a> Pieces<'a> {
    pub(crate) fn of(api: &'a Api) -> Self {
        Self(Context::new(api))
    }

    pub(crate) fn list(&self) -> Vec<Piece<'a>> {
        let shared = self.0.homes.topics().map(Piece::Shared);
        let operations = self.0.api.operations.iter().map(Piece::Operation);
        let events = self.0.api.events.iter().map(Piece::Event);
        shared.chain(operations).chain(events).chain([Piece::Tree, Piece::Samples]).collect()
    }

    /// The files of a piece.
    pub(crate) fn emit(&self, piece: Piece<'_>) -> Vec<Unit> {
        match piece {
            Piece::Shared(topic) => emit_shared_types(&self.0, topic),
            Piece::Operation(operation) => emit_operation(&self.0, operation).into(),
            Piece::Event(event) => event::emit_payload(&self.0, event).into(),
            Piece::Tree => tree::emit_files(&self.0).into_iter().chain(event::emit_files(&self.0)).collect(),
            Piece::Samples => samples::emit_files(&self.0),
        }
    }
}

fn emit_operation(context: &Context<'_>, operation: &Operation) -> [Unit; 2] {
    let id = &operation.id;
    let folder = paths::folder(id);
    let home = Home::Operation(id.to_string());
    let origin = home.file();
    let empty = Types::default();
    let types = context.homes.types.get(&home).unwrap_or(&empty);
    let messages = model::Messages::of(operation);

    let request = request::emit_request(context.api, operation);
    let mut model: Vec<Item> = request.into_iter().chain(messages.emit_models()).map(Item::from).collect();
    // The gate is applied to the module declaration of the resource.
    model.extend(types.emit_models(&|_| Gate::open(), &context.id_uses));

    let mut wire = vec![
        Item::head(&Gate::open(), table::emit_import(operation)),
        Item::from(table::emit_row(context.api, operation)),
    ];
    wire.extend(messages.objects.iter().map(|object| wire::emit_object(&Gate::open(), object)));
    wire.extend(wire::emit_page(operation).map(Item::from));
    wire.extend(types.emit_wires(&|_| Gate::open()));

    let mut own = types.paths();
    own.extend(messages.objects.iter().map(|object| types::path(&object.name)));
    own.insert(format!("self::{}", names::request(id)));
    [
        context.create_unit(format!("{folder}/{}.rs", id.method), &origin, model, &own),
        context.create_unit(format!("{folder}/{}_wire.rs", id.method), &origin, wire, &BTreeSet::new()),
    ]
}

fn emit_shared_types(context: &Context<'_>, topic: &str) -> Vec<Unit> {
    let home = Home::Shared(topic.to_owned());
    let empty = Types::default();
    let types = context.homes.types.get(&home).unwrap_or(&empty);
    let origin = home.file();
    // A gate that all types share is applied to the module declaration of the file.
    let whole = types.gate(context.api);
    let gate = |groups: &_| {
        let gate = Gate::of_type(context.api, groups);
        if gate == whole { Gate::open() } else { gate }
    };
    let model = context.create_unit(
        format!("src/types/{topic}.rs"),
        &origin,
        types.emit_models(&gate, &context.id_uses),
        &types.paths(),
    );
    let wire = types.has_wire().then(|| {
        context.create_unit(format!("src/types/{topic}_wire.rs"), &origin, types.emit_wires(&gate), &BTreeSet::new())
    });
    std::iter::once(model).chain(wire).collect()
}
