//! What only the compiler reads: how values are read and written, one line a field.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Types, table, types};
use crate::{
    model::{Enum, EnumValue, EnumValues, Field, Id, Object, Operation, Presence},
    names,
};

/// The kind of an id.
pub(super) fn id(id: &Id) -> TokenStream {
    let (name, kind) = (&id.name, names::ident(&names::id_kind(&id.name)));
    quote! {
        impl IdKind for #kind {
            const NAME: &'static str = #name;
        }
    }
}

/// From codes to variants and back.
pub(super) fn open_enum(item: &Enum) -> TokenStream {
    let name = names::ident(&item.name);
    let unknown = names::ident(names::UNKNOWN_VARIANT);
    match &item.values {
        EnumValues::Int(values) => {
            let (variants, codes) = arms(values, |code| proc_macro2::Literal::i64_unsuffixed(*code).into());
            quote! {
                impl IntEnum for #name {
                    fn from_code(code: i64) -> Self {
                        match code {
                            #(#codes => Self::#variants,)*
                            _ => Self::#unknown(UnknownCode::new(code)),
                        }
                    }

                    fn code(&self) -> i64 {
                        match self {
                            #(Self::#variants => #codes,)*
                            Self::#unknown(code) => code.get(),
                        }
                    }
                }
            }
        }
        EnumValues::Text(values) => {
            let (variants, texts) = arms(values, |text| proc_macro2::Literal::string(text).into());
            quote! {
                impl TextEnum for #name {
                    fn from_text(text: &str) -> Self {
                        match text {
                            #(#texts => Self::#variants,)*
                            _ => Self::#unknown(UnknownText::new(text)),
                        }
                    }

                    fn as_str(&self) -> &str {
                        match self {
                            #(Self::#variants => #texts,)*
                            Self::#unknown(text) => text.get(),
                        }
                    }
                }
            }
        }
    }
}

fn arms<C>(
    values: &[EnumValue<C>],
    literal: impl Fn(&C) -> proc_macro2::TokenTree,
) -> (Vec<proc_macro2::Ident>, Vec<proc_macro2::TokenTree>) {
    values.iter().map(|value| (names::ident(&names::variant(&value.name)), literal(&value.code))).unzip()
}

/// Which key goes into which field, and every field in turn.
pub(super) fn object(object: &Object) -> TokenStream {
    let (name, text) = (names::ident(&object.name), &object.name);
    let unknown = names::ident(names::UNKNOWN_FIELDS);
    let limits = limits(object);
    let write = object.fields.iter().map(write);
    let read_field = read_field(object);
    let allow = object.fields.iter().any(|field| field.deprecated.is_some()).then(|| quote!(#[allow(deprecated)]));
    quote! {
        #allow
        impl Object for #name {
            const NAME: &'static str = #text;
            #limits

            #read_field

            fn fields<F: Fields>(&self, to: &mut F) -> Result<(), F::Error> {
                #(#write;)*
                to.unknown(&self.#unknown)
            }

            fn unknown_fields(&mut self) -> &mut UnknownFields {
                &mut self.#unknown
            }
        }
    }
}

fn read_field(object: &Object) -> TokenStream {
    if object.fields.is_empty() {
        return quote! {
            fn read_field<'de, A: MapAccess<'de>>(&mut self, _key: &str, _map: &mut A) -> Result<bool, A::Error> {
                Ok(false)
            }
        };
    }
    let read = object.fields.iter().map(|field| {
        let (key, slot) = (&field.name, names::ident(&names::field(&field.name)));
        quote!(#key => field(&mut self.#slot, map)?)
    });
    quote! {
        fn read_field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
            match key {
                #(#read,)*
                _ => return Ok(false),
            }
            Ok(true)
        }
    }
}

fn write(field: &Field) -> TokenStream {
    let (key, slot) = (&field.name, names::ident(&names::field(&field.name)));
    let value = quote!(&self.#slot);
    let value = if field.as_string { quote!(&AsText(#value)) } else { value };
    let value = if field.sensitive { quote!(&Secret(#value)) } else { value };
    quote!(to.field(#key, #value)?)
}

fn limits(object: &Object) -> Option<TokenStream> {
    if !object.sent {
        return None;
    }
    let limits: Vec<_> = object
        .fields
        .iter()
        .flat_map(|field| field.limits.iter().map(|limit| (&field.name, table::limit(*limit))))
        .map(|(name, limit)| quote!((#name, #limit)))
        .collect();
    (!limits.is_empty()).then(|| quote!(const LIMITS: &'static [(&'static str, Limit)] = &[#(#limits),*];))
}

/// Where the items and the next page stand in an answer.
pub(super) fn page(operation: &Operation) -> Option<TokenStream> {
    let paging = operation.paging.as_ref()?;
    let field = |name: &str| operation.response.iter().find(|field| field.name == name);
    let (items, next, more) = (field(&paging.items)?, field(&paging.next)?, field(&paging.more)?);
    let item = types::value(operation.page_items()?);
    let name = names::ident(&names::response(&operation.id));
    let slot = |field: &Field| names::ident(&names::field(&field.name));
    let (items, next_slot, more_slot) = (slot(items), slot(next), slot(more));
    let next = if next.presence == Presence::Always {
        quote!(Some(&self.#next_slot))
    } else {
        quote!(self.#next_slot.as_deref())
    };
    let more =
        if more.presence == Presence::Always { quote!(self.#more_slot) } else { quote!(self.#more_slot == Some(true)) };
    Some(quote! {
        impl feishu_runtime::Page for #name {
            type Item = #item;

            fn into_items(self) -> Vec<Self::Item> {
                self.#items
            }

            fn next_page(&self) -> Option<&str> {
                #next
            }

            fn has_more(&self) -> bool {
                #more
            }
        }
    })
}

/// The traits that every object and every enum has.
pub(super) fn macros(own: &Types<'_>, messages: &[Object]) -> Vec<TokenStream> {
    let objects: Vec<_> =
        messages.iter().chain(own.objects.iter().copied()).map(|object| names::ident(&object.name)).collect();
    let is_int = |item: &&&Enum| matches!(item.values, EnumValues::Int(_));
    let ints: Vec<_> = own.enums.iter().filter(is_int).map(|item| names::ident(&item.name)).collect();
    let texts: Vec<_> = own.enums.iter().filter(|item| !is_int(item)).map(|item| names::ident(&item.name)).collect();
    let mut items = Vec::new();
    if !objects.is_empty() {
        items.push(quote!(feishu_runtime::object!(#(#objects),*);));
    }
    if !ints.is_empty() {
        items.push(quote!(feishu_runtime::int_enum!(#(#ints),*);));
    }
    if !texts.is_empty() {
        items.push(quote!(feishu_runtime::text_enum!(#(#texts),*);));
    }
    items
}
