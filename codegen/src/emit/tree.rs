//! Emits the files that connect the others: root module, client, types, services, versions and resources.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::Context, docs, event, file, gate::Gate, homes::Types, model::Messages, request, scope::Item, table,
    unit::Unit,
};
use crate::{
    mention,
    model::{Api, Event, Home, OWN_SERVICE, Operation, OperationId},
    names, words,
};

const WHOLE: &str = "schema/";

/// Operations by resource.
type Resources<'a> = BTreeMap<&'a str, Vec<&'a Operation>>;

/// Operations by version, then by resource.
type Versions<'a> = BTreeMap<&'a str, Resources<'a>>;

/// Operations by service: `hire`, and the others.
#[derive(Default)]
struct Tree<'a> {
    own: Versions<'a>,
    services: BTreeMap<&'a str, Versions<'a>>,
}

impl<'a> Tree<'a> {
    fn of(api: &'a Api) -> Self {
        let mut tree = Self::default();
        for operation in &api.operations {
            let id = &operation.id;
            let versions =
                if id.service == OWN_SERVICE { &mut tree.own } else { tree.services.entry(&id.service).or_default() };
            versions.entry(&id.version).or_default().entry(&id.resource).or_default().push(operation);
        }
        tree
    }
}

pub(super) fn files(context: &Context<'_>) -> Vec<Unit> {
    let api = context.api;
    let tree = Tree::of(api);
    let none = BTreeSet::new();
    let mut units = vec![
        context.rust("src/lib.rs", WHOLE, root(api, &tree), &none),
        context.rust("src/client.rs", WHOLE, client(api, &tree), &none),
        context.rust("src/operation.rs", WHOLE, table(api), &none),
        context.rust("src/error_code.rs", "schema/errors.yaml", error_codes(api), &none),
        context.rust("src/index.rs", WHOLE, index(api), &none),
        context.rust("src/types.rs", "schema/types/", types(context), &none),
        context.rust("src/model.rs", WHOLE, model(context), &none),
    ];
    for (service, versions) in &tree.services {
        let module = names::service(service);
        units.push(context.rust(format!("src/{module}.rs"), WHOLE, service_file(service, versions), &none));
        units.extend(version_files(context, &format!("src/{module}"), versions));
    }
    units.extend(version_files(context, "src", &tree.own));
    units
}

fn version_files(context: &Context<'_>, folder: &str, versions: &Versions<'_>) -> Vec<Unit> {
    let none = BTreeSet::new();
    let mut units = Vec::new();
    for (version, resources) in versions {
        units.push(context.rust(
            format!("{folder}/{version}.rs"),
            WHOLE,
            version_file(context.api, version, resources),
            &none,
        ));
        for (resource, operations) in resources {
            let path = format!("{folder}/{version}/{resource}.rs");
            let own = operations.iter().map(|it| format!("self::{}", names::request(&it.id)));
            let own = own.chain([format!("self::{}", names::resource(resource))]).collect();
            units.push(context.rust(path, WHOLE, resource_file(context, resource, operations), &own));
        }
    }
    units
}

/// The folder of an operation's files.
pub(super) fn folder(id: &OperationId) -> String {
    let service = if id.service == OWN_SERVICE { String::new() } else { format!("{}/", names::service(&id.service)) };
    format!("src/{service}{}/{}", id.version, id.resource)
}

/// The module of a resource, without `crate::`.
fn module_in_root(id: &OperationId) -> TokenStream {
    let (version, resource) = (names::ident(&id.version), names::ident(&id.resource));
    if id.service == OWN_SERVICE {
        return quote!(#version::#resource);
    }
    let service = names::ident(&names::service(&id.service));
    quote!(#service::#version::#resource)
}

/// The module of a resource.
fn module(id: &OperationId) -> TokenStream {
    let module = module_in_root(id);
    quote!(crate::#module)
}

fn head(tokens: TokenStream) -> Item {
    Item::head(&Gate::open(), tokens)
}

/// The gate of several operations.
fn gate(operations: &[&Operation]) -> Gate {
    let gates: Vec<Gate> = operations.iter().map(|operation| Gate::of_group(&operation.group)).collect();
    Gate::any(&gates)
}

fn root(api: &Api, tree: &Tree<'_>) -> Vec<Item> {
    let payloads = (!api.events.is_empty()).then(|| {
        quote! {
            #[rustfmt::skip]
            mod events;
        }
    });
    let versions = tree.own.keys().map(|version| names::ident(version));
    let services = tree.services.keys().map(|service| names::ident(&names::service(service)));
    let modules = versions.chain(services);
    let runtime: Vec<_> =
        names::RUNTIME.iter().filter(|name| **name != "Client").map(|name| names::ident(name)).collect();
    let features = names::RUNTIME_FEATURES.iter().map(|(feature, _)| feature);
    let featured = names::RUNTIME_FEATURES.iter().map(|(_, name)| names::ident(name));
    vec![
        head(quote!(
            #![doc = include_str!("../README.md")]
        )),
        head(quote!(
            #![cfg_attr(docsrs, feature(doc_cfg))]
        )),
        head(quote!(
            #![allow(clippy::too_many_arguments, reason = "required parameters are arguments, and Feishu requires up to eight")]
        )),
        // The default features are all groups, and descriptions link to operations of other groups.
        head(quote!(
            #![cfg_attr(not(feature = "default"), allow(rustdoc::broken_intra_doc_links))]
        )),
        head(quote! {
            #[rustfmt::skip]
            mod client;
            #[rustfmt::skip]
            pub mod error_code;
            #[cfg(feature = "events")]
            #[rustfmt::skip]
            pub mod event;
            #payloads
            #[cfg(doc)]
            #[rustfmt::skip]
            pub mod index;
            #[cfg(feature = "mock")]
            #[rustfmt::skip]
            pub mod mock;
            #[rustfmt::skip]
            pub mod model;
            #[rustfmt::skip]
            pub mod operation;
            #[rustfmt::skip]
            mod types;
            #(
                #[rustfmt::skip]
                pub mod #modules;
            )*
        }),
        head(quote! {
            pub use client::Client;
            #[rustfmt::skip]
            pub use feishu_runtime::{#(#runtime),*};
            #(
                #[cfg(feature = #features)]
                pub use feishu_runtime::#featured;
            )*
        }),
    ]
}

/// The file `model.rs`, which re-exports every type of the schema.
fn model(context: &Context<'_>) -> Vec<Item> {
    let api = context.api;
    let mut services: BTreeMap<Option<&str>, Vec<TokenStream>> = BTreeMap::new();
    for topic in context.homes.topics() {
        let Some(types) = context.homes.types.get(&Home::Shared(topic.to_owned())) else { continue };
        let topic = names::ident(topic);
        for (gate, types) in types.by_gate(&|groups| Gate::of_type(api, groups)) {
            services.entry(None).or_default().push(exported(&gate, &quote!(crate::types::#topic), types.names()));
        }
    }
    let empty = Types::default();
    for operation in &api.operations {
        let id = &operation.id;
        let types = context.homes.types.get(&Home::Operation(id.to_string())).unwrap_or(&empty);
        let (module, file) = (module(id), names::ident(&id.method));
        let messages = Messages::of(operation);
        let own = messages.objects.iter().map(|object| names::bare(&object.name).to_owned());
        let names = types.names().into_iter().chain(own).collect();
        let exports = exported(&Gate::of_group(&operation.group), &quote!(#module::#file), names);
        let service = Some(id.service.as_str()).filter(|service| *service != OWN_SERVICE);
        services.entry(service).or_default().push(exports);
    }
    for event in &api.events {
        let Some((module, names)) = event::exported(context, event) else { continue };
        let service = Some(event.id.service.as_str()).filter(|service| *service != OWN_SERVICE);
        services.entry(service).or_default().push(exported(&event::gate(event), &module, names));
    }
    let mut items = vec![head(quote!(
        //! Types of the API: objects, enums, ids, the bodies and responses of operations, and the payloads of events.
    ))];
    for (service, exports) in services {
        items.extend(match service {
            None => exports.into_iter().map(head).collect(),
            Some(service) => {
                let (name, doc) =
                    (names::ident(&names::service(service)), docs::doc(&format!("Types of the service `{service}`.")));
                vec![head(quote!(#doc pub mod #name { #(#exports)* }))]
            }
        });
    }
    items
}

fn exported(gate: &Gate, module: &TokenStream, mut names: Vec<String>) -> TokenStream {
    names.sort();
    let (cfg, names) = (gate.attribute(), names.iter().map(|name| names::ident(name)).collect::<Vec<_>>());
    match names.as_slice() {
        [name] => quote!(#cfg pub use #module::#name;),
        names => quote!(#cfg pub use #module::{#(#names),*};),
    }
}

/// Returns the methods that lead from a client, a service or a version to its parts.
fn accessors<'a>(parts: impl Iterator<Item = (String, TokenStream, String, Gate)> + 'a) -> TokenStream {
    parts
        .map(|(name, ty, doc, gate)| {
            let (name, doc, cfg) = (names::ident(&name), docs::doc(&doc), gate.attribute());
            quote! {
                #doc
                #cfg
                #[must_use]
                #[inline]
                pub fn #name(&self) -> #ty {
                    #ty(self.0.clone())
                }
            }
        })
        .collect()
}

fn of_versions<'a>(
    versions: &'a Versions<'_>,
    within: &'a TokenStream,
) -> impl Iterator<Item = (String, TokenStream, String, Gate)> + 'a {
    versions.keys().map(move |version| {
        let (module, ty) = (names::ident(version), names::ident(&names::version(version)));
        ((*version).to_owned(), quote!(#within::#module::#ty), format!("Operations of {version}."), Gate::open())
    })
}

/// Returns the file of a service other than `hire`.
fn service_file(service: &str, versions: &Versions<'_>) -> Vec<Item> {
    let title = format!("Operations of the service `{service}`.");
    let (doc, name) = (docs::doc(&title), names::ident(&names::version(service)));
    let modules = versions.keys().map(|version| names::ident(version));
    let methods = accessors(of_versions(versions, &quote!(self)));
    vec![
        head(docs::module(&title)),
        head(quote!(#(pub mod #modules;)*)),
        quote! {
            #doc
            #[derive(Clone, Debug)]
            pub struct #name(pub(crate) feishu_runtime::Client);
        }
        .into(),
        quote!(impl #name { #methods }).into(),
    ]
}

fn client(api: &Api, tree: &Tree<'_>) -> Vec<Item> {
    let services = tree.services.keys().map(|service| {
        let (module, ty) = (names::service(service), names::ident(&names::version(service)));
        let module_name = names::ident(&module);
        (module, quote!(crate::#module_name::#ty), format!("Operations of the service `{service}`."), Gate::open())
    });
    let parts = accessors(of_versions(&tree.own, &quote!(crate)).chain(services));
    // Only downloads use it; without downloads it would be dead code.
    let runtime = file::gate(api).map(|gate| {
        let cfg = gate.attribute();
        quote! {
            /// Returns the client of the runtime.
            #cfg
            pub(crate) fn runtime(&self) -> &feishu_runtime::Client {
                &self.0
            }
        }
    });
    let items = [quote!(feishu_runtime::client!();), quote!(impl Client { #parts #runtime })];
    // Paths are not shortened: a service may have the name of a type of the runtime.
    items.into_iter().map(head).collect()
}

fn table(api: &Api) -> Vec<Item> {
    let rows = api.operations.iter().map(|operation| {
        let (cfg, row) = (Gate::of_group(&operation.group).attribute(), row(operation));
        quote!(#cfg &#row)
    });
    let items = [
        quote!(
            //! Static descriptions of all operations.
        ),
        quote!(
            pub use feishu_runtime::operation::*;
        ),
        quote! {
            /// All operations of the enabled groups, sorted by id.
            pub static ALL: &[&Operation] = &[#(#rows),*];
        },
    ];
    items.into_iter().map(head).collect()
}

/// The path of an operation's row, without `crate::`.
pub(super) fn row_in_root(operation: &Operation) -> TokenStream {
    let (module, constant) = (module_in_root(&operation.id), names::ident(&names::constant(&operation.id.method)));
    quote!(#module::#constant)
}

/// The path of an operation's row.
pub(super) fn row(operation: &Operation) -> TokenStream {
    let row = row_in_root(operation);
    quote!(crate::#row)
}

fn error_codes(api: &Api) -> Vec<Item> {
    let mut items = vec![quote!(
        //! Error codes of the API, for comparison with [`Error::code`](crate::Error::code).
    )];
    items.extend(api.errors.iter().map(|error| {
        let name = names::ident(&names::constant(&error.name));
        let doc = docs::doc(&format!("{} (HTTP {})", docs::with_zh(&error.doc, Some(&error.zh)), error.status));
        let code = proc_macro2::Literal::i64_unsuffixed(error.code);
        quote! {
            #doc
            pub const #name: i64 = #code;
        }
    }));
    items.push(table::error_rows(api));
    items.into_iter().map(head).collect()
}

/// The file `index.rs`, which consists of documentation.
fn index(api: &Api) -> Vec<Item> {
    let mut page = vec!["Index of the operations and events by Chinese title (接口索引).".to_owned()];
    for group in &api.groups {
        let operations = api.operations.iter().filter(|operation| operation.group == group.name);
        let row = |operation: &Operation| {
            let (zh, title) = (words::cell(&operation.zh), words::cell(&operation.title));
            format!("| {zh} | `{}` | {title} |\n", operation.id)
        };
        let rows: String = operations.map(row).collect();
        page.push(format!("# {} ({})", group.zh, group.name));
        page.push(format!("| 接口 | operation | title |\n| --- | --- | --- |\n{rows}"));
    }
    if !api.events.is_empty() {
        let row = |event: &Event| {
            let (zh, title) = (words::cell(&event.zh), words::cell(&event.title));
            format!("| {zh} | `{}` | {title} |\n", event.id)
        };
        let rows: String = api.events.iter().map(row).collect();
        page.push("# 事件 (events)".to_owned());
        page.push(format!("| 事件 | event | title |\n| --- | --- | --- |\n{rows}"));
    }
    vec![head(docs::module(&page.join("\n\n")))]
}

fn types(context: &Context<'_>) -> Vec<Item> {
    let mut items = vec![head(quote!(
        //! Types that several operations share.
    ))];
    for topic in context.homes.topics() {
        let types = context.homes.types.get(&Home::Shared(topic.to_owned()));
        let cfg = types.map(|types| types.gate(context.api)).unwrap_or_default().attribute();
        let (model, wire) = (names::ident(topic), names::ident(&format!("{topic}_wire")));
        let wire = types.filter(|types| types.has_wire()).map(|_| quote!(#cfg mod #wire;));
        items.push(head(quote!(#cfg pub(crate) mod #model; #wire)));
    }
    items
}

fn version_file(api: &Api, version: &str, resources: &Resources<'_>) -> Vec<Item> {
    let title = format!("Operations of {version}, by resource.");
    let (doc, name) = (docs::doc(&title), names::ident(&names::version(version)));
    let modules = resources.iter().map(|(resource, operations)| {
        let (cfg, module) = (gate(operations).attribute(), names::ident(resource));
        quote!(#cfg pub mod #module;)
    });
    // The field is unused if no group is enabled.
    let all_gated = resources.values().all(|operations| !gate(operations).is_open());
    let allow = all_gated.then(|| quote!(#[allow(dead_code, reason = "all groups may be disabled")]));
    let methods = accessors(resources.iter().map(|(resource, operations)| {
        let (module, ty) = (names::ident(resource), names::ident(&names::resource(resource)));
        let doc = resource_title(api, operations);
        ((*resource).to_owned(), quote!(self::#module::#ty), doc, gate(operations))
    }));
    vec![
        head(docs::module(&title)),
        head(quote!(#(#modules)*)),
        quote! {
            #doc
            #allow
            #[derive(Clone, Debug)]
            pub struct #name(pub(crate) feishu_runtime::Client);
        }
        .into(),
        quote!(impl #name { #methods }).into(),
    ]
}

fn resource_file(context: &Context<'_>, resource: &str, operations: &[&Operation]) -> Vec<Item> {
    let title = resource_title(context.api, operations);
    let page = [Some(title.clone()), resource_doc(context.api, operations), Some(operations_table(operations))];
    let page = page.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    let doc = docs::doc(&format!("{title}; see the [module](self) for a table of the operations."));
    let name = names::ident(&names::resource(resource));
    let requests: BTreeMap<&str, String> =
        operations.iter().map(|it| (it.id.method.as_str(), names::request(&it.id))).collect();
    let models: Vec<_> = requests.keys().map(|method| names::ident(method)).collect();
    let wires: Vec<_> = requests.keys().map(|method| names::ident(&format!("{method}_wire"))).collect();
    let constants = requests.keys().map(|method| names::ident(&names::constant(method)));
    let requests = requests.values().map(|request| names::ident(request));
    let methods = operations.iter().map(|operation| method(operation));
    vec![
        head(docs::module(&page)),
        head(quote!(#(pub(crate) mod #models; mod #wires;)*)),
        head(quote!(#(pub use #models::#requests;)*)),
        head(quote!(#(pub use #wires::OPERATION as #constants;)*)),
        quote! {
            #doc
            #[derive(Clone, Debug)]
            pub struct #name(pub(super) feishu_runtime::Client);
        }
        .into(),
        quote! {
            impl #name {
                #(#methods)*
            }
        }
        .into(),
    ]
}

fn method(operation: &Operation) -> TokenStream {
    let (method, request_name) = (names::ident(&operation.id.method), names::request(&operation.id));
    let request = names::ident(&request_name);
    let doc = docs::doc(&format!(
        "{}\n\n`{} {}`; see [`{request_name}`] for details.",
        docs::with_zh(&operation.title, Some(&operation.zh)),
        operation.method.as_str(),
        operation.path,
    ));
    // rustdoc ignores aliases of items that are re-exported from a private module, such as the requests.
    let alias = names::alias(&operation.zh);
    let (names, types): (Vec<_>, Vec<_>) = request::arguments(operation).into_iter().unzip();
    let deprecated = operation.deprecated.as_ref().map(|deprecation| {
        let note = docs::deprecation(deprecation);
        quote!(#[deprecated = #note])
    });
    quote! {
        #doc
        #[doc(alias = #alias)]
        #deprecated
        #[inline]
        pub fn #method(&self, #(#names: #types),*) -> #request {
            #request::new(self.0.clone(), #(#names),*)
        }
    }
}

/// Returns the title of the resource of these operations, in English and Chinese.
fn resource_title(api: &Api, operations: &[&Operation]) -> String {
    let id = operations.first().map(|operation| &operation.id);
    match id.and_then(|id| api.resource(&id.service, &id.resource)) {
        Some(resource) => docs::with_zh(&resource.title, Some(&resource.zh)),
        // In an unfinished schema, a resource may belong to no group.
        None => id.map(|id| format!("Operations on `{}`", id.resource)).unwrap_or_default(),
    }
}

/// Returns the description of a resource, with links to the resources and operations that it mentions.
fn resource_doc(api: &Api, operations: &[&Operation]) -> Option<String> {
    let id = operations.first().map(|operation| &operation.id)?;
    let resource = api.resource(&id.service, &id.resource)?;
    let is_of = |id: &OperationId, name: &str| id.service == resource.service && id.resource == name;
    let link = |name: &str| {
        let id = api.operations.iter().map(|operation| &operation.id).find(|id| is_of(id, name))?;
        Some(module(id).to_string().replace(' ', ""))
    };
    Some(mention::linked_code(&resource.doc, link))
}

fn operations_table(operations: &[&Operation]) -> String {
    let row = |operation: &&Operation| {
        let (id, title) = (&operation.id, docs::titles(operation));
        let limit = words::rate_limit(&operation.limits).unwrap_or_default();
        format!("| [`{}`]({}) | {title} | {limit} |\n", id.method, names::request(id))
    };
    let rows: String = operations.iter().map(row).collect();
    format!("| operation | title | rate limit |\n| --- | --- | --- |\n{rows}")
}
