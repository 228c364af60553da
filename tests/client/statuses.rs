//! HTTP statuses without an error code, and the predicates of their errors.

use feishu_codegen::ErrorClass;
use feishu_hire::{
    Client, Error, ErrorKind, Metadata, Method, RateLimits, Value,
    mock::{self, Fault},
    model::BackgroundCheckPackageUpdate,
    operation::{Operation, Window},
    v1::{eco_background_check_package, note},
};

use crate::TestResult;

const DELETE: &str = "hire.v1.note.delete";
const LIST: &str = "hire.v1.interview.list";
const PATH: &str = "/open-apis/hire/v1/folders/:folder_id";

async fn list(server: &mock::Server) -> Result<(), Error> {
    server.builder().max_retries(0).build()?.v1().interview().list().interview_id("1").send().await.map(drop)
}

async fn failed(fault: Fault) -> Result<Error, Box<dyn std::error::Error>> {
    let server = mock::Server::start().await?;
    server.on(LIST)?.inject_fault(1, fault);
    list(&server).await.err().ok_or_else(|| "the call succeeded".into())
}

fn empty(status: u16) -> Fault {
    Fault::status(status).body("")
}

#[tokio::test]
async fn an_empty_success_without_expected_data_is_a_success() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    for status in [200, 201, 202, 204] {
        server.clear_requests();
        server.on(DELETE)?.inject_fault(1, empty(status));
        let response = client.v1().note().delete("1").send_with_metadata().await?;
        assert_eq!((response.metadata.status, response.metadata.attempts), (status, 1));
        assert_eq!(server.requests_for(DELETE)?.len(), 1, "HTTP {status}");
    }
    for status in [400, 404, 500] {
        server.on(DELETE)?.inject_fault(1, empty(status));
        let client = server.builder().max_retries(0).build()?;
        let error = client.v1().note().delete("1").send().await.expect_err("no success");
        assert_eq!((error.kind(), error.status()), (ErrorKind::Http, Some(status)));
    }
    Ok(())
}

#[tokio::test]
async fn an_empty_success_with_expected_data_is_an_error() -> TestResult {
    for status in [200, 202, 204] {
        assert_eq!(failed(empty(status)).await?.kind(), ErrorKind::Decode, "HTTP {status}");
    }
    Ok(())
}

#[tokio::test]
async fn an_empty_success_of_an_unbound_endpoint_is_null() -> TestResult {
    let operations = [Method::Get, Method::Delete].map(|method| Operation::endpoint(method, PATH));
    let mocked = operations.map(|operation| mock::MockOperation::new(operation, r#"{"code":0}"#));
    let server = mock::Server::start_with(&mocked).await?;
    let client = server.builder().max_retries(0).build()?;
    for (method, status, is_success) in [
        (Method::Delete, 200, true),
        (Method::Delete, 202, true),
        (Method::Delete, 204, true),
        (Method::Get, 204, true),
        (Method::Get, 200, false),
        (Method::Delete, 502, false),
    ] {
        server.on(&format!("{method} {PATH}"))?.inject_fault(2, empty(status));
        let request = || client.request(method, PATH).path("folder_id", 1);
        assert_eq!(request().send::<Value>().await.is_ok(), is_success, "{method} {status}");
        // A type that cannot be null expects data.
        assert!(request().send::<u64>().await.is_err(), "{method} {status}");
    }
    Ok(())
}

#[tokio::test]
async fn a_refused_token_is_recognized_by_its_code() -> TestResult {
    for code in [99991661, 99991663, 99991664, 99991665, 99991668, 99991669, 99991671, 99991677, 20005, 20013] {
        for status in [200, 400, 401] {
            let error = failed(Fault::api(status, code, "no")).await?;
            assert!(error.is_token_refused() && !error.is_retryable(), "HTTP {status}, code {code}: {error}");
        }
    }
    for code in [7, 1002002, 99991672, 99991400] {
        assert!(!failed(Fault::api(400, code, "no")).await?.is_token_refused(), "{code}");
    }
    Ok(())
}

#[tokio::test]
async fn only_a_temporary_failure_is_retryable() -> TestResult {
    for (fault, is_retryable) in [
        (Fault::status(502).body("<html>"), true),
        (empty(503), true),
        (empty(429), true),
        (Fault::api(400, 99991400, "slow down"), true),
        (Fault::api(500, 1002001, "failed"), true),
        (Fault::api(500, 7, "unknown"), true),
        (Fault::disconnect(), true),
        (Fault::api(429, 99991403, "quota"), false),
        (Fault::api(500, 1002002, "parameter"), false),
        (Fault::api(500, 1002053, "another offer"), false),
        (Fault::api(429, 1002053, "another offer"), false),
        (Fault::api(500, 1002066, "the state of the offer"), false),
        (Fault::api(500, 1002701, "switched off"), false),
        (Fault::api(400, 1002001, "parameter"), false),
        (Fault::api(400, 1002859, "parameter"), false),
        (Fault::api(500, 1002859, "failed"), true),
        (Fault::api(400, 2200, "failed"), true),
        (Fault::api(400, 1002619, "busy"), true),
        (Fault::api(400, 7, "unknown"), false),
        (empty(404), false),
        (Fault::status(200).body("<html>"), true),
    ] {
        let error = failed(fault).await?;
        assert_eq!(error.is_retryable(), is_retryable, "{error:?}");
    }
    Ok(())
}

/// Feishu sends some refusals with HTTP status 500, and invalid parameters with the code of an internal error.
#[tokio::test]
async fn a_known_code_takes_precedence_over_the_status() -> TestResult {
    type Meaning = (bool, bool, bool, bool);
    const NOTHING: Meaning = (false, false, false, false);
    const SERVER: Meaning = (true, false, false, false);
    const PARAMETER: Meaning = (false, true, false, false);
    for (status, code, expected) in [
        (500, 1002053, NOTHING),
        (429, 1002053, NOTHING),
        (404, 1002053, NOTHING),
        (500, 1002054, (false, false, true, false)),
        (404, 1002002, (false, true, true, false)),
        (500, 1002002, PARAMETER),
        (400, 1002001, PARAMETER),
        (200, 1002001, SERVER),
        (500, 1002001, SERVER),
        (400, 1002860, PARAMETER),
        (400, 1002619, NOTHING),
        (500, 1002619, NOTHING),
        (500, 7, SERVER),
        (404, 7, (false, false, true, false)),
        (429, 7, (false, false, false, true)),
        (404, 1002509, (false, false, true, false)),
    ] {
        let error = failed(Fault::api(status, code, "no")).await?;
        let meaning =
            (error.is_server_failure(), error.is_invalid_parameter(), error.is_not_found(), error.is_rate_limited());
        assert_eq!(meaning, expected, "HTTP {status}, code {code}");
    }
    // Every code that a page documents with status 500 or above, and that is not a failure of Feishu, has a class that says so.
    for error in tests::real_schema()?.errors.iter().filter(|error| error.status >= 500) {
        let is_internal = matches!(error.class, Some(ErrorClass::Internal | ErrorClass::InternalOrParameter));
        let failed = Error::from_code(error.code, "no", &Metadata::new(error.status));
        assert!(error.class.is_some(), "{}", error.name);
        assert_eq!((failed.is_server_failure(), failed.is_retryable()), (is_internal, is_internal), "{}", error.name);
    }
    Ok(())
}

#[tokio::test]
async fn a_refusal_is_not_retried_and_holds_no_other_call() -> TestResult {
    const UPDATE: &str = "hire.v1.eco_background_check_package.batch_update";
    for (status, code, attempts) in [(500, 1002053, 1), (400, 1002001, 1), (429, 1002053, 1), (500, 1002001, 2)] {
        let server = mock::Server::start().await?;
        let client = server.client()?;
        server.on(UPDATE)?.inject_fault(1, Fault::api(status, code, "no"));
        let packages = [BackgroundCheckPackageUpdate::new("pkg001", "name")];
        let outcome = client.v1().eco_background_check_package().batch_update("1", packages).send().await;
        assert_eq!(outcome.is_ok(), attempts > 1, "HTTP {status}, code {code}");
        assert_eq!(server.requests_for(UPDATE)?.len(), attempts, "HTTP {status}, code {code}");
        assert_eq!(client.rate_limit_metrics(&eco_background_check_package::BATCH_UPDATE).hold, None);
    }
    Ok(())
}

#[tokio::test]
async fn a_missing_resource_is_recognized() -> TestResult {
    for (fault, is_not_found) in [
        (Fault::status(404).body("404 page not found"), true),
        (Fault::api(404, 7, "unknown"), true),
        (Fault::api(400, 1002201, "no application"), true),
        (Fault::api(400, 1002801, "no interview"), true),
        (Fault::api(400, 7, "unknown"), false),
        (empty(502), false),
    ] {
        let error = failed(fault).await?;
        assert_eq!(error.is_not_found(), is_not_found, "{error:?}");
    }
    let schema = tests::real_schema()?;
    assert!(schema.errors.iter().any(|error| error.class == Some(ErrorClass::NotFound)));
    for error in &schema.errors {
        let expected = error.class == Some(ErrorClass::NotFound);
        assert_eq!(
            error.name.contains("_not_found"),
            expected,
            "{}: the name and the class contradict each other",
            error.code
        );
        let failed = Error::from_code(error.code, "no", &Metadata::new(400));
        assert_eq!(failed.is_not_found(), expected, "{}", error.code);
    }
    Ok(())
}

#[test]
fn every_code_has_a_class_unless_its_pages_contradict_each_other() -> TestResult {
    let schema = tests::real_schema()?;
    let unclear: Vec<i64> =
        schema.errors.iter().filter(|error| error.class.is_none()).map(|error| error.code).collect();
    assert_eq!(unclear, [1002855]);
    Ok(())
}

/// Feishu gives the code 1002601 the status 404 for most operations, and 400 for the operations that open a job or return its recruiter.
#[test]
fn the_status_of_a_code_is_that_of_the_page_of_the_operation() {
    use feishu_hire::v1::job;
    let status = |operation: &feishu_hire::operation::Operation| {
        operation.errors.iter().find(|error| error.code == 1002601).map(|error| error.status)
    };
    assert_eq!(status(&job::GET_DETAIL), Some(404));
    assert_eq!([status(&job::OPEN), status(&job::RECRUITER)], [Some(400); 2]);
}

#[tokio::test]
async fn a_timeout_at_the_rate_limit_is_recognized() -> TestResult {
    let server = mock::Server::start().await?;
    let limits = RateLimits::documented().operation(&note::DELETE, [Window::new(1, 60)]);
    let builder = server.builder().rate_limits(limits).timeout(std::time::Duration::from_millis(200));
    let client: Client = builder.build()?;
    client.v1().note().delete("1").send().await?;
    let error = client.v1().note().delete("2").send().await.expect_err("the window is full");
    assert!(error.is_rate_limit_timeout() && error.is_timeout() && error.is_retryable() && !error.was_sent());
    let other = Error::timed_out_before_sending(std::time::Duration::from_secs(1));
    assert!(!other.is_rate_limit_timeout() && !other.is_rate_limited());
    Ok(())
}

#[tokio::test]
async fn both_headers_for_the_log_id_are_read() -> TestResult {
    // The mock server adds a log id unless the fault has one.
    for (feishu, gateway, expected) in
        [("L1", "R1", Some("L1")), ("", "R1", Some("R1")), (" ", "R1", Some("R1")), ("", "", None)]
    {
        let fault = Fault::status(502).header("x-tt-logid", feishu).header("x-request-id", gateway);
        assert_eq!(failed(fault).await?.log_id(), expected, "{feishu:?} {gateway:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_log_id_beyond_ascii_is_kept() -> TestResult {
    let fault = Fault::status(502).header("x-tt-logid", "L1-日志");
    assert_eq!(failed(fault).await?.log_id(), Some("L1-日志"));
    Ok(())
}

#[test]
fn an_error_code_has_the_status_of_the_page_of_its_operation() {
    let status = |id: &str| {
        let operation = feishu_hire::operation::ALL.iter().find(|operation| operation.id == id);
        let error = operation.and_then(|operation| operation.errors.iter().find(|error| error.code == 1_002_601));
        error.map(|error| error.status)
    };
    assert_eq!(status("hire.v1.job.open"), Some(400));
    assert_eq!(status("hire.v1.job.get"), Some(404), "as in the catalog of error codes");
}
