//! The `allow` attribute of functions that set deprecated fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Field;

/// Allows the use of deprecated fields in a function that sets them.
pub(super) fn deprecated<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Option<TokenStream> {
    let is_needed = fields.into_iter().any(|field| field.deprecated.is_some());
    is_needed.then(|| quote!(#[allow(deprecated, reason = "it sets deprecated fields")]))
}
