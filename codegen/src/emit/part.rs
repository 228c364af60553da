//! A part of an emitted file, ready to be formatted.

use proc_macro2::TokenStream;

/// A part of an emitted file.
#[derive(Debug)]
pub(crate) enum Part {
    /// Rust tokens, which are formatted.
    Tokens(TokenStream),
    /// Unformatted text after an attribute: macro calls, whose lines a formatter would join.
    Text { attribute: TokenStream, lines: String },
}
