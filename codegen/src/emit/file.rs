//! The method that downloads the file of an object.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, gate::Gate, types};
use crate::{
    model::{Api, Field, FileFields, Object},
    names,
};

/// Returns the gate of all download methods, or `None` if there are none.
pub(super) fn gate(api: &Api) -> Option<Gate> {
    let objects = api.objects.iter().filter(|object| object.file.is_some()).map(|it| Gate::of_type(api, &it.groups));
    let operations = api.operations.iter().filter(|it| it.file.is_some()).map(|it| Gate::of_group(&it.group));
    let gates: Vec<Gate> = objects.chain(operations).collect();
    (!gates.is_empty()).then(|| Gate::any(&gates))
}

/// Returns the method `download` of an object that describes a file.
pub(super) fn emit_download(object: &Object) -> Option<TokenStream> {
    let FileFields { url, name, mime } = object.file.as_ref()?;
    let object_name = names::ident(names::bare(&object.name));
    let method = names::ident(names::DOWNLOAD);
    let named = [Some(url), name.as_ref(), mime.as_ref()].map(|name| find_field(object, name));
    let allow = named.iter().flatten().any(|field| field.deprecated.is_some()).then(|| quote!(#[allow(deprecated)]));
    let [url, name, mime] = named;
    let (url, name, mime) =
        (emit_value(url, &quote!(as_ref)), emit_value(name, &quote!(as_deref)), emit_value(mime, &quote!(as_deref)));
    let doc = docs::emit_doc(DOC);
    Some(quote! {
        impl #object_name {
            #doc
            #allow
            #[inline]
            pub fn #method(&self, client: &crate::Client) -> feishu_runtime::Download {
                feishu_runtime::Download::new(client.runtime(), #url, #name, #mime)
            }
        }
    })
}

const DOC: &str = "Creates a download of the file. Start it with [`to_file`](crate::Download::to_file), \
[`to_writer`](crate::Download::to_writer), [`bytes`](crate::Download::bytes) or [`stream`](crate::Download::stream).

The link grants access without a token, for the time that the field with the link states. If it has expired, the download fails with an error for which \
[`Error::is_link_expired`](crate::Error::is_link_expired) returns `true`; call the operation again to get a new link. \
If the response contains no link, the error is returned when the download starts.";

fn find_field<'a>(object: &'a Object, name: Option<&String>) -> Option<&'a Field> {
    object.fields.iter().find(|field| Some(&field.name) == name)
}

/// Returns an expression of the field value as an `Option` of a reference.
fn emit_value(field: Option<&Field>, borrow: &TokenStream) -> TokenStream {
    let Some(field) = field else { return quote!(::std::option::Option::None) };
    let name = names::ident(&field.rust_name);
    if types::is_option(field) {
        quote!(self.#name.#borrow())
    } else {
        quote!(::std::option::Option::Some(&self.#name))
    }
}
