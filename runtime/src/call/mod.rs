//! A call. The emitted request builders set its values; then it is checked, encoded and sent.

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

use std::fmt;

use bytes::Bytes;

use crate::{
    Client, Error, ErrorKind, FieldViolation, Metadata, Result, Upload,
    file::upload::Form,
    input,
    operation::{DataPlace, Kind, Limit, Location, Measure, Operation, Paging, Parameter},
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
    data: DataPlace,
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

    fn check(&mut self) {
        let mut found = Vec::new();
        for parameter in self.operation.parameters {
            let values = self.values_of(parameter.name);
            if let Some(description) = violation(parameter, values).or_else(|| self.input_violation(parameter, values))
            {
                found.push(FieldViolation::new(parameter.name, description));
            }
        }
        found.extend(self.unlisted_violations());
        found.extend(self.form.violations());
        for rule in self.operation.rules {
            if !rule.is_satisfied(&|name| self.values_to_check(name)) {
                found.push(FieldViolation::new(&rule.names().join(", "), rule.to_string()));
            }
        }
        self.violations.append(&mut found);
    }

    /// Describes a copy-and-paste mistake in the values, if there is one. The server may accept such a value, but with another meaning than intended.
    fn input_violation(&self, parameter: &Parameter, values: &[String]) -> Option<String> {
        let is_blank = |text: &str| input::is_empty(text);
        let is_missing = parameter.required
            && match parameter.location {
                Location::Query => values.iter().all(|value| is_blank(value)),
                Location::Form => self.form.text_of(parameter.name).is_some_and(is_blank),
                Location::Path | Location::Body => false,
            };
        if is_missing {
            return Some("must not be empty".to_owned());
        }
        let ids = if parameter.kind == Kind::Id { values } else { &[] };
        ids.iter().find_map(|id| input::id_violation(id)).map(str::to_owned)
    }

    /// Returns the violations of query parameters that the operation does not list.
    fn unlisted_violations(&self) -> impl Iterator<Item = FieldViolation> {
        let is_listed = |name: &str| self.operation.parameters.iter().any(|parameter| parameter.name == name);
        let unlisted = self.values.iter().filter(move |(name, _)| !is_listed(name));
        unlisted.filter_map(|(name, values)| {
            let is_size = self.paging.is_some_and(|paging| paging.size == *name);
            let description = values.as_slice().iter().find_map(|value| match value.parse::<i64>() {
                Ok(..1) if is_size => Some("must be at least 1"),
                _ if input::is_name_of_id(name) => input::id_violation(value),
                _ => None,
            });
            description.map(|description| FieldViolation::new(name, description))
        })
    }

    fn values_of(&self, name: &str) -> &[String] {
        self.values.iter().find(|(given, _)| *given == name).map_or(&[], |(_, values)| values.as_slice())
    }

    /// Returns the values of a parameter, a body field or a form part, to check the rules; `None` if it is not set.
    fn values_to_check(&self, name: &str) -> Option<Vec<String>> {
        let listed = Some(self.values_of(name)).filter(|values| values.iter().any(|value| !value.is_empty()));
        listed
            .map(<[String]>::to_vec)
            .or_else(|| self.body_fields.iter().find(|(field, _)| *field == name).map(|(_, values)| values.clone()))
            .or_else(|| {
                let part = self.form.names().find(|part| *part == name)?;
                Some(self.form.text_of(part).map(str::to_owned).into_iter().collect())
            })
    }

    /// Returns the query parameters. Those that the operation lists come first, in the order of the documentation; the others follow in the order in
    /// which they were set.
    fn query(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        let listed = self.operation.parameters.iter().filter(|parameter| parameter.location == Location::Query);
        let listed = listed.map(|parameter| (parameter.name, self.values_of(parameter.name)));
        let is_listed = |name| self.operation.parameters.iter().any(|parameter| parameter.name == name);
        let others = self.values.iter().filter(move |(name, _)| !is_listed(*name));
        listed.chain(others.map(|(name, values)| (*name, values.as_slice())))
    }

    /// Returns the complete URL.
    fn url(&self) -> String {
        let mut url = self.client.base().start();
        for segment in self.operation.path.split('/').skip(1) {
            url.push('/');
            match segment.strip_prefix(':') {
                Some(name) => url.extend(self.values_of(name).iter().map(|value| encode::value(value))),
                None => url.push_str(segment),
            }
        }
        let mut separator = '?';
        for (name, values) in self.query() {
            for value in values {
                url.push(separator);
                url.push_str(&encode::value(name));
                url.push('=');
                url.push_str(&encode::value(value));
                separator = '&';
            }
        }
        url
    }
}

/// Describes what is wrong with the values of a path or query parameter, if anything.
pub(crate) fn violation(parameter: &Parameter, values: &[String]) -> Option<String> {
    match parameter.location {
        Location::Body | Location::Form => return None,
        Location::Path => {
            let value = values.first().map_or("", String::as_str);
            if let Some(description) = input::segment_violation(value) {
                return Some(description.to_owned());
            }
        }
        Location::Query if parameter.required && values.iter().all(String::is_empty) => {
            return Some("must not be empty".to_owned());
        }
        Location::Query if values.is_empty() => return None,
        Location::Query => {}
    }
    let of_type = (parameter.kind == Kind::Integer32).then_some(Limit::Range(i32::MIN.into(), i32::MAX.into()));
    parameter.limits.iter().chain(&of_type).find_map(|limit| match limit {
        Limit::Items(..) => limit.violation(Measure::Items(values.len())),
        _ => values.iter().find_map(|value| limit.violation(measure(parameter.kind, value))),
    })
}

/// Shows only the names of the parameters, because their values may contain personal data.
impl fmt::Debug for Call {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Timestamp,
        operation::{Condition, Method, Rule},
    };

    const PARAMETER: Parameter = Parameter {
        name: "many",
        location: Location::Query,
        kind: Kind::Text,
        required: false,
        values: &[],
        limits: &[],
    };

    #[test]
    fn every_value_of_a_query_is_checked_against_its_limits() {
        let items = Parameter { limits: &[Limit::Items(2, 3), Limit::Length(0, 2)], ..PARAMETER };
        let float = Parameter { kind: Kind::Float, limits: &[Limit::Range(0, 1)], ..PARAMETER };
        let cases: [(&Parameter, &[&str], bool); 6] = [
            (&items, &["a"], false),
            (&items, &["a", "两字"], true),
            (&items, &["a", "长长长"], false),
            (&items, &[], true),
            (&float, &["0.5"], true),
            (&float, &["1.5"], false),
        ];
        for (parameter, values, fits) in cases {
            let values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
            assert_eq!(violation(parameter, &values).is_none(), fits, "{values:?}");
        }
    }

    const OPERATION: Operation = Operation {
        id: "hire.v1.thing.create",
        method: Method::Post,
        path: "/things",
        page: "",
        tokens: &[],
        apps: &[],
        scopes: &[],
        field_scopes: &[],
        windows: &[],
        idempotent: false,
        parameters: &[],
        rules: &[Rule::AllOrNone(&["a", "b"])],
        data: DataPlace::Field,
        paging: None,
        errors: &[],
    };

    static FORM: Operation = OPERATION;
    static WITH_BODY: Operation = Operation { rules: &[Rule::AtMostOneOf(&["a", "name"])], ..OPERATION };

    #[test]
    fn rules_see_the_body() -> Result<()> {
        let client: Client = Client::builder("cli_x", "secret").build()?;
        let mut call = Call::new(client, &WITH_BODY);
        call.set("a", Some("1".to_owned()));
        assert!(call.clone().prepare().is_ok());
        assert!(call.json(&crate::wire::tests::Thing::default()).prepare().is_err());
        Ok(())
    }

    static CONDITIONAL: Operation = Operation {
        rules: &[
            Rule::RequiredIf("a", Condition::OneOf("kinds", &["2"])),
            Rule::RequiredIf("a", Condition::OneOf("name", &["x"])),
            Rule::NotAfter("start", "end"),
        ],
        ..OPERATION
    };

    #[test]
    fn rules_see_values() -> Result<()> {
        let client: Client = Client::builder("cli_x", "secret").build()?;
        let found = |name: &str, kinds: &[i64], start: i64| {
            let mut call = Call::new(client.clone(), &CONDITIONAL);
            call.set_list("kinds", &List::from(kinds.to_vec()));
            call.set("start", Some(Timestamp::from_millis(start)));
            call.set("end", Some(Timestamp::from_millis(10)));
            let mut thing = crate::wire::tests::Thing::default();
            name.clone_into(&mut thing.name);
            call.json(&thing).prepare().err().map(|error| error.to_string())
        };
        assert_eq!(found("", &[1], 9), None);
        for (name, kinds, start, wrong) in [
            ("", vec![1, 2], 9, "a: a is required if kinds is 2"),
            ("x", vec![], 9, "a: a is required if name is x"),
            ("", vec![], 11, "start, end: start must not be after end"),
        ] {
            let message = found(name, &kinds, start).unwrap_or_default();
            assert!(message.contains(wrong), "{message}");
        }
        Ok(())
    }

    #[test]
    fn rules_see_query_and_form() -> Result<()> {
        let client: Client = Client::builder("cli_x", "secret").build()?;
        let call = |query: bool, form: bool| {
            let mut call = Call::new(client.clone(), &FORM);
            if query {
                call.set("a", Some("1".to_owned()));
            }
            if form {
                call.form_text("b", Some("2".to_owned()));
            }
            call.prepare()
        };
        assert!(call(false, false).is_ok() && call(true, false).is_err() && call(false, true).is_err());
        let Body::Form(form) = call(true, true)?.body else { return Err(Error::configuration("no form")) };
        assert!(String::from_utf8_lossy(&form.in_memory()).contains("name=\"b\"\r\n\r\n2\r\n"));
        Ok(())
    }
}
