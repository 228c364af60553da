//! Runs all operations and events at TRACE, also with faults, and verifies that no secret and no personal data is logged or printed.
//!
//! This is a separate test binary, because it captures the log lines of all crates in the process.

mod calls;
mod capture;
mod events;
mod persons;

use std::time::Duration;

use feishu_hire::{Client, Method, RateLimits, Redis, mock, mock::Fault, operation::Operation};
use tokio::task::JoinSet;

use crate::{
    capture::Capture,
    persons::{PERSON, Persons},
};

type TestResult = Result<(), Box<dyn std::error::Error + Send + Sync>>;

const APP_SECRET: &str = "SECRET-OF-THE-APP";
const APP_TICKET: &str = "TICKET-OF-THE-APP";
const APP_TOKEN: &str = "a-TOKEN-OF-THE-APP";
const TENANT_TOKEN: &str = "t-TOKEN-OF-THE-TENANT";
const REDIS_PASSWORD: &str = "PASSWORD-OF-REDIS";
const LINK: &str = "PERSONAL-LINK";
const FILE_CONTENT: &str = "PERSONAL-CONTENT-OF-A-DOWNLOAD";

const ATTACHMENT: &str = "hire.v1.interview_record_attachment.get";
const CREATE: &str = "hire.v1.note.create";
const TALENT: &str = "/open-apis/hire/v1/talents/:talent_id";
const TALENT_VALUE: &str = "PERSONAL-VALUE-OF-A-TALENT";
const GIVEN_TOKEN: &str = "u-TOKEN-OF-A-USER";

/// Texts that must not be printed.
const SECRETS: &[&str] = &[
    APP_SECRET,
    APP_TICKET,
    APP_TOKEN,
    TENANT_TOKEN,
    GIVEN_TOKEN,
    "Bearer",
    calls::PERSONAL,
    REDIS_PASSWORD,
    LINK,
    FILE_CONTENT,
    TALENT_VALUE,
    PERSON,
    events::VERIFICATION_TOKEN,
    events::ENCRYPT_KEY,
    events::DATA,
    events::TICKET,
    events::MOCK_SECRET,
    events::ACCESS_KEY,
];

/// Texts that the log must contain.
const EXPECTED: &[&str] = &[
    "hire.v1.interview.list",
    "PUT /open-apis/hire/v1/talents/:talent_id",
    "sending",
    "response",
    "failed",
    "retrying",
    "waiting for the rate limit",
    "no token",
    "the Redis server cannot be reached",
    "the long connection is open",
    "the long connection was lost",
    "the long connection has ended",
    "no long connection",
    "an event that cannot be read was refused",
    "panic hook in place",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_and_no_personal_data_is_printed() -> TestResult {
    let capture = Capture::start()?;
    let persons = persons::in_samples()?;
    let places: usize = persons.iter().map(Persons::count).sum();
    assert!(places > 600, "only {places} sensitive values in all samples");
    let mut runs = JoinSet::new();
    for persons in persons {
        let capture = capture.clone();
        runs.spawn(async move { call_with_faults(&capture, &persons).await });
        while runs.len() >= 8 {
            runs.join_next().await.transpose()?.transpose()?;
        }
    }
    while let Some(run) = runs.join_next().await {
        run??;
    }
    call_every_operation(&capture).await?;
    retry(&capture).await?;
    download(&capture).await?;
    use_redis(&capture).await?;
    call_an_unbound_endpoint(&capture).await?;
    events::by_webhook(&capture)?;
    events::by_long_connection(&capture).await?;
    let printed = capture.printed();
    for secret in SECRETS {
        let lines: Vec<_> = printed.lines().filter(|line| line.contains(secret)).collect();
        assert!(lines.is_empty(), "{secret} is printed:\n{}", lines.join("\n"));
    }
    for expected in EXPECTED {
        assert!(printed.contains(expected), "the log does not contain {expected:?}");
    }
    Ok(())
}

/// Calls an operation whose response contains personal data, also with invalid JSON after each value. The clients alternate.
async fn call_with_faults(capture: &Capture, persons: &Persons) -> TestResult {
    let server = mock::Server::start().await?;
    grant_tokens(&server);
    let clients = clients(&server).await?;
    let accepted = |response: String| Fault::status(200).body(response);
    let refused = |response: String| Fault::status(400).body(response);
    let cut = |response: String| Fault::status(200).disconnected_after(response.len() / 2).body(response);
    let responses = persons.responses();
    let whole =
        responses.clone().map(accepted).into_iter().chain(responses.clone().map(refused)).chain(responses.map(cut));
    let broken = persons.broken_responses().map(accepted);
    for (fault, client) in whole.chain(broken).zip(clients.iter().cycle()) {
        server.on(persons.operation)?.inject_fault(1, fault);
        calls::make(capture, client, persons.operation).await?;
    }
    capture.print(format_args!("{clients:?} {clients:#?}"));
    capture.print(format_args!("{server:?} {:?}", server.requests()));
    Ok(())
}

/// Calls every operation, including those whose responses contain no personal data.
async fn call_every_operation(capture: &Capture) -> TestResult {
    let server = mock::Server::start().await?;
    grant_tokens(&server);
    let client = clients(&server).await?.remove(0);
    for operation in feishu_hire::operation::ALL {
        calls::make(capture, &client, operation.id).await?;
        assert_eq!(server.requests_for(operation.id)?.len(), 1, "{}", operation.id);
    }
    Ok(())
}

/// Makes a call that fails, waits and is retried, for its log lines.
async fn retry(capture: &Capture) -> TestResult {
    let server = mock::Server::start().await?;
    server
        .token_endpoint()
        .inject_fault(1, Fault::status(500).body(format!("{{\"tenant_access_token\":\"{TENANT_TOKEN}\"")));
    grant_tokens(&server);
    let note = server.on(CREATE)?;
    note.inject_fault(1, Fault::api(429, 99991400, "slow down").header("x-ogw-ratelimit-reset", "1"))
        .inject_fault(1, Fault::refuse_token());
    note.inject_fault(usize::MAX, Fault::status(200).body(r#"{"code":0,"data":{}}"#));
    let builder = Client::builder("cli_x", APP_SECRET).base_url(server.base_url());
    calls::make(capture, &builder.build()?, CREATE).await?;
    assert!(server.requests_for(CREATE)?.len() > 2, "the call was not retried");
    Ok(())
}

/// Downloads files, whose links must not be logged: everyone who has a link can read the file.
async fn download(capture: &Capture) -> TestResult {
    let server = mock::Server::start().await?;
    grant_tokens(&server);
    let link = format!("{}?code={LINK}", server.serve_file("/blob/file", "application/pdf", FILE_CONTENT));
    let response = serde_json::json!({ "code": 0, "data": { "attachment": { "url": link, "name": LINK, "mime": "application/pdf" } } });
    server.on(ATTACHMENT)?.inject_fault(usize::MAX, Fault::status(200).body(response.to_string()));
    let client = clients(&server).await?.remove(0);
    let attachment = client.v1().interview_record_attachment().get("1").send().await?.attachment.ok_or("no file")?;
    let file = server.on_file("/blob/file")?;
    file.inject_fault(1, Fault::default())
        .inject_fault(1, Fault::status(403))
        .inject_fault(1, Fault::disconnect())
        .inject_fault(1, Fault::disconnect_after(3));
    let redirect = format!("{}?code={LINK}", server.base_url());
    server.on_file("/blob/file")?.inject_fault(1, Fault::status(302).header("location", &redirect));
    for _ in 0..4 {
        let download = attachment.download(&client);
        capture.print(format_args!("{attachment:?} {download:?} {download:#?}"));
        calls::print(capture, download.bytes().await.map(drop));
    }
    let into = tempfile::tempdir()?;
    calls::print(capture, attachment.download(&client).max_size(1).to_file(into.path().join(LINK)).await);
    calls::print(capture, attachment.download(&client).to_file(into.path().join(LINK).join("none")).await);
    Ok(())
}

/// Makes a call with an unreachable Redis server, which is logged.
async fn use_redis(capture: &Capture) -> TestResult {
    let server = mock::Server::start().await?;
    grant_tokens(&server);
    server.on(CREATE)?.inject_fault(usize::MAX, Fault::status(200).body(r#"{"code":0,"data":{}}"#));
    let redis = Redis::open(&format!("redis://:{REDIS_PASSWORD}@127.0.0.1:1"))?;
    capture.print(format_args!("{redis:?} {redis:#?}"));
    let builder = Client::builder("cli_x", APP_SECRET).base_url(server.base_url()).redis(redis);
    capture.print(format_args!("{builder:?} {builder:#?}"));
    calls::make(capture, &builder.build()?, CREATE).await?;
    assert_eq!(server.requests_for(CREATE)?.len(), 1, "the call needs the Redis server");
    Ok(())
}

/// Calls an unbound endpoint with personal data in path, query, body and response. The response has the expected type, has another type, is
/// truncated, or has an error code.
async fn call_an_unbound_endpoint(capture: &Capture) -> TestResult {
    let operation = Operation::endpoint(Method::Put, TALENT);
    let server = mock::Server::start_with(&[mock::MockOperation::new(operation, "{}")]).await?;
    grant_tokens(&server);
    let ok = format!(r#"{{"code":0,"data":["{TALENT_VALUE}"]}}"#);
    let refused = format!(r#"{{"code":1002001,"msg":"failed","data":"{TALENT_VALUE}"}}"#);
    server
        .on(operation.id)?
        .inject_fault(2, Fault::status(200).body(ok.clone()))
        .inject_fault(1, Fault::status(200).body(ok.clone()).disconnected_after(ok.len() - 5))
        .inject_fault(1, Fault::status(500).body(refused));
    let client = clients(&server).await?.remove(0);
    let put = client.request(Method::Put, TALENT).path("talent_id", TALENT_VALUE).query("name", TALENT_VALUE);
    let put = put.json(&[TALENT_VALUE]);
    capture.print(format_args!("{put:?} {put:#?} {:?}", put.clone().items::<u8>()));
    calls::print(capture, put.clone().send::<Vec<String>>().await.map(drop));
    for _ in 0..3 {
        calls::print(capture, put.clone().send::<Vec<u8>>().await);
    }
    assert_eq!(server.requests_for(operation.id)?.len(), 4);
    Ok(())
}

/// Lets the server issue tokens that can be searched for.
fn grant_tokens(server: &mock::Server) {
    let response = |token: &str| {
        Fault::status(200).body(format!(
            r#"{{"code":0,"msg":"ok","expire":7200,"app_access_token":"{APP_TOKEN}","tenant_access_token":"{token}","new":"{token}"}}"#
        ))
    };
    server.token_endpoint().inject_fault(usize::MAX, response(TENANT_TOKEN));
    server
        .store_app()
        .inject_app_token_fault(usize::MAX, response(""))
        .inject_tenant_token_fault(usize::MAX, response(TENANT_TOKEN));
}

/// Creates clients of a custom app and of a store app, and one with a given token.
async fn clients(server: &mock::Server) -> Result<Vec<Client>, feishu_hire::Error> {
    let builder = || {
        let builder = Client::builder("cli_x", APP_SECRET).base_url(server.base_url());
        builder.max_retries(0).rate_limits(RateLimits::off()).attempt_timeout(Duration::from_secs(5))
    };
    let store = builder().store_app().build()?;
    store.set_app_ticket(APP_TICKET).await?;
    Ok(vec![builder().build()?, store.tenant("tenant"), builder().build()?.with_token(GIVEN_TOKEN)?])
}
