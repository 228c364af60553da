//! Requests of all operations, compared with the schema: method, path, query and content type.

use feishu_codegen::model::{Example, Field, Operation, Payload, Presence};
use feishu_hire::{Client, RateLimits, every_call, mock::Received, mock::Server};

use crate::TestResult;

#[tokio::test]
#[allow(deprecated)] // Deprecated operations are called too.
async fn every_request_is_as_documented() -> TestResult {
    let server = Server::start().await?;
    let client = Client::builder("cli_x", "s").base_url(server.base_url()).rate_limits(RateLimits::off()).build()?;
    let user = client.with_token(server.user_token())?;
    let api = tests::real_schema()?;
    for operation in &api.operations {
        let id = operation.id.to_string();
        let takes_user = !operation.tokens.contains(&feishu_codegen::model::Token::Tenant);
        let client = if takes_user { &user } else { &client };
        macro_rules! call {
            ($request:expr) => {
                drop($request.send().await)
            };
        }
        every_call!(id.as_str(), client, call, return Err(format!("{id} does not exist").into()));
        let requests = server.requests_for(&id)?;
        let [request] = requests.as_slice() else { return Err(format!("{id}: {} requests", requests.len()).into()) };
        compare(operation, request);
    }
    Ok(())
}

fn compare(operation: &Operation, request: &Received) {
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
        Payload::Form(fields) => {
            assert!(content_type.starts_with("multipart/form-data; boundary="), "{id}: {content_type}");
            let body = String::from_utf8_lossy(&request.body);
            for field in fields.iter().filter(|field| field.presence == Presence::Required) {
                assert!(body.contains(&format!("name=\"{}\"", field.name)), "{id}: {}", field.name);
            }
        }
    }
}

/// The documented example of a path parameter, percent-encoded.
fn encoded(field: Option<&Field>) -> String {
    let Some(Example::One(example)) = field.and_then(|field| field.example.as_ref()) else { return String::new() };
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    example.wire().bytes().map(encode).collect()
}
