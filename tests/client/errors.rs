//! The content of errors: kind, code, message, details and causes.

use std::time::Duration;

use feishu_hire::{Error, ErrorKind, Timestamp, mock, mock::Fault};
use serde_json::json;

use crate::TestResult;

pub(crate) const LIST: &str = "hire.v1.interview.list";

/// Makes a list call without retries, so that the error is that of the attempt.
pub(crate) async fn list(server: &mock::Server) -> Result<(), Error> {
    server.builder().max_retries(0).build()?.v1().interview().list().interview_id("1").send().await.map(drop)
}

/// Returns the error of a list call with a fault.
pub(crate) async fn error_of(fault: Fault) -> Result<Error, Box<dyn std::error::Error>> {
    let server = mock::Server::start().await?;
    server.on(LIST)?.inject_fault(1, fault);
    list(&server).await.err().ok_or_else(|| "the call succeeded".into())
}

#[tokio::test]
async fn invalid_parameters_are_refused_before_sending() -> TestResult {
    let server = mock::Server::start().await?;
    let v1 = || server.client().map(|client| client.v1());
    let outcomes = [
        ("application_id, interview_id, start_time, end_time", v1()?.interview().list().send().await.map(drop)),
        (
            "application_id, interview_id, start_time, end_time",
            v1()?.interview().list().interview_id("").send().await.map(drop),
        ),
        ("page_size", v1()?.interview().list().interview_id("1").page_size(101).send().await.map(drop)),
        ("start_time", v1()?.interview().list().start_time(Timestamp::from_millis(0)).send().await.map(drop)),
        ("talent_id", v1()?.interview().get_by_talent("").send().await.map(drop)),
        ("note_id", v1()?.note().delete("").send().await.map(drop)),
        ("note_id", v1()?.note().delete("..").send().await.map(drop)),
        (
            "mention_entity_list[1].offset",
            v1()?
                .note()
                .create("1", "text")
                .mention_entity_list([0, -1].map(|offset| feishu_hire::model::MentionEntity::new(offset, "ou_1")))
                .send()
                .await
                .map(drop),
        ),
    ];
    for (field, outcome) in outcomes {
        let error = outcome.expect_err(field);
        assert_eq!(error.kind(), ErrorKind::InvalidParameter, "{error}");
        assert!(error.is_invalid_parameter() && error.operation().is_some(), "{error}");
        let fields: Vec<_> = error.field_violations().iter().map(|violation| violation.field()).collect();
        assert_eq!(fields, [field], "{error}");
    }
    assert_eq!(server.requests().len(), 0, "nothing was sent, not even for a token");
    Ok(())
}

#[tokio::test]
async fn an_api_error_has_all_details_of_the_response() -> TestResult {
    let body = json!({
        "code": 99992402,
        "msg": "field validation failed",
        "error": {
            "log_id": "from-the-body",
            "troubleshooter": "https://open.feishu.cn/search?code=99992402",
            "field_violations": [{ "field": "page_size", "value": "101", "description": "at most 100" }],
            "helps": [{ "url": "https://open.feishu.cn", "description": "the page" }],
        },
    });
    let error = error_of(Fault::status(400).header("x-tt-logid", "from-the-header").body(body.to_string())).await?;
    assert_eq!(
        (error.kind(), error.status(), error.code(), error.log_id()),
        (ErrorKind::Api, Some(400), Some(99992402), Some("from-the-header"))
    );
    assert_eq!(error.message(), "field validation failed");
    assert_eq!(error.operation(), Some(LIST));
    assert_eq!(error.troubleshooter(), Some("https://open.feishu.cn/search?code=99992402"));
    let violation = error.field_violations().first().expect("one violation");
    assert_eq!((violation.field(), violation.value(), violation.description()), ("page_size", "101", "at most 100"));
    assert_eq!(error.help_links().first().map(|help| help.url()), Some("https://open.feishu.cn"));
    assert_eq!(
        error.to_string(),
        "hire.v1.interview.list: field validation failed; page_size: at most 100 (HTTP 400, code 99992402, log id from-the-header)"
    );
    Ok(())
}

/// Tests both spellings of the log id and of a missing permission. The code determines the kind, regardless of the HTTP status.
#[tokio::test]
async fn a_missing_scope_names_the_scopes() -> TestResult {
    for (status, error_object) in [
        (
            400,
            json!({ "logid": "L1", "permission_violations": [{ "scope": "hire:interview", "url": "https://open.feishu.cn/apps" }] }),
        ),
        (
            200,
            json!({ "log_id": "L1", "permission_violations": [{ "type": "action_scope_required", "subject": "hire:interview" }] }),
        ),
    ] {
        let body = json!({ "code": 99991672, "msg": "Access denied", "error": error_object });
        let server = mock::Server::start().await?;
        server.on(LIST)?.inject_fault(1, Fault::status(status).body(body.to_string()));
        let error = list(&server).await.expect_err("the scope is missing");
        assert!(error.is_scope_missing());
        assert_eq!(error.permission_violations().first().map(|violation| violation.scope()), Some("hire:interview"));
        assert_eq!(error.required_scopes(), ["hire:interview:readonly", "hire:interview"]);
        assert!(error.to_string().contains("the app needs one of hire:interview:readonly, hire:interview"), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn every_code_matches_one_predicate() -> TestResult {
    type Predicate = fn(&Error) -> bool;
    let cases: [(u16, i64, Predicate); 24] = [
        (429, 99991400, Error::is_rate_limited),
        (400, 99991400, Error::is_rate_limited),
        (400, 99991403, Error::is_quota_exhausted),
        (400, 99991401, Error::is_ip_refused),
        (400, 99991672, Error::is_scope_missing),
        (400, 1002002, Error::is_invalid_parameter),
        (500, 1002001, Error::is_server_failure),
        (200, 1002001, Error::is_server_failure),
        (400, 10014, Error::is_app_refused),
        (400, 1000004, Error::is_rate_limited),
        (400, 1000005, Error::is_rate_limited),
        (400, 90217, Error::is_rate_limited),
        (400, 99991676, Error::is_scope_missing),
        (400, 99991679, Error::is_scope_missing),
        (400, 99991662, Error::is_app_refused),
        (400, 99991673, Error::is_app_refused),
        (400, 10015, Error::is_app_refused),
        (400, 99992402, Error::is_invalid_parameter),
        (400, 9499, Error::is_invalid_parameter),
        (400, 180001, Error::is_invalid_parameter),
        (500, 2200, Error::is_server_failure),
        (500, 5000, Error::is_server_failure),
        (500, 1500, Error::is_server_failure),
        (500, 1663, Error::is_server_failure),
    ];
    let all: [Predicate; 7] = [
        Error::is_rate_limited,
        Error::is_quota_exhausted,
        Error::is_ip_refused,
        Error::is_scope_missing,
        Error::is_invalid_parameter,
        Error::is_server_failure,
        Error::is_app_refused,
    ];
    for (status, code, predicate) in cases {
        let error = error_of(Fault::api(status, code, "no")).await?;
        assert!(predicate(&error), "{status} {code}");
        assert_eq!(
            all.iter().filter(|predicate| predicate(&error)).count(),
            1,
            "{status} {code} matches several predicates"
        );
    }
    assert!(error_of(Fault::api(500, 1020001, "no")).await?.is_server_failure());
    let gateway = error_of(Fault::status(429).body("<html>")).await?;
    assert!(gateway.is_rate_limited() && !gateway.is_server_failure(), "a gateway has no code: {gateway}");
    Ok(())
}

#[tokio::test]
async fn the_error_of_a_gateway_contains_its_page() -> TestResult {
    let error = error_of(Fault::status(502).body("<html>\n<head><title>502 Bad Gateway</title></head>")).await?;
    assert_eq!((error.kind(), error.status(), error.code()), (ErrorKind::Http, Some(502), None));
    assert!(error.is_server_failure() && error.json_path().is_none());
    assert!(
        error.to_string().contains("HTTP 502 from a gateway") && error.to_string().contains("502 Bad Gateway"),
        "{error}"
    );
    Ok(())
}

#[tokio::test]
async fn a_mismatch_error_has_the_path_and_not_the_value() -> TestResult {
    let body =
        json!({ "code": 0, "data": { "items": [{}, { "contact_mobile": "13800000000", "address": "13900000000" }] } });
    let server = mock::Server::start().await?;
    server.on(LIST)?.inject_fault(1, Fault::status(200).header("x-tt-logid", "L2").body(body.to_string()));
    let strict = server.builder().strict(true).build()?;
    let error =
        strict.v1().interview().list().interview_id("1").send().await.expect_err("the value does not match the type");
    assert_eq!(
        (error.kind(), error.json_path(), error.log_id()),
        (ErrorKind::Decode, Some("data.items[1].address"), Some("L2"))
    );
    assert!(error.to_string().contains(" at data.items[1].address near "), "{error}");
    assert_eq!(error.message(), "expected an object, found a string");
    let excerpt = error.excerpt().unwrap_or_default();
    assert!(excerpt.contains("\"address\": \"…\""), "{excerpt}");
    for shown in [format!("{error}"), format!("{error:?}")] {
        assert!(!shown.contains("13800000000") && !shown.contains("13900000000"), "{shown}");
    }
    Ok(())
}

#[tokio::test]
async fn invalid_bodies_are_decode_errors() -> TestResult {
    let cases: [(&[u8], &str); 8] = [
        (b"", "the response is empty"),
        (b"hello", "the response is not JSON"),
        (b"[]", "the response is a list"),
        (b"{}", "the response has no code"),
        (br#"{"code":0,"data":{"items":[{"id":"1"#, "the response ends early"),
        (b"\xff\xfe", "the response is not UTF-8"),
        (br#"{"code":0,"data":5}"#, "expected an object"),
        (br#"{"code":0,"data":{}} trailing"#, "expected the end of the text"),
    ];
    for (body, message) in cases {
        let error = error_of(Fault::status(200).body(body.to_vec())).await?;
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains(message), "{message}: {error}");
    }
    Ok(())
}

/// The data of an error response may have any type, because the code is evaluated first.
#[tokio::test]
async fn an_error_code_with_data_of_another_type_is_an_api_error() -> TestResult {
    let error = error_of(Fault::status(200).body(r#"{"data":"none","code":1002002,"msg":"parameter error"}"#)).await?;
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(1002002)));
    Ok(())
}

#[tokio::test]
async fn metadata_is_returned_with_the_data() -> TestResult {
    let server = mock::Server::start().await?;
    let body = json!({ "code": 0, "msg": "ok", "data": { "items": [] } });
    let fault = Fault::status(200)
        .header("x-tt-logid", "L3")
        .header("x-ogw-ratelimit-limit", "50")
        .header("x-ogw-ratelimit-reset", "3");
    server.on(LIST)?.inject_fault(1, fault.body(body.to_string()));
    let response = server.client()?.v1().interview().list().interview_id("1").send_with_metadata().await?;
    assert_eq!(response.data.items.len(), 0);
    let metadata = response.metadata;
    assert_eq!((metadata.status, metadata.log_id.as_deref()), (200, Some("L3")));
    assert_eq!((metadata.rate_limit.limit, metadata.rate_limit.reset), (Some(50), Some(Duration::from_secs(3))));
    Ok(())
}

/// An unusual detail neither hides the error code nor makes a successful response fail.
#[tokio::test]
async fn unusual_envelopes_are_read() -> TestResult {
    for detail in [
        r#""error":{"field_violations":[{"field":"a","value":7}],"helps":{},"log_id":"1","logid":"2"}"#,
        r#""error":{"permission_violations":[{"scope":"a","subject":"b"},5]}"#,
        r#""error":"a text""#,
        r#""error":null"#,
        r#""msg":{"text":"no"}"#,
        r#""msg":null"#,
    ] {
        let error = error_of(Fault::status(400).body(format!(r#"{{"code":99991400,{detail}}}"#))).await?;
        assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(99991400)), "{detail}");
        assert!(error.is_rate_limited());
    }
    let server = mock::Server::start().await?;
    server.on(LIST)?.inject_fault(
        1,
        Fault::status(200).body(r#"{"code":"0","msg":null,"error":"x","new":[],"data":{"items":[{}]}}"#),
    );
    list(&server).await?;
    let error = error_of(Fault::status(400).body(r#"{"code":0,"msg":"ok","data":{}}"#)).await?;
    assert!(error.to_string().contains("code 0, which means success, with an HTTP error status (HTTP 400"), "{error}");
    Ok(())
}

/// The response with the rate limit error contains the time to wait.
#[tokio::test]
async fn a_rate_limit_error_has_the_time_until_the_next_request() -> TestResult {
    let fault = Fault::api(429, 99991400, "request trigger frequency limit");
    let error = error_of(fault.header("x-ogw-ratelimit-limit", "50").header("x-ogw-ratelimit-reset", "7")).await?;
    assert_eq!((error.rate_limit().limit, error.rate_limit().reset), (Some(50), Some(Duration::from_secs(7))));
    assert!(error.to_string().contains("retry after 7 s"), "{error}");
    Ok(())
}

/// The mock server refuses the same requests as Feishu, for clients that do not validate them.
#[tokio::test]
async fn the_mock_server_validates_values_and_bodies() -> TestResult {
    let server = mock::Server::start().await?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    let url = |path: &str| format!("{}/open-apis{path}", server.base_url());
    let token = http.post(url("/auth/v3/tenant_access_token/internal")).body(r#"{"app_id":"a","app_secret":"b"}"#);
    let token: serde_json::Value = serde_json::from_str(&token.send().await?.text().await?)?;
    let token = token.get("tenant_access_token").and_then(|token| token.as_str()).unwrap_or_default().to_owned();
    let cases = [
        ("/hire/v1/notes", r#"{"talent_id":"1"}"#, "content"),
        ("/hire/v1/notes", r#"{"talent_id":"1","content":"x","privacy":9}"#, "privacy"),
        ("/hire/v1/notes?user_id_type=lark_id", r#"{"talent_id":"1","content":"x"}"#, "user_id_type"),
        (
            "/hire/v1/notes",
            r#"{"talent_id":"1","content":"x","mention_entity_list":[{"offset":-1}]}"#,
            "mention_entity_list[0].offset",
        ),
    ];
    for (path, body, field) in cases {
        let response = http.post(url(path)).bearer_auth(&token).body(body).send().await?;
        assert_eq!(response.status().as_u16(), 400, "{body}");
        let response: serde_json::Value = serde_json::from_str(&response.text().await?)?;
        assert_eq!(response.pointer("/code"), Some(&json!(1002002)));
        assert_eq!(response.pointer("/error/field_violations/0/field"), Some(&json!(field)), "{response}");
    }
    Ok(())
}
