//! Emits the modules of resources.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    context::Context,
    docs,
    paths::module,
    request,
    scope::{Item, head},
};
use crate::{
    mention,
    model::{Api, Operation, OperationId},
    names, words,
};

/// Emits the module of a resource: its documentation, and a method per operation.
pub(super) fn emit_resource(context: &Context<'_>, resource: &str, operations: &[&Operation]) -> Vec<Item> {
    let title = format_title(context.api, operations);
    let page = [Some(title.clone()), describe(context.api, operations), Some(format_table(operations))];
    let page = page.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    let doc = docs::emit_doc(&format!("{title}; see the [module](self) for a table of the operations."));
    let name = names::ident(&names::resource(resource));
    let requests: BTreeMap<&str, String> =
        operations.iter().map(|it| (it.id.method.as_str(), names::request(&it.id))).collect();
    let models: Vec<_> = requests.keys().map(|method| names::ident(method)).collect();
    let wires: Vec<_> = requests.keys().map(|method| names::ident(&format!("{method}_wire"))).collect();
    let constants = requests.keys().map(|method| names::ident(&names::constant(method)));
    let requests = requests.values().map(|request| names::ident(request));
    let methods = operations.iter().map(|operation| emit_method(operation));
    vec![
        head(docs::emit_module_doc(&page)),
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

fn emit_method(operation: &Operation) -> TokenStream {
    let (method, request_name) = (names::ident(&operation.id.method), names::request(&operation.id));
    let request = names::ident(&request_name);
    let doc = docs::emit_doc(&format!(
        "{}\n\n`{} {}`; see [`{request_name}`] for details.",
        docs::with_zh(&operation.title, Some(&operation.zh)),
        operation.method.as_str(),
        operation.path,
    ));
    // rustdoc ignores aliases of items that are re-exported from a private module, such as the requests.
    let alias = names::alias(&operation.zh);
    let (names, types): (Vec<_>, Vec<_>) = request::emit_arguments(operation).into_iter().unzip();
    let deprecated = operation.deprecated.as_ref().map(|deprecation| {
        let note = docs::describe_deprecation(deprecation);
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
pub(super) fn format_title(api: &Api, operations: &[&Operation]) -> String {
    let id = operations.first().map(|operation| &operation.id);
    match id.and_then(|id| api.resource(&id.service, &id.resource)) {
        Some(resource) => docs::with_zh(&resource.title, Some(&resource.zh)),
        // In an unfinished schema, a resource may belong to no group.
        None => id.map(|id| format!("Operations on `{}`", id.resource)).unwrap_or_default(),
    }
}

/// Returns the description of a resource, with links to the resources and operations that it mentions.
fn describe(api: &Api, operations: &[&Operation]) -> Option<String> {
    let id = operations.first().map(|operation| &operation.id)?;
    let resource = api.resource(&id.service, &id.resource)?;
    let is_of = |id: &OperationId, name: &str| id.service == resource.service && id.resource == name;
    let link = |name: &str| {
        let id = api.operations.iter().map(|operation| &operation.id).find(|id| is_of(id, name))?;
        Some(module(id).to_string().replace(' ', ""))
    };
    Some(mention::linked_code(&resource.doc, link))
}

fn format_table(operations: &[&Operation]) -> String {
    let row = |operation: &&Operation| {
        let (id, title) = (&operation.id, docs::format_titles(operation));
        let limit = words::rate_limit(&operation.limits).unwrap_or_default();
        format!("| [`{}`]({}) | {title} | {limit} |\n", id.method, names::request(id))
    };
    let rows: String = operations.iter().map(row).collect();
    format!("| operation | title | rate limit |\n| --- | --- | --- |\n{rows}")
}
