//! What JSON bodies hold, at every depth: what the mock server holds them against.

use proc_macro2::TokenStream;
use quote::quote;

use super::table;
use crate::{
    model::{Api, Field, Payload, Presence, Type},
    names,
};

/// A static for each body and each object that is sent, under the names of their types; nothing where nothing is sent as JSON.
pub(super) fn module(api: &Api) -> TokenStream {
    let bodies = api.operations.iter().filter_map(|operation| match &operation.payload {
        Payload::Json(fields) => Some(shape(api, &names::body(&operation.id), fields)),
        Payload::None | Payload::Form(_) => None,
    });
    let bodies: Vec<_> = bodies.collect();
    if bodies.is_empty() {
        return TokenStream::new();
    }
    let sent = || api.objects.iter().filter(|object| object.sent);
    let objects = sent().map(|object| shape(api, &object.name, &object.fields));
    let payloads = api.operations.iter().flat_map(|operation| operation.payload.fields());
    let limited = sent().flat_map(|object| &object.fields).chain(payloads).any(|field| !field.limits.is_empty());
    let limit = limited.then(|| quote!(, Limit));
    quote! {
        /// What bodies hold, by the names of their types.
        #[allow(non_upper_case_globals)]
        mod shapes {
            use feishu_runtime::{mock, operation::{Kind #limit}};
            #(#bodies)*
            #(#objects)*
        }
    }
}

fn shape(api: &Api, name: &str, fields: &[Field]) -> TokenStream {
    let name = names::ident(name);
    let fields = fields.iter().map(|field| {
        let (key, holds, values) = (&field.name, holds(&field.ty, field.as_string), api.listed(field));
        let required = field.presence == Presence::Required;
        let limits = field.limits.iter().map(|limit| table::limit(*limit));
        quote!(mock::ShapeField { name: #key, holds: #holds, required: #required, values: &[#(#values),*], limits: &[#(#limits),*] })
    });
    quote!(pub(super) static #name: mock::Shape = mock::Shape { fields: &[#(#fields),*] };)
}

fn holds(ty: &Type, as_string: bool) -> TokenStream {
    match ty {
        Type::Object(name) | Type::Boxed(name) => {
            let name = names::ident(name);
            quote!(mock::Holds::Object(&#name))
        }
        Type::List(item) => {
            let item = holds(item, as_string);
            quote!(mock::Holds::List(&#item))
        }
        Type::Map(item) => {
            let item = holds(item, as_string);
            quote!(mock::Holds::Map(&#item))
        }
        // Either form is taken by the operation's own row; here it is the documented one.
        Type::Timestamp if !as_string => quote!(mock::Holds::Value(Kind::Integer)),
        scalar => {
            let kind = table::kind_of(scalar);
            if as_string { quote!(mock::Holds::InText(Kind::#kind)) } else { quote!(mock::Holds::Value(Kind::#kind)) }
        }
    }
}
