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
            //! Fields of JSON bodies, by type name.
            #![allow(non_upper_case_globals, reason = "statics are named after types")]
            #![allow(dead_code, reason = "not every group sends every type")]
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
        #[allow(unused_macros, reason = "all groups may be disabled")]
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

        #[allow(unused_macros, reason = "all groups may be disabled")]
        macro_rules! round_trip {
            ($run:ident, $($ty:ident)::+, $file:literal) => {
                RoundTrip {
                    file: concat!("samples/", $file),
                    sample: include_str!(concat!("samples/", $file)),
                    run: feishu_runtime::mock::samples::$run::<crate::model::$($ty)::+>,
                }
            };
        }
    };
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
        shapes,
        quote! {
            pub use feishu_runtime::mock::{*, samples::{Body, RoundTrip}};
        },
        quote! {
            use std::{io, net::SocketAddr, ops::Deref};
            use crate::{Client, ClientBuilder, Result};
        },
        macros,
        quote! {
            /// A mock server for all operations of this crate. Dropping it stops the server.
            ///
            /// Dereferences to [`feishu_runtime::mock::Server`], which has most of the methods.
            #[derive(Debug)]
            pub struct Server(feishu_runtime::mock::Server);
        },
        quote! {
            impl Server {
                /// Starts a server on a free port of the loopback interface.
                ///
                /// # Errors
                /// Returns an error if no port can be bound.
                pub async fn start() -> io::Result<Self> {
                    feishu_runtime::mock::Server::start(MOCKED).await.map(Self)
                }

                /// Starts a server with additional endpoints, to test a [`CustomRequest`](crate::CustomRequest).
                ///
                /// # Errors
                /// Returns an error if no port can be bound.
                ///
                /// # Examples
                ///
                /// ```
                /// use feishu_hire::{Method, Value, mock::{Mocked, Server}, operation::Operation};
                ///
                /// # #[tokio::main(flavor = "current_thread")]
                /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
                /// let path = "/open-apis/hire/v1/todos";
                /// let sample = r#"{"code": 0, "msg": "success", "data": {"items": []}}"#;
                /// let todos = Mocked { operation: Operation::endpoint(Method::Get, path), sample, check_body: None };
                /// let server = Server::start_with(&[todos]).await?;
                ///
                /// let page: Value = server.client()?.request(Method::Get, path).send().await?;
                /// assert_eq!(page["items"].as_array().map(Vec::len), Some(0));
                /// assert_eq!(server.requests_for("GET /open-apis/hire/v1/todos")?.len(), 1);
                /// # Ok(())
                /// # }
                /// ```
                pub async fn start_with(endpoints: &[Mocked]) -> io::Result<Self> {
                    feishu_runtime::mock::Server::start(&[MOCKED, endpoints].concat()).await.map(Self)
                }

                /// Starts a server at the given address.
                ///
                /// # Errors
                /// Returns an error if the address cannot be bound.
                pub async fn start_at(address: SocketAddr) -> io::Result<Self> {
                    feishu_runtime::mock::Server::start_at(MOCKED, address).await.map(Self)
                }

                /// Creates a client that is connected to this server.
                ///
                /// # Errors
                /// Returns an error if TLS cannot be initialized.
                pub fn client(&self) -> Result<Client> {
                    self.builder().build()
                }

                /// Creates a builder for a client of this server, to set options such as limits and timeouts.
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
            /// All operations with their documented response.
            pub static MOCKED: &[Mocked] = &[#(#mocked),*];
        },
        quote! {
            /// All documented samples, each with a function that reads it into its type and writes it back.
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
    let (run, key) = match sample.kind {
        SampleKind::Response => (quote!(response), names::response(id)),
        SampleKind::Request if matches!(operation.payload, Payload::Json(_)) => (quote!(request), names::body(id)),
        SampleKind::Request => return None,
    };
    let (service, ty) = names::parts(&key);
    let service = service.map(|service| names::ident(&names::service(service))).into_iter();
    let ty = names::ident(ty);
    Some(quote!(#cfg round_trip!(#run, #(#service::)* #ty, #path)))
}
