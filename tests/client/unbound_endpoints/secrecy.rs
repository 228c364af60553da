//! Commands, refused requests and errors: neither tokens nor values are shown.

use std::{error::Error as StdError, fmt};

use feishu_hire::{
    Client, CustomRequest, Error, ErrorKind, Method, Upload, Value,
    mock::{self, Fault},
};
use serde::{Deserialize, Serialize, Serializer, ser::Error as _};
use serde_json::json;

use super::*;
use crate::TestResult;

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
    server.on(GET_TODOS)?.respond_with_data(&data);
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
    server
        .on(GET_TODOS)?
        .respond_with_data(&json!([{ "id": MOBILE }, { "count": 1 }]))
        .inject_fault(1, Fault::status(503));
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
