//! From the model to tokens: prints, decides nothing.
//!
//! One file of the schema becomes two of the crate: what a consumer reads (`list.rs`), and beside it what only the
//! compiler reads (`list_wire.rs`).

mod docs;
mod example;
mod file;
mod model;
mod request;
mod samples;
mod shape;
mod table;
mod tree;
mod types;
mod wire;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    model::{Api, Enum, EnumValues, Home, Id, Object, Operation, RateLimit},
    names,
};

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
    Rust(Vec<TokenStream>),
    /// Byte for byte.
    Verbatim(String),
}

impl Unit {
    fn rust(path: impl Into<String>, origin: impl Into<String>, items: Vec<TokenStream>) -> Self {
        Self { path: path.into(), origin: origin.into(), content: Content::Rust(items) }
    }
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
}

impl<'a> Pieces<'a> {
    pub(crate) fn of(api: &'a Api) -> Self {
        Self { api, homes: Homes::of(api) }
    }

    pub(crate) fn list(&self) -> Vec<Piece<'a>> {
        let shared = self.homes.topics().map(Piece::Shared);
        let operations = self.api.operations.iter().map(Piece::Operation);
        shared.chain(operations).chain([Piece::Tree, Piece::Samples]).collect()
    }

    /// The files of a piece.
    pub(crate) fn emit(&self, piece: Piece<'_>) -> Vec<Unit> {
        match piece {
            Piece::Shared(topic) => self.homes.shared_files(topic).into(),
            Piece::Operation(operation) => operation_files(self.api, &self.homes, operation).into(),
            Piece::Tree => tree::files(self.api, &self.homes),
            Piece::Samples => samples::files(self.api),
        }
    }
}

fn operation_files(api: &Api, homes: &Homes<'_>, operation: &Operation) -> [Unit; 2] {
    let id = &operation.id;
    let folder = format!("src/{}/{}", id.version, id.resource);
    let origin = Home::Operation(id.to_string()).file();
    let empty = Types::default();
    let types = homes.types.get(&Home::Operation(id.to_string())).unwrap_or(&empty);
    let messages = model::Messages::of(operation);

    let mut model = vec![imports_of_request(types, &messages, operation)];
    model.extend(request::request(api, operation));
    model.extend(messages.models());
    model.extend(types.models());

    let mut wire = vec![types.wire_imports(&id.method, &messages.objects, Some(operation))];
    wire.push(table::row(api, operation));
    wire.extend(messages.objects.iter().map(wire::object));
    wire.extend(wire::page(operation));
    wire.extend(types.wires());
    wire.extend(wire::macros(types, &messages.objects));

    [
        Unit::rust(format!("{folder}/{}.rs", id.method), &origin, model),
        Unit::rust(format!("{folder}/{}_wire.rs", id.method), &origin, wire),
    ]
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

    fn shared_files(&self, topic: &str) -> [Unit; 2] {
        let home = Home::Shared(topic.to_owned());
        let empty = Types::default();
        let types = self.types.get(&home).unwrap_or(&empty);
        let origin = home.file();
        [
            Unit::rust(format!("src/types/{topic}.rs"), &origin, types.model_file()),
            Unit::rust(format!("src/types/{topic}_wire.rs"), &origin, types.wire_file(topic)),
        ]
    }

    fn topics(&self) -> impl Iterator<Item = &'a str> {
        self.types.keys().filter_map(|home| match home {
            Home::Shared(topic) => Some(topic.as_str()),
            Home::Operation(_) => None,
        })
    }
}

impl Types<'_> {
    fn model_file(&self) -> Vec<TokenStream> {
        let mut names = BTreeSet::new();
        self.names(&mut names);
        let mut items = vec![use_from_root(&names, &self.own())];
        items.extend(self.models());
        items
    }

    fn wire_file(&self, module: &str) -> Vec<TokenStream> {
        let mut items = vec![self.wire_imports(module, &[], None)];
        items.extend(self.wires());
        items.extend(wire::macros(self, &[]));
        items
    }

    fn models(&self) -> Vec<TokenStream> {
        let ids = self.ids.iter().flat_map(|id| model::id(id));
        let enums = self.enums.iter().map(|item| model::open_enum(item));
        let objects = self.objects.iter().flat_map(|object| model::object(object));
        ids.chain(enums).chain(objects).collect()
    }

    fn wires(&self) -> Vec<TokenStream> {
        let ids = self.ids.iter().map(|id| wire::id(id));
        let enums = self.enums.iter().map(|item| wire::open_enum(item));
        let objects = self.objects.iter().map(|object| wire::object(object));
        ids.chain(enums).chain(objects).collect()
    }

    /// Names that the models use.
    fn names<'a>(&'a self, names: &mut BTreeSet<&'a str>) {
        if !self.ids.is_empty() {
            names.insert("Id");
        }
        for item in &self.enums {
            names.insert(match item.values {
                EnumValues::Int(_) => "UnknownCode",
                EnumValues::Text(_) => "UnknownText",
            });
        }
        for object in &self.objects {
            names_of(object, names);
        }
    }

    /// Names that are defined here.
    fn own(&self) -> BTreeSet<&str> {
        let ids = self.ids.iter().map(|id| id.name.as_str());
        let enums = self.enums.iter().map(|item| item.name.as_str());
        ids.chain(enums).chain(self.objects.iter().map(|object| object.name.as_str())).collect()
    }

    fn wire_imports(&self, module: &str, messages: &[Object], operation: Option<&Operation>) -> TokenStream {
        let objects: Vec<_> = self.objects.iter().copied().chain(messages).collect();
        let secret = objects.iter().flat_map(|object| &object.fields).any(|field| field.sensitive);
        let text = objects.iter().flat_map(|object| &object.fields).any(|field| field.as_string);
        let some_field = objects.iter().any(|object| !object.fields.is_empty());
        let limits =
            objects.iter().any(|object| object.sent && object.fields.iter().any(|field| !field.limits.is_empty()));
        let mut wire: BTreeSet<&str> = BTreeSet::new();
        if !objects.is_empty() {
            wire.extend(["Fields", "MapAccess", "Object", "UnknownFields"]);
        }
        let wanted =
            [(some_field, "field"), (secret, "Secret"), (text, "AsText"), (limits && operation.is_none(), "Limit")];
        wire.extend(wanted.iter().filter(|(wanted, _)| *wanted).map(|(_, name)| *name));
        if !self.ids.is_empty() {
            wire.insert("IdKind");
        }
        for item in &self.enums {
            wire.extend(match item.values {
                EnumValues::Int(_) => ["IntEnum", "UnknownCode"],
                EnumValues::Text(_) => ["TextEnum", "UnknownText"],
            });
        }
        let wire = wire.iter().map(|name| names::ident(name));
        let module = names::ident(module);
        let table = operation.map(|_| {
            quote!(
                use feishu_runtime::operation::*;
            )
        });
        let windows = operation.is_some_and(|operation| matches!(operation.limits, RateLimit::Windows(_)));
        let duration = windows.then(|| {
            quote!(
                use std::time::Duration;
            )
        });
        let own = (!self.own().is_empty() || !messages.is_empty()).then(|| quote!(use super::#module::*;));
        let mut items = BTreeSet::new();
        operation.and_then(Operation::page_items).into_iter().for_each(|item| types::names_in(item, &mut items));
        let items = use_from_root(&items, &self.own());
        quote! {
            #duration
            #table
            use feishu_runtime::wire::{#(#wire),*};
            #items
            #own
        }
    }
}

fn imports_of_request(types: &Types<'_>, messages: &model::Messages, operation: &Operation) -> TokenStream {
    let mut used = BTreeSet::new();
    types.names(&mut used);
    for field in operation.parameters() {
        types::names_in(&field.ty, &mut used);
    }
    for object in &messages.objects {
        names_of(object, &mut used);
    }
    used.extend(["Response", "Result"]);
    if operation.paging.is_some() {
        used.extend(["Items", "Pages"]);
    }
    let from_root = use_from_root(&used, &types.own());
    let wire = names::ident(&format!("{}_wire", operation.id.method));
    quote! {
        use feishu_runtime::{Call, Client};
        #from_root
        use super::#wire::OPERATION;
    }
}

fn names_of<'a>(object: &'a Object, names: &mut BTreeSet<&'a str>) {
    names.insert("UnknownFields");
    if object.file.is_some() {
        names.insert("Download");
    }
    for field in &object.fields {
        types::names_in(&field.ty, names);
    }
}

fn use_from_root(used: &BTreeSet<&str>, own: &BTreeSet<&str>) -> TokenStream {
    let names: Vec<_> = used.difference(own).map(|name| names::ident(name)).collect();
    if names.is_empty() { TokenStream::new() } else { quote!(use crate::{#(#names),*};) }
}
