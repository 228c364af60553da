//! Emits the payloads of events, the enum of all events, and the samples that the mock server sends.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::Context,
    docs,
    emitted_file::EmittedFile,
    gate::Gate,
    homes::Types,
    scope::{Item, head},
    types,
};
use crate::{
    model::{Api, Event, EventId, EventSample, Home},
    names, words,
};

/// Emits the two files of the payload of an event.
pub(super) fn emit_payload(context: &Context<'_>, event: &Event) -> [EmittedFile; 2] {
    let EventId { service, resource, name, version } = &event.id;
    let home = Home::Event(event.id.clone());
    let origin = home.file();
    let empty = Types::default();
    let types = context.homes.types.get(&home).unwrap_or(&empty);
    let path = format!("src/events/{service}/{version}/{resource}/{name}");
    // The gate is applied to the module declaration.
    let model = types.emit_models(&|_| Gate::open(), &context.id_uses);
    let wire = types.emit_wires(&|_| Gate::open());
    [
        context.create_unit(format!("{path}.rs"), &origin, model, &types.paths()),
        context.create_unit(format!("{path}_wire.rs"), &origin, wire, &BTreeSet::new()),
    ]
}

/// Emits the files that connect the payloads.
pub(super) fn emit_files(context: &Context<'_>) -> Vec<EmittedFile> {
    let api = context.api;
    let none = BTreeSet::new();
    let mut units = vec![
        context.create_unit("src/event.rs", "schema/", emit_event_enum(api), &none),
        context.create_unit("src/mock/event.rs", "schema/", emit_samples(api), &none),
    ];
    if !api.events.is_empty() {
        units.push(context.create_unit("src/events.rs", "schema/", emit_modules(api), &none));
    }
    units
}

/// Emits the module and the names of the types that the file of an event defines, for their re-export.
pub(super) fn emit_reexport(context: &Context<'_>, event: &Event) -> Option<(TokenStream, Vec<String>)> {
    let types = context.homes.types.get(&Home::Event(event.id.clone()))?;
    let EventId { service, resource, name, version } = &event.id;
    let path = [service, version, resource, name].map(|part| names::ident(part));
    Some((quote!(crate::events::#(#path)::*), types.names()))
}

/// The gate of an event.
pub(super) fn gate(event: &Event) -> Gate {
    Gate::of_group(&event.group)
}

/// Emits `events.rs`: the modules of all payloads, nested as in the schema.
fn emit_modules(api: &Api) -> Vec<Item> {
    let mut tree: BTreeMap<[&str; 3], TokenStream> = BTreeMap::new();
    for event in &api.events {
        let EventId { service, resource, name, version } = &event.id;
        let (model, wire) = (names::ident(name), names::ident(&format!("{name}_wire")));
        let cfg = gate(event).attribute();
        let modules = quote! {
            #cfg
            #[rustfmt::skip]
            pub(crate) mod #model;
            #cfg
            #[rustfmt::skip]
            mod #wire;
        };
        tree.entry([service, version, resource]).or_default().extend(modules);
    }
    let mut services: BTreeMap<&str, BTreeMap<&str, TokenStream>> = BTreeMap::new();
    for ([service, version, resource], modules) in tree {
        let resource = names::ident(resource);
        let modules = quote!(pub(crate) mod #resource { #modules });
        services.entry(service).or_default().entry(version).or_default().extend(modules);
    }
    let services = services.into_iter().map(|(service, versions)| {
        let versions = versions.into_iter().map(|(version, modules)| {
            let version = names::ident(version);
            quote!(pub(crate) mod #version { #modules })
        });
        let service = names::ident(service);
        quote!(pub(crate) mod #service { #(#versions)* })
    });
    let doc = quote!(
        //! Payloads of events.
    );
    std::iter::once(doc).chain(services).map(head).collect()
}

/// Emits `event.rs`: the enum of all events.
fn emit_event_enum(api: &Api) -> Vec<Item> {
    let variants: TokenStream = api.events.iter().map(emit_variant).collect();
    let arms = api.events.iter().map(|event| {
        let (cfg, id) = (gate(event).attribute(), event.id.to_string());
        let variant = names::ident(&names::event_variant(&event.id));
        quote! {
            #cfg
            #id => {
                let (payload, mismatches) = read_data(&data);
                (Self::#variant(payload), mismatches)
            }
        }
    });
    let other = names::ident(names::OTHER_EVENT);
    let (module, list) = (docs::emit_module_doc(MODULE), docs::emit_module_doc(&format_table(api)));
    let items = [
        quote!(#module #![doc = ""] #list),
        quote! {
            pub use feishu_runtime::event::*;
        },
        quote! {
            /// An event, with a variant for each documented type.
            ///
            /// Payloads are read like responses: unknown keys are kept, and values of another type than documented are in
            /// [`Envelope::mismatches`]. `Debug` does not show personal data.
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum Event {
                #variants
                /// An event of another type, or of a group that is not enabled.
                #other(RawEvent),
            }
        },
        quote! {
            impl EventType for Event {
                #[inline]
                fn read(event_type: &str, data: crate::RawJson) -> (Self, Vec<crate::Mismatch>) {
                    match event_type {
                        #(#arms)*
                        _ => {
                            let (event, mismatches) = RawEvent::read(event_type, data);
                            (Self::#other(event), mismatches)
                        }
                    }
                }
            }
        },
    ];
    items.into_iter().map(head).collect()
}

const MODULE: &str = "\
Events that Feishu pushes: received by webhook ([`Receiver`]) or by long connection (`EventStream`), each processed once ([`Deduplicator`]), and read \
into the enum [`Event`].

# Examples

```
use feishu_hire::event::{Event, Headers, Receiver, Received};

let receiver = Receiver::builder().verification_token(\"v-token\").build()?;
let body = br#\"{\"schema\": \"2.0\", \"event\": {\"talent_id\": \"6949805467799537964\"}, \"header\": {\"token\": \"v-token\",
    \"event_id\": \"f7984f25108f8137722bb63cee927e66\", \"event_type\": \"hire.talent.deleted_v1\"}}\"#;
if let Received::Event(envelope) = receiver.receive(Headers::none(), body)? {
    match envelope.event {
        Event::TalentDeleted(deleted) => println!(\"delete the copy of {:?}\", deleted.talent_id),
        Event::Other(event) => println!(\"not handled: {}\", event.event_type),
        _ => {}
    }
}
# Ok::<(), Box<dyn std::error::Error>>(())
```";

/// Formats a table of all events.
fn format_table(api: &Api) -> String {
    let row = |event: &Event| {
        let title = words::cell(&docs::with_zh(&event.title, Some(&event.zh)));
        let variant = names::event_variant(&event.id);
        format!("| [`{variant}`](Event::{variant}) | `{}` | {title} |\n", event.id)
    };
    let rows: String = api.events.iter().map(row).collect();
    if rows.is_empty() {
        rows
    } else {
        format!("# Events\n\n| variant | event and payload | title |\n| --- | --- | --- |\n{rows}")
    }
}

fn emit_variant(event: &Event) -> TokenStream {
    let (cfg, doc) = (gate(event).attribute(), docs::emit_doc(&docs::describe_event(event)));
    let (name, alias) = (names::ident(&names::event_variant(&event.id)), names::alias(&event.zh));
    let payload = types::emit_named(&event.payload);
    // Payloads are always boxed. A field that Feishu adds then changes neither the size of the enum nor the type of the variant.
    quote! {
        #doc
        #[doc(alias = #alias)]
        #cfg
        #name(Box<#payload>),
    }
}

/// Emits `mock/event.rs`: the samples.
fn emit_samples(api: &Api) -> Vec<Item> {
    let rows = api.events.iter().filter_map(|event| {
        let (cfg, id) = (gate(event).attribute(), event.id.to_string());
        let path = format!("../samples/{}", sample_path(event, event.samples.first()?));
        Some(quote!(#cfg (#id, include_str!(#path))))
    });
    let items = [
        quote!(
            //! Events, sent as Feishu does: by webhook or by long connection.
            //!
            //! # Examples
            //!
            //! ```
            //! use feishu_hire::event::{Event, Headers, Received, Receiver};
            //! use feishu_hire::mock::event::{Webhook, sample};
            //!
            //! let webhook = Webhook::new("http://127.0.0.1:3000/events").verification_token("v-token");
            //! let request = webhook.request(&sample("hire.talent.deleted_v1").expect("a documented event"));
            //!
            //! let receiver = Receiver::builder().verification_token("v-token").build()?;
            //! let received = receiver.receive::<Event>(Headers::new(|name| request.header(name)), request.body())?;
            //! assert!(matches!(received, Received::Event(envelope) if matches!(envelope.event, Event::TalentDeleted(_))));
            //! # Ok::<(), Box<dyn std::error::Error>>(())
            //! ```
        ),
        quote! {
            pub use feishu_runtime::mock::event::*;
        },
        quote! {
            /// The documented samples of all events: the type and the JSON text with its envelope.
            static SAMPLES: &[(&str, &str)] = &[#(#rows),*];
        },
        quote!(feishu_runtime::event_samples!(SAMPLES);),
    ];
    items.into_iter().map(head).collect()
}

/// Returns the path of a sample relative to `samples/`.
pub(super) fn sample_path(event: &Event, sample: &EventSample) -> String {
    let stem = event.id.stem();
    let folder = stem.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{}", sample.file)
}
