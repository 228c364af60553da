//! The service of the example `tower_service`, without a server.

use std::sync::{Arc, Mutex, PoisonError};

use feishu_hire::{
    event::{Envelope, RawEvent, Receiver},
    mock::event::{Event, Request, Webhook},
};
use serde_json::json;
use tower::{ServiceExt, service_fn};

use crate::TestResult;

#[path = "../../generated/examples/tower_service/service.rs"]
mod service;

const KEY: &str = "e-key";
const TOKEN: &str = "v-token";

/// Status, headers and body of a response.
type Shown = (u16, http::HeaderMap, String);

fn webhook() -> Webhook {
    Webhook::new("").encrypt_key(KEY).verification_token(TOKEN)
}

fn event() -> Event {
    Event::new("x", json!({ "a": "b" })).id("1")
}

/// Sends a request to a service. The inner service fails for the id `fails`, and hangs for the id `hangs`. Returns the response and the processed
/// ids.
async fn respond(request: &Request) -> Result<(Shown, Vec<String>), Box<dyn std::error::Error>> {
    let ids = Arc::new(Mutex::new(Vec::new()));
    let processed = Arc::clone(&ids);
    let inner = service_fn(move |envelope: Envelope<RawEvent>| {
        let processed = Arc::clone(&processed);
        async move {
            match envelope.header.event_id.as_str() {
                "fails" => return Err("no room"),
                "hangs" => std::future::pending().await,
                id => processed.lock().unwrap_or_else(PoisonError::into_inner).push(id.to_owned()),
            }
            Ok(())
        }
    });
    let receiver = Receiver::builder().encrypt_key(KEY).verification_token(TOKEN).app_id("cli_mock");
    let events = service::Events::<RawEvent, _>::new(receiver.max_body_size(4096).build()?, inner);
    let mut http = http::Request::new(String::from_utf8(request.body().to_vec())?);
    for name in ["x-lark-signature", "x-lark-request-nonce", "x-lark-request-timestamp"] {
        if let Some(value) = request.header(name) {
            http.headers_mut().insert(name, value.parse()?);
        }
    }
    let (head, body) = events.oneshot(http).await?.into_parts();
    let ids = ids.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(((head.status.as_u16(), head.headers, body), ids))
}

#[tokio::test]
async fn an_event_is_passed_on_and_a_challenge_gets_its_response() -> TestResult {
    let ((status, _, body), ids) = respond(&webhook().request(&event())).await?;
    assert_eq!((status, body.as_str(), ids.as_slice()), (200, "", &["1".to_owned()][..]));
    let ((status, headers, body), ids) = respond(&webhook().verification("abc")).await?;
    assert_eq!((status, body.as_str(), ids.is_empty()), (200, r#"{"challenge":"abc"}"#, true));
    assert_eq!(headers.get("content-type").ok_or("no type")?, "application/json");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn an_event_that_is_not_processed_in_time_is_delivered_again() -> TestResult {
    for id in ["fails", "hangs"] {
        let ((status, ..), ids) = respond(&webhook().request(&event().id(id))).await?;
        assert_eq!((status, ids.is_empty()), (503, true), "{id}");
    }
    Ok(())
}

/// The response to every refused request is the same, byte for byte, so that a sender learns nothing from it.
#[tokio::test]
async fn all_refusals_are_equal() -> TestResult {
    let good = webhook().request(&event());
    let unsigned = |request: Request| request.without_header("X-Lark-Signature");
    let sealed: serde_json::Value = serde_json::from_slice(good.body())?;
    let sealed = sealed["encrypt"].as_str().ok_or("no text")?;
    let cut = |letters: usize| sealed.get(..sealed.len() - letters).ok_or("too short");
    let body = |text: &str| good.clone().with_body(json!({ "encrypt": text }).to_string());
    let long_ago = std::time::UNIX_EPOCH;
    let refused = [
        ("forged signature", good.clone().with_header("X-Lark-Signature", "0".repeat(64))),
        ("no signature", unsigned(good.clone())),
        ("stale timestamp", webhook().time(long_ago).request(&event())),
        ("wrong token", webhook().verification_token("other").request(&event())),
        ("wrong app id", webhook().request(&event().app_id("cli_other"))),
        ("another key", webhook().encrypt_key("other").request(&event())),
        ("wrong padding", unsigned(body(cut(24)?))),
        ("truncated base64", unsigned(body(cut(3)?))),
        ("deep", webhook().request(&Event::new("x", (0..100).fold(json!(1), |inside, _| json!([inside]))))),
        ("no event", webhook().request(&Event::new("", json!({})))),
        ("plain", Webhook::new("").verification_token(TOKEN).request(&event())),
        ("no JSON", good.clone().with_body("<html>")),
    ];
    let expected = (401, http::HeaderMap::new(), String::new());
    for (name, request) in refused {
        assert_eq!(respond(&request).await?, (expected.clone(), Vec::new()), "{name}");
    }
    // The size of a body need not be hidden from the sender.
    let ((status, headers, body), _) = respond(&good.with_body("x".repeat(5000))).await?;
    assert_eq!((status, headers.is_empty(), body.as_str()), (413, true, ""));
    Ok(())
}
