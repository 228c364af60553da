//! Requests, responses, errors, retries and rate limits.

use std::time::{Duration, Instant};

use feishu_hire::{
    CallOptions, ErrorKind, Method, RateLimits, Upload, Value,
    mock::{self, Fault, MockOperation},
    model::TalentId,
    operation::{Operation, Window},
    v1::interview,
};
use serde::Deserialize;
use serde_json::json;

use super::*;
use crate::TestResult;

#[tokio::test]
async fn data_is_read_into_any_type() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    let page: TodoPage = tokio::spawn(get_todos(&client).send()).await??;
    assert_eq!((page.items, page.total), (vec![Todo { id: "1".to_owned(), count: 0 }], None));

    let body =
        "\u{feff}{\"msg\":\"\",\"data\":{ \"z\": 18446744073709551615, \"a\": [0.1, \"中\\n\"] },\"code\":\"0\"}";
    server.on(GET_TODOS)?.inject_fault(1, Fault::status(200).body(body).header("x-tt-logid", "L1"));
    let response = get_todos(&client).send_with_metadata::<Value>().await?;
    assert_eq!(response.data, json!({ "z": u64::MAX, "a": [0.1, "中\n"] }));
    assert_eq!(response.metadata.attempts, 1);
    assert!(response.metadata.log_id.is_some());

    for empty in [r#"{"code":0}"#, r#"{"code":0,"data":null}"#] {
        server.on(GET_TODOS)?.inject_fault(2, Fault::status(200).body(empty));
        assert_eq!(get_todos(&client).send::<Value>().await?, Value::Null);
        let map: std::collections::BTreeMap<String, u8> = get_todos(&client).send().await?;
        assert!(map.is_empty());
    }
    Ok(())
}

/// Some endpoints, such as that of the bot, return their data next to the code.
#[tokio::test]
async fn fields_next_to_the_code_are_read_into_any_type() -> TestResult {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct BotInfo {
        bot: Bot,
        expire: u64,
    }
    #[derive(Debug, Deserialize)]
    struct Bot {
        app_name: String,
    }
    const BOT: &str = "/open-apis/bot/v3/info";
    const GET_BOT: &str = "GET /open-apis/bot/v3/info";
    let sample = r#"{"code":0,"msg":"ok","error":null,"bot":{"app_name":"机器人","open_id":"ou_1"},"expire":7200}"#;
    let server = mock::Server::start_with(&[MockOperation::new(Operation::endpoint(Method::Get, BOT), sample)]).await?;
    let client = server.builder().max_retries(0).build()?;
    let request = || client.request(Method::Get, BOT);
    let info: BotInfo = tokio::spawn(request().send_top_level()).await??;
    assert_eq!((info.bot.app_name.as_str(), info.expire), ("机器人", 7200));
    let response = request().send_top_level_with_metadata::<Value>().await?;
    assert_eq!(response.data, json!({ "bot": { "app_name": "机器人", "open_id": "ou_1" }, "expire": 7200 }));
    assert!(response.metadata.log_id.is_some());
    assert_eq!(request().send::<Value>().await?, Value::Null, "there is no `data`");

    let bots = server.on(GET_BOT)?;
    bots.inject_fault(1, Fault::status(200).body(r#"{"code":0,"msg":"ok","bot":{"app_name":7},"expire":"x"}"#));
    let error = request().send_top_level::<BotInfo>().await.expect_err("a name is no number");
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("bot.app_name")), "{error}");
    bots.inject_fault(1, Fault::api(400, 1002002, "no"));
    let error = request().send_top_level::<Value>().await.expect_err("a code");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(1002002)));
    bots.inject_fault(1, Fault::status(200).body(r#"{"bot":{}}"#));
    assert!(request().send_top_level::<Value>().await.is_err(), "no code");
    bots.inject_fault(1, Fault::status(200).body(r#"{"code":0}"#));
    assert_eq!(request().send_top_level::<Value>().await?, json!({}));
    Ok(())
}

#[tokio::test]
async fn path_query_and_body_arrive_encoded() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    let talent = TalentId::from("a/../b?c#d%中");
    let request = client.request(Method::Get, LABELS).path("label_id", 7).path("talent_id", &talent);
    let request = request.query("ids", ["1", "a&b"]).query("size", 9).query("size", 50).query("on", true);
    let request = request.query("none", None::<&str>).query("half", 0.5).query("one", 1.0).query("a b", "+");
    request.send::<Value>().await?;
    let received = server.requests_for(GET_LABEL)?.pop().ok_or("nothing was received")?;
    assert_eq!(received.path, "/open-apis/library/v1/talents/a%2F..%2Fb%3Fc%23d%25%E4%B8%AD/labels/7");
    assert_eq!(received.query, "ids=1&ids=a%26b&size=50&on=true&half=0.5&one=1&a%20b=%2B");
    assert_eq!((received.header("authorization"), received.header("content-type")), (Some("Bearer t-1"), None));

    client.request(Method::Post, TODOS).json(&json!({ "name": "张三", "n": u64::MAX })).send::<Value>().await?;
    let received = server.requests_for("POST /open-apis/library/v1/todos")?.pop().ok_or("nothing was received")?;
    assert_eq!(received.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(received.json(), Some(json!({ "name": "张三", "n": u64::MAX })));
    Ok(())
}

#[tokio::test]
async fn a_file_is_uploaded() -> TestResult {
    let server = server().await?;
    let upload = server.client()?.request(Method::Post, TODOS).form_text("kind", 3);
    upload.form_file("content", Upload::new("cv.pdf", "%PDF")).send::<Value>().await?;
    let received = server.requests_for("POST /open-apis/library/v1/todos")?.pop().ok_or("nothing was received")?;
    let body = String::from_utf8_lossy(&received.body);
    assert!(received.header("content-type").is_some_and(|it| it.starts_with("multipart/form-data; boundary=")));
    assert!(body.contains("name=\"kind\"\r\n\r\n3\r\n") && body.contains("filename=\"cv.pdf\""), "{body}");
    Ok(())
}

#[tokio::test]
async fn an_error_code_is_an_error_of_the_endpoint() -> TestResult {
    let server = server().await?;
    server.on(GET_LABEL)?.inject_fault(1, Fault::api(400, 1002002, "parameter error"));
    let error = get_label(&server.client()?, "1380013").send::<Value>().await.expect_err("a code");
    assert_eq!((error.kind(), error.code(), error.status()), (ErrorKind::Api, Some(1002002), Some(400)));
    assert_eq!(error.operation(), Some(GET_LABEL));
    assert!(error.log_id().is_some() && error.to_string().starts_with(&format!("{GET_LABEL}: ")), "{error}");
    assert!(!format!("{error:?} {error}").contains("1380013"), "{error:?}");

    server.on(GET_TODOS)?.inject_fault(1, Fault::status(404).body("<html>Not Found</html>"));
    let error = get_todos(&server.client()?).send::<Value>().await.expect_err("the response is the page of a gateway");
    assert!(error.kind() == ErrorKind::Http && error.to_string().contains("gateway"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_refused_token_is_replaced() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    get_todos(&client).send::<Value>().await?;
    server.revoke_tokens();
    let metadata = get_todos(&client).send_with_metadata::<Value>().await?.metadata;
    assert_eq!((metadata.attempts, server.token_requests().len()), (2, 2));
    Ok(())
}

#[tokio::test]
async fn a_store_app_needs_a_tenant() -> TestResult {
    let server = server().await?;
    let app = server.builder().store_app().build()?;
    app.set_app_ticket("ticket").await?;
    get_todos(&app.tenant("t1")).send::<Value>().await?;
    assert_eq!(server.tenant_token_requests().len(), 1);
    let error = get_todos(&app).send::<Value>().await.expect_err("the client has no tenant");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    Ok(())
}

#[tokio::test]
async fn only_idempotent_requests_are_retried() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    let cases = [
        (Method::Get, None, 2),
        (Method::Put, None, 2),
        (Method::Delete, None, 2),
        (Method::Post, None, 1),
        (Method::Patch, None, 1),
        (Method::Post, Some(true), 2),
        (Method::Get, Some(false), 1),
    ];
    for (method, idempotent, attempts) in cases {
        let id = format!("{method} {TODOS}");
        server.clear_requests();
        server.on(&id)?.inject_fault(1, Fault::disconnect());
        let request = client.request(method, TODOS);
        let request = idempotent.into_iter().fold(request, CustomRequest::idempotent);
        let outcome = request.send_with_metadata::<Value>().await;
        assert_eq!(server.requests_for(&id)?.len(), attempts, "{id} {idempotent:?}");
        assert_eq!(outcome.is_ok(), attempts == 2, "{id} {idempotent:?}: {outcome:?}");
    }
    Ok(())
}

#[tokio::test]
async fn requests_of_one_template_share_a_rate_limit() -> TestResult {
    let server = server().await?;
    let minute = Window::new(1, 60);
    let label = RateLimits::documented().operation(Operation::endpoint(Method::Get, LABELS), [minute]);
    for (limits, todos_are_limited) in [
        (label, false),
        (RateLimits::documented().fallback([minute]), true),
        (RateLimits::off().fallback([minute]), true),
    ] {
        let client = server.builder().rate_limits(limits).timeout(Duration::from_millis(300)).build()?;
        get_label(&client, "1").send::<Value>().await?;
        let error = get_label(&client, "2").send::<Value>().await.expect_err("the window is full");
        assert!(error.is_timeout() && !error.was_sent(), "{error}");
        get_todos(&client).send::<Value>().await?;
        assert_eq!(get_todos(&client).send::<Value>().await.is_err(), todos_are_limited);
        // Calls of an unbound endpoint with the path of an operation do not count toward the documented limit of the operation.
        client.request(Method::Get, interview::LIST.path).query("interview_id", 1).send::<Value>().await?;
        for _ in 0..2 {
            client.v1().interview().list().interview_id("1").send().await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_rate_limit_error_is_retried_after_the_wait() -> TestResult {
    let server = server().await?;
    let refusal = Fault::api(429, 99991400, "request trigger frequency limit").header("x-ogw-ratelimit-reset", "1");
    server.on("POST /open-apis/library/v1/todos")?.inject_fault(1, refusal);
    let start = Instant::now();
    let post = server.client()?.request(Method::Post, TODOS).send_with_metadata::<Value>().await?;
    assert!(post.metadata.attempts == 2 && start.elapsed() >= Duration::from_secs(1), "{:?}", post.metadata);
    Ok(())
}

#[tokio::test]
async fn a_trailing_slash_is_sent() -> TestResult {
    let path = "/open-apis/library/v1/shelves/";
    let mocked = MockOperation::new(Operation::endpoint(Method::Get, path), SAMPLE);
    let server = mock::Server::start_with(&[mocked]).await?;
    server.client()?.request(Method::Get, path).send::<Value>().await?;
    let received = server.requests().into_iter().map(|received| received.path).collect::<Vec<_>>();
    assert!(received.iter().any(|received| received == path), "{received:?}");
    Ok(())
}

#[tokio::test]
async fn call_options_apply_to_the_request() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    let with = |options| get_todos(&client).call_options(options).send::<Value>();
    server.on(GET_TODOS)?.inject_fault(1, Fault::status(503));
    let error = with(CallOptions::new().max_retries(0)).await.expect_err("no retry");
    assert_eq!((error.status(), error.attempts().len()), (Some(503), 1));
    server.on(GET_TODOS)?.inject_fault(1, Fault::delay(Duration::from_secs(20)));
    let error = with(CallOptions::new().timeout(Duration::from_millis(200))).await.expect_err("the call times out");
    assert!(error.is_timeout(), "{error}");
    with(CallOptions::new().token("u-of-a-user")?).await.expect_err("the mock server does not know the token");
    let received = server.requests_for(GET_TODOS)?.pop().ok_or("nothing was received")?;
    assert_eq!(received.header("authorization"), Some("Bearer u-of-a-user"));
    let put = client.request(Method::Put, TODOS).call_options(CallOptions::new().token(server.user_token())?);
    put.send::<Value>().await?;
    Ok(())
}

#[tokio::test]
async fn invalid_characters_are_replaced_unless_the_request_is_strict() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    server.on(GET_TODOS)?.inject_fault(2, Fault::status(200).body(&b"{\"code\":0,\"data\":{\"id\":\"a\xff\"}}"[..]));
    let response = get_todos(&client).send_with_metadata::<Todo>().await?;
    assert_eq!((response.data.id.as_str(), response.metadata.mismatches.len()), ("a\u{fffd}", 1));
    let strict = get_todos(&client).call_options(CallOptions::new().strict(true));
    assert_eq!(strict.send::<Todo>().await.map_err(|error| error.kind()), Err(ErrorKind::Decode));
    Ok(())
}
