//! Emits the modules that lead from the client to the resources: root module, client, services and versions.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::Context,
    docs,
    emitted_file::EmittedFile,
    file,
    gate::Gate,
    lists, resource,
    scope::{Item, head},
};
use crate::{
    model::{Api, OWN_SERVICE, Operation},
    names,
};

const SCHEMA_FOLDER: &str = "schema/";

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
    fn new(api: &'a Api) -> Self {
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

pub(super) fn emit_files(context: &Context<'_>) -> Vec<EmittedFile> {
    let api = context.api;
    let tree = Tree::new(api);
    let none = BTreeSet::new();
    let mut units = vec![
        context.create_unit("src/lib.rs", SCHEMA_FOLDER, emit_root(api, &tree), &none),
        context.create_unit("src/client.rs", SCHEMA_FOLDER, emit_client(api, &tree), &none),
        context.create_unit("src/operation.rs", SCHEMA_FOLDER, lists::emit_table(api), &none),
        context.create_unit("src/error_code.rs", "schema/errors.yaml", lists::emit_error_codes(api), &none),
        context.create_unit("src/index.rs", SCHEMA_FOLDER, lists::emit_index(api), &none),
        context.create_unit("src/types.rs", "schema/types/", lists::emit_types(context), &none),
        context.create_unit("src/model.rs", SCHEMA_FOLDER, lists::emit_model(context), &none),
    ];
    for (service, versions) in &tree.services {
        let module = names::service(service);
        units.push(context.create_unit(
            format!("src/{module}.rs"),
            SCHEMA_FOLDER,
            emit_service(service, versions),
            &none,
        ));
        units.extend(emit_version_files(context, &format!("src/{module}"), versions));
    }
    units.extend(emit_version_files(context, "src", &tree.own));
    units
}

fn emit_version_files(context: &Context<'_>, folder: &str, versions: &Versions<'_>) -> Vec<EmittedFile> {
    let none = BTreeSet::new();
    let mut units = Vec::new();
    for (version, resources) in versions {
        units.push(context.create_unit(
            format!("{folder}/{version}.rs"),
            SCHEMA_FOLDER,
            emit_version(context.api, version, resources),
            &none,
        ));
        for (resource, operations) in resources {
            let path = format!("{folder}/{version}/{resource}.rs");
            let own = operations.iter().map(|it| format!("self::{}", names::request(&it.id)));
            let own = own.chain([format!("self::{}", names::resource(resource))]).collect();
            units.push(context.create_unit(
                path,
                SCHEMA_FOLDER,
                resource::emit_resource(context, resource, operations),
                &own,
            ));
        }
    }
    units
}

/// The gate of several operations.
fn gate(operations: &[&Operation]) -> Gate {
    let gates: Vec<Gate> = operations.iter().map(|operation| Gate::of_group(&operation.group)).collect();
    Gate::any(&gates)
}

fn emit_root(api: &Api, tree: &Tree<'_>) -> Vec<Item> {
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
        head(emit_modules(api, tree)),
        head(emit_reexports()),
    ]
}

/// Declares the modules of the crate.
fn emit_modules(api: &Api, tree: &Tree<'_>) -> TokenStream {
    let payloads = (!api.events.is_empty()).then(|| {
        quote! {
            #[rustfmt::skip]
            mod events;
        }
    });
    let versions = tree.own.keys().map(|version| names::ident(version));
    let services = tree.services.keys().map(|service| names::ident(&names::service(service)));
    let modules = versions.chain(services);
    quote! {
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
    }
}

/// Re-exports the client and the items of the runtime.
fn emit_reexports() -> TokenStream {
    let runtime: Vec<_> =
        names::RUNTIME.iter().filter(|name| **name != "Client").map(|name| names::ident(name)).collect();
    let features = names::RUNTIME_FEATURES.iter().map(|(feature, _)| feature);
    let featured = names::RUNTIME_FEATURES.iter().map(|(_, name)| names::ident(name));
    quote! {
        pub use client::Client;
        #[rustfmt::skip]
        pub use feishu_runtime::{#(#runtime),*};
        #(
            #[cfg(feature = #features)]
            pub use feishu_runtime::#featured;
        )*
    }
}

/// Returns the methods that lead from a client, a service or a version to its parts.
fn emit_accessors<'a>(parts: impl Iterator<Item = (String, TokenStream, String, Gate)> + 'a) -> TokenStream {
    parts
        .map(|(name, ty, doc, gate)| {
            let (name, doc, cfg) = (names::ident(&name), docs::emit_doc(&doc), gate.attribute());
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
fn emit_service(service: &str, versions: &Versions<'_>) -> Vec<Item> {
    let title = format!("Operations of the service `{service}`.");
    let (doc, name) = (docs::emit_doc(&title), names::ident(&names::version(service)));
    let modules = versions.keys().map(|version| names::ident(version));
    let methods = emit_accessors(of_versions(versions, &quote!(self)));
    vec![
        head(docs::emit_module_doc(&title)),
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

fn emit_client(api: &Api, tree: &Tree<'_>) -> Vec<Item> {
    let services = tree.services.keys().map(|service| {
        let (module, ty) = (names::service(service), names::ident(&names::version(service)));
        let module_name = names::ident(&module);
        (module, quote!(crate::#module_name::#ty), format!("Operations of the service `{service}`."), Gate::open())
    });
    let parts = emit_accessors(of_versions(&tree.own, &quote!(crate)).chain(services));
    // Only downloads use this method. Without them, it would be dead code.
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

fn emit_version(api: &Api, version: &str, resources: &Resources<'_>) -> Vec<Item> {
    let title = format!("Operations of {version}, by resource.");
    let (doc, name) = (docs::emit_doc(&title), names::ident(&names::version(version)));
    let modules = resources.iter().map(|(resource, operations)| {
        let (cfg, module) = (gate(operations).attribute(), names::ident(resource));
        quote!(#cfg pub mod #module;)
    });
    // The field is unused if no group is enabled.
    let all_gated = resources.values().all(|operations| !gate(operations).is_open());
    let allow = all_gated.then(|| quote!(#[allow(dead_code, reason = "all groups may be disabled")]));
    let methods = emit_accessors(resources.iter().map(|(resource, operations)| {
        let (module, ty) = (names::ident(resource), names::ident(&names::resource(resource)));
        let doc = resource::format_title(api, operations);
        ((*resource).to_owned(), quote!(self::#module::#ty), doc, gate(operations))
    }));
    vec![
        head(docs::emit_module_doc(&title)),
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
