//! Converts the model into tokens.
//!
//! One file of the schema becomes two files of the crate: one that consumers read (`list.rs`), and one that only the compiler reads
//! (`list_wire.rs`). Every name is written as a full path; `scope` shortens paths and adds imports.

mod allow;
mod body_schema;
mod context;
mod docs;
mod emitted_file;
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
mod table;
mod tree;
mod types;
mod wire;

use std::collections::BTreeSet;

use self::{context::Context, gate::Gate, homes::Types, scope::Item};
pub(crate) use self::{
    emitted_file::{Content, EmittedFile},
    error_codes::runtime_error_codes,
    part::Part,
};
use crate::{
    model::{Api, Event, Home, Operation},
    names,
};

pub use manifest::{features, manifest};

/// Emits a part of the crate. Tasks are independent of each other.
#[derive(Clone, Copy)]
pub(crate) enum EmitTask<'a> {
    Shared(&'a str),
    Operation(&'a Operation),
    Event(&'a Event),
    /// Emits the files that connect the other parts.
    Tree,
    Samples,
}

/// The tasks that emit the crate, in a fixed order.
pub(crate) struct EmitTasks<'a>(Context<'a>);

impl<'a> EmitTasks<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        Self(Context::new(api))
    }

    pub(crate) fn list(&self) -> Vec<EmitTask<'a>> {
        let shared = self.0.homes.topics().map(EmitTask::Shared);
        let operations = self.0.api.operations.iter().map(EmitTask::Operation);
        let events = self.0.api.events.iter().map(EmitTask::Event);
        shared.chain(operations).chain(events).chain([EmitTask::Tree, EmitTask::Samples]).collect()
    }

    /// Runs a task and returns its files.
    pub(crate) fn emit(&self, task: EmitTask<'_>) -> Vec<EmittedFile> {
        match task {
            EmitTask::Shared(topic) => emit_shared_types(&self.0, topic),
            EmitTask::Operation(operation) => emit_operation(&self.0, operation).into(),
            EmitTask::Event(event) => event::emit_payload(&self.0, event).into(),
            EmitTask::Tree => tree::emit_files(&self.0).into_iter().chain(event::emit_files(&self.0)).collect(),
            EmitTask::Samples => samples::emit_files(&self.0),
        }
    }
}

fn emit_operation(context: &Context<'_>, operation: &Operation) -> [EmittedFile; 2] {
    let id = &operation.id;
    let folder = paths::folder(id);
    let home = Home::Operation(id.to_string());
    let origin = home.file();
    let empty = Types::default();
    let types = context.homes.types.get(&home).unwrap_or(&empty);
    let messages = model::Messages::new(operation);

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

fn emit_shared_types(context: &Context<'_>, topic: &str) -> Vec<EmittedFile> {
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
