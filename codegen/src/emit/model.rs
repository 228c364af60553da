//! Emits the types that consumers use: ids, enums, structs.

use proc_macro2::TokenStream;
use quote::quote;

use super::{allow, docs, file, gate::Gate, id_uses::IdUses, scope::Item, types};
use crate::{
    model::{Deprecated, Enum, EnumValue, EnumValues, Field, Home, Id, Object, Operation, Payload, Presence},
    names,
};

/// The structs that an operation defines: its body, if it sends JSON, and its response.
pub(super) struct Messages {
    pub(super) objects: Vec<Object>,
}

impl Messages {
    pub(super) fn new(operation: &Operation) -> Self {
        let object = |name, doc, fields: &[Field], file, sent| Object {
            name,
            doc,
            zh: None,
            fields: fields.to_vec(),
            rules: Vec::new(),
            file,
            sent,
            home: Home::Operation(operation.id.to_string()),
            groups: Default::default(),
            span: operation.span,
        };
        let request = names::request(&operation.id);
        let mut objects = Vec::new();
        if let Payload::Json(fields) = &operation.payload {
            objects.push(object(
                names::body(&operation.id),
                format!("JSON body of [`{request}`]."),
                fields,
                None,
                true,
            ));
        }
        objects.push(object(
            names::response(&operation.id),
            format!("Response of [`{request}`]."),
            &operation.response,
            operation.file.clone(),
            false,
        ));
        Self { objects }
    }

    pub(super) fn emit_models(&self) -> impl Iterator<Item = TokenStream> {
        self.objects.iter().flat_map(|object| {
            // The request has the setters of the body.
            let new = object.sent.then(|| emit_methods(object, &[]));
            std::iter::once(emit_struct(object)).chain(new).chain(file::emit_download(object))
        })
    }
}

/// Returns one macro call for ids with the same gate.
pub(super) fn emit_ids(gate: &Gate, ids: &[&Id], uses: &IdUses<'_>) -> Option<Item> {
    let one = |id: &&Id| {
        let doc = format!("{}\n\n{}", docs::with_zh(&id.doc, Some(&id.zh)), uses.doc(&id.name));
        let doc = docs::format_comment(&doc, "    ");
        format!("{doc}    pub struct {};\n", names::bare(&id.name))
    };
    let all: Vec<_> = ids.iter().map(one).collect();
    (!all.is_empty()).then(|| Item::text(gate, format!("feishu_runtime::id! {{\n{}}}\n", all.join("\n"))))
}

/// Returns the definition of an open enum.
pub(super) fn emit_enum(gate: &Gate, item: &Enum) -> Item {
    let (kind, variants) = match &item.values {
        EnumValues::Int(values) => ("int_enum", format_variants(values, |code| code.to_string())),
        EnumValues::Text(values) => ("text_enum", format_variants(values, |text| format!("{text:?}"))),
    };
    let doc = docs::format_comment(&docs::with_zh(&item.doc, item.zh.as_deref()), "    ");
    let name = names::bare(&item.name);
    let lines = format!("feishu_runtime::{kind}! {{\n{doc}    pub enum {name} {{\n{variants}    }}\n}}\n");
    Item::text(gate, lines)
}

fn format_variants<C: std::fmt::Display>(values: &[EnumValue<C>], literal: impl Fn(&C) -> String) -> String {
    let one = |value: &EnumValue<C>| {
        let text = format!("`{}`: {}", value.code, docs::with_zh(&value.doc, Some(&value.zh)));
        let (name, code) = (names::ident(&names::variant(&value.name)), literal(&value.code));
        let deprecated = if value.deprecated { "        #[deprecated]\n" } else { "" };
        format!("{}{deprecated}        {name} = {code},\n", docs::format_comment(&text, "        "))
    };
    values.iter().map(one).collect()
}

/// Returns the definition of a struct, with constructor and setters if it is sent.
pub(super) fn emit_object(object: &Object) -> impl Iterator<Item = TokenStream> {
    let methods = object.sent.then(|| emit_methods(object, &emit_setters(object)));
    std::iter::once(emit_struct(object)).chain(methods).chain(file::emit_download(object))
}

fn emit_struct(object: &Object) -> TokenStream {
    let name = names::ident(names::bare(&object.name));
    let doc = docs::emit_object_doc(object);
    let fields = object.fields.iter().map(|field| emit_struct_field(field, &object.fields));
    let unknown = names::ident(names::UNKNOWN_FIELDS);
    quote! {
        #doc
        #[derive(Clone, Default)]
        pub struct #name {
            #(#fields,)*
            /// Keys that are not documented.
            pub #unknown: feishu_runtime::UnknownFields,
        }
    }
}

fn emit_struct_field(field: &Field, siblings: &[Field]) -> TokenStream {
    let name = names::ident(&field.rust_name);
    let doc = docs::emit_doc(&docs::describe_field(field));
    let ty = types::emit_field(field);
    let deprecated = emit_deprecated(field, siblings);
    quote!(#doc #deprecated pub #name: #ty)
}

/// Returns `#[deprecated]` with the replacement, one of the siblings.
pub(super) fn emit_deprecated<'a>(field: &Field, siblings: impl IntoIterator<Item = &'a Field>) -> Option<TokenStream> {
    Some(match field.deprecated.as_ref()? {
        Deprecated::Use(name) => {
            let sibling = siblings.into_iter().find(|sibling| sibling.name == *name)?;
            let note = format!("use `{}`", sibling.rust_name);
            quote!(#[deprecated = #note])
        }
        Deprecated::Nothing => quote!(#[deprecated]),
    })
}

/// Returns an `impl` block with `new`, which takes the required fields, and further methods.
fn emit_methods(object: &Object, more: &[TokenStream]) -> TokenStream {
    let name = names::ident(names::bare(&object.name));
    let required: Vec<_> = object.fields.iter().filter(|field| field.presence == Presence::Required).collect();
    let arguments = required.iter().map(|field| {
        let name = names::ident(&field.rust_name);
        let (ty, _) = types::emit_argument(&field.ty, &name);
        quote!(#name: #ty)
    });
    let values = required.iter().map(|field| {
        let name = names::ident(&field.rust_name);
        let (_, value) = types::emit_argument(&field.ty, &name);
        match (types::is_option(field), types::is_passed_by_value(&field.ty)) {
            (true, _) => quote!(#name: ::std::option::Option::Some(#value)),
            (false, true) => quote!(#name),
            (false, false) => quote!(#name: #value),
        }
    });
    let doc = docs::emit_doc(if required.is_empty() {
        "Creates an empty value."
    } else {
        "Creates a value with its required fields."
    });
    let value =
        if required.is_empty() { quote!(Self::default()) } else { quote!(Self { #(#values,)* ..Self::default() }) };
    let allow = allow::deprecated(required.iter().copied());
    quote! {
        impl #name {
            #doc
            #allow
            #[must_use]
            #[inline]
            pub fn new(#(#arguments),*) -> Self {
                #value
            }

            #(#more)*
        }
    }
}

fn emit_setters(object: &Object) -> Vec<TokenStream> {
    let optional = object.fields.iter().filter(|field| field.presence != Presence::Required);
    optional
        .map(|field| {
            let (name, setter) = (names::ident(&field.rust_name), names::ident(&names::setter(&field.rust_name)));
            let doc = docs::emit_doc(&docs::describe_field(field));
            let (ty, value) = types::emit_optional_argument(&field.ty, &name);
            let deprecated = emit_deprecated(field, &object.fields);
            let allow = allow::deprecated([field]);
            quote! {
                #doc
                #deprecated
                #allow
                #[must_use]
                pub fn #setter(mut self, #name: #ty) -> Self {
                    self.#name = #value;
                    self
                }
            }
        })
        .collect()
}
