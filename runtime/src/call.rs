//! One call in the making: what the emitted request builders fill in, and how it is sent.

use std::fmt;

use bytes::Bytes;

use crate::{
    Client, Error, ErrorKind, FieldViolation, Items, Metadata, Page, Pages, Response, Result, Upload, curl, encode,
    http::Body,
    operation::{Kind, Limit, Measure, Operation, Parameter, Place},
    upload::Form,
    wire::{Checker, Fields, Object, Read, Text, UnknownFields, Write, Written},
};

/// What the HTTP library can take; servers take less.
const LONGEST_ADDRESS: usize = 60 * 1024;

/// One call in the making.
#[derive(Clone)]
pub struct Call {
    client: Client,
    operation: &'static Operation,
    /// Values of path and query parameters, in the order in which they were given.
    values: Vec<(&'static str, Values)>,
    form: Form,
    body: Body,
    /// Names of the body's fields that are given.
    body_fields: Vec<&'static str>,
    violations: Vec<FieldViolation>,
    problem: Option<&'static str>,
}

/// What a parameter was given: mostly one value.
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

/// A call with every check behind it.
pub(crate) struct Prepared {
    pub(crate) operation: &'static Operation,
    pub(crate) url: String,
    pub(crate) body: Body,
}

impl Call {
    /// An empty call of an operation.
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
            problem: None,
        }
    }

    /// Gives a parameter of path or query its value; a second one takes the place of the first.
    pub fn set<T: Text>(&mut self, name: &'static str, value: &T) {
        self.set_values(name, Values::One(value.to_text()));
    }

    /// Gives a parameter of the query its values; it is then repeated.
    pub fn set_list<T: Text>(&mut self, name: &'static str, values: &[T]) {
        self.set_values(name, Values::Many(values.iter().map(Text::to_text).collect()));
    }

    fn set_values(&mut self, name: &'static str, values: Values) {
        self.values.retain(|(given, _)| *given != name);
        self.values.push((name, values));
    }

    /// Gives a multipart body a text.
    pub fn form_text<T: Text>(&mut self, name: &'static str, value: &T) {
        self.form.text(name, value.to_text());
    }

    /// Gives a multipart body a file.
    pub fn form_file(&mut self, name: &'static str, file: Upload) {
        self.form.file(name, file);
    }

    /// Gives the call its JSON body.
    #[must_use]
    pub fn json<T: Object + Write>(mut self, body: &T) -> Self {
        self.violations = Checker::violations(body);
        let mut names = GivenFields(Vec::new());
        let Ok(()) = body.fields(&mut names);
        self.body_fields = names.0;
        match serde_json::to_vec(&Written(body)) {
            Ok(json) => self.body = Body::Json(Bytes::from(json)),
            Err(_) => self.problem = Some("the body cannot be written as JSON"),
        }
        self
    }

    /// Sends the call and gives its data.
    ///
    /// # Errors
    /// Whatever can go wrong; see [`ErrorKind`].
    pub async fn send<T: Read>(self) -> Result<T> {
        Ok(self.send_with_metadata().await?.data)
    }

    /// Sends the call and gives its data with what came beside it.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn send_with_metadata<T: Read>(self) -> Result<Response<T>> {
        let operation = self.operation;
        let client = self.client.clone();
        match self.prepare() {
            Ok(prepared) => client.send(&prepared).await,
            Err(error) => Err(error.with_operation(operation)),
        }
    }

    /// The call as a `curl` line, with `$FEISHU_TOKEN` in the place of the token.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidParameter`] for what would not be sent.
    pub fn to_curl(self) -> Result<String> {
        let (operation, form) = (self.operation, self.form.for_curl());
        let prepared = self.prepare().map_err(|error| error.with_operation(operation))?;
        Ok(curl::line(&prepared, &form))
    }

    /// The pages of a paged operation, one after the other.
    pub fn pages<T: Page>(self) -> Pages<T> {
        Pages::new(self)
    }

    /// The items of a paged operation, following the pages.
    pub fn items<T: Page>(self) -> Items<T> {
        Items::new(self)
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The token of the page that the call starts with, if it is told one.
    pub(crate) fn first_page(&self) -> Option<&str> {
        self.values_of(self.operation.paging?.token).first().map(String::as_str)
    }

    /// The same call for the page that a token stands for.
    pub(crate) fn at_page(&self, token: &str) -> Self {
        let mut call = self.clone();
        if let Some(paging) = call.operation.paging {
            call.set_values(paging.token, Values::One(token.to_owned()));
        }
        call
    }

    pub(crate) fn prepare(mut self) -> Result<Prepared> {
        if let Some(problem) = self.problem {
            return Err(Error::new(ErrorKind::InvalidParameter, problem));
        }
        self.check();
        if !self.violations.is_empty() {
            return Err(Error::invalid_parameters(self.violations));
        }
        let url = self.url();
        if url.len() > LONGEST_ADDRESS {
            let told = format!("the address is longer than {LONGEST_ADDRESS} bytes with these values");
            return Err(Error::new(ErrorKind::InvalidParameter, told));
        }
        let body = if self.form.names().next().is_some() { self.form.into_body() } else { self.body };
        Ok(Prepared { operation: self.operation, url, body })
    }

    fn check(&mut self) {
        let mut found = Vec::new();
        for parameter in self.operation.parameters {
            let values = self.values_of(parameter.name);
            if let Some(description) = violation(parameter, values) {
                found.push(FieldViolation::new(parameter.name, description));
            }
        }
        for rule in self.operation.rules {
            if !rule.holds(|name| self.is_given(name)) {
                found.push(FieldViolation::new(&rule.parameters().join(", "), format!("the call takes {rule}")));
            }
        }
        self.violations.append(&mut found);
    }

    fn values_of(&self, name: &str) -> &[String] {
        self.values.iter().find(|(given, _)| *given == name).map_or(&[], |(_, values)| values.as_slice())
    }

    fn is_given(&self, name: &str) -> bool {
        self.values_of(name).iter().any(|value| !value.is_empty())
            || self.body_fields.contains(&name)
            || self.form.names().any(|given| given == name)
    }

    /// The whole address; path and query in the order of the documentation.
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
        for parameter in self.operation.parameters.iter().filter(|parameter| parameter.place == Place::Query) {
            for value in self.values_of(parameter.name) {
                url.push(separator);
                url.push_str(parameter.name);
                url.push('=');
                url.push_str(&encode::value(value));
                separator = '&';
            }
        }
        url
    }
}

/// What is wrong with the values of a parameter in path or query, if anything.
pub(crate) fn violation(parameter: &Parameter, values: &[String]) -> Option<String> {
    match parameter.place {
        Place::Body | Place::Form => return None,
        Place::Path => {
            let value = values.first().map_or("", String::as_str);
            if let Some(why) = encode::refuse_segment(value) {
                return Some(why.to_owned());
            }
        }
        Place::Query if parameter.required && values.iter().all(String::is_empty) => {
            return Some("must not be empty".to_owned());
        }
        Place::Query if values.is_empty() => return None,
        Place::Query => {}
    }
    parameter.limits.iter().find_map(|limit| match limit {
        Limit::Items(..) => limit.violation(Measure::Items(values.len())),
        _ => values.iter().find_map(|value| limit.violation(measure(parameter.kind, value))),
    })
}

/// What a limit is held against when a value travels as text.
pub(crate) fn measure(kind: Kind, value: &str) -> Measure {
    match kind {
        Kind::Integer | Kind::Integer32 | Kind::Timestamp => value.parse().map_or(Measure::Other, Measure::Number),
        Kind::Float => value.parse().map_or(Measure::Other, Measure::Float),
        Kind::Text => Measure::Characters(value.chars().count()),
        _ => Measure::Other,
    }
}

/// The names of the fields that are given.
struct GivenFields(Vec<&'static str>);

impl Fields for GivenFields {
    type Error = std::convert::Infallible;

    fn field<T: Write + fmt::Debug>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error> {
        if !value.is_absent() {
            self.0.push(name);
        }
        Ok(())
    }

    fn unknown(&mut self, _unknown: &UnknownFields) -> Result<(), Self::Error> {
        Ok(())
    }
}

/// The names of what is given; the values may tell of a person.
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
    use crate::operation::{Method, Rule};

    const PARAMETER: Parameter =
        Parameter { name: "many", place: Place::Query, kind: Kind::Text, required: false, values: &[], limits: &[] };

    #[test]
    fn every_value_of_a_query_is_held_against_its_limits() {
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
        paging: None,
        errors: &[],
    };

    static FORM: Operation = OPERATION;
    static WITH_BODY: Operation = Operation { rules: &[Rule::AtMostOneOf(&["a", "name"])], ..OPERATION };

    #[test]
    fn rules_see_the_body() -> Result<()> {
        let client: Client = Client::builder("cli_x", "secret").build()?;
        let mut call = Call::new(client, &WITH_BODY);
        call.set("a", &"1".to_owned());
        assert!(call.clone().prepare().is_ok());
        assert!(call.json(&crate::check::tests::Thing::default()).prepare().is_err());
        Ok(())
    }

    #[test]
    fn rules_see_query_and_form() -> Result<()> {
        let client: Client = Client::builder("cli_x", "secret").build()?;
        let call = |query: bool, form: bool| {
            let mut call = Call::new(client.clone(), &FORM);
            if query {
                call.set("a", &"1".to_owned());
            }
            if form {
                call.form_text("b", &"2".to_owned());
            }
            call.prepare()
        };
        assert!(call(false, false).is_ok() && call(true, false).is_err() && call(false, true).is_err());
        let Body::Form(form) = call(true, true)?.body else { return Err(Error::configuration("no form")) };
        assert!(String::from_utf8_lossy(&form.in_memory()).contains("name=\"b\"\r\n\r\n2\r\n"));
        Ok(())
    }
}
