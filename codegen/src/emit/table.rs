//! Emits the row of an operation in the static table, and the error codes that rows list.

use proc_macro2::TokenStream;
use quote::quote;

use super::rules;
use crate::{
    model::{Api, App, DataPlace, Field, Limit, Method, Operation, Paging, Payload, Presence, RateLimit, Token, Type},
    names,
};

/// Returns `pub static OPERATION: Operation = …`, with one line per property that differs from its default.
pub(super) fn row(api: &Api, operation: &Operation) -> TokenStream {
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
    let errors = operation.errors.iter().filter_map(|code| {
        let error = api.error(*code)?;
        let constant = names::ident(&names::constant(&error.name));
        Some(quote!(rows::#constant))
    });
    let facts = [
        Some(quote!(.page(#page))),
        tokens,
        fact("apps", apps),
        fact("scopes", scopes),
        fact("field_scopes", field_scopes),
        fact("windows", windows(&operation.limits)),
        idempotent,
        fact("parameters", parameters(api, operation)),
        fact("rules", operation.rules.iter().map(rules::rule)),
        (operation.data == DataPlace::TopLevel).then(|| quote!(.data(feishu_runtime::operation::DataPlace::TopLevel))),
        operation.paging.as_ref().map(paging),
        fact("errors", errors),
    ];
    let facts = facts.iter().flatten();
    quote! {
        /// Describes the operation.
        pub static OPERATION: feishu_runtime::operation::Operation =
            feishu_runtime::operation::Operation::#method(#id).path(#path) #(#facts)*;
    }
}

/// Returns the import for the short names in a row.
pub(super) fn import(operation: &Operation) -> TokenStream {
    if operation.errors.is_empty() {
        TokenStream::new()
    } else {
        quote!(
            use crate::error_code::rows;
        )
    }
}

/// Returns a method call such as `.scopes(&[…])`, unless the list is empty.
fn fact(method: &str, values: impl IntoIterator<Item = TokenStream>) -> Option<TokenStream> {
    let (method, values) = (names::ident(method), values.into_iter().collect::<Vec<_>>());
    (!values.is_empty()).then(|| quote!(.#method(&[#(#values),*])))
}

/// Returns the constants of all error codes for the rows.
pub(super) fn error_rows(api: &Api) -> TokenStream {
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
pub(super) fn limit(limit: Limit) -> TokenStream {
    match limit {
        Limit::Range(min, max) => {
            let min = min.map_or_else(|| quote!(i64::MIN), |min| number(proc_macro2::Literal::i64_unsuffixed(min)));
            let max = max.map_or_else(|| quote!(i64::MAX), |max| number(proc_macro2::Literal::i64_unsuffixed(max)));
            quote!(feishu_runtime::operation::Limit::Range(#min, #max))
        }
        Limit::Length(min, max) => {
            let (min, max) = sizes(min, max);
            quote!(feishu_runtime::operation::Limit::Length(#min, #max))
        }
        Limit::Items(min, max) => {
            let (min, max) = sizes(min, max);
            quote!(feishu_runtime::operation::Limit::Items(#min, #max))
        }
    }
}

fn number(literal: proc_macro2::Literal) -> TokenStream {
    quote!(#literal)
}

fn sizes(min: Option<u64>, max: Option<u64>) -> (TokenStream, TokenStream) {
    let min = number(proc_macro2::Literal::u64_unsuffixed(min.unwrap_or(0)));
    let max = max.map_or_else(|| quote!(usize::MAX), |max| number(proc_macro2::Literal::u64_unsuffixed(max)));
    (min, max)
}

fn windows(limits: &RateLimit) -> Vec<TokenStream> {
    let RateLimit::Windows(windows) = limits else { return Vec::new() };
    windows
        .iter()
        .map(|window| {
            let calls = number(proc_macro2::Literal::u32_unsuffixed(window.calls));
            let seconds = number(proc_macro2::Literal::u64_unsuffixed(window.seconds));
            quote!(feishu_runtime::operation::Window::new(#calls, #seconds))
        })
        .collect()
}

fn parameters(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let payload = match operation.payload {
        Payload::Form(_) => Place::Form,
        Payload::Json(_) | Payload::None => Place::Body,
    };
    let path = operation.path_parameters.iter().map(|field| parameter(api, field, Place::Path));
    let query = operation.query.iter().map(|field| parameter(api, field, Place::Query));
    path.chain(query).chain(operation.payload.fields().iter().map(|field| parameter(api, field, payload))).collect()
}

/// The location of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Path,
    Query,
    Body,
    Form,
}

fn parameter(api: &Api, field: &Field, place: Place) -> TokenStream {
    let (name, values) = (&field.name, api.listed(field));
    let kind = kind(field, place);
    let constructor = names::ident(match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Body => "body",
        Place::Form => "form",
    });
    // A path parameter is always required.
    let required = (field.presence == Presence::Required && place != Place::Path).then(|| quote!(.required()));
    let values = fact("values", values.iter().map(|value| quote!(#value)));
    let limits = fact("limits", field.limits.iter().map(|one| limit(*one)));
    quote! {
        feishu_runtime::operation::Parameter::#constructor(#name, feishu_runtime::operation::Kind::#kind) #required #values #limits
    }
}

/// Returns the kind of a parameter. Outside of JSON every value is text, and a list repeats its parameter.
fn kind(field: &Field, place: Place) -> TokenStream {
    match &field.ty {
        Type::List(item) if place != Place::Body => kind_of(item),
        _ if field.as_string && place == Place::Body => quote!(Text),
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

fn paging(paging: &Paging) -> TokenStream {
    let Paging { size, token, items, next, more } = paging;
    quote!(.paging(feishu_runtime::operation::Paging { size: #size, token: #token, items: #items, next: #next, more: #more }))
}
