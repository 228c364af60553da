//! What a consumer reads: ids, enums, structs.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, file, types};
use crate::{
    model::{Deprecated, Enum, EnumValue, EnumValues, Field, Home, Id, Object, Operation, Payload, Presence},
    names,
};

/// The structs that an operation has of its own: its body, if it sends JSON, and its answer.
pub(super) struct Messages {
    pub(super) objects: Vec<Object>,
}

impl Messages {
    pub(super) fn of(operation: &Operation) -> Self {
        let object = |name, doc, fields: &[Field], file, sent| Object {
            name,
            doc,
            zh: None,
            fields: fields.to_vec(),
            file,
            sent,
            home: Home::Operation(operation.id.to_string()),
            span: operation.span,
        };
        let request = names::request(&operation.id);
        let mut objects = Vec::new();
        if let Payload::Json(fields) = &operation.payload {
            objects.push(object(
                names::body(&operation.id),
                format!("The body that [`{request}`] sends."),
                fields,
                None,
                true,
            ));
        }
        objects.push(object(
            names::response(&operation.id),
            format!("The answer of [`{request}`]."),
            &operation.response,
            operation.file.clone(),
            false,
        ));
        Self { objects }
    }

    pub(super) fn models(&self) -> impl Iterator<Item = TokenStream> {
        self.objects.iter().flat_map(|object| {
            // The setters of a body are those of the request.
            let new = object.sent.then(|| methods(object, &[]));
            std::iter::once(structure(object)).chain(new).chain(file::download(object))
        })
    }
}

/// `pub type TalentId = Id<TalentIdKind>;`
pub(super) fn id(id: &Id) -> [TokenStream; 2] {
    let name = names::ident(&id.name);
    let kind = names::ident(&names::id_kind(&id.name));
    let doc = docs::item(&id.doc, Some(&id.zh), &id.home);
    let kind_doc = docs::doc(&format!("The kind of [`{}`].", id.name));
    [
        quote! {
            #doc
            pub type #name = Id<#kind>;
        },
        quote! {
            #kind_doc
            #[derive(Clone, Copy, Debug)]
            pub enum #kind {}
        },
    ]
}

/// An open enum.
pub(super) fn open_enum(item: &Enum) -> TokenStream {
    let name = names::ident(&item.name);
    let doc = docs::item(&item.doc, item.zh.as_deref(), &item.home);
    let unknown = names::ident(names::UNKNOWN_VARIANT);
    let (derives, variants, kept) = match &item.values {
        EnumValues::Int(values) => (quote!(Clone, Copy), variants(values), quote!(UnknownCode)),
        EnumValues::Text(values) => (quote!(Clone), variants(values), quote!(UnknownText)),
    };
    let how = match &item.values {
        EnumValues::Int(_) => docs::doc("A code that the documentation does not list; `code()` tells it."),
        EnumValues::Text(_) => docs::doc("A text that the documentation does not list; `as_str()` tells it."),
    };
    quote! {
        #doc
        #[derive(#derives, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #how
            #unknown(#kept),
        }
    }
}

fn variants<C: std::fmt::Display>(values: &[EnumValue<C>]) -> Vec<TokenStream> {
    values
        .iter()
        .map(|value| {
            let name = names::ident(&names::variant(&value.name));
            let doc = docs::doc(&format!("`{}`: {}", value.code, docs::with_zh(&value.doc, Some(&value.zh))));
            quote!(#doc #name)
        })
        .collect()
}

/// A struct; with constructor and setters when it is sent.
pub(super) fn object(object: &Object) -> impl Iterator<Item = TokenStream> {
    let methods = object.sent.then(|| methods(object, &setters(object)));
    std::iter::once(structure(object)).chain(methods).chain(file::download(object))
}

fn structure(object: &Object) -> TokenStream {
    let name = names::ident(&object.name);
    let doc = docs::item(&object.doc, object.zh.as_deref(), &object.home);
    let fields = object.fields.iter().map(struct_field);
    let unknown = names::ident(names::UNKNOWN_FIELDS);
    quote! {
        #doc
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            /// Keys that the documentation does not know.
            pub #unknown: UnknownFields,
        }
    }
}

fn struct_field(field: &Field) -> TokenStream {
    let name = names::ident(&names::field(&field.name));
    let doc = docs::doc(&docs::field(field));
    let ty = types::field(field);
    let deprecated = field.deprecated.as_ref().map(deprecated);
    quote!(#doc #deprecated pub #name: #ty)
}

/// `#[deprecated]` with what to use instead.
pub(super) fn deprecated(deprecated: &Deprecated) -> TokenStream {
    match deprecated {
        Deprecated::Use(sibling) => {
            let note = format!("use `{}`", names::field(sibling));
            quote!(#[deprecated = #note])
        }
        Deprecated::Nothing => quote!(#[deprecated]),
    }
}

/// `new` with what must be given, and more.
fn methods(object: &Object, more: &[TokenStream]) -> TokenStream {
    let name = names::ident(&object.name);
    let required: Vec<_> = object.fields.iter().filter(|field| field.presence == Presence::Required).collect();
    let arguments = required.iter().map(|field| {
        let name = names::ident(&names::field(&field.name));
        let (ty, _) = types::argument(&field.ty, &name);
        quote!(#name: #ty)
    });
    let values = required.iter().map(|field| {
        let name = names::ident(&names::field(&field.name));
        let (_, value) = types::argument(&field.ty, &name);
        if types::is_taken_as_it_is(&field.ty) { quote!(#name) } else { quote!(#name: #value) }
    });
    let doc = docs::doc(if required.is_empty() { "Nothing given yet." } else { "With what must be given." });
    quote! {
        impl #name {
            #doc
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* ..Self::default() }
            }

            #(#more)*
        }
    }
}

fn setters(object: &Object) -> Vec<TokenStream> {
    let optional = object.fields.iter().filter(|field| field.presence != Presence::Required);
    optional
        .map(|field| {
            let name = names::ident(&names::field(&field.name));
            let doc = docs::doc(&docs::field(field));
            let (ty, value) = types::argument(&field.ty, &name);
            let value = if types::is_option(field) { quote!(Some(#value)) } else { value };
            let deprecated = field.deprecated.as_ref().map(deprecated);
            quote! {
                #doc
                #deprecated
                #[must_use]
                pub fn #name(mut self, #name: #ty) -> Self {
                    self.#name = #value;
                    self
                }
            }
        })
        .collect()
}
