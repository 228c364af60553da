//! The row of an operation in the static table.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    model::{Api, App, Field, Limit, Method, Operation, Paging, Payload, Presence, RateLimit, Rule, Token, Type},
    names,
};

/// `pub static OPERATION: Operation = …`
pub(super) fn row(api: &Api, operation: &Operation) -> TokenStream {
    let (id, path, page) = (operation.id.to_string(), &operation.path, &operation.page);
    let method = names::ident(method(operation.method));
    let tokens = operation.tokens.iter().map(|token| match token {
        Token::Tenant => quote!(TokenKind::Tenant),
        Token::User => quote!(TokenKind::User),
    });
    let apps = operation.apps.iter().map(|app| match app {
        App::Custom => quote!(AppKind::Custom),
        App::Store => quote!(AppKind::Store),
    });
    let (scopes, field_scopes) = (&operation.scopes, &operation.field_scopes);
    let windows = windows(&operation.limits);
    let idempotent = operation.idempotent;
    let parameters = parameters(api, operation);
    let rules = operation.rules.iter().map(rule);
    let paging = operation.paging.as_ref().map_or_else(|| quote!(None), paging);
    let errors = operation.errors.iter().filter_map(|code| {
        let error = api.errors.iter().find(|error| error.code == *code)?;
        // The whole text stands in the documentation; a table wants a line.
        let summary = error.doc.split([';', '(']).next().unwrap_or_default().trim().trim_end_matches('.');
        let (code, status) = (proc_macro2::Literal::i64_unsuffixed(*code), error.status);
        let status = proc_macro2::Literal::u16_unsuffixed(status);
        Some(quote!(ErrorCode { code: #code, status: #status, summary: #summary }))
    });
    quote! {
        /// What is known of the operation without calling it.
        pub static OPERATION: Operation = Operation {
            id: #id,
            method: Method::#method,
            path: #path,
            page: #page,
            tokens: &[#(#tokens),*],
            apps: &[#(#apps),*],
            scopes: &[#(#scopes),*],
            field_scopes: &[#(#field_scopes),*],
            windows: &[#(#windows),*],
            idempotent: #idempotent,
            parameters: &[#(#parameters),*],
            rules: &[#(#rules),*],
            paging: #paging,
            errors: &[#(#errors),*],
        };
    }
}

/// A limit as the runtime has it.
pub(super) fn limit(limit: Limit) -> TokenStream {
    match limit {
        Limit::Range(min, max) => {
            let min = min.map_or_else(|| quote!(i64::MIN), |min| number(proc_macro2::Literal::i64_unsuffixed(min)));
            let max = max.map_or_else(|| quote!(i64::MAX), |max| number(proc_macro2::Literal::i64_unsuffixed(max)));
            quote!(Limit::Range(#min, #max))
        }
        Limit::Length(min, max) => {
            let (min, max) = sizes(min, max);
            quote!(Limit::Length(#min, #max))
        }
        Limit::Items(min, max) => {
            let (min, max) = sizes(min, max);
            quote!(Limit::Items(#min, #max))
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

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "Get",
        Method::Post => "Post",
        Method::Put => "Put",
        Method::Patch => "Patch",
        Method::Delete => "Delete",
    }
}

fn windows(limits: &RateLimit) -> Vec<TokenStream> {
    let RateLimit::Windows(windows) = limits else { return Vec::new() };
    windows
        .iter()
        .map(|window| {
            let calls = number(proc_macro2::Literal::u32_unsuffixed(window.calls));
            let seconds = number(proc_macro2::Literal::u64_unsuffixed(window.seconds));
            quote!(Window { calls: #calls, per: Duration::from_secs(#seconds) })
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

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Path,
    Query,
    Body,
    Form,
}

fn parameter(api: &Api, field: &Field, place: Place) -> TokenStream {
    let (name, values) = (&field.name, api.listed(field));
    let required = field.presence == Presence::Required;
    let kind = kind(field, place);
    let place = names::ident(&format!("{place:?}"));
    let limits = field.limits.iter().map(|one| limit(*one));
    quote! {
        Parameter {
            name: #name,
            place: Place::#place,
            kind: Kind::#kind,
            required: #required,
            values: &[#(#values),*],
            limits: &[#(#limits),*],
        }
    }
}

/// Outside of JSON everything is text: what counts is what the text holds, and a list repeats its parameter.
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
        Type::Int64 | Type::IntEnum(_) => quote!(Integer),
        Type::Float => quote!(Float),
        Type::Timestamp => quote!(Timestamp),
        Type::String | Type::Date | Type::Url | Type::Id(_) | Type::TextEnum(_) => quote!(Text),
        Type::Json => quote!(Json),
        Type::File => quote!(File),
        Type::Object(_) | Type::Boxed(_) | Type::Map(_) => quote!(Object),
        Type::List(_) => quote!(List),
    }
}

fn rule(rule: &Rule) -> TokenStream {
    match rule {
        Rule::AtLeastOneOf(names) => quote!(Rule::AtLeastOneOf(&[#(#names),*])),
        Rule::AtMostOneOf(names) => quote!(Rule::AtMostOneOf(&[#(#names),*])),
        Rule::AllOrNone(names) => quote!(Rule::AllOrNone(&[#(#names),*])),
    }
}

fn paging(paging: &Paging) -> TokenStream {
    let Paging { size, token, items, next, more } = paging;
    quote!(Some(Paging { size: #size, token: #token, items: #items, next: #next, more: #more }))
}
