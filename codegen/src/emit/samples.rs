//! The documented samples: copies of the files, the mock server that responds with them, and the table of round trips.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    body_schema,
    context::Context,
    emitted_file::{Content, EmittedFile},
    event, example,
    gate::Gate,
    paths,
    relations::Relations,
    scope::Item,
};
use crate::{
    model::{Api, DataLocation, Event, EventSample, Operation, Payload, Quirk, Sample, SampleKind},
    names,
};

pub(super) fn emit_files(context: &Context<'_>) -> Vec<EmittedFile> {
    let api = context.api;
    let mut units: Vec<_> = api
        .operations
        .iter()
        .flat_map(|operation| operation.samples.iter().map(move |sample| copy_sample(operation, sample)))
        .collect();
    let (schemas, relations) = (body_schema::emit_statics(api), Relations::new(api));
    let statics = relations.statics();
    let modules = [("schemas", schemas.is_empty()), ("relations", statics.is_empty())];
    let modules: Vec<_> =
        modules.iter().filter(|(_, is_empty)| !is_empty).map(|(name, _)| names::ident(name)).collect();
    units.extend(
        api.events.iter().flat_map(|event| event.samples.iter().map(move |sample| copy_event_sample(event, sample))),
    );
    units.push(context.create_unit("src/mock.rs", "schema/", emit_mock(api, &modules, &relations), &BTreeSet::new()));
    let doc = quote!(
        //! Fields of JSON bodies, by type name.
        #![allow(non_upper_case_globals, reason = "statics are named after types")]
        #![allow(dead_code, reason = "not every group sends every type")]
    );
    units.extend(emit_statics_file(context, "src/mock/schemas.rs", doc, schemas));
    let doc = quote!(
        //! Ids and times in requests and responses, by type name.
        #![allow(non_upper_case_globals, reason = "statics are named after types")]
    );
    units.extend(emit_statics_file(context, "src/mock/relations.rs", doc, statics));
    let calls = [example::emit_every_call(api), example::emit_every_full_request(api)];
    let calls = calls.into_iter().map(|text| Item::text(&Gate::open(), text)).collect();
    units.push(context.create_unit("src/mock/calls.rs", "schema/", calls, &BTreeSet::new()));
    units
}

fn emit_statics_file(context: &Context<'_>, path: &str, doc: TokenStream, statics: Vec<Item>) -> Option<EmittedFile> {
    if statics.is_empty() {
        return None;
    }
    let items = std::iter::once(Item::head(&Gate::open(), doc)).chain(statics).collect();
    Some(context.create_unit(path, "schema/", items, &BTreeSet::new()))
}

fn copy_sample(operation: &Operation, sample: &Sample) -> EmittedFile {
    let path = path(operation, sample);
    EmittedFile {
        path: format!("src/samples/{path}"),
        origin: String::new(),
        content: Content::Verbatim(sample.text.clone()),
    }
}

fn copy_event_sample(event: &Event, sample: &EventSample) -> EmittedFile {
    let path = event::sample_path(event, sample);
    EmittedFile {
        path: format!("src/samples/{path}"),
        origin: String::new(),
        content: Content::Verbatim(sample.text.clone()),
    }
}

/// Returns the path of a sample relative to `samples/`.
fn path(operation: &Operation, sample: &Sample) -> String {
    let id = &operation.id;
    format!("{}/{}/{}/{}", id.service, id.version, id.resource, sample.file)
}

/// Returns the file `mock.rs`: the server, and the tables of operations and round trips.
fn emit_mock(api: &Api, modules: &[proc_macro2::Ident], relations: &Relations<'_>) -> Vec<Item> {
    let rows = api.operations.iter().filter_map(|operation| emit_mock_operation(operation, relations));
    let round_trips = api
        .operations
        .iter()
        .flat_map(|operation| operation.samples.iter().filter_map(move |sample| emit_round_trip(operation, sample)));
    let of_events = api
        .events
        .iter()
        .flat_map(|event| event.samples.iter().map(move |sample| emit_event_round_trip(event, sample)));
    let round_trips = round_trips.chain(of_events);
    let items = [
        quote!(
            //! A mock Feishu server for tests. It responds to every operation with the documented sample, validates requests
            //! and injects faults on request.
            //!
            //! # Examples
            //!
            //! ```
            //! # #[tokio::main(flavor = "current_thread")]
            //! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
            //! let server = feishu_hire::mock::Server::start().await?;
            //! let client = server.client()?;
            //! let note = client.v1().note().create("6949805467799537964", "Available from May.").send().await?;
            //! # assert!(note.note.is_some());
            //! # Ok(())
            //! # }
            //! ```
        ),
        quote!(
            mod calls;
            #[cfg(feature = "events")]
            pub mod event;
        ),
        quote!(#(mod #modules;)*),
        quote! {
            pub use feishu_runtime::mock::{*, samples::{Body, RoundTrip}};
        },
        quote! {
            use crate as root;
            #[allow(unused_imports, reason = "there may be no group")]
            use feishu_runtime::{mock_operation, round_trip};
        },
        quote!(feishu_runtime::mock_server!(MOCK_OPERATIONS, root::Client);),
        quote! {
            /// All operations with their documented response.
            pub static MOCK_OPERATIONS: &[MockOperation] = &[#(#rows),*];
        },
        quote! {
            /// All documented samples, with functions that decode JSON of their kind into their type and encode it again.
            pub static ROUND_TRIPS: &[RoundTrip] = &[#(#round_trips),*];
        },
    ];
    items.into_iter().map(|tokens| Item::head(&Gate::open(), tokens)).collect()
}

/// Returns the row of an operation in the table of the mock server.
fn emit_mock_operation(operation: &Operation, relations: &Relations<'_>) -> Option<TokenStream> {
    let sample = operation.samples.iter().find(|sample| sample.kind == SampleKind::Response)?;
    let (cfg, row, path) = (emit_cfg(operation), paths::row_in_root(operation), path(operation, sample));
    let schema = matches!(operation.payload, Payload::Json(_)).then(|| {
        let schema = body_schema::name(&names::body(&operation.id));
        quote!(, body: schemas::#schema)
    });
    let wrong_type = emit_wrong_types(&operation.quirks, "response.");
    let relations = relations.name(operation).map(|name| quote!(, relations: relations::#name));
    Some(quote!(#cfg mock_operation!(root::#row, #path #wrong_type #schema #relations)))
}

fn emit_cfg(operation: &Operation) -> TokenStream {
    Gate::of_group(&operation.group).attribute()
}

/// Returns the row of a sample in the table of round trips.
fn emit_round_trip(operation: &Operation, sample: &Sample) -> Option<TokenStream> {
    let id = &operation.id;
    let (cfg, path) = (emit_cfg(operation), path(operation, sample));
    let (kind, key, root) = match sample.kind {
        SampleKind::Response => {
            let kind = match operation.data {
                DataLocation::Field => quote!(response),
                DataLocation::TopLevel => quote!(top_level_response),
            };
            (kind, names::response(id), "response.")
        }
        SampleKind::Request if matches!(operation.payload, Payload::Json(_)) => {
            (quote!(request), names::body(id), "body.")
        }
        SampleKind::Request => return None,
    };
    Some(emit_round_trip_row(&cfg, &kind, &key, &path, emit_wrong_types(&operation.quirks, root)))
}

fn emit_event_round_trip(event: &Event, sample: &EventSample) -> TokenStream {
    let (cfg, path) = (event::gate(event).attribute(), event::sample_path(event, sample));
    emit_round_trip_row(&cfg, &quote!(event), &event.payload, &path, emit_wrong_types(&event.quirks, "payload."))
}

fn emit_round_trip_row(
    cfg: &TokenStream,
    kind: &TokenStream,
    key: &str,
    path: &str,
    wrong_type: Option<TokenStream>,
) -> TokenStream {
    let (service, ty) = names::parts(key);
    let service = service.map(|service| names::ident(&names::service(service))).into_iter();
    let ty = names::ident(ty);
    quote!(#cfg round_trip!(#kind, root::model::#(#service::)* #ty, #path #wrong_type))
}

/// Returns the argument with the paths of the values that have another type than documented.
fn emit_wrong_types(quirks: &[Quirk], root: &str) -> Option<TokenStream> {
    let wrong_type = quirks.iter().filter(|quirk| quirk.kind == "wrong_type");
    let wrong_type: Vec<_> = wrong_type.filter_map(|quirk| quirk.at.strip_prefix(root)).collect();
    (!wrong_type.is_empty()).then(|| quote!(, wrong_type: [#(#wrong_type),*]))
}
