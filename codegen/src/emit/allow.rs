//! The `allow` attributes of emitted functions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Field;

/// The number of arguments that clippy accepts.
const MAX_ARGUMENTS: usize = 7;

/// Allows the use of deprecated fields in a function that sets them.
pub(super) fn deprecated<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Option<TokenStream> {
    let is_needed = fields.into_iter().any(|field| field.deprecated.is_some());
    is_needed.then(|| quote!(#[allow(deprecated, reason = "it sets deprecated fields")]))
}

/// Allows many arguments: every required parameter is one.
pub(super) fn many_arguments(count: usize) -> Option<TokenStream> {
    (count > MAX_ARGUMENTS)
        .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the documentation requires them")]))
}
