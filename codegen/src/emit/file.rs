//! The method that downloads the file that an object tells of.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, types};
use crate::{
    model::{Api, Field, FileFields, Object},
    names,
};

/// Whether anything can be downloaded.
pub(super) fn is_used(api: &Api) -> bool {
    api.objects.iter().any(|object| object.file.is_some())
        || api.operations.iter().any(|operation| operation.file.is_some())
}

/// `download`, for an object that tells of a file.
pub(super) fn download(object: &Object) -> Option<TokenStream> {
    let FileFields { url, name, mime } = object.file.as_ref()?;
    let object_name = names::ident(&object.name);
    let method = names::ident(names::DOWNLOAD);
    let named = [Some(url), name.as_ref(), mime.as_ref()].map(|name| field(object, name));
    let allow = named.iter().flatten().any(|field| field.deprecated.is_some()).then(|| quote!(#[allow(deprecated)]));
    let [url, name, mime] = named;
    let (url, name, mime) =
        (value(url, &quote!(as_ref)), value(name, &quote!(as_deref)), value(mime, &quote!(as_deref)));
    let doc = docs::doc(DOC);
    Some(quote! {
        impl #object_name {
            #doc
            #allow
            pub fn #method(&self, client: &crate::Client) -> Download {
                Download::new(client.runtime(), #url, #name, #mime)
            }
        }
    })
}

const DOC: &str = "The file, to be downloaded: [`to_file`](Download::to_file), [`to_writer`](Download::to_writer), \
[`bytes`](Download::bytes) or [`stream`](Download::stream) fetches it.

The link is the permission and ends 30 minutes after the answer came: no token is sent with it, and a link that has ended gives an error \
for which [`Error::is_link_expired`](crate::Error::is_link_expired) holds. Call the operation again then. \
An absent link is told when the download is started.";

fn field<'a>(object: &'a Object, name: Option<&String>) -> Option<&'a Field> {
    object.fields.iter().find(|field| Some(&field.name) == name)
}

/// The field's value as an `Option` of a reference.
fn value(field: Option<&Field>, borrow: &TokenStream) -> TokenStream {
    let Some(field) = field else { return quote!(None) };
    let name = names::ident(&names::field(&field.name));
    if types::is_option(field) { quote!(self.#name.#borrow()) } else { quote!(Some(&self.#name)) }
}
