//! Requests of all operations, compared with the schema: method, path, query and body.
//!
//! Each operation is called with the documented examples, with the documented request body or with all parts of its form, and with reserved
//! characters in all parameters of path and query.

mod arguments;

use std::{collections::BTreeSet, pin::Pin};

use feishu_codegen::model::{Api, Example, Field, Operation, Payload, Presence, Rule, SampleKind, Token, Type};
use feishu_hire::{
    Client, Error, RateLimits, every_call, every_full_request,
    mock::{ROUND_TRIPS, ReceivedRequest, Server},
};
use serde_json::Value;

use self::arguments::Arguments;
use crate::{TestResult, json};

/// A server, a client without rate limits for it, and the API.
struct Setup {
    server: Server,
    tenant: Client,
    user: Client,
    api: &'static Api,
}

impl Setup {
    async fn new() -> Result<Self, Box<dyn std::error::Error>> {
        let server = Server::start().await?;
        let builder =
            Client::builder("cli_x", "s").base_url(server.base_url()).rate_limits(RateLimits::off()).strict(true);
        let tenant = builder.build()?;
        let user = tenant.with_token(server.user_token())?;
        Ok(Self { server, tenant, user, api: tests::real_schema()? })
    }

    fn client(&self, operation: &Operation) -> &Client {
        if operation.tokens.contains(&Token::Tenant) { &self.tenant } else { &self.user }
    }

    /// Returns the only request since the last call of this method.
    fn take_request(&self, operation: &Operation, outcome: Option<Error>) -> Result<ReceivedRequest, String> {
        let id = operation.id.to_string();
        let requests = self.server.requests_for(&id).map_err(|error| error.to_string())?;
        self.server.clear_requests();
        match requests.as_slice() {
            [request] => Ok(request.clone()),
            requests => Err(format!("{id}: {} requests, {outcome:?}", requests.len())),
        }
    }

    async fn send(&self, operation: &Operation, arguments: &Arguments) -> Result<ReceivedRequest, String> {
        let id = operation.id.to_string();
        let outcome = send(&id, self.client(operation), arguments).ok_or_else(|| format!("{id} does not exist"))?.await;
        self.take_request(operation, outcome)
    }
}

#[tokio::test]
#[allow(deprecated)] // Deprecated operations are called too.
async fn every_request_is_as_documented() -> TestResult {
    let setup = Setup::new().await?;
    for operation in &setup.api.operations {
        let (id, client) = (operation.id.to_string(), setup.client(operation));
        macro_rules! call {
            ($request:expr) => {
                $request.send().await.err()
            };
        }
        let outcome = every_call!(id.as_str(), client, call, return Err(format!("{id} does not exist").into()));
        // The client is strict: every value in the response has the documented type.
        assert!(outcome.is_none(), "{id}: {outcome:?}");
        compare(operation, &setup.take_request(operation, outcome)?);
    }
    Ok(())
}

#[tokio::test]
async fn every_documented_body_is_sent_unchanged() -> TestResult {
    let setup = Setup::new().await?;
    let (mut bodies, mut failures) = (0, Vec::new());
    for operation in &setup.api.operations {
        let Some(documented) = documented_body(operation)? else { continue };
        let parameters = operation.path_parameters.iter().chain(&operation.query);
        let required = parameters.filter(|field| field.presence == Presence::Required);
        let arguments =
            Arguments::from_body(operation.payload.fields(), documented.clone())?.with_examples(setup.api, required);
        bodies += 1;
        match setup.send(operation, &arguments).await {
            Ok(request) => {
                let sent = request.json().ok_or_else(|| format!("{}: the body is not JSON", operation.id))?;
                let mut differences = Vec::new();
                json::compare("", &documented, &sent, &mut differences);
                failures.extend(differences.iter().map(|difference| format!("{}{difference}", operation.id)));
            }
            Err(error) => failures.push(error),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(bodies, setup.api.operations.iter().filter(|it| matches!(it.payload, Payload::Json(_))).count());
    Ok(())
}

/// Name, file name, media type and content of each part, and nothing between the parts.
#[tokio::test]
async fn every_form_has_the_documented_parts() -> TestResult {
    let setup = Setup::new().await?;
    let mut forms = 0;
    for operation in &setup.api.operations {
        let Payload::Form(fields) = &operation.payload else { continue };
        let parameters = operation.path_parameters.iter().chain(&operation.query).chain(fields);
        let arguments = Arguments::default().with_examples(setup.api, parameters);
        let request = setup.send(operation, &arguments).await?;
        let content_type = request.header("content-type").unwrap_or_default();
        let boundary = content_type.strip_prefix("multipart/form-data; boundary=").ok_or("no boundary")?;
        let expected: String = fields.iter().map(|field| part(boundary, field, &arguments)).collect();
        assert_eq!(String::from_utf8_lossy(&request.body), format!("{expected}--{boundary}--\r\n"), "{}", operation.id);
        forms += 1;
    }
    assert!(forms > 0, "no operation uploads a file");
    Ok(())
}

/// Returns a part of a form as RFC 7578 describes it.
fn part(boundary: &str, field: &Field, arguments: &Arguments) -> String {
    let name = &field.name;
    let (file_name, content) = match field.ty {
        Type::File => (
            format!("; filename=\"{}\"\r\nContent-Type: {}", arguments::FILE_NAME, arguments::FILE_TYPE),
            arguments::FILE.to_owned(),
        ),
        _ => (String::new(), arguments.texts(name).concat()),
    };
    format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file_name}\r\n\r\n{content}\r\n")
}

/// Values cannot add a path segment or a query parameter, and are percent-encoded once.
#[tokio::test]
async fn reserved_characters_are_encoded_in_every_parameter() -> TestResult {
    let setup = Setup::new().await?;
    let (mut seen, mut failures) = (BTreeSet::new(), Vec::new());
    for operation in &setup.api.operations {
        let body = documented_body(operation)?
            .map(|body| Arguments::from_body(operation.payload.fields(), body))
            .transpose()?
            .unwrap_or_default();
        for query in compatible(operation) {
            let parameters = operation.path_parameters.iter().chain(query.iter().copied());
            let arguments = body.clone().with_reserved_characters(setup.api, parameters.clone());
            match setup.send(operation, &arguments).await {
                Ok(request) => compare_encoded(operation, &query, &arguments, &request),
                Err(error) => failures.push(error),
            }
            seen.extend(parameters.map(|field| (operation.id.clone(), field.name.clone())));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let all = setup.api.operations.iter().map(|it| it.path_parameters.len() + it.query.len());
    assert_eq!(seen.len(), all.sum::<usize>());
    Ok(())
}

/// Sends a request with these values. Returns `None` if the operation does not exist.
#[allow(deprecated)] // Deprecated operations and parameters are used too.
fn send<'a>(
    id: &str,
    client: &'a Client,
    arguments: &Arguments,
) -> Option<Pin<Box<dyn Future<Output = Option<Error>> + 'a>>> {
    macro_rules! call {
        ($request:expr) => {{
            let request = $request;
            Box::pin(async move { request.send().await.err() })
        }};
    }
    Some(every_full_request!(id, client, arguments, call, return None))
}

/// Returns the documented request body, without the values whose type differs from the documentation.
fn documented_body(operation: &Operation) -> Result<Option<Value>, Box<dyn std::error::Error>> {
    let Payload::Json(_) = operation.payload else { return Ok(None) };
    let id = &operation.id;
    let sample = operation.samples.iter().find(|sample| sample.kind == SampleKind::Request);
    let file = sample.map(|sample| format!("{}/{}/{}/{}", id.service, id.version, id.resource, sample.file));
    let round_trip = ROUND_TRIPS.iter().find(|it| it.file.strip_prefix("samples/") == file.as_deref());
    let round_trip = round_trip.ok_or_else(|| format!("{id} has no request sample"))?;
    Ok(Some(round_trip.well_typed_data()?))
}

/// Returns sets of query parameters that can be sent together. Each parameter is in at least one of them.
fn compatible(operation: &Operation) -> Vec<Vec<&Field>> {
    let names = operation.query.iter().map(|field| field.name.as_str()).chain([""]);
    let exclusions: BTreeSet<_> = names.map(|name| excluded_by(operation, name)).collect();
    let rest = |excluded: BTreeSet<&str>| {
        operation.query.iter().filter(|field| !excluded.contains(field.name.as_str())).collect()
    };
    exclusions.into_iter().map(rest).collect()
}

/// Returns the parameters that cannot be sent with this one, or of which only the first one can be sent.
fn excluded_by<'a>(operation: &'a Operation, name: &str) -> BTreeSet<&'a str> {
    let exclusive = operation.rules.iter().filter_map(|rule| match rule {
        Rule::AtMostOneOf(names) => Some(names),
        _ => None,
    });
    let excluded = exclusive.flat_map(|names| {
        let kept = names.iter().find(|other| *other == name).or(names.first());
        names.iter().filter(move |other| Some(*other) != kept)
    });
    excluded.map(String::as_str).collect()
}

fn compare_encoded(operation: &Operation, query: &[&Field], arguments: &Arguments, request: &ReceivedRequest) {
    let id = &operation.id;
    let step = |step: &str| match step.strip_prefix(':') {
        Some(name) => arguments.texts(name).iter().map(|text| encode(text)).collect(),
        None => step.to_owned(),
    };
    let path: Vec<String> = operation.path.split('/').map(step).collect();
    assert_eq!(request.path, path.join("/"), "{id}");
    let pairs =
        query.iter().flat_map(|field| arguments.texts(&field.name).into_iter().map(move |text| (&field.name, text)));
    let pairs: Vec<_> = pairs.collect();
    let expected: BTreeSet<_> = pairs.iter().map(|(name, text)| format!("{name}={}", encode(text))).collect();
    let sent: BTreeSet<_> = request.query.split('&').filter(|it| !it.is_empty()).map(str::to_owned).collect();
    assert_eq!(sent, expected, "{id}");
    for field in query {
        assert_eq!(
            request.query_value(&field.name),
            arguments.texts(&field.name).first().cloned(),
            "{id}: {}",
            field.name
        );
    }
}

fn compare(operation: &Operation, request: &ReceivedRequest) {
    let id = &operation.id;
    assert_eq!(request.method, operation.method.as_str(), "{id}");
    let step = |step: &str| match step.strip_prefix(':') {
        Some(name) => encoded(operation.path_parameters.iter().find(|field| field.name == name)),
        None => step.to_owned(),
    };
    let path: Vec<String> = operation.path.split('/').map(step).collect();
    assert_eq!(request.path, path.join("/"), "{id}");
    for field in &operation.query {
        let is_sent = request.query_value(&field.name).is_some();
        assert!(is_sent || field.presence != Presence::Required, "{id}: {} is absent from the query", field.name);
    }
    for pair in request.query.split('&').filter(|pair| !pair.is_empty()) {
        let name = pair.split('=').next().unwrap_or_default();
        assert!(operation.query.iter().any(|field| field.name == name), "{id}: {name} is not documented");
    }
    let content_type = request.header("content-type").unwrap_or_default();
    match &operation.payload {
        Payload::None => assert!(request.body.is_empty(), "{id} has no body"),
        Payload::Json(_) => assert!(request.json().is_some() && content_type.starts_with("application/json"), "{id}"),
        Payload::Form(_) => assert!(content_type.starts_with("multipart/form-data; boundary="), "{id}: {content_type}"),
    }
}

/// The documented example of a path parameter, percent-encoded.
fn encoded(field: Option<&Field>) -> String {
    let Some(Example::One(example)) = field.and_then(|field| field.example.as_ref()) else { return String::new() };
    encode(example.wire())
}

/// Percent-encodes all characters except the unreserved ones of RFC 3986, independently of the client.
fn encode(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}
