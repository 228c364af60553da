//! Rust types of fields and arguments.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    model::{Field, Presence, Type},
    names,
};

/// The Rust type of a value.
pub(super) fn value(ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(bool),
        Type::Int32 => quote!(i32),
        Type::Int64 => quote!(i64),
        Type::Float => quote!(f64),
        Type::String => quote!(String),
        Type::Timestamp => quote!(Timestamp),
        Type::Date => quote!(Date),
        Type::Url => quote!(Url),
        Type::Json => quote!(Value),
        Type::File => quote!(Upload),
        Type::Id(name) | Type::IntEnum(name) | Type::TextEnum(name) | Type::Object(name) => {
            let name = names::ident(name);
            quote!(#name)
        }
        Type::Boxed(name) => {
            let name = names::ident(name);
            quote!(Box<#name>)
        }
        Type::List(item) => {
            let item = value(item);
            quote!(Vec<#item>)
        }
        Type::Map(item) => {
            let item = value(item);
            quote!(Map<#item>)
        }
    }
}

/// The Rust type of a struct's field.
pub(super) fn field(field: &Field) -> TokenStream {
    let ty = value(&field.ty);
    if is_option(field) { quote!(Option<#ty>) } else { ty }
}

/// Whether the Rust field is an `Option`: lists and maps are empty when they are absent.
pub(super) fn is_option(field: &Field) -> bool {
    field.presence == Presence::Optional && !matches!(field.ty, Type::List(_) | Type::Map(_))
}

/// Whether the argument is an `impl Into` of the value.
pub(super) fn is_converted(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Timestamp | Type::Date | Type::Url | Type::Id(_))
}

/// Whether the argument is the value itself.
pub(super) fn is_taken_as_it_is(ty: &Type) -> bool {
    match ty {
        Type::Boxed(_) => false,
        Type::List(item) => matches!(**item, Type::List(_) | Type::Map(_) | Type::Boxed(_)),
        _ => !is_converted(ty),
    }
}

/// The type of an argument that takes such a value, and the expression that makes the value of it.
pub(super) fn argument(ty: &Type, name: &proc_macro2::Ident) -> (TokenStream, TokenStream) {
    let own = value(ty);
    match ty {
        _ if is_taken_as_it_is(ty) => (own, quote!(#name)),
        _ if is_converted(ty) => (quote!(impl Into<#own>), quote!(#name.into())),
        Type::Boxed(object) => {
            let object = names::ident(object);
            (quote!(#object), quote!(Box::new(#name)))
        }
        Type::List(item) => {
            let item = value(item);
            (quote!(impl IntoIterator<Item = impl Into<#item>>), quote!(#name.into_iter().map(Into::into).collect()))
        }
        _ => (own, quote!(#name)),
    }
}

/// Every name that a type needs in scope.
pub(super) fn names_in<'a>(ty: &'a Type, names: &mut std::collections::BTreeSet<&'a str>) {
    let name = match ty {
        Type::Bool | Type::Int32 | Type::Int64 | Type::Float | Type::String => return,
        Type::List(item) => return names_in(item, names),
        Type::Map(item) => {
            names_in(item, names);
            "Map"
        }
        Type::Timestamp => "Timestamp",
        Type::Date => "Date",
        Type::Url => "Url",
        Type::Json => "Value",
        Type::File => "Upload",
        Type::Id(name) | Type::IntEnum(name) | Type::TextEnum(name) | Type::Object(name) | Type::Boxed(name) => name,
    };
    names.insert(name);
}
