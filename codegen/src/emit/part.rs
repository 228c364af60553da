//! One part of an emitted file, ready to be printed.

use proc_macro2::TokenStream;

/// One part of an emitted file.
#[derive(Debug)]
pub(crate) enum Part {
    /// Rust, to be formatted.
    Tokens(TokenStream),
    /// Text as it is behind an attribute: calls of the runtime's macros, whose lines a formatter would join.
    Text { attribute: TokenStream, lines: String },
}
