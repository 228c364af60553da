//! Error codes and scopes.

use crate::{error_class::ErrorClass, source::Span};

#[derive(Clone, Debug)]
pub struct ErrorCode {
    pub code: i64,
    pub status: u16,
    pub name: String,
    pub zh: String,
    pub doc: String,
    pub class: Option<ErrorClass>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Scope {
    pub name: String,
    pub zh: String,
    pub doc: String,
}
