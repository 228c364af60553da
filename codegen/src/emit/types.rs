//! The Rust types of fields and arguments.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    model::{Field, Presence, Type},
    names,
};

/// Returns the path of a type of the schema.
pub(super) fn emit_named(key: &str) -> TokenStream {
    let (service, name) = names::parts(key);
    let name = names::ident(name);
    match service.map(|service| names::ident(&names::service(service))) {
        Some(service) => quote!(crate::model::#service::#name),
        None => quote!(crate::model::#name),
    }
}

/// Returns the path as text.
pub(super) fn path(key: &str) -> String {
    let (service, name) = names::parts(key);
    match service {
        Some(service) => format!("crate::model::{}::{name}", names::ident(&names::service(service))),
        None => format!("crate::model::{name}"),
    }
}

/// Returns the Rust type of a value.
pub(super) fn emit_value(ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(bool),
        Type::Int32 => quote!(i32),
        Type::Int64 => quote!(i64),
        Type::Float => quote!(f64),
        Type::String => quote!(feishu_runtime::Text),
        Type::Timestamp | Type::Seconds => quote!(feishu_runtime::Timestamp),
        Type::Date => quote!(feishu_runtime::Date),
        Type::Url => quote!(feishu_runtime::Url),
        Type::Json => quote!(feishu_runtime::Value),
        Type::File => quote!(feishu_runtime::Upload),
        Type::Id(name) | Type::IntEnum(name) | Type::TextEnum(name) | Type::Object(name) => emit_named(name),
        Type::Boxed(name) => {
            let name = emit_named(name);
            quote!(::std::boxed::Box<#name>)
        }
        Type::List(item) => {
            let item = emit_value(item);
            quote!(feishu_runtime::List<#item>)
        }
        Type::Map(item) => {
            let item = emit_value(item);
            quote!(feishu_runtime::Map<#item>)
        }
    }
}

/// Returns the Rust type of a struct field.
pub(super) fn emit_field(field: &Field) -> TokenStream {
    let ty = emit_value(&field.ty);
    if is_option(field) { quote!(::std::option::Option<#ty>) } else { ty }
}

/// Whether the Rust field is an `Option`. `List` and `Map` represent absence themselves.
pub(super) fn is_option(field: &Field) -> bool {
    match field.ty {
        Type::List(_) | Type::Map(_) => false,
        Type::IntEnum(_) | Type::TextEnum(_) => true,
        _ => field.presence == Presence::Optional,
    }
}

/// Whether the argument is an `impl Into` of the value.
pub(super) fn is_converted(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Timestamp | Type::Seconds | Type::Date | Type::Url | Type::Id(_))
}

/// Whether the argument is the value itself.
pub(super) fn is_passed_by_value(ty: &Type) -> bool {
    !is_converted(ty) && !matches!(ty, Type::Boxed(_) | Type::List(_) | Type::Map(_))
}

/// Returns the type of an argument, and the expression that converts it to the value.
pub(super) fn emit_argument(ty: &Type, name: &proc_macro2::Ident) -> (TokenStream, TokenStream) {
    let own = emit_value(ty);
    match ty {
        Type::List(_) | Type::Map(_) => emit_optional_argument(ty, name),
        Type::Boxed(object) => {
            let object = emit_named(object);
            (quote!(#object), quote!(::std::boxed::Box::new(#name)))
        }
        _ if is_converted(ty) => (quote!(impl ::std::convert::Into<#own>), quote!(#name.into())),
        _ => (own, quote!(#name)),
    }
}

/// Like [`emit_argument`], for an optional value. The expression returns an `Option`, or a list or a map that may be absent.
pub(super) fn emit_optional_argument(ty: &Type, name: &proc_macro2::Ident) -> (TokenStream, TokenStream) {
    match ty {
        Type::List(item) => {
            let item = emit_value(item);
            (quote!(impl feishu_runtime::IntoList<#item>), quote!(#name.into_list()))
        }
        Type::Map(item) => {
            let item = emit_value(item);
            (quote!(impl feishu_runtime::IntoMap<#item>), quote!(#name.into_map()))
        }
        _ => {
            let own = emit_value(ty);
            (quote!(impl feishu_runtime::IntoOption<#own>), quote!(#name.into_option()))
        }
    }
}
