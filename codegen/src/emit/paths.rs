//! The paths of emitted modules, and of operation rows.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    model::{OWN_SERVICE, Operation, OperationId},
    names,
};

/// Returns the folder of an operation's files.
pub(super) fn folder(id: &OperationId) -> String {
    let service = if id.service == OWN_SERVICE { String::new() } else { format!("{}/", names::service(&id.service)) };
    format!("src/{service}{}/{}", id.version, id.resource)
}

/// Returns the path of the module of a resource, without `crate::`.
fn module_in_root(id: &OperationId) -> TokenStream {
    let (version, resource) = (names::ident(&id.version), names::ident(&id.resource));
    if id.service == OWN_SERVICE {
        return quote!(#version::#resource);
    }
    let service = names::ident(&names::service(&id.service));
    quote!(#service::#version::#resource)
}

/// Returns the path of the module of a resource.
pub(super) fn module(id: &OperationId) -> TokenStream {
    let module = module_in_root(id);
    quote!(crate::#module)
}

/// Returns the path of an operation's row, without `crate::`.
pub(super) fn row_in_root(operation: &Operation) -> TokenStream {
    let (module, constant) = (module_in_root(&operation.id), names::ident(&names::constant(&operation.id.method)));
    quote!(#module::#constant)
}

/// Returns the path of an operation's row.
pub(super) fn row(operation: &Operation) -> TokenStream {
    let row = row_in_root(operation);
    quote!(crate::#row)
}
