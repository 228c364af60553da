//! The files that hold the others together: the root, the client, types, services, versions, resources.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToTitleCase;
use proc_macro2::TokenStream;
use quote::quote;

use super::{Pieces, Unit, docs, file, gate::Gate, request, scope::Item, table};
use crate::{
    model::{Api, Home, Operation, OperationId},
    names,
};

const WHOLE: &str = "schema/";

/// Operations by resource, in order.
type Resources<'a> = BTreeMap<&'a str, Vec<&'a Operation>>;

/// Operations by version, then by resource.
type Versions<'a> = BTreeMap<&'a str, Resources<'a>>;

/// Operations by service, the crate's own and the others.
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
            let versions = if id.service == names::OWN_SERVICE {
                &mut tree.own
            } else {
                tree.services.entry(&id.service).or_default()
            };
            versions.entry(&id.version).or_default().entry(&id.resource).or_default().push(operation);
        }
        tree
    }
}

pub(super) fn files(pieces: &Pieces<'_>) -> Vec<Unit> {
    let api = pieces.api;
    let tree = Tree::of(api);
    let none = BTreeSet::new();
    let mut units = vec![
        pieces.rust("src/lib.rs", WHOLE, root(&tree), &none),
        pieces.rust("src/client.rs", WHOLE, client(api, &tree), &none),
        pieces.rust("src/operation.rs", WHOLE, table(api), &none),
        pieces.rust("src/error_code.rs", "schema/errors.yaml", error_codes(api), &none),
        pieces.rust("src/types.rs", "schema/types/", types(pieces), &none),
        pieces.rust("src/model.rs", WHOLE, model(pieces), &none),
    ];
    for (service, versions) in &tree.services {
        let module = names::service(service);
        units.push(pieces.rust(format!("src/{module}.rs"), WHOLE, service_file(service, versions), &none));
        units.extend(version_files(pieces, &format!("src/{module}"), versions));
    }
    units.extend(version_files(pieces, "src", &tree.own));
    units
}

fn version_files(pieces: &Pieces<'_>, folder: &str, versions: &Versions<'_>) -> Vec<Unit> {
    let none = BTreeSet::new();
    let mut units = Vec::new();
    for (version, resources) in versions {
        units.push(pieces.rust(format!("{folder}/{version}.rs"), WHOLE, version_file(version, resources), &none));
        for (resource, operations) in resources {
            let path = format!("{folder}/{version}/{resource}.rs");
            let own = operations.iter().map(|it| format!("self::{}", names::request(&it.id)));
            let own = own.chain([format!("self::{}", names::resource(resource))]).collect();
            units.push(pieces.rust(path, WHOLE, resource_file(resource, operations), &own));
        }
    }
    units
}

/// The folder of an operation's files.
pub(super) fn folder(id: &OperationId) -> String {
    let service =
        if id.service == names::OWN_SERVICE { String::new() } else { format!("{}/", names::service(&id.service)) };
    format!("src/{service}{}/{}", id.version, id.resource)
}

/// The module of a resource.
fn module(id: &OperationId) -> TokenStream {
    let (version, resource) = (names::ident(&id.version), names::ident(&id.resource));
    if id.service == names::OWN_SERVICE {
        return quote!(crate::#version::#resource);
    }
    let service = names::ident(&names::service(&id.service));
    quote!(crate::#service::#version::#resource)
}

fn head(tokens: TokenStream) -> Item {
    Item::head(&Gate::open(), tokens)
}

/// The gate of several operations.
fn gate(operations: &[&Operation]) -> Gate {
    let gates: Vec<Gate> = operations.iter().map(|operation| Gate::of_group(&operation.group)).collect();
    Gate::any(&gates)
}

fn root(tree: &Tree<'_>) -> Vec<Item> {
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
        head(quote! {
            #[rustfmt::skip]
            mod client;
            #[rustfmt::skip]
            pub mod error_code;
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

/// Every type of the schema, whatever file defines it.
fn model(pieces: &Pieces<'_>) -> Vec<Item> {
    let api = pieces.api;
    let mut services: BTreeMap<Option<&str>, Vec<TokenStream>> = BTreeMap::new();
    for topic in pieces.homes.topics() {
        let Some(types) = pieces.homes.types.get(&Home::Shared(topic.to_owned())) else { continue };
        let topic = names::ident(topic);
        for (gate, types) in types.by_gate(&|groups| Gate::of_type(api, groups)) {
            services.entry(None).or_default().push(exported(&gate, &quote!(crate::types::#topic), types.names()));
        }
    }
    let empty = super::Types::default();
    for operation in &api.operations {
        let id = &operation.id;
        let types = pieces.homes.types.get(&Home::Operation(id.to_string())).unwrap_or(&empty);
        let (module, file) = (module(id), names::ident(&id.method));
        let messages = super::model::Messages::of(operation);
        let own = messages.objects.iter().map(|object| names::bare(&object.name).to_owned());
        let names = types.names().into_iter().chain(own).collect();
        let exports = exported(&Gate::of_group(&operation.group), &quote!(#module::#file), names);
        let service = Some(id.service.as_str()).filter(|service| *service != names::OWN_SERVICE);
        services.entry(service).or_default().push(exports);
    }
    let mut items = vec![head(quote!(
        //! Every type of the API: objects, enums, ids, and the bodies and responses of operations.
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

/// What clients, services and versions have of their parts: a method each.
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

/// A service beside the crate's own.
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
    // Downloads alone ask for it, and what nobody asks for is a warning.
    let runtime = file::gate(api).map(|gate| {
        let cfg = gate.attribute();
        quote! {
            /// The client that the runtime knows.
            #cfg
            pub(crate) fn runtime(&self) -> &feishu_runtime::Client {
                &self.0
            }
        }
    });
    let items = vec![
        quote! {
            use feishu_runtime::{ClientBuilder, CustomRequest, Method, RateLimitMetrics, Result, operation::Operation};
        },
        quote! {
            /// The client: an app in a tenant, with its connections, tokens and rate limits. Cloning it is cheap
            /// and shares all of them.
            #[derive(Clone, Debug)]
            pub struct Client(feishu_runtime::Client);
        },
        quote! {
            impl Client {
                /// Starts a client for a custom app (自建应用), or with [`ClientBuilder::store_app`] for a store app
                /// (商店应用); id and secret are on the app's page in the developer console.
                pub fn builder(app_id: impl Into<String>, app_secret: impl Into<String>) -> ClientBuilder<Self> {
                    ClientBuilder::new(app_id, app_secret)
                }

                /// Starts a client for a token that you bring. It is neither renewed nor replaced.
                pub fn builder_with_token(token: impl Into<String>) -> ClientBuilder<Self> {
                    ClientBuilder::with_token(token)
                }

                /// The same client for one company (企业), by its tenant key: with its own token and rate limits.
                ///
                /// A store app needs it for every call. For a custom app it says only for whom calls are counted. A
                /// token that was given stays. The client remembers each tenant, with its token and what it called: do
                /// not pass keys that anybody could have made up.
                #[must_use]
                pub fn tenant(&self, tenant_key: impl Into<String>) -> Self {
                    Self(self.0.tenant(tenant_key))
                }

                /// The same client with a token that you bring, a tenant's or a user's, for one call or for many. It is
                /// neither renewed nor replaced.
                ///
                /// # Errors
                /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for a token that cannot stand in a
                /// header.
                pub fn with_token(&self, token: impl AsRef<str>) -> Result<Self> {
                    self.0.with_token(token).map(Self)
                }

                /// Hands over the app ticket that Feishu pushes to a store app each hour, as the event `app_ticket`.
                ///
                /// # Errors
                /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for a client that is not a store
                /// app's, or when the token cache fails.
                pub async fn set_app_ticket(&self, ticket: impl AsRef<str>) -> Result<()> {
                    self.0.set_app_ticket(ticket).await
                }

                /// Creates a request to an endpoint that this crate does not bind, with this client's tokens, rate limits
                /// and retries. `path` is a template, such as `/open-apis/hire/v1/talents/:talent_id`; see
                /// [`CustomRequest`].
                ///
                /// # Examples
                ///
                /// ```no_run
                /// # async fn example(client: feishu_hire::Client) -> feishu_hire::Result<()> {
                /// use feishu_hire::{Method, Value};
                ///
                /// let todos = client.request(Method::Get, "/open-apis/hire/v1/todos").query("type", "offer");
                /// let page: Value = todos.send().await?;
                /// # let _ = page;
                /// # Ok(())
                /// # }
                /// ```
                pub fn request(&self, method: Method, path: &'static str) -> CustomRequest {
                    self.0.request(method, path)
                }

                /// Returns the state of the rate limiter of an operation in this tenant, for metrics: the number of
                /// waiting calls and of free permits. The operation is the constant beside its request, such as
                /// `v1::interview::LIST`.
                #[must_use]
                pub fn rate_limit_metrics(&self, operation: &'static Operation) -> RateLimitMetrics {
                    self.0.rate_limit_metrics(operation)
                }

                #parts

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
    ];
    // Not shortened: a service may be called like a type of the runtime.
    items.into_iter().map(head).collect()
}

fn table(api: &Api) -> Vec<Item> {
    let rows = api.operations.iter().map(|operation| {
        let (cfg, row) = (Gate::of_group(&operation.group).attribute(), row(operation));
        quote!(#cfg &#row)
    });
    let items = [
        quote!(
            //! Static descriptions of every operation.
        ),
        quote!(
            pub use feishu_runtime::operation::*;
        ),
        quote! {
            /// Every operation of the compiled groups, sorted by id.
            pub static ALL: &[&Operation] = &[#(#rows),*];
        },
    ];
    items.into_iter().map(head).collect()
}

/// The path of an operation's row from the crate's root.
pub(super) fn row_in_root(operation: &Operation) -> TokenStream {
    let row = row(operation);
    // Without `crate::`.
    row.into_iter().skip(3).collect()
}

/// The path of an operation's row.
pub(super) fn row(operation: &Operation) -> TokenStream {
    let (module, constant) = (module(&operation.id), names::ident(&names::constant(&operation.id.method)));
    quote!(#module::#constant)
}

fn error_codes(api: &Api) -> Vec<Item> {
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
    items.push(table::error_rows(api));
    items.into_iter().map(head).collect()
}

fn types(pieces: &Pieces<'_>) -> Vec<Item> {
    let mut items = vec![head(quote!(
        //! Types that several operations share.
    ))];
    for topic in pieces.homes.topics() {
        let types = pieces.homes.types.get(&Home::Shared(topic.to_owned()));
        let cfg = types.map(|types| types.gate(pieces.api)).unwrap_or_default().attribute();
        let (model, wire) = (names::ident(topic), names::ident(&format!("{topic}_wire")));
        let wire = types.filter(|types| types.has_wire()).map(|_| quote!(#cfg mod #wire;));
        items.push(head(quote!(#cfg pub(crate) mod #model; #wire)));
    }
    items
}

fn version_file(version: &str, resources: &Resources<'_>) -> Vec<Item> {
    let title = format!("Operations of {version}, by resource.");
    let (doc, name) = (docs::doc(&title), names::ident(&names::version(version)));
    let modules = resources.iter().map(|(resource, operations)| {
        let (cfg, module) = (gate(operations).attribute(), names::ident(resource));
        quote!(#cfg pub mod #module;)
    });
    // Without a group nothing reads it.
    let all_gated = resources.values().all(|operations| !gate(operations).is_open());
    let allow = all_gated.then(|| quote!(#[allow(dead_code, reason = "no group may be on")]));
    let methods = accessors(resources.iter().map(|(resource, operations)| {
        let (module, ty) = (names::ident(resource), names::ident(&names::resource(resource)));
        let doc = format!("Operations on {}.", phrase(resource));
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

fn resource_file(resource: &str, operations: &[&Operation]) -> Vec<Item> {
    let title = format!("Operations on {}.", phrase(resource));
    let (doc, name) = (docs::doc(&title), names::ident(&names::resource(resource)));
    let requests: BTreeMap<&str, String> =
        operations.iter().map(|it| (it.id.method.as_str(), names::request(&it.id))).collect();
    let models: Vec<_> = requests.keys().map(|method| names::ident(method)).collect();
    let wires: Vec<_> = requests.keys().map(|method| names::ident(&format!("{method}_wire"))).collect();
    let constants = requests.keys().map(|method| names::ident(&names::constant(method)));
    let requests = requests.values().map(|request| names::ident(request));
    let methods = operations.iter().map(|operation| method(operation));
    vec![
        head(docs::module(&title)),
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
        "{} ({})\n\n`{} {}`; see [`{request_name}`] for details.",
        operation.title,
        operation.zh,
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
        #[inline]
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
