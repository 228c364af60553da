//! Request builders: required parameters are arguments, optional ones setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, example, types};
use crate::{
    model::{Api, Field, Operation, Payload, Presence, Type},
    names,
};

/// Where a parameter's value goes.
#[derive(Clone, Copy)]
enum Target {
    /// Path and query.
    Call,
    Body,
    Form,
}

/// The request of an operation and its methods.
pub(super) fn request(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let name = names::ident(&names::request(&operation.id));
    let sections = [operation_doc(api, operation), example::example(api, operation), docs::quirks(operation)];
    let doc = docs::doc(&sections.join("\n\n"));
    let body_field = has_json(operation).then(|| {
        let body = names::ident(&names::body(&operation.id));
        quote!(body: #body,)
    });
    let must_use = if operation.paging.is_some() {
        "nothing is sent until `send`, `pages` or `items`"
    } else {
        "nothing is sent until `send`"
    };
    let new = new(operation);
    let setters = parameters(operation)
        .filter(|(field, _)| field.presence != Presence::Required)
        .map(|(field, target)| setter(field, target));
    let send = send(operation);
    vec![
        quote! {
            #doc
            #[derive(Clone, Debug)]
            #[must_use = #must_use]
            pub struct #name {
                call: Call,
                #body_field
            }
        },
        quote! {
            impl #name {
                #new
                #(#setters)*
                #send
            }
        },
    ]
}

/// The operation's page in short, with the names of its error codes.
pub(super) fn operation_doc(api: &Api, operation: &Operation) -> String {
    docs::operation(operation, &|code| {
        let error = api.errors.iter().find(|error| error.code == code)?;
        Some(format!("({}), HTTP {}: {}", error.zh, error.status, error.doc.trim()))
    })
}

/// Required parameters as the arguments of a method, with their types.
pub(super) fn arguments(operation: &Operation) -> Vec<(proc_macro2::Ident, TokenStream)> {
    parameters(operation)
        .filter(|(field, _)| field.presence == Presence::Required)
        .map(|(field, _)| {
            let name = names::ident(&names::field(&field.name));
            let (ty, _) = types::argument(&field.ty, &name);
            (name, ty)
        })
        .collect()
}

fn has_json(operation: &Operation) -> bool {
    matches!(operation.payload, Payload::Json(_))
}

fn parameters(operation: &Operation) -> impl Iterator<Item = (&Field, Target)> {
    let target = match operation.payload {
        Payload::Form(_) => Target::Form,
        Payload::Json(_) | Payload::None => Target::Body,
    };
    let call = operation.path_parameters.iter().chain(&operation.query).map(|field| (field, Target::Call));
    call.chain(operation.payload.fields().iter().map(move |field| (field, target)))
}

fn new(operation: &Operation) -> TokenStream {
    let arguments = arguments(operation);
    let names = arguments.iter().map(|(name, _)| name);
    let types = arguments.iter().map(|(_, ty)| ty);
    let sets: Vec<_> = parameters(operation)
        .filter(|(field, target)| field.presence == Presence::Required && !matches!(target, Target::Body))
        .map(|(field, target)| set(field, target, &quote!(call)))
        .collect();
    let body = has_json(operation).then(|| {
        let body = names::ident(&names::body(&operation.id));
        let required = operation.payload.fields().iter().filter(|field| field.presence == Presence::Required);
        let arguments = required.map(|field| names::ident(&names::field(&field.name)));
        quote!(, body: #body::new(#(#arguments),*))
    });
    let make = if sets.is_empty() {
        quote!(Self { call: Call::new(client, &OPERATION) #body })
    } else {
        quote! {
            let mut call = Call::new(client, &OPERATION);
            #(#sets)*
            Self { call #body }
        }
    };
    quote! {
        pub(super) fn new(client: Client, #(#names: #types),*) -> Self {
            #make
        }
    }
}

fn setter(field: &Field, target: Target) -> TokenStream {
    let name = names::ident(&names::field(&field.name));
    let doc = docs::doc(&docs::field(field));
    let (ty, value) = types::argument(&field.ty, &name);
    let set = match target {
        Target::Call | Target::Form => set(field, target, &quote!(self.call)),
        Target::Body => {
            let value = if types::is_option(field) { quote!(Some(#value)) } else { value };
            quote!(self.body.#name = #value;)
        }
    };
    let deprecated = field.deprecated.as_ref().map(super::model::deprecated);
    quote! {
        #doc
        #deprecated
        pub fn #name(mut self, #name: #ty) -> Self {
            #set
            self
        }
    }
}

/// Gives a parameter of path, query or form its value; what is converted is named by its type first.
fn set(field: &Field, target: Target, call: &TokenStream) -> TokenStream {
    let (wire, name) = (&field.name, names::ident(&names::field(&field.name)));
    let (_, value) = types::argument(&field.ty, &name);
    let own = types::value(&field.ty);
    let convert = (!types::is_taken_as_it_is(&field.ty)).then(|| quote!(let #name: #own = #value;));
    let set = match (&field.ty, target) {
        (Type::File, _) => quote!(#call.form_file(#wire, #name);),
        (Type::List(_), _) => quote!(#call.set_list(#wire, &#name);),
        (_, Target::Form) => quote!(#call.form_text(#wire, &#name);),
        _ => quote!(#call.set(#wire, &#name);),
    };
    quote!(#convert #set)
}

fn send(operation: &Operation) -> TokenStream {
    let response = names::ident(&names::response(&operation.id));
    let body = has_json(operation).then(|| quote!(.json(&self.body)));
    let (call, copy) = (quote!(self.call #body), quote!(self.call.clone() #body));
    let pages = operation.paging.is_some().then(|| {
        quote! {
            /// The pages, one after the other, from the page token that is set.
            pub fn pages(self) -> Pages<#response> {
                #call.pages()
            }

            /// The items of all pages, one after the other.
            pub fn items(self) -> Items<#response> {
                #call.items()
            }
        }
    });
    quote! {
        /// Sends the request and gives the data of the answer.
        ///
        /// # Errors
        /// See [`ErrorKind`](crate::ErrorKind).
        pub async fn send(self) -> Result<#response> {
            #call.send().await
        }

        /// Sends the request and gives the data with what came beside it: log id, rate limit.
        ///
        /// # Errors
        /// As [`send`](Self::send).
        pub async fn send_with_metadata(self) -> Result<Response<#response>> {
            #call.send_with_metadata().await
        }

        /// The request as a `curl` line to try by hand, with `$FEISHU_TOKEN` in the place of the token. Its
        /// values may tell of a person.
        ///
        /// # Errors
        /// [`ErrorKind::InvalidParameter`](crate::ErrorKind::InvalidParameter) for what would not be sent.
        pub fn to_curl(&self) -> Result<String> {
            #copy.to_curl()
        }

        #pages
    }
}
