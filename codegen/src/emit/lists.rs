//! Emits the files that list parts of the whole API: operations, error codes, types, and the index by Chinese title.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::Context,
    docs, event,
    gate::Gate,
    homes::Types,
    model::Messages,
    paths::{module, row},
    scope::{Item, head},
    table,
};
use crate::{
    model::{Api, Event, Home, OWN_SERVICE, Operation},
    names, words,
};

/// Emits `operation.rs`, the table of all operations.
pub(super) fn emit_table(api: &Api) -> Vec<Item> {
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

/// Emits `error_code.rs`, a constant per error code.
pub(super) fn emit_error_codes(api: &Api) -> Vec<Item> {
    let mut items = vec![quote!(
        //! Error codes of the API, for comparison with [`Error::code`](crate::Error::code).
    )];
    items.extend(api.errors.iter().map(|error| {
        let name = names::ident(&names::constant(&error.name));
        let doc = docs::emit_doc(&format!("{} (HTTP {})", docs::with_zh(&error.doc, Some(&error.zh)), error.status));
        let code = proc_macro2::Literal::i64_unsuffixed(error.code);
        quote! {
            #doc
            pub const #name: i64 = #code;
        }
    }));
    items.push(table::emit_error_rows(api));
    items.into_iter().map(head).collect()
}

/// Emits `model.rs`, which re-exports every type of the schema.
pub(super) fn emit_model(context: &Context<'_>) -> Vec<Item> {
    let api = context.api;
    let mut services: BTreeMap<Option<&str>, Vec<TokenStream>> = BTreeMap::new();
    for topic in context.homes.topics() {
        let Some(types) = context.homes.types.get(&Home::Shared(topic.to_owned())) else { continue };
        let topic = names::ident(topic);
        for (gate, types) in types.by_gate(&|groups| Gate::of_type(api, groups)) {
            services.entry(None).or_default().push(emit_reexports(&gate, &quote!(crate::types::#topic), types.names()));
        }
    }
    let empty = Types::default();
    for operation in &api.operations {
        let id = &operation.id;
        let types = context.homes.types.get(&Home::Operation(id.to_string())).unwrap_or(&empty);
        let (module, file) = (module(id), names::ident(&id.method));
        let messages = Messages::new(operation);
        let own = messages.objects.iter().map(|object| names::bare(&object.name).to_owned());
        let names = types.names().into_iter().chain(own).collect();
        let exports = emit_reexports(&Gate::of_group(&operation.group), &quote!(#module::#file), names);
        let service = Some(id.service.as_str()).filter(|service| *service != OWN_SERVICE);
        services.entry(service).or_default().push(exports);
    }
    for event in &api.events {
        let Some((module, names)) = event::emit_reexport(context, event) else { continue };
        let service = Some(event.id.service.as_str()).filter(|service| *service != OWN_SERVICE);
        services.entry(service).or_default().push(emit_reexports(&event::gate(event), &module, names));
    }
    let mut items = vec![head(quote!(
        //! Types of the API: objects, enums, ids, the bodies and responses of operations, and the payloads of events.
    ))];
    for (service, exports) in services {
        items.extend(match service {
            None => exports.into_iter().map(head).collect(),
            Some(service) => {
                let (name, doc) = (
                    names::ident(&names::service(service)),
                    docs::emit_doc(&format!("Types of the service `{service}`.")),
                );
                vec![head(quote!(#doc pub mod #name { #(#exports)* }))]
            }
        });
    }
    items
}

fn emit_reexports(gate: &Gate, module: &TokenStream, mut names: Vec<String>) -> TokenStream {
    names.sort();
    let (cfg, names) = (gate.attribute(), names.iter().map(|name| names::ident(name)).collect::<Vec<_>>());
    match names.as_slice() {
        [name] => quote!(#cfg pub use #module::#name;),
        names => quote!(#cfg pub use #module::{#(#names),*};),
    }
}

/// Emits `types.rs`, the modules of shared types.
pub(super) fn emit_types(context: &Context<'_>) -> Vec<Item> {
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

/// Emits `index.rs`, which contains only documentation.
pub(super) fn emit_index(api: &Api) -> Vec<Item> {
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
    vec![head(docs::emit_module_doc(&page.join("\n\n")))]
}
