//! The documented samples: copies of the files, the mock server that answers them, and the list of round trips.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Content, Pieces, Unit, gate::Gate, scope::Item, shape, tree};
use crate::{
    model::{Api, Operation, Payload, Sample, SampleKind},
    names,
};

pub(super) fn files(pieces: &Pieces<'_>) -> Vec<Unit> {
    let api = pieces.api;
    let mut units: Vec<_> = api
        .operations
        .iter()
        .flat_map(|operation| operation.samples.iter().map(move |sample| copy(operation, sample)))
        .collect();
    let shapes = shape::statics(api);
    let none = BTreeSet::new();
    units.push(pieces.rust("src/mock.rs", "schema/", mock(api, !shapes.is_empty()), &none));
    if !shapes.is_empty() {
        let doc = quote!(
            //! The fields of JSON bodies, by the names of their types.
            #![allow(non_upper_case_globals, reason = "the names are those of types")]
            #![allow(dead_code, reason = "a group may receive what another one sends")]
        );
        let head = Item::head(&Gate::open(), doc);
        let items = std::iter::once(head).chain(shapes).collect();
        units.push(pieces.rust("src/mock/shapes.rs", "schema/", items, &none));
    }
    units
}

fn copy(operation: &Operation, sample: &Sample) -> Unit {
    let path = path(operation, sample);
    Unit { path: format!("src/samples/{path}"), origin: String::new(), content: Content::Verbatim(sample.text.clone()) }
}

/// Relative to the folder of the samples.
fn path(operation: &Operation, sample: &Sample) -> String {
    let id = &operation.id;
    format!("{}/{}/{}/{}", id.service, id.version, id.resource, sample.file)
}

fn mock(api: &Api, has_shapes: bool) -> Vec<Item> {
    let mocked = api.operations.iter().filter_map(|operation| {
        let sample = operation.samples.iter().find(|sample| sample.kind == SampleKind::Response)?;
        let (cfg, row, path) = (cfg(operation), tree::row_in_root(operation), path(operation, sample));
        let check = match operation.payload {
            Payload::Json(_) => {
                let shape = shape::name(&names::body(&operation.id));
                quote!(, #shape)
            }
            Payload::None | Payload::Form(_) => TokenStream::new(),
        };
        Some(quote!(#cfg mocked!(#row, #path #check)))
    });
    let mocked: Vec<_> = mocked.collect();
    let round_trips: Vec<_> = api
        .operations
        .iter()
        .flat_map(|operation| operation.samples.iter().filter_map(move |sample| round_trip(operation, sample)))
        .collect();
    let shapes = if has_shapes {
        quote!(
            mod shapes;
        )
    } else {
        TokenStream::new()
    };
    let macros = quote! {
        #[allow(unused_macros, reason = "there may be no group")]
        macro_rules! mocked {
            ($($row:ident)::+, $file:literal) => {
                Mocked { operation: &crate::$($row)::+, sample: include_str!(concat!("samples/", $file)), check_body: None }
            };
            ($($row:ident)::+, $file:literal, $shape:ident) => {
                Mocked {
                    operation: &crate::$($row)::+,
                    sample: include_str!(concat!("samples/", $file)),
                    check_body: Some(|body| check_body(&shapes::$shape, body)),
                }
            };
        }

        #[allow(unused_macros, reason = "there may be no group")]
        macro_rules! round_trip {
            ($kind:ident, $($ty:ident)::+, $file:literal) => {
                RoundTrip::$kind::<crate::model::$($ty)::+>(
                    concat!("samples/", $file),
                    include_str!(concat!("samples/", $file)),
                )
            };
        }
    };
    let items = [
        quote!(
            //! A mock Feishu server for tests: it answers every operation with its documented sample, checks what it receives
            //! and fails on demand.
            //!
            //! ```
            //! # #[tokio::main(flavor = "current_thread")]
            //! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
            //! let server = feishu_hire::mock::Server::start().await?;
            //! let client = server.client()?;
            //! let note = client.v1().note().create("6949805467799537964", "Came back to us.").send().await?;
            //! # assert!(note.note.is_some());
            //! # Ok(())
            //! # }
            //! ```
        ),
        shapes,
        quote! {
            pub use feishu_runtime::{mock::*, samples::{Body, RoundTrip}};
        },
        quote! {
            use std::{io, net::SocketAddr, ops::Deref};
            use crate::{Client, ClientBuilder, Result};
        },
        macros,
        quote! {
            /// A mock server of every operation of this crate; it stops when it is dropped.
            ///
            /// Its methods are those of [`feishu_runtime::mock::Server`], to which it derefs.
            #[derive(Debug)]
            pub struct Server(feishu_runtime::mock::Server);
        },
        quote! {
            impl Server {
                /// Starts on a free port of this machine.
                ///
                /// # Errors
                /// When no port can be had.
                pub async fn start() -> io::Result<Self> {
                    feishu_runtime::mock::Server::start(MOCKED).await.map(Self)
                }

                /// Starts at an address.
                ///
                /// # Errors
                /// When the address cannot be had.
                pub async fn start_at(address: SocketAddr) -> io::Result<Self> {
                    feishu_runtime::mock::Server::start_at(MOCKED, address).await.map(Self)
                }

                /// A client of this server.
                ///
                /// # Errors
                /// When TLS cannot be set up.
                pub fn client(&self) -> Result<Client> {
                    self.builder().build()
                }

                /// A client of this server in the making, to be given other limits or timeouts.
                pub fn builder(&self) -> ClientBuilder<Client> {
                    Client::builder("cli_mock", "secret-of-the-mock").base_url(self.base_url())
                }
            }
        },
        quote! {
            impl Deref for Server {
                type Target = feishu_runtime::mock::Server;

                fn deref(&self) -> &Self::Target {
                    &self.0
                }
            }
        },
        quote! {
            /// Every operation with the answer that its page documents.
            pub static MOCKED: &[Mocked] = &[#(#mocked),*];
        },
        quote! {
            /// Every documented sample, with functions that read JSON of its kind into its type and write it back.
            pub static ROUND_TRIPS: &[RoundTrip] = &[#(#round_trips),*];
        },
    ];
    items.into_iter().map(|tokens| Item::head(&Gate::open(), tokens)).collect()
}

fn cfg(operation: &Operation) -> TokenStream {
    Gate::of_group(&operation.group).attribute()
}

fn round_trip(operation: &Operation, sample: &Sample) -> Option<TokenStream> {
    let id = &operation.id;
    let (cfg, path) = (cfg(operation), path(operation, sample));
    let (kind, key) = match sample.kind {
        SampleKind::Response => (quote!(response), names::response(id)),
        SampleKind::Request if matches!(operation.payload, Payload::Json(_)) => (quote!(request), names::body(id)),
        SampleKind::Request => return None,
    };
    let (service, ty) = names::parts(&key);
    let service = service.map(|service| names::ident(&names::service(service))).into_iter();
    let ty = names::ident(ty);
    Some(quote!(#cfg round_trip!(#kind, #(#service::)* #ty, #path)))
}
