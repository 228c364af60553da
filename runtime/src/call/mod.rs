//! A call. The emitted request builders set its values; then it is checked, encoded and sent.

mod check;
mod curl;
mod custom;
mod encode;
mod execution;
mod in_flight;
mod measure;
mod options;
mod page;
mod prepared;
pub(crate) mod retry;
mod send;
mod url;

use std::fmt;

use bytes::Bytes;

use crate::{
    Client, Error, ErrorKind, FieldViolation, Metadata, Result, Upload,
    file::upload::Form,
    operation::{DataLocation, Operation, Paging},
    transport::http::Body,
    wire::{List, Object, Slot, View, text_of, texts_of, violations, write_json},
};

use prepared::Prepared;

pub use custom::{CustomPage, CustomRequest};
pub(crate) use measure::measure;
pub use options::CallOptions;
pub use page::{Items, Page, Pages};
pub use send::CallFuture;

/// The maximum length of a URL in bytes, slightly below the limit of the HTTP library. Servers have lower limits.
const MAX_URL_LENGTH: usize = 60 * 1024;

/// A call that is being built.
#[derive(Clone)]
pub struct Call {
    client: Client,
    operation: &'static Operation,
    /// Values of path and query parameters, in the order in which they were set.
    values: Vec<(&'static str, Values)>,
    form: Form,
    body: Body,
    /// The fields of the body that are set, with their values, to check the rules.
    body_fields: Vec<(&'static str, Vec<String>)>,
    violations: Vec<FieldViolation>,
    options: CallOptions,
    idempotent: bool,
    data: DataLocation,
    paging: Option<Paging>,
}

/// The values of a parameter, usually one.
#[derive(Clone)]
enum Values {
    One(String),
    Many(Vec<String>),
}

impl Values {
    fn as_slice(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl Call {
    /// Creates a call of an operation without values.
    #[must_use]
    pub fn new(client: Client, operation: &'static Operation) -> Self {
        Self {
            client,
            operation,
            values: Vec::new(),
            form: Form::default(),
            body: Body::None,
            body_fields: Vec::new(),
            violations: Vec::new(),
            options: CallOptions::new(),
            idempotent: operation.idempotent,
            data: operation.data,
            paging: operation.paging,
        }
    }

    /// Sets a path or query parameter. `None` removes it.
    pub fn set<T: Slot>(&mut self, name: &'static str, value: Option<T>) {
        self.set_value(name, value.as_ref().map(|value| value as &dyn Slot));
    }

    /// Sets a query parameter that is repeated for each value. An absent list removes it.
    pub fn set_list<T: Slot + 'static>(&mut self, name: &'static str, values: &List<T>) {
        let texts = values.iter().filter_map(|value| text_of(value.view())).collect();
        self.set_values(name, values.is_present().then_some(Values::Many(texts)));
    }

    /// Sets a text part of a multipart body. `None` removes it.
    pub fn form_text<T: Slot>(&mut self, name: &'static str, value: Option<T>) {
        self.form.text(name, value.and_then(|value| text_of(value.view())));
    }

    fn set_value(&mut self, name: &'static str, value: Option<&dyn Slot>) {
        self.set_values(name, value.and_then(|value| text_of(value.view())).map(Values::One));
    }

    fn set_values(&mut self, name: &'static str, values: Option<Values>) {
        self.values.retain(|(given, _)| *given != name);
        self.values.extend(values.map(|values| (name, values)));
    }

    /// Sets a file part of a multipart body. `None` removes it.
    pub fn form_file(&mut self, name: &'static str, file: Option<Upload>) {
        self.form.file(name, file);
    }

    /// Sets the JSON body.
    #[must_use]
    pub fn json(mut self, body: &dyn Object) -> Self {
        let view = View::Object(body);
        self.violations = violations(view);
        self.body_fields.clear();
        body.values(&mut |shape, values, _| {
            let fields = shape.fields().iter().zip(values);
            self.body_fields.extend(fields.filter_map(|(field, value)| Some((field.name(), texts_of(value.view())?))));
        });
        self.body = Body::Json(Bytes::from(write_json(view)));
        self
    }

    /// Sets the options of this call and replaces those set before.
    pub fn set_options(&mut self, options: CallOptions) {
        self.options = options;
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the page token that the call starts with, if one is set.
    pub(crate) fn first_page(&self) -> Option<&str> {
        self.values_of(self.paging?.token).first().map(String::as_str).filter(|token| !token.is_empty())
    }

    /// Returns the same call for the page with this token, or for the first page.
    pub(crate) fn at_page(&self, token: Option<&str>) -> Self {
        let mut call = self.clone();
        if let (Some(paging), Some(token)) = (call.paging, token) {
            call.set_values(paging.token, Some(Values::One(token.to_owned())));
        }
        call
    }

    pub(crate) fn prepare(mut self) -> Result<Prepared> {
        self.check();
        if !self.violations.is_empty() {
            return Err(Error::invalid_parameters(self.violations));
        }
        let url = self.url();
        if url.len() > MAX_URL_LENGTH {
            let message = format!("the URL is longer than {MAX_URL_LENGTH} bytes with these values");
            return Err(Error::new(ErrorKind::InvalidParameter, message));
        }
        let body = if self.form.names().next().is_some() { Body::Form(self.form.into_multipart()) } else { self.body };
        Ok(Prepared { operation: self.operation, url, body, options: self.options, idempotent: self.idempotent })
    }

    fn values_of(&self, name: &str) -> &[String] {
        self.values.iter().find(|(given, _)| *given == name).map_or(&[], |(_, values)| values.as_slice())
    }
}

/// Shows only the names of the parameters, because their values may contain personal data.
impl fmt::Debug for Call {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.values.iter().map(|(name, _)| *name).chain(self.form.names()).collect();
        f.debug_struct("Call").field("operation", &self.operation.id).field("given", &names).finish_non_exhaustive()
    }
}

const _: () = {
    const fn sendable<T: Send + Sync>() {}
    sendable::<Call>();
    sendable::<Metadata>();
};
