//! Recorded requests.

use feishu_runtime::{Call, Upload, mock::Server};

use crate::{
    Outcome,
    raw::{HIRE, RawClient, TOKEN_PATH},
    table::{OPERATIONS, UPLOAD, WithId, client, record},
};

#[tokio::test]
async fn requests_are_recorded_in_order() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    raw.get(&format!("{HIRE}/nowhere")).await?;
    record(&client(&server)?, "a/b").send::<WithId>().await?;
    let requests = server.requests();
    let seen: Vec<_> = requests.iter().map(|it| (it.method.as_str(), it.path.as_str(), it.operation)).collect();
    let record_path = format!("{HIRE}/interview_records/a%2Fb");
    let expected = [
        ("POST", TOKEN_PATH, None),
        ("GET", "/open-apis/hire/v1/nowhere", None),
        ("POST", TOKEN_PATH, None),
        ("GET", record_path.as_str(), Some("hire.v1.interview_record.get")),
    ];
    assert_eq!(seen, expected);
    let last = requests.last().ok_or("nothing received")?;
    assert_eq!(last.header("Authorization"), Some("Bearer t-2"));
    assert_eq!(last.header("content-type"), None, "a GET has none");
    assert!(last.body.is_empty());
    let tokens = server.token_requests();
    let body = tokens.last().and_then(|token| token.json()).ok_or("no token request")?;
    assert_eq!(body.to_string(), r#"{"app_id":"cli_app","app_secret":"secret"}"#);
    server.clear_requests();
    assert!(server.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn an_upload_is_received() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let mut call = Call::new(client(&server)?, &UPLOAD);
    call.form_text("kind", Some(1));
    call.form_file(
        "content",
        Some(Upload::new("简历 \"final\".pdf", "--\r\n\r\n--feishu").content_type("application/pdf")),
    );
    assert_eq!(call.send::<WithId>().await?.id, "upload");
    let missing = Call::new(client(&server)?, &UPLOAD);
    let error = missing.send::<WithId>().await.err().ok_or("no error")?;
    assert_eq!(error.code(), Some(99992402));
    Ok(())
}

#[tokio::test]
async fn only_the_most_recent_requests_are_kept() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let kept = || server.requests().iter().map(|received| received.path.clone()).collect::<Vec<_>>();
    for path in ["/1", "/2", "/3"] {
        raw.get(path).await?;
    }
    assert_eq!(kept(), [TOKEN_PATH, "/1", "/2", "/3"]);
    server.limit_recorded_requests(2);
    assert_eq!(kept(), ["/2", "/3"]);
    raw.get("/4").await?;
    assert_eq!(kept(), ["/3", "/4"]);
    server.clear_requests();
    raw.get("/5").await?;
    assert_eq!(kept(), ["/5"]);
    server.limit_recorded_requests(0);
    raw.get("/6").await?;
    assert!(kept().is_empty());
    server.limit_recorded_requests(1);
    raw.get("/7").await?;
    assert_eq!(kept(), ["/7"]);
    Ok(())
}
