//! The error codes by class, which the runtime contains as its only emitted file.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::{
    emitted_file::{Content, EmittedFile},
    part::Part,
};
use crate::{error_class::ErrorClass, model::Api, names};

pub(crate) fn runtime_error_codes(api: &Api) -> EmittedFile {
    let head = quote! {
        //! Error codes by class, each with the message of Feishu.
    };
    let classes = ErrorClass::ALL.iter().map(|class| emit_class(api, *class));
    let parts = std::iter::once(head).chain(classes).chain([emit_all()]).map(Part::Tokens).collect();
    EmittedFile { path: "code.rs".to_owned(), origin: "schema/errors.yaml".to_owned(), content: Content::Rust(parts) }
}

/// The codes of a class, in the order of the catalog.
fn emit_class(api: &Api, class: ErrorClass) -> TokenStream {
    let mut errors: Vec<_> = api.errors.iter().filter(|error| error.class == Some(class)).collect();
    errors.sort_by_key(|error| error.span.start);
    let rows = errors.iter().map(|error| {
        let (code, message) = (Literal::i64_unsuffixed(error.code), &error.zh);
        quote!((#code, #message))
    });
    let (name, count) = (format_ident!("{}", names::constant(class.name())), Literal::usize_unsuffixed(errors.len()));
    quote!(pub(crate) const #name: [(i64, &str); #count] = [#(#rows),*];)
}

fn emit_all() -> TokenStream {
    let names = ErrorClass::ALL.iter().map(|class| format_ident!("{}", names::constant(class.name())));
    let count = Literal::usize_unsuffixed(ErrorClass::ALL.len());
    quote!(pub(crate) const CLASSES: [&[(i64, &str)]; #count] = [#(&#names),*];)
}
