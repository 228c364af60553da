//! Emits request builders: required parameters are arguments, optional parameters are setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::{allow, docs, example, types};
use crate::{
    model::{Api, Field, Operation, Payload, Presence, Type},
    names,
};

/// The part of the request that contains a parameter.
#[derive(Clone, Copy)]
enum Target {
    /// Path and query.
    Call,
    Body,
    Form,
}

/// Returns the request type of an operation and its methods.
pub(super) fn emit_request(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let name = names::ident(&names::request(&operation.id));
    let sections = [
        docs::describe_operation(api, operation),
        example::format_example(api, operation),
        docs::describe_quirks(&operation.quirks),
    ];
    let doc = docs::emit_doc(&sections.join("\n\n"));
    let body_field = has_json(operation).then(|| {
        let body = types::emit_named(&names::body(&operation.id));
        quote!(body: #body,)
    });
    let must_use = if operation.paging.is_some() {
        "requests do nothing unless sent with `send`, `pages` or `items`"
    } else {
        "requests do nothing unless sent with `send`"
    };
    let new = emit_constructor(operation);
    let setters = parameters(operation)
        .filter(|(field, _)| field.presence != Presence::Required)
        .map(|(field, target)| emit_setter(operation, field, target));
    let send = emit_send(operation);
    vec![
        quote! {
            #doc
            #[derive(Clone, Debug)]
            #[must_use = #must_use]
            pub struct #name {
                call: feishu_runtime::Call,
                #body_field
            }
        },
        quote! {
            impl #name {
                #new
                #(#setters)*
            }
        },
        send,
    ]
}

/// Returns the required parameters as method arguments with their types.
pub(super) fn emit_arguments(operation: &Operation) -> Vec<(proc_macro2::Ident, TokenStream)> {
    parameters(operation)
        .filter(|(field, _)| field.presence == Presence::Required)
        .map(|(field, _)| {
            let name = names::ident(&field.rust_name);
            let (ty, _) = emit_argument(operation, field, &name);
            (name, ty)
        })
        .collect()
}

/// Returns the type of an argument for a required parameter, and the expression that converts it to the value.
fn emit_argument(operation: &Operation, field: &Field, name: &proc_macro2::Ident) -> (TokenStream, TokenStream) {
    if is_page_size(operation, field) {
        return (
            quote!(impl ::std::convert::Into<feishu_runtime::PageSize>),
            quote!(feishu_runtime::PageSize::get(#name.into())),
        );
    }
    types::emit_argument(&field.ty, name)
}

/// Like [`emit_argument`], for an optional parameter.
fn emit_optional_argument(
    operation: &Operation,
    field: &Field,
    name: &proc_macro2::Ident,
) -> (TokenStream, TokenStream) {
    if is_page_size(operation, field) {
        let value = quote!(#name.into_option().map(feishu_runtime::PageSize::get));
        return (quote!(impl feishu_runtime::IntoOption<feishu_runtime::PageSize>), value);
    }
    types::emit_optional_argument(&field.ty, name)
}

/// Whether a parameter is the page size. Its setter accepts every integer type, because callers often pass the length of a list.
fn is_page_size(operation: &Operation, field: &Field) -> bool {
    let is_in_query = operation.query.iter().any(|parameter| std::ptr::eq(parameter, field));
    let is_size = operation.paging.as_ref().is_some_and(|paging| paging.size == field.name);
    is_in_query && is_size && matches!(field.ty, Type::Int32 | Type::Int64)
}

fn has_json(operation: &Operation) -> bool {
    matches!(operation.payload, Payload::Json(_))
}

fn parameters(operation: &Operation) -> impl Iterator<Item = (&Field, Target)> {
    let target = match operation.payload {
        Payload::Form(_) => Target::Form,
        Payload::Json(_) | Payload::None => Target::Body,
    };
    let call = operation.path_parameters.iter().chain(&operation.query).map(|field| (field, Target::Call));
    call.chain(operation.payload.fields().iter().map(move |field| (field, target)))
}

fn emit_constructor(operation: &Operation) -> TokenStream {
    let arguments = emit_arguments(operation);
    let names = arguments.iter().map(|(name, _)| name);
    let types = arguments.iter().map(|(_, ty)| ty);
    // A parameter may have the same name as one of these variables.
    let free_name = |wanted| names::distinct_from(wanted, operation.parameters().map(|field| field.rust_name.as_str()));
    let (client, call) = (free_name("client"), free_name("call"));
    let sets: Vec<_> = parameters(operation)
        .filter(|(field, target)| field.presence == Presence::Required && !matches!(target, Target::Body))
        .map(|(field, target)| emit_set_required(operation, field, target, &call))
        .collect();
    let body = has_json(operation).then(|| {
        let body = types::emit_named(&names::body(&operation.id));
        let required = operation.payload.fields().iter().filter(|field| field.presence == Presence::Required);
        let arguments = required.map(|field| names::ident(&field.rust_name));
        quote!(, body: #body::new(#(#arguments),*))
    });
    let wire = names::ident(&format!("{}_wire", operation.id.method));
    let operation_row = quote!(super::#wire::OPERATION);
    let field = if call == "call" { quote!(call) } else { quote!(call: #call) };
    let make = if sets.is_empty() {
        quote!(Self { call: feishu_runtime::Call::new(#client, &#operation_row) #body })
    } else {
        quote! {
            let mut #call = feishu_runtime::Call::new(#client, &#operation_row);
            #(#sets)*
            Self { #field #body }
        }
    };
    quote! {
        #[inline]
        pub(super) fn new(#client: feishu_runtime::Client, #(#names: #types),*) -> Self {
            #make
        }
    }
}

fn emit_setter(operation: &Operation, field: &Field, target: Target) -> TokenStream {
    let (name, setter) = (names::ident(&field.rust_name), names::ident(&names::setter(&field.rust_name)));
    let doc = docs::emit_doc(&docs::describe_field(field));
    let (ty, value) = emit_optional_argument(operation, field, &name);
    let wire = &field.name;
    let set = match (&field.ty, target) {
        (_, Target::Body) => quote!(self.body.#name = #value;),
        (Type::File, _) => quote!(self.call.form_file(#wire, #value);),
        (Type::List(_), _) => quote!(self.call.set_list(#wire, &#value);),
        (_, Target::Form) => quote!(self.call.form_text(#wire, #value);),
        (_, Target::Call) => quote!(self.call.set(#wire, #value);),
    };
    let deprecated = super::model::emit_deprecated(field, operation.parameters());
    let allow = match target {
        Target::Body => allow::deprecated([field]),
        Target::Call | Target::Form => None,
    };
    quote! {
        #doc
        #deprecated
        #allow
        pub fn #setter(mut self, #name: #ty) -> Self {
            #set
            self
        }
    }
}

/// Returns the statement that sets a required parameter of path, query or form.
fn emit_set_required(operation: &Operation, field: &Field, target: Target, call: &proc_macro2::Ident) -> TokenStream {
    let (wire, name) = (&field.name, names::ident(&field.rust_name));
    let (_, value) = emit_argument(operation, field, &name);
    let own = types::emit_value(&field.ty);
    let some = if types::is_converted(&field.ty) { quote!(::<#own>) } else { TokenStream::new() };
    let some = quote!(::std::option::Option::Some #some(#value));
    match (&field.ty, target) {
        (Type::File, _) => quote!(#call.form_file(#wire, #some);),
        (Type::List(_), _) => quote!(#call.set_list(#wire, &#value);),
        (_, Target::Form) => quote!(#call.form_text(#wire, #some);),
        _ => quote!(#call.set(#wire, #some);),
    }
}

/// Returns the macro call that defines the methods of every request.
fn emit_send(operation: &Operation) -> TokenStream {
    let request = names::ident(&names::request(&operation.id));
    let response = types::emit_named(&names::response(&operation.id));
    let body = has_json(operation).then(|| quote!({ body }));
    let paged = operation.paging.is_some().then(|| quote!(, paged));
    quote!(feishu_runtime::request!(#request #body => #response #paged);)
}
