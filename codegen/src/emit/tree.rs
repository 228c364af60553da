//! The files that hold the others together: the root, the client, versions, resources.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToTitleCase;
use proc_macro2::TokenStream;
use quote::quote;

use super::{Homes, Unit, docs, file, request};
use crate::{
    model::{Api, Home, Operation, Presence},
    names,
};

const WHOLE: &str = "schema/";

/// Operations by version, then by resource, in order.
type Tree<'a> = BTreeMap<&'a str, BTreeMap<&'a str, Vec<&'a Operation>>>;

pub(super) fn files(api: &Api, homes: &Homes<'_>) -> Vec<Unit> {
    let mut tree: Tree<'_> = BTreeMap::new();
    for operation in &api.operations {
        tree.entry(&operation.id.version).or_default().entry(&operation.id.resource).or_default().push(operation);
    }
    let mut units = vec![
        Unit::rust("src/lib.rs", WHOLE, root(&tree)),
        Unit::rust("src/client.rs", WHOLE, client(api, &tree)),
        Unit::rust("src/operation.rs", WHOLE, table(api)),
        Unit::rust("src/error_code.rs", "schema/errors.yaml", error_codes(api)),
        Unit::rust("src/types.rs", "schema/types/", types(homes)),
    ];
    for (version, resources) in &tree {
        units.push(Unit::rust(format!("src/{version}.rs"), WHOLE, version_file(version, resources)));
        for (resource, operations) in resources {
            let path = format!("src/{version}/{resource}.rs");
            units.push(Unit::rust(path, WHOLE, resource_file(homes, resource, operations)));
        }
    }
    units
}

fn root(tree: &Tree<'_>) -> Vec<TokenStream> {
    let versions = tree.keys().map(|version| names::ident(version));
    let runtime: Vec<_> =
        names::RUNTIME.iter().filter(|name| **name != "Client").map(|name| names::ident(name)).collect();
    let features = names::RUNTIME_FEATURES.iter().map(|(feature, _)| feature);
    let featured = names::RUNTIME_FEATURES.iter().map(|(_, name)| names::ident(name));
    vec![
        quote!(
            #![doc = include_str!("../README.md")]
        ),
        quote! {
            #[rustfmt::skip]
            mod client;
            #[rustfmt::skip]
            pub mod error_code;
            #[cfg(feature = "mock")]
            #[rustfmt::skip]
            pub mod mock;
            #[rustfmt::skip]
            pub mod operation;
            #[rustfmt::skip]
            pub mod types;
            #(
                #[rustfmt::skip]
                pub mod #versions;
            )*
        },
        quote! {
            pub use client::Client;
            pub use feishu_runtime::wire::Map;
            #[rustfmt::skip]
            pub use feishu_runtime::{#(#runtime),*};
            #(
                #[cfg(feature = #features)]
                pub use feishu_runtime::#featured;
            )*
            pub use types::*;
        },
    ]
}

fn client(api: &Api, tree: &Tree<'_>) -> Vec<TokenStream> {
    let versions: Vec<_> = tree.keys().map(|version| names::ident(version)).collect();
    let types: Vec<_> = tree.keys().map(|version| names::ident(&names::version(version))).collect();
    let method_docs = tree.keys().map(|version| docs::doc(&format!("Operations of {version}.")));
    // Downloads alone ask for it, and what nobody asks for is a warning.
    let runtime = file::is_used(api).then(|| {
        quote! {
            /// What the runtime knows it as.
            pub(crate) fn runtime(&self) -> &feishu_runtime::Client {
                &self.0
            }
        }
    });
    vec![
        quote! {
            use feishu_runtime::{ClientBuilder, Result};
            use crate::{#(#versions::#types),*};
        },
        quote! {
            /// The client: an app in a tenant, with its connections, tokens and rate limits. Cloning it is cheap and shares all of them.
            #[derive(Clone, Debug)]
            pub struct Client(feishu_runtime::Client);
        },
        quote! {
            impl Client {
                /// Starts a client for a custom app (自建应用), or with [`ClientBuilder::store_app`] for a store app (商店应用); id and secret are
                /// on the app's page in the developer console.
                pub fn builder(app_id: impl Into<String>, app_secret: impl Into<String>) -> ClientBuilder<Self> {
                    ClientBuilder::new(app_id, app_secret)
                }

                /// Starts a client for a token that you bring. It is neither renewed nor replaced.
                pub fn builder_with_token(token: impl Into<String>) -> ClientBuilder<Self> {
                    ClientBuilder::with_token(token)
                }

                /// The same client for one company (企业), by its tenant key: with its own token and rate limits.
                ///
                /// A store app needs it for every call. For a custom app it says only for whom calls are counted. A token that was given stays. The client
                /// remembers each tenant, with its token and what it called: do not pass keys that anybody could have made up.
                #[must_use]
                pub fn tenant(&self, tenant_key: impl Into<String>) -> Self {
                    Self(self.0.tenant(tenant_key))
                }

                /// The same client with a token that you bring, a tenant's or a user's, for one call or for many. It is neither renewed nor
                /// replaced.
                ///
                /// # Errors
                /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for a token that cannot stand in a header.
                pub fn with_token(&self, token: impl AsRef<str>) -> Result<Self> {
                    self.0.with_token(token).map(Self)
                }

                /// Hands over the app ticket that Feishu pushes to a store app each hour, as the event `app_ticket`.
                ///
                /// # Errors
                /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for a client that is not a store app's, or when the token
                /// cache fails.
                pub async fn set_app_ticket(&self, ticket: impl AsRef<str>) -> Result<()> {
                    self.0.set_app_ticket(ticket).await
                }

                #(
                    #method_docs
                    #[must_use]
                    pub fn #versions(&self) -> #types {
                        #types(self.0.clone())
                    }
                )*

                #runtime
            }
        },
        quote! {
            impl From<feishu_runtime::Client> for Client {
                fn from(client: feishu_runtime::Client) -> Self {
                    Self(client)
                }
            }
        },
    ]
}

fn table(api: &Api) -> Vec<TokenStream> {
    let rows = api.operations.iter().map(row);
    vec![
        quote!(
            //! What is known of every operation without calling it.
        ),
        quote!(
            pub use feishu_runtime::operation::*;
        ),
        quote! {
            /// Every operation of this crate, sorted by id.
            pub static ALL: &[&Operation] = &[#(&#rows),*];
        },
    ]
}

/// The path of an operation's row.
pub(super) fn row(operation: &Operation) -> TokenStream {
    let id = &operation.id;
    let (version, resource) = (names::ident(&id.version), names::ident(&id.resource));
    let constant = names::ident(&names::constant(&id.method));
    quote!(crate::#version::#resource::#constant)
}

/// The path of a type of an operation's own.
pub(super) fn own_type(operation: &Operation, name: &str) -> TokenStream {
    let id = &operation.id;
    let (version, resource, name) = (names::ident(&id.version), names::ident(&id.resource), names::ident(name));
    quote!(crate::#version::#resource::#name)
}

fn error_codes(api: &Api) -> Vec<TokenStream> {
    let mut items = vec![quote!(
        //! Error codes of the API, to compare [`Error::code`](crate::Error::code) with.
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
    items
}

fn types(homes: &Homes<'_>) -> Vec<TokenStream> {
    let topics: Vec<_> = homes.topics().map(names::ident).collect();
    let wires: Vec<_> = homes.topics().map(|topic| names::ident(&format!("{topic}_wire"))).collect();
    vec![
        quote!(
            //! Types that several operations share.
        ),
        quote! {
            #(mod #topics; mod #wires;)*
        },
        quote! {
            #(pub use #topics::*;)*
        },
    ]
}

fn version_file(version: &str, resources: &BTreeMap<&str, Vec<&Operation>>) -> Vec<TokenStream> {
    let title = format!("Operations of {version}, by resource.");
    let doc = docs::doc(&title);
    let name = names::ident(&names::version(version));
    let modules: Vec<_> = resources.keys().map(|resource| names::ident(resource)).collect();
    let types: Vec<_> = resources.keys().map(|resource| names::ident(&names::resource(resource))).collect();
    let method_docs = resources.keys().map(|resource| docs::doc(&format!("Operations on {}.", phrase(resource))));
    vec![
        docs::module(&title),
        quote!(#(pub mod #modules;)*),
        quote! {
            use feishu_runtime::Client;
        },
        quote! {
            #doc
            #[derive(Clone, Debug)]
            pub struct #name(pub(crate) Client);
        },
        quote! {
            impl #name {
                #(
                    #method_docs
                    #[must_use]
                    pub fn #modules(&self) -> #modules::#types {
                        #modules::#types(self.0.clone())
                    }
                )*
            }
        },
    ]
}

fn resource_file(homes: &Homes<'_>, resource: &str, operations: &[&Operation]) -> Vec<TokenStream> {
    let title = format!("Operations on {}.", phrase(resource));
    let doc = docs::doc(&title);
    let name = names::ident(&names::resource(resource));
    let modules: BTreeSet<&str> = operations.iter().map(|operation| operation.id.method.as_str()).collect();
    let models: Vec<_> = modules.iter().map(|method| names::ident(method)).collect();
    let wires: Vec<_> = modules.iter().map(|method| names::ident(&format!("{method}_wire"))).collect();
    let constants = modules.iter().map(|method| names::ident(&names::constant(method)));
    let methods = operations.iter().map(|operation| method(operation));
    let imports = imports(homes, operations);
    vec![
        docs::module(&title),
        quote!(#(mod #models; mod #wires;)*),
        quote!(#(pub use #models::*;)*),
        quote!(#(pub use #wires::OPERATION as #constants;)*),
        quote! {
            use feishu_runtime::Client;
            #imports
        },
        quote! {
            #doc
            #[derive(Clone, Debug)]
            pub struct #name(pub(super) Client);
        },
        quote! {
            impl #name {
                #(#methods)*
            }
        },
    ]
}

/// What the arguments need of the root; types of the resource's own operations are there already.
fn imports(homes: &Homes<'_>, operations: &[&Operation]) -> TokenStream {
    let mut used = BTreeSet::new();
    let mut own = BTreeSet::new();
    for operation in operations {
        let required = operation.parameters().filter(|field| field.presence == Presence::Required);
        required.for_each(|field| super::types::names_in(&field.ty, &mut used));
        if let Some(types) = homes.types.get(&Home::Operation(operation.id.to_string())) {
            own.extend(types.own());
        }
    }
    super::use_from_root(&used, &own)
}

fn method(operation: &Operation) -> TokenStream {
    let (method, request_name) = (names::ident(&operation.id.method), names::request(&operation.id));
    let request = names::ident(&request_name);
    let doc = docs::doc(&format!(
        "{} ({})\n\n{}\n\n`{} {}`; the rest is told at [`{request_name}`].",
        operation.title,
        operation.zh,
        operation.doc.trim(),
        operation.method.as_str(),
        operation.path,
    ));
    let (names, types): (Vec<_>, Vec<_>) = request::arguments(operation).into_iter().unzip();
    let deprecated = operation.deprecated.as_ref().map(|retired| {
        let note = docs::retired(retired);
        quote!(#[deprecated = #note])
    });
    quote! {
        #doc
        #deprecated
        pub fn #method(&self, #(#names: #types),*) -> #request {
            #request::new(self.0.clone(), #(#names),*)
        }
    }
}

/// `interview_record` becomes `interview records`.
fn phrase(resource: &str) -> String {
    let words = resource.to_title_case().to_lowercase();
    match words.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{words}s"),
    }
}
