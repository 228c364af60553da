//! Matching of requests to operations, and token checks.

use feishu_runtime::mock::Server;
use reqwest::Method;

use crate::{
    Outcome,
    raw::{HIRE, RawClient, TOKEN_PATH},
    table::{OPERATIONS, client, record},
};

#[tokio::test]
async fn a_literal_segment_takes_precedence_over_a_parameter() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let cases = [
        ("/interview_records/attachments?application_id=1", "attachment", "hire.v1.interview_record_attachment.get"),
        ("/interview_records/%61ttachments?application_id=1", "attachment", "hire.v1.interview_record_attachment.get"),
        ("/interview_records/6949805467799537964", "record", "hire.v1.interview_record.get"),
        ("/interview_records/6949805467799537964/", "record", "hire.v1.interview_record.get"),
        ("/interview_records/attachments%2F", "record", "hire.v1.interview_record.get"),
        ("/interview_records/a%2Fb%3Fc%23d%20e%25%E4%B8%AD", "record", "hire.v1.interview_record.get"),
    ];
    for (path, id, operation) in cases {
        let response = raw.get(&format!("{HIRE}{path}")).await?;
        assert_eq!((response.status, response.id().as_deref()), (200, Some(id)), "{path}");
        assert_eq!(server.requests().last().and_then(|received| received.operation), Some(operation), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn unknown_paths_and_methods_are_not_found() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let cases = [
        (Method::GET, "/interview_records"),
        (Method::GET, "/interview_records/"),
        (Method::GET, "/interview_records/1/more"),
        (Method::POST, "/interviews?application_id=1"),
        (Method::DELETE, "/interview_records/1"),
        (Method::GET, "/../v2/interviews"),
    ];
    for (method, path) in cases {
        let response = raw.send(method.clone(), &format!("{HIRE}{path}"), None, "").await?;
        assert_eq!((response.status, response.text.as_str()), (404, "404 page not found"), "{method} {path}");
        assert_eq!(response.header("content-type"), Some("text/plain"));
        assert_eq!(server.requests().last().and_then(|received| received.operation), None);
    }
    assert_eq!(raw.get(TOKEN_PATH).await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn an_encoded_value_stays_one_segment() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    for id in ["../../im/v1/chats", "a/b?c#d e%中"] {
        record(&client(&server)?, id).send::<crate::table::WithId>().await?;
        let received = server.requests_for("hire.v1.interview_record.get")?;
        assert_eq!(received.last().map(|received| received.path.matches('/').count()), Some(5), "{id}");
    }
    Ok(())
}

#[tokio::test]
async fn only_tokens_of_this_server_are_accepted() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let mut raw = RawClient::new(&server).await?;
    let cases = [
        (None, 99991661),
        (Some(""), 99991661),
        (Some("t-1"), 99991661),
        (Some("Basic t-1"), 99991661),
        (Some("Bearer something"), 99991671),
        (Some("Bearer t-2"), 99991663),
        (Some("Bearer t-0"), 99991663),
        (Some("Bearer t-x"), 99991663),
        (Some("Bearer u-1"), 99991668),
    ];
    for (authorization, code) in cases {
        raw.authorization = authorization.map(str::to_owned);
        let response = raw.get(&format!("{HIRE}/interview_records/1")).await?;
        assert_eq!((response.status, response.code()), (400, Some(code)), "{authorization:?}");
    }
    raw.authorization = Some("bearer t-1".to_owned());
    assert_eq!(raw.get(&format!("{HIRE}/interview_records/1")).await?.status, 200);
    assert_eq!(raw.get(&format!("{HIRE}/mine")).await?.code(), Some(99991663), "accepts only user tokens");
    server.revoke_tokens();
    assert_eq!(raw.get(&format!("{HIRE}/interview_records/1")).await?.code(), Some(99991663));
    let raw = RawClient::new(&server).await?;
    assert_eq!(raw.authorization.as_deref(), Some("Bearer t-2"));
    assert_eq!(raw.get(&format!("{HIRE}/interview_records/1")).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn apps_are_checked() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::without_token(&server)?;
    for body in ["", "{}", "[]", "app_id=a", r#"{"app_id": "a"}"#, r#"{"app_id": "", "app_secret": "s"}"#] {
        let response = raw.post(TOKEN_PATH, body).await?;
        assert_eq!((response.status, response.code()), (400, Some(10003)), "{body}");
    }
    server.token_endpoint().accept_only("mine", "right").set_lifetime(60);
    let cases = [("other", "right", 10014), ("mine", "wrong", 10015), ("mine", "right", 0)];
    for (app_id, app_secret, code) in cases {
        let body = format!(r#"{{"app_id": "{app_id}", "app_secret": "{app_secret}"}}"#);
        assert_eq!(raw.post(TOKEN_PATH, &body).await?.code(), Some(code), "{app_id} {app_secret}");
    }
    let granted = raw.post(&format!("{TOKEN_PATH}/"), r#"{"app_id": "mine", "app_secret": "right"}"#).await?;
    assert_eq!(granted.text, r#"{"code":0,"expire":60,"msg":"ok","tenant_access_token":"t-2"}"#);
    assert_eq!(server.token_requests().len(), 10);
    Ok(())
}

#[tokio::test]
async fn an_unknown_id_is_reported() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let error = server.on("hire.v1.interview.lst").map(|_| ()).map_err(|error| error.to_string());
    let expected = "the mock server has no operation `hire.v1.interview.lst`; did you mean `hire.v1.interview.list`?";
    assert_eq!(error, Err(expected.to_owned()));
    assert!(server.requests_for("").is_err());
    Ok(())
}

#[tokio::test]
async fn dropping_a_server_frees_its_port() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let address: std::net::SocketAddr = server.base_url().trim_start_matches("http://").parse()?;
    assert!(Server::start_at(OPERATIONS, address).await.is_err(), "the port is in use");
    let mut open = tokio::net::TcpStream::connect(address).await?;
    let raw = RawClient::new(&server).await?;
    drop(server);
    assert_eq!(tokio::io::AsyncReadExt::read(&mut open, &mut [0; 1]).await?, 0, "the connection is closed");
    assert!(raw.get(HIRE).await.is_err());
    let again = Server::start_at(OPERATIONS, address).await?;
    assert!(RawClient::new(&again).await?.authorization.is_some(), "the port is free again");
    Ok(())
}
