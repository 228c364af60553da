//! Requests to unbound endpoints behave like those of operations.

use std::{
    error::Error as StdError,
    fmt,
    time::{Duration, Instant},
};

use feishu_hire::{
    CallOptions, Client, CustomRequest, Error, ErrorKind, Method, RateLimits, Upload, Value,
    mock::{self, Fault, Mocked},
    model::TalentId,
    operation::{Operation, Paging, Window},
    v1::interview,
};
use serde::{Deserialize, Serialize, Serializer, ser::Error as _};
use serde_json::json;

use crate::TestResult;

const TODOS: &str = "/open-apis/library/v1/todos";
const LABELS: &str = "/open-apis/library/v1/talents/:talent_id/labels/:label_id";
const FOLDERS: &str = "/open-apis/library/v1/talent_folders";
const GET_TODOS: &str = "GET /open-apis/library/v1/todos";
const GET_LABEL: &str = "GET /open-apis/library/v1/talents/:talent_id/labels/:label_id";
const GET_FOLDERS: &str = "GET /open-apis/library/v1/talent_folders";
const SAMPLE: &str = r#"{"code":0,"msg":"success","data":{"items":[{"id":"1"}]}}"#;
const FOLDER_PAGING: Paging =
    Paging { size: "size", token: "cursor", items: "folders", next: "next_cursor", more: "more" };

#[derive(Debug, Deserialize, PartialEq)]
struct Todo {
    id: String,
    #[serde(default)]
    count: u64,
}

#[derive(Debug, Deserialize)]
struct TodoPage {
    items: Vec<Todo>,
    total: Option<u32>,
}

async fn server() -> std::io::Result<mock::Server> {
    static PAGED_TODOS: Operation = Operation::get(GET_TODOS).path(TODOS).paging(Paging {
        size: "page_size",
        token: "page_token",
        items: "items",
        next: "page_token",
        more: "has_more",
    });
    static PAGED_FOLDERS: Operation = Operation::get(GET_FOLDERS).path(FOLDERS).paging(FOLDER_PAGING);
    let mut operations = vec![&PAGED_TODOS, &PAGED_FOLDERS, Operation::endpoint(Method::Get, LABELS)];
    for method in [Method::Post, Method::Put, Method::Patch, Method::Delete] {
        operations.push(Operation::endpoint(method, TODOS));
    }
    let mocked = |operation| Mocked::new(operation, SAMPLE);
    mock::Server::start_with(&operations.into_iter().map(mocked).collect::<Vec<_>>()).await
}

fn get_todos(client: &Client) -> CustomRequest {
    client.request(Method::Get, TODOS)
}

fn get_label(client: &Client, talent_id: &str) -> CustomRequest {
    client.request(Method::Get, LABELS).path("talent_id", talent_id).path("label_id", 7)
}

#[tokio::test]
async fn data_is_read_into_any_type() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    let page: TodoPage = tokio::spawn(get_todos(&client).send()).await??;
    assert_eq!((page.items, page.total), (vec![Todo { id: "1".to_owned(), count: 0 }], None));

    let body =
        "\u{feff}{\"msg\":\"\",\"data\":{ \"z\": 18446744073709551615, \"a\": [0.1, \"中\\n\"] },\"code\":\"0\"}";
    server.on(GET_TODOS)?.next(1, Fault::status(200).body(body).header("x-tt-logid", "L1"));
    let response = get_todos(&client).send_with_metadata::<Value>().await?;
    assert_eq!(response.data, json!({ "z": u64::MAX, "a": [0.1, "中\n"] }));
    assert_eq!(response.metadata.attempts, 1);
    assert!(response.metadata.log_id.is_some());

    for empty in [r#"{"code":0}"#, r#"{"code":0,"data":null}"#] {
        server.on(GET_TODOS)?.next(2, Fault::status(200).body(empty));
        assert_eq!(get_todos(&client).send::<Value>().await?, Value::Null);
        let map: std::collections::BTreeMap<String, u8> = get_todos(&client).send().await?;
        assert!(map.is_empty());
    }
    Ok(())
}

/// Endpoints such as that of the bot have their data beside the code.
#[tokio::test]
async fn fields_beside_the_code_are_read_into_any_type() -> TestResult {
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
    let server = mock::Server::start_with(&[Mocked::new(Operation::endpoint(Method::Get, BOT), sample)]).await?;
    let client = server.builder().max_retries(0).build()?;
    let request = || client.request(Method::Get, BOT);
    let info: BotInfo = tokio::spawn(request().send_top_level()).await??;
    assert_eq!((info.bot.app_name.as_str(), info.expire), ("机器人", 7200));
    let response = request().send_top_level_with_metadata::<Value>().await?;
    assert_eq!(response.data, json!({ "bot": { "app_name": "机器人", "open_id": "ou_1" }, "expire": 7200 }));
    assert!(response.metadata.log_id.is_some());
    assert_eq!(request().send::<Value>().await?, Value::Null, "there is no `data`");

    let bots = server.on(GET_BOT)?;
    bots.next(1, Fault::status(200).body(r#"{"code":0,"msg":"ok","bot":{"app_name":7},"expire":"x"}"#));
    let error = request().send_top_level::<BotInfo>().await.expect_err("a name is no number");
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("bot.app_name")), "{error}");
    bots.next(1, Fault::api(400, 1002002, "no"));
    let error = request().send_top_level::<Value>().await.expect_err("a code");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(1002002)));
    bots.next(1, Fault::status(200).body(r#"{"bot":{}}"#));
    assert!(request().send_top_level::<Value>().await.is_err(), "no code");
    bots.next(1, Fault::status(200).body(r#"{"code":0}"#));
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
    server.on(GET_LABEL)?.next(1, Fault::api(400, 1002002, "parameter error"));
    let error = get_label(&server.client()?, "1380013").send::<Value>().await.expect_err("a code");
    assert_eq!((error.kind(), error.code(), error.status()), (ErrorKind::Api, Some(1002002), Some(400)));
    assert_eq!(error.operation(), Some(GET_LABEL));
    assert!(error.log_id().is_some() && error.to_string().starts_with(&format!("{GET_LABEL}: ")), "{error}");
    assert!(!format!("{error:?} {error}").contains("1380013"), "{error:?}");

    server.on(GET_TODOS)?.next(1, Fault::status(404).body("<html>Not Found</html>"));
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
async fn a_store_app_calls_for_its_tenants() -> TestResult {
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
        server.forget_requests();
        server.on(&id)?.next(1, Fault::cut());
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
    server.on("POST /open-apis/library/v1/todos")?.next(1, refusal);
    let start = Instant::now();
    let post = server.client()?.request(Method::Post, TODOS).send_with_metadata::<Value>().await?;
    assert!(post.metadata.attempts == 2 && start.elapsed() >= Duration::from_secs(1), "{:?}", post.metadata);
    Ok(())
}

#[tokio::test]
async fn pages_are_followed_with_the_default_field_names() -> TestResult {
    let server = server().await?;
    server.on(GET_TODOS)?.holds(25);
    let client = server.client()?;
    let mut items = get_todos(&client).query("page_size", 10).items::<Todo>();
    let mut ids = std::collections::BTreeSet::new();
    while let Some(todo) = items.try_next().await? {
        ids.insert(todo.id);
    }
    assert!(items.metadata().is_some_and(|metadata| metadata.log_id.is_some()));
    let tokens: Vec<_> =
        server.requests_for(GET_TODOS)?.iter().map(|request| request.query_value("page_token")).collect();
    assert_eq!((ids.len(), tokens.len()), (25, 3));
    assert!(tokens.first() == Some(&None) && tokens.iter().skip(1).all(Option::is_some), "{tokens:?}");

    let mut pages = get_todos(&client).query("page_size", 10).pages::<TodoPage>();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await? {
        sizes.push(page.items.len());
    }
    assert_eq!(sizes, [10, 10, 5]);
    Ok(())
}

#[tokio::test]
async fn pages_are_followed_with_other_field_names() -> TestResult {
    let server = server().await?;
    server.on(GET_FOLDERS)?.items((0..5).map(|id| json!({ "id": id.to_string() })));
    let client = server.client()?;
    let folders = || client.request(Method::Get, FOLDERS).query("size", 2).paging(FOLDER_PAGING);
    let mut items = folders().items::<Todo>();
    let mut ids = Vec::new();
    while let Some(item) = items.try_next().await? {
        ids.push(item.id);
    }
    assert_eq!(ids, ["0", "1", "2", "3", "4"]);
    assert_eq!(server.requests_for(GET_FOLDERS)?.len(), 3);

    server.forget_requests();
    server.on(GET_FOLDERS)?.repeats_token();
    let mut pages = folders().pages::<Value>();
    for _ in 0..3 {
        assert!(pages.try_next().await?.is_some());
    }
    let error = pages.try_next().await.expect_err("the last page refers to itself");
    assert_eq!(error.kind(), ErrorKind::IncompleteListing);
    Ok(())
}

#[tokio::test]
async fn listings_end_like_those_of_operations() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    let ends = [
        (json!({ "items": [{ "id": "1" }], "has_more": false, "page_token": "x" }), 1),
        (json!({ "items": [{ "id": "1" }] }), 1),
        (json!({ "total": 0, "has_more": false }), 0),
        (json!({ "items": null, "has_more": false }), 0),
        (json!({}), 0),
        (Value::Null, 0),
    ];
    for (data, expected) in ends {
        server.on(GET_TODOS)?.answers_data(&data);
        server.forget_requests();
        let mut items = get_todos(&client).items::<Todo>();
        let mut count = 0;
        while items.try_next().await?.is_some() {
            count += 1;
        }
        assert_eq!((count, server.requests_for(GET_TODOS)?.len()), (expected, 1), "{data}");
    }
    for (token, data) in [
        (None, json!({ "items": [{ "id": "1" }], "has_more": true, "page_token": "" })),
        (None, json!({ "items": [{ "id": "1" }], "has_more": true })),
        (Some("x"), json!({ "items": [{ "id": "1" }], "has_more": true, "page_token": "x" })),
    ] {
        server.on(GET_TODOS)?.answers_data(&data);
        let mut items = get_todos(&client).query("page_token", token).items::<Todo>();
        assert!(items.try_next().await?.is_some());
        let error = items.try_next().await.expect_err("the listing is incomplete");
        assert_eq!((error.kind(), error.page_token()), (ErrorKind::IncompleteListing, token), "{data}");
        assert!(items.try_next().await?.is_none(), "there are items after the error");
    }
    server.on(GET_TODOS)?.answers_data(&Value::Null);
    let error = get_todos(&client).query("page_token", "x").pages::<Value>().try_next().await.expect_err("no page");
    assert_eq!((error.kind(), error.page_token()), (ErrorKind::IncompleteListing, Some("x")));
    Ok(())
}

/// A misspelled field name is an error instead of an empty listing.
#[tokio::test]
async fn a_page_without_the_named_fields_is_an_error() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    for (data, path, name) in [
        (json!({ "todos": [{ "id": "1" }], "has_more": false }), "data.items", "`Paging::items`"),
        (json!({ "page": { "items": [{ "id": "1" }] } }), "data.items", "`Paging::items`"),
        (json!({ "items": [{ "id": "1" }], "more": true, "page_token": "x" }), "data.has_more", "`Paging::more`"),
    ] {
        server.on(GET_TODOS)?.answers_data(&data);
        let error = get_todos(&client).items::<Todo>().try_next().await.expect_err("the field has another name");
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(path)), "{data}");
        assert!(error.to_string().contains(name), "{error}");
    }
    Ok(())
}

/// Otherwise, the listing would end early without an error.
#[tokio::test]
async fn an_unreadable_page_is_an_error() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    for (data, path) in [
        (json!({ "items": [{ "id": "1" }, { "id": 2 }] }), "data.items[1].id"),
        (json!({ "items": {} }), "data.items"),
        (json!({ "items": [], "has_more": [] }), "data.has_more"),
        (json!({ "items": [], "has_more": true, "page_token": {} }), "data.page_token"),
        (json!([1]), "data"),
    ] {
        server.on(GET_TODOS)?.answers_data(&data);
        let mut items = get_todos(&client).items::<Todo>();
        let error = items.try_next().await.expect_err("the value does not match the type");
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(path)), "{data}");
        assert!(items.try_next().await?.is_none(), "there are items after the error");
    }
    Ok(())
}

#[tokio::test]
async fn a_trailing_slash_is_sent() -> TestResult {
    let path = "/open-apis/library/v1/shelves/";
    let mocked = Mocked::new(Operation::endpoint(Method::Get, path), SAMPLE);
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
    server.on(GET_TODOS)?.next(1, Fault::status(503));
    let error = with(CallOptions::new().max_retries(0)).await.expect_err("no retry");
    assert_eq!((error.status(), error.attempts().len()), (Some(503), 1));
    server.on(GET_TODOS)?.next(1, Fault::delay(Duration::from_secs(20)));
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
    server.on(GET_TODOS)?.next(2, Fault::status(200).body(&b"{\"code\":0,\"data\":{\"id\":\"a\xff\"}}"[..]));
    let response = get_todos(&client).send_with_metadata::<Todo>().await?;
    assert_eq!((response.data.id.as_str(), response.metadata.mismatches.len()), ("a\u{fffd}", 1));
    let strict = get_todos(&client).call_options(CallOptions::new().strict(true));
    assert_eq!(strict.send::<Todo>().await.map_err(|error| error.kind()), Err(ErrorKind::Decode));
    Ok(())
}

#[tokio::test]
async fn the_curl_command_has_no_token() -> TestResult {
    let client = Client::builder_with_token("t-secret").build()?;
    let put = client.request(Method::Put, LABELS).path("talent_id", "a/b").path("label_id", 1).query("x", [1, 2]);
    assert_eq!(
        put.json(&json!({ "name": "it's" })).to_curl()?,
        "curl -X PUT 'https://open.feishu.cn/open-apis/library/v1/talents/a%2Fb/labels/1?x=1&x=2' \\\n  \
         -H \"Authorization: Bearer $FEISHU_TOKEN\" \\\n  \
         -H 'Content-Type: application/json; charset=utf-8' \\\n  --data-raw '{\"name\":\"it'\\''s\"}'"
    );
    Ok(())
}

#[tokio::test]
async fn invalid_requests_are_not_sent() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    for path in [
        "",
        "todos",
        "//evil.example/x",
        "https://evil.example/x",
        "@evil.example/x",
        "/a?b=c",
        "/a#b",
        "/../a",
        "/a/./b",
        "/%2e",
        "/:",
    ] {
        let error = client.request(Method::Get, path).send::<Value>().await.expect_err(path);
        assert_eq!(error.kind(), ErrorKind::InvalidParameter, "{path}");
        assert_eq!(error.field_violations().first().map(|it| it.field()), Some("path"), "{path}");
    }
    let label = || client.request(Method::Get, LABELS).path("label_id", 1);
    let cases: [(&str, CustomRequest); 13] = [
        ("talent_id: must not be empty", label()),
        ("talent_id: must not be empty", label().path("talent_id", "")),
        ("talent_id: must not be empty", label().path("talent_id", None::<&str>)),
        ("talent_id: must not be `.` or `..`", label().path("talent_id", "..")),
        ("talent_id: must be a string, a number or a boolean", label().path("talent_id", ["1"])),
        ("talent: is not a parameter of the path", label().path("talent_id", "1").path("talent", "1")),
        ("talent_id: is a parameter of the path; set it with `path`", label().query("talent_id", "1")),
        ("a: must be a string, a number, a boolean or a list of these", get_todos(&client).query("a", json!({}))),
        ("a: must be a string, a number, a boolean or a list of these", get_todos(&client).query("a", [[1]])),
        ("a: must be a string, a number, a boolean or a list of these", get_todos(&client).query("a", Unserializable)),
        ("body: cannot be serialized as JSON", get_todos(&client).json(&Unserializable)),
        ("body: must be either JSON or a form", get_todos(&client).json(&1).form_text("a", "1")),
        ("the URL is longer than", get_todos(&client).query("a", "x".repeat(70_000))),
    ];
    for (expected, request) in cases {
        let in_curl = request.to_curl().expect_err(expected).to_string();
        let error = request.send::<Value>().await.expect_err(expected);
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::InvalidParameter, false), "{error}");
        assert!(error.to_string().contains(expected) && in_curl == error.to_string(), "{error}");
    }
    assert!(server.requests().is_empty(), "{:?}", server.requests());
    Ok(())
}

const MOBILE: &str = "13800138000";

/// A type whose serialization error contains a mobile number.
struct Unserializable;

impl Serialize for Unserializable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom(format!("{MOBILE} cannot be written")))
    }
}

/// A type whose deserialization error contains the text.
#[derive(Debug)]
struct Unreadable;

impl<'de> Deserialize<'de> for Unreadable {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Err(serde::de::Error::custom(format!("cannot read {text}")))
    }
}

#[derive(Debug, Deserialize)]
enum Kind {
    Office,
}

fn shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:?} {:?}", error.attempts());
    let mut cause = error.source();
    while let Some(behind) = cause {
        shown += &format!(" {behind} {behind:?}");
        cause = behind.source();
    }
    shown
}

#[tokio::test]
async fn a_decode_error_has_the_path_and_no_value() -> TestResult {
    async fn failure<T: serde::de::DeserializeOwned + Send + fmt::Debug>(
        server: &mock::Server,
    ) -> Result<Error, Error> {
        Ok(get_todos(&server.client()?).send::<Vec<T>>().await.expect_err("the value does not match the type"))
    }
    let server = server().await?;
    let data = json!([MOBILE, MOBILE]);
    server.on(GET_TODOS)?.answers_data(&data);
    let cases = [
        (failure::<u64>(&server).await?, "data[0]", "expected u64"),
        (failure::<Kind>(&server).await?, "data[0]", "expected `Office`"),
        (failure::<Unreadable>(&server).await?, "data[0]", "does not fit the type"),
        (failure::<Todo>(&server).await?, "data[0]", "expected struct Todo"),
    ];
    for (error, path, explanation) in &cases {
        let shown = shown(error);
        assert_eq!((error.kind(), error.json_path(), error.status()), (ErrorKind::Decode, Some(*path), Some(200)));
        assert!(error.message().contains(explanation) && error.log_id().is_some(), "{shown}");
        assert!(error.attempts().len() == 1 && error.excerpt().is_some_and(|it| it.contains("\"…\"")), "{shown}");
        assert!(!shown.contains(MOBILE), "{shown}");
    }
    server.on(GET_TODOS)?.answers_data(&json!([{ "id": MOBILE }, { "count": 1 }])).next(1, Fault::status(503));
    let error = failure::<Todo>(&server).await?;
    assert_eq!(
        (error.json_path(), error.message(), error.attempts().len()),
        (Some("data[1]"), "missing field `id`", 2)
    );
    assert!(!shown(&error).contains(MOBILE), "{error:?}");
    Ok(())
}

#[tokio::test]
async fn requests_and_pages_show_no_values() -> TestResult {
    let client = Client::builder_with_token("t-secret").build()?;
    let post = client.request(Method::Post, LABELS).path("talent_id", MOBILE).query("mobile", MOBILE);
    let post = post.json(&json!({ "mobile": MOBILE }));
    let form = client.request(Method::Post, LABELS).form_text("mobile", MOBILE);
    let form = form.form_file("file", Upload::new(MOBILE, MOBILE));
    let (pages, items) = (post.clone().pages::<Value>(), post.clone().items::<Value>());
    let shown = format!("{post:?} {post:#?} {form:?} {pages:?} {items:?}");
    assert!(!shown.contains(MOBILE) && !shown.contains("secret"), "{shown}");
    assert!(shown.contains("POST /open-apis/library/v1/talents/:talent_id/labels/:label_id"), "{shown}");
    let error = post.send::<Value>().await.expect_err("a parameter is missing");
    assert!(error.is_invalid_parameter() && !format!("{error} {error:?}").contains(MOBILE), "{error:?}");
    Ok(())
}
