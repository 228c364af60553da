//! Invalid parameters.

use feishu_runtime::mock::Server;
use reqwest::Method;

use crate::{
    Outcome,
    raw::{HIRE, RawClient, Response},
    table::OPERATIONS,
};

#[tokio::test]
async fn query_parameters_are_checked() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let cases = [
        ("", "application_id, start_time: : at least one of application_id, start_time is required"),
        ("application_id=", "application_id, start_time: : at least one of application_id, start_time is required"),
        ("start_time=0", "start_time: 0: must be at least 1"),
        ("start_time=now", "start_time: now: must be a time in milliseconds"),
        ("application_id=1&page_size=abc", "page_size: abc: must be an integer"),
        ("application_id=1&page_size=101", "page_size: 101: must be between 1 and 100"),
        ("application_id=1&user_id_type=name", "user_id_type: name: must be one of open_id, union_id"),
    ];
    for (query, violation) in cases {
        let response = raw.get(&format!("{HIRE}/interviews?{query}")).await?;
        assert_eq!((response.status, response.code()), (400, Some(1002002)), "{query}");
        assert_eq!(response.violations(), [violation], "{query}");
    }
    for query in ["application_id=1", "start_time=1&unknown=1", "start%5Ftime=%31&page_size=&user_id_type=open%5fid"] {
        assert_eq!(raw.get(&format!("{HIRE}/interviews?{query}")).await?.code(), Some(0), "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn lists_in_the_query_are_checked() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let cases = [
        ("application_id=1&rounds=1&rounds=2&rounds=3", vec!["rounds: : must be a list of 1 to 2 items"]),
        ("application_id=1&rounds=1&rounds=10", vec!["rounds: 10: must be between 0 and 9"]),
        ("application_id=1&rounds=1&rounds=2", vec![]),
        ("application_id=1", vec![]),
    ];
    for (query, violations) in cases {
        let response = raw.get(&format!("{HIRE}/interview_records/attachments?{query}")).await?;
        assert_eq!(response.violations(), violations, "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn a_rejection_contains_all_details() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let response = raw.get(&format!("{HIRE}/interviews?page_size=0")).await?;
    assert_eq!(response.violations().len(), 2, "all violations are listed");
    assert_eq!(response.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(response.header("x-tt-logid"), Some("20261120-000002"), "the token request was the first");
    assert_eq!(response.json().pointer("/error/log_id").and_then(|id| id.as_str()), Some("20261120-000002"));
    assert_eq!(response.json().get("msg").and_then(|msg| msg.as_str()), Some("field validation failed"));
    let missing = raw.get(&format!("{HIRE}/interview_records/attachments")).await?;
    assert_eq!(missing.code(), Some(99992402), "general code, because the operation documents none");
    assert_eq!(missing.violations(), ["application_id: : application_id is required"]);
    Ok(())
}

async fn note(raw: &RawClient, body: &str) -> reqwest::Result<Response> {
    raw.send(Method::POST, &format!("{HIRE}/notes"), Some("application/json"), body).await
}

#[tokio::test]
async fn json_bodies_are_checked() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let cases = [
        ("{", "body: : must be a JSON object"),
        ("[]", "body: : must be a JSON object"),
        ("{}", "talent_id: : talent_id is required"),
        ("", "talent_id: : talent_id is required"),
        (r#"{"talent_id": null}"#, "talent_id: : talent_id is required"),
        (r#"{"talent_id": 1}"#, "talent_id: 1: must be a string"),
        (r#"{"talent_id": "1", "content": "too long"}"#, "content: too long: must be 1 to 5 characters long"),
        (r#"{"talent_id": "1", "content": ""}"#, "content: : must be 1 to 5 characters long"),
        (r#"{"talent_id": "1", "privacy": "1"}"#, "privacy: 1: must be an integer"),
        (r#"{"talent_id": "1", "privacy": 1.5}"#, "privacy: 1.5: must be an integer"),
        (r#"{"talent_id": "1", "privacy": 3}"#, "privacy: 3: must be one of 1, 2"),
        (r#"{"talent_id": "1", "notify": 1}"#, "notify: 1: must be true or false"),
        (r#"{"talent_id": "1", "at": "noon"}"#, "at: noon: must be a time in milliseconds"),
        (r#"{"talent_id": "1", "at": "10"}"#, "at: 10: must be between 1 and 9"),
        (r#"{"talent_id": "1", "at": 10}"#, "at: 10: must be between 1 and 9"),
        (r#"{"talent_id": "1", "score": "1"}"#, "score: 1: must be a number"),
        (r#"{"talent_id": "1", "score": 1.5}"#, "score: 1.5: must be between 0 and 1"),
        (r#"{"talent_id": "1", "mentioned": {}}"#, "mentioned: {}: must be a list"),
        (r#"{"talent_id": "1", "mentioned": []}"#, "mentioned: []: must be a list of 2 to 3 items"),
        (r#"{"talent_id": "1", "extra": []}"#, "extra: []: must be an object"),
        (r#"{"talent_id": "1", "notify": true, "at": 1}"#, "notify, at: : at most one of notify, at is allowed"),
        (r#"{"talent_id": "1", "notify": false}"#, "extra: : extra is required if notify is false"),
        (r#"{"talent_id": "1", "mentioned": ["x", "all"]}"#, "extra: : extra is required if mentioned is all"),
    ];
    for (body, violation) in cases {
        let response = note(&raw, body).await?;
        assert_eq!((response.status, response.code()), (400, Some(99992402)), "{body}");
        assert_eq!(response.violations(), [violation], "{body}");
    }
    for rest in [
        r#""content": "五个汉字。""#,
        r#""at": "9", "privacy": 2"#,
        r#""score": 1, "mentioned": ["x", "y"], "extra": {}, "anything": [1]"#,
        r#""mentioned": ["x", "all"], "extra": {}"#,
    ] {
        let body = format!(r#"{{"talent_id": "1", {rest}}}"#);
        assert_eq!(note(&raw, &body).await?.id().as_deref(), Some("note"), "{body}");
    }
    Ok(())
}

/// The rules of a body do not see keys of the query that are not documented.
#[tokio::test]
async fn a_query_cannot_contain_fields_of_the_body() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let body = r#"{"talent_id": "1", "mentioned": ["x", "all"]}"#;
    let response = raw.post(&format!("{HIRE}/notes?extra=1"), body).await?;
    assert_eq!(response.violations(), ["extra: : extra is required if mentioned is all"]);
    let body = r#"{"talent_id": "1", "notify": true}"#;
    assert_eq!(raw.post(&format!("{HIRE}/notes?at=1&mentioned=all"), body).await?.id().as_deref(), Some("note"));
    Ok(())
}

#[tokio::test]
async fn forms_are_checked() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let file = "--b\r\nContent-Disposition: form-data; name=\"content\"; filename=\"cv.pdf\"\r\n\r\n%PDF\r\n";
    let text = "--b\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\n%PDF\r\n";
    let kind = "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nx\r\n";
    let form = Some("multipart/form-data; boundary=b");
    let cases = [
        (form, format!("{kind}--b--\r\n"), vec!["content: : content is required", "kind: x: must be an integer"]),
        (form, format!("{text}--b--\r\n"), vec!["content: %PDF: must be a file"]),
        (form, file.to_owned(), vec!["body: : must be multipart/form-data"]),
        (None, format!("{file}--b--\r\n"), vec!["body: : must be multipart/form-data"]),
        (form, format!("{file}--b--\r\n"), vec![]),
    ];
    for (content_type, body, violations) in cases {
        let response = raw.send(Method::POST, &format!("{HIRE}/attachments"), content_type, &body).await?;
        assert_eq!(response.violations(), violations, "{content_type:?} {body}");
        assert_eq!(response.status, if violations.is_empty() { 200 } else { 400 }, "{content_type:?} {body}");
    }
    Ok(())
}

#[tokio::test]
async fn unusual_but_valid_requests_are_accepted() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let json = Some("application/json; charset=utf-8");
    let path = format!("{HIRE}/interviews?application_id=a+b");
    assert_eq!(raw.send(Method::GET, &path, json, "{}").await?.code(), Some(0), "a GET with a body");
    let received = server.requests();
    let last = received.last().ok_or("nothing received")?;
    assert_eq!(last.query_value("application_id").as_deref(), Some("a b"));
    assert_eq!((last.query.as_str(), last.body.as_ref()), ("application_id=a+b", b"{}".as_slice()));
    Ok(())
}
