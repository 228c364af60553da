//! The documented samples: copies of the files, the mock server that answers them, and the list of round trips.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Content, Unit, shape, tree};
use crate::{
    model::{Api, Operation, Payload, Sample, SampleKind},
    names,
};

pub(super) fn files(api: &Api) -> Vec<Unit> {
    let mut units: Vec<_> = api
        .operations
        .iter()
        .flat_map(|operation| operation.samples.iter().map(move |sample| copy(operation, sample)))
        .collect();
    units.push(Unit::rust("src/mock.rs", "schema/", mock(api)));
    units
}

fn copy(operation: &Operation, sample: &Sample) -> Unit {
    let path = path(operation, sample);
    Unit { path: format!("src/{path}"), origin: String::new(), content: Content::Verbatim(sample.text.clone()) }
}

/// Relative to the crate's `src`.
fn path(operation: &Operation, sample: &Sample) -> String {
    let id = &operation.id;
    format!("samples/{}/{}/{}/{}", id.service, id.version, id.resource, sample.file)
}

fn mock(api: &Api) -> Vec<TokenStream> {
    let mocked = api.operations.iter().filter_map(|operation| {
        let sample = operation.samples.iter().find(|sample| sample.kind == SampleKind::Response)?;
        let (row, path) = (tree::row(operation), path(operation, sample));
        let body = match operation.payload {
            Payload::Json(_) => {
                let shape = names::ident(&names::body(&operation.id));
                quote!(Some(|body| check_body(&shapes::#shape, body)))
            }
            Payload::None | Payload::Form(_) => quote!(None),
        };
        Some(quote!(Mocked { operation: &#row, sample: include_str!(#path), check_body: #body }))
    });
    let round_trips: Vec<_> = api
        .operations
        .iter()
        .flat_map(|operation| operation.samples.iter().filter_map(move |sample| round_trip(operation, sample)))
        .collect();
    vec![
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
        quote! {
            use std::{io, net::SocketAddr, ops::Deref};
            pub use feishu_runtime::{mock::*, samples::{Body, RoundTrip}};
            use feishu_runtime::samples;
            use crate::{Client, ClientBuilder, Result};
        },
        quote! {
            /// A mock server of every operation of this crate; it stops when it is dropped.
            ///
            /// What it can be told stands at [`feishu_runtime::mock::Server`], which it derefs to.
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
            /// Every documented sample, with a function that reads it into its type and writes it back.
            pub static ROUND_TRIPS: &[RoundTrip] = &[#(#round_trips),*];
        },
        shape::module(api),
    ]
}

fn round_trip(operation: &Operation, sample: &Sample) -> Option<TokenStream> {
    let id = &operation.id;
    let path = path(operation, sample);
    let (run, name) = match sample.kind {
        SampleKind::Response => (quote!(samples::response), names::response(id)),
        SampleKind::Request if matches!(operation.payload, Payload::Json(_)) => {
            (quote!(samples::request), names::body(id))
        }
        SampleKind::Request => return None,
    };
    let ty = tree::own_type(operation, &name);
    Some(quote!(RoundTrip { file: #path, sample: include_str!(#path), run: #run::<#ty> }))
}
