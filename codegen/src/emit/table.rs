//! Emits the row of an operation in the static table, and the error codes that rows list.

use proc_macro2::TokenStream;
use quote::quote;

use super::rules;
use crate::{
    model::{
        Api, App, DataLocation, Field, Limit, Method, Operation, Paging, Payload, Presence, RateLimit, Token, Type,
    },
    names,
};

/// Returns `pub static OPERATION: Operation = …`, with one line per property that differs from its default.
pub(super) fn emit_row(api: &Api, operation: &Operation) -> TokenStream {
    let (id, path, page) = (operation.id.to_string(), &operation.path, &operation.page);
    let method = names::ident(&operation.method.as_str().to_ascii_lowercase());
    let tokens = (operation.tokens != [Token::Tenant]).then(|| {
        let tokens = operation.tokens.iter().map(|token| match token {
            Token::Tenant => quote!(feishu_runtime::operation::TokenKind::Tenant),
            Token::User => quote!(feishu_runtime::operation::TokenKind::User),
        });
        quote!(.tokens(&[#(#tokens),*]))
    });
    let apps = operation.apps.iter().map(|app| match app {
        App::Custom => quote!(feishu_runtime::operation::AppKind::Custom),
        App::Store => quote!(feishu_runtime::operation::AppKind::Store),
    });
    let scopes = operation.scopes.iter().map(|scope| quote!(#scope));
    let field_scopes = operation.field_scopes.iter().map(|scope| quote!(#scope));
    let usual = !matches!(operation.method, Method::Post | Method::Patch);
    let idempotent = (operation.idempotent != usual).then(|| {
        let idempotent = operation.idempotent;
        quote!(.idempotent(#idempotent))
    });
    let errors = operation.errors.iter().filter_map(|error| {
        let known = api.error(error.code)?;
        let constant = names::ident(&names::constant(&known.name));
        let other_status = (error.status != known.status).then(|| {
            let status = proc_macro2::Literal::u16_unsuffixed(error.status);
            quote!(.with_status(#status))
        });
        Some(quote!(rows::#constant #other_status))
    });
    let facts = [
        Some(quote!(.page(#page))),
        tokens,
        emit_setter("apps", apps),
        emit_setter("scopes", scopes),
        emit_setter("field_scopes", field_scopes),
        emit_setter("windows", emit_windows(&operation.limits)),
        idempotent,
        emit_setter("parameters", emit_parameters(api, operation)),
        emit_setter("rules", operation.rules.iter().map(rules::emit_rule)),
        (operation.data == DataLocation::TopLevel)
            .then(|| quote!(.data(feishu_runtime::operation::DataLocation::TopLevel))),
        operation.paging.as_ref().map(emit_paging),
        emit_setter("errors", errors),
    ];
    let facts = facts.iter().flatten();
    quote! {
        /// Describes the operation.
        pub static OPERATION: feishu_runtime::operation::Operation =
            feishu_runtime::operation::Operation::#method(#id).path(#path) #(#facts)*;
    }
}

/// Returns the import for the short names in a row.
pub(super) fn emit_import(operation: &Operation) -> TokenStream {
    if operation.errors.is_empty() {
        TokenStream::new()
    } else {
        quote!(
            use crate::error_code::rows;
        )
    }
}

/// Returns a method call such as `.scopes(&[…])`, unless the list is empty.
fn emit_setter(method: &str, values: impl IntoIterator<Item = TokenStream>) -> Option<TokenStream> {
    let (method, values) = (names::ident(method), values.into_iter().collect::<Vec<_>>());
    (!values.is_empty()).then(|| quote!(.#method(&[#(#values),*])))
}

/// Returns the constants of all error codes for the rows.
pub(super) fn emit_error_rows(api: &Api) -> TokenStream {
    let rows = api.errors.iter().map(|error| {
        // The documentation has the complete text; the table has only one line.
        let summary = error.doc.split([';', '(']).next().unwrap_or_default().trim().trim_end_matches('.');
        let (constant, name) = (names::ident(&names::constant(&error.name)), &error.name);
        let code = proc_macro2::Literal::i64_unsuffixed(error.code);
        let status = proc_macro2::Literal::u16_unsuffixed(error.status);
        quote!(pub const #constant: ErrorCode = ErrorCode::new(#code, #name, #status, #summary);)
    });
    quote! {
        /// Error codes as used in operation rows.
        #[doc(hidden)]
        #[allow(missing_docs, reason = "the constants of the parent module are documented")]
        pub mod rows {
            use feishu_runtime::operation::ErrorCode;
            #(#rows)*
        }
    }
}

/// Returns the limit in the representation of the runtime.
pub(super) fn emit_limit(limit: Limit) -> TokenStream {
    match limit {
        Limit::Range(min, max) => {
            let min =
                min.map_or_else(|| quote!(i64::MIN), |min| emit_number(proc_macro2::Literal::i64_unsuffixed(min)));
            let max =
                max.map_or_else(|| quote!(i64::MAX), |max| emit_number(proc_macro2::Literal::i64_unsuffixed(max)));
            quote!(feishu_runtime::operation::Limit::Range(#min, #max))
        }
        Limit::Length(min, max) => {
            let (min, max) = emit_sizes(min, max);
            quote!(feishu_runtime::operation::Limit::Length(#min, #max))
        }
        Limit::Items(min, max) => {
            let (min, max) = emit_sizes(min, max);
            quote!(feishu_runtime::operation::Limit::Items(#min, #max))
        }
    }
}

fn emit_number(literal: proc_macro2::Literal) -> TokenStream {
    quote!(#literal)
}

fn emit_sizes(min: Option<u64>, max: Option<u64>) -> (TokenStream, TokenStream) {
    let min = emit_number(proc_macro2::Literal::u64_unsuffixed(min.unwrap_or(0)));
    let max = max.map_or_else(|| quote!(usize::MAX), |max| emit_number(proc_macro2::Literal::u64_unsuffixed(max)));
    (min, max)
}

fn emit_windows(limits: &RateLimit) -> Vec<TokenStream> {
    let RateLimit::Windows(windows) = limits else { return Vec::new() };
    windows
        .iter()
        .map(|window| {
            let calls = emit_number(proc_macro2::Literal::u32_unsuffixed(window.calls));
            let seconds = emit_number(proc_macro2::Literal::u64_unsuffixed(window.seconds));
            quote!(feishu_runtime::operation::Window::new(#calls, #seconds))
        })
        .collect()
}

fn emit_parameters(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let payload = match &operation.payload {
        Payload::Form(_) => ParameterLocation::Form,
        Payload::Json(fields) if fields.iter().any(|field| field.is_bare) => ParameterLocation::BareBody,
        Payload::Json(_) | Payload::None => ParameterLocation::Body,
    };
    let path = operation.path_parameters.iter().map(|field| emit_parameter(api, field, ParameterLocation::Path));
    let query = operation.query.iter().map(|field| emit_parameter(api, field, ParameterLocation::Query));
    path.chain(query)
        .chain(operation.payload.fields().iter().map(|field| emit_parameter(api, field, payload)))
        .collect()
}

/// The location of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ParameterLocation {
    Path,
    Query,
    Body,
    BareBody,
    Form,
}

impl ParameterLocation {
    /// Whether the constructor of the parameter makes it required.
    fn is_always_required(self) -> bool {
        matches!(self, Self::Path | Self::BareBody)
    }

    fn is_json(self) -> bool {
        matches!(self, Self::Body | Self::BareBody)
    }
}

fn emit_parameter(api: &Api, field: &Field, location: ParameterLocation) -> TokenStream {
    let (name, values) = (&field.name, api.listed(field));
    let kind = emit_kind(field, location);
    let constructor = names::ident(match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Body => "body",
        ParameterLocation::BareBody => "bare_body",
        ParameterLocation::Form => "form",
    });
    let required =
        (field.presence == Presence::Required && !location.is_always_required()).then(|| quote!(.required()));
    let values = emit_setter("values", values.iter().map(|value| quote!(#value)));
    let limits = emit_setter("limits", field.limits.iter().map(|one| emit_limit(*one)));
    quote! {
        feishu_runtime::operation::Parameter::#constructor(#name, feishu_runtime::operation::Kind::#kind) #required #values #limits
    }
}

/// Emits the kind of a parameter. Outside of JSON, every value is sent as text, and a list parameter is repeated for each item.
fn emit_kind(field: &Field, location: ParameterLocation) -> TokenStream {
    match &field.ty {
        Type::List(item) if !location.is_json() => kind_of(item),
        _ if field.as_string && location.is_json() => quote!(Text),
        ty => kind_of(ty),
    }
}

pub(super) fn kind_of(ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(Boolean),
        Type::Int32 => quote!(Integer32),
        Type::Int64 | Type::Seconds | Type::IntEnum(_) => quote!(Integer),
        Type::Float => quote!(Float),
        Type::Timestamp => quote!(Timestamp),
        Type::String | Type::TextEnum(_) => quote!(Text),
        Type::Date => quote!(Date),
        Type::Url => quote!(Url),
        Type::Id(_) => quote!(Id),
        Type::Json => quote!(Json),
        Type::File => quote!(File),
        Type::Object(_) | Type::Boxed(_) | Type::Map(_) => quote!(Object),
        Type::List(_) => quote!(List),
    }
}

fn emit_paging(paging: &Paging) -> TokenStream {
    let Paging { size, token, items, next, more } = paging;
    quote!(.paging(feishu_runtime::operation::Paging { size: #size, token: #token, items: #items, next: #next, more: #more }))
}
