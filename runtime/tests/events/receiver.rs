//! The requests that the receiver accepts, and its uniform response to all others.

use std::time::{Duration, SystemTime};

use base64::{Engine, engine::general_purpose::STANDARD};
use feishu_runtime::{
    ErrorKind,
    event::{Envelope, Headers, RawEvent, ReceiveError, ReceiveErrorKind, Received, Receiver, SchemaVersion},
    mock::event::{Event, Request, Webhook},
};
use serde_json::json;

use crate::Outcome;

const KEY: &str = "e-KEY-OF-THE-APP";
const TOKEN: &str = "v-TOKEN-OF-THE-APP";
const PERSONAL: &str = "PERSONAL-VALUE";

fn webhook() -> Webhook {
    Webhook::new("http://127.0.0.1:1/").encrypt_key(KEY).verification_token(TOKEN)
}

fn event() -> Event {
    Event::new("hire.talent.deleted_v1", json!({ "talent_id": PERSONAL }))
}

#[allow(clippy::expect_used, reason = "the settings are valid")]
fn receiver() -> Receiver {
    Receiver::builder().encrypt_key(KEY).verification_token(TOKEN).app_id("cli_mock").build().expect("a receiver")
}

fn receive(receiver: &Receiver, request: &Request) -> Result<Received<RawEvent>, ReceiveError> {
    receiver.receive(Headers::new(|name| request.header(name)), request.body())
}

fn envelope(received: Received<RawEvent>) -> Option<Envelope<RawEvent>> {
    match received {
        Received::Event(envelope) => Some(envelope),
        _ => None,
    }
}

/// Every fault has a kind, for the owner of the app. The sender always gets the same status, except for a body that is too large.
#[test]
fn every_fault_is_refused_with_its_kind_and_the_same_status() -> Outcome {
    for (name, request, kind) in changed_requests()?.into_iter().chain(other_requests()) {
        let error = receive(&receiver(), &request).expect_err(name);
        assert_eq!((error.kind(), error.status()), (kind, 401), "{name}");
    }
    let good = webhook().request(&event());
    let small = Receiver::builder().encrypt_key(KEY).max_body_size(good.body().len() - 1).build().expect("a receiver");
    let error = receive(&small, &good).expect_err("too large");
    assert_eq!((error.kind(), error.status()), (ReceiveErrorKind::TooLarge, 413));
    Ok(())
}

/// With a wrong key, the padding is valid in one of 256 cases. These cases are no exception.
#[test]
fn every_body_with_another_key_cannot_be_decrypted() {
    let (receiver, other) = (receiver(), webhook().encrypt_key("another"));
    for _ in 0..4000 {
        let error = receive(&receiver, &unsigned(other.request(&event()))).expect_err("another key");
        assert_eq!(error.kind(), ReceiveErrorKind::Decryption);
    }
}

/// A request that is refused, with its name and the kind of the error.
type Refused = (&'static str, Request, ReceiveErrorKind);

/// Returns requests of the app with a changed body, signature or time.
fn changed_requests() -> Result<Vec<Refused>, Box<dyn std::error::Error + Send + Sync>> {
    use ReceiveErrorKind as Kind;
    let hour = Duration::from_secs(3600);
    let now = SystemTime::now();
    let good = webhook().request(&event());
    let mut changed = good.body().to_vec();
    changed.iter_mut().skip(20).take(1).for_each(|byte| *byte ^= 1);
    let text: serde_json::Value = serde_json::from_slice(good.body())?;
    let text = text.get("encrypt").and_then(serde_json::Value::as_str).ok_or("no encrypted text")?;
    let cut = |letters: usize| {
        let body = json!({ "encrypt": text.get(..text.len() - letters) }).to_string();
        unsigned(good.clone().with_body(body))
    };
    let with_a_byte = [STANDARD.decode(text)?, vec![1]].concat();
    let with_a_byte = unsigned(good.clone().with_body(json!({ "encrypt": STANDARD.encode(with_a_byte) }).to_string()));
    Ok(vec![
        ("padding after the last block", with_a_byte, Kind::Decryption),
        ("truncated base64", cut(3), Kind::Decryption),
        ("truncated within a block", cut(4), Kind::Decryption),
        ("without the block of the padding", cut(64), Kind::Decryption),
        ("forged signature", good.clone().with_header("X-Lark-Signature", "0".repeat(64)), Kind::Signature),
        ("empty signature", good.clone().with_header("X-Lark-Signature", ""), Kind::Signature),
        ("signature in capitals", upper_signature(&good), Kind::Signature),
        ("no nonce", good.clone().without_header("X-Lark-Request-Nonce"), Kind::Signature),
        ("no timestamp", good.clone().without_header("X-Lark-Request-Timestamp"), Kind::Signature),
        ("no signature", unsigned(good.clone()), Kind::MissingSignature),
        ("changed body", good.clone().with_body(changed), Kind::Signature),
        ("stale", webhook().time(now - 9 * hour).request(&event()), Kind::Timestamp),
        ("from the future", webhook().time(now + 9 * hour).request(&event()), Kind::Timestamp),
    ])
}

/// Returns requests of other senders, and requests without an event.
fn other_requests() -> Vec<Refused> {
    use ReceiveErrorKind as Kind;
    let plain = || Webhook::new("http://127.0.0.1:1/").verification_token(TOKEN);
    let json = |text: &'static str| webhook().request(&event()).with_body(text);
    vec![
        ("another key", webhook().encrypt_key("another").request(&event()), Kind::Signature),
        ("another key, unsigned", unsigned(webhook().encrypt_key("another").request(&event())), Kind::Decryption),
        ("challenge with another key", webhook().encrypt_key("another").verification("abc"), Kind::Decryption),
        ("another token", webhook().verification_token("another").request(&event()), Kind::Token),
        ("challenge with another token", webhook().verification_token("another").verification("abc"), Kind::Token),
        ("challenge with an event in it", webhook().verification("{\"schema\":\"2.0\"}"), Kind::Malformed),
        ("another app", webhook().request(&event().app_id("cli_other")), Kind::AppId),
        ("another app's ticket", webhook().request(&Event::app_ticket("t-1").app_id("cli_other")), Kind::AppId),
        ("no id", webhook().request(&event().id("")), Kind::Malformed),
        ("long id", webhook().request(&event().id("x".repeat(257))), Kind::Malformed),
        ("no type", webhook().request(&Event::new("", json!({}))), Kind::Malformed),
        ("ticket event without a ticket", webhook().request(&Event::app_ticket("")), Kind::Malformed),
        ("no object", webhook().request(&Event::new("x", json!([]))), Kind::Malformed),
        ("no data", webhook().request(&Event::new("x", json!(null))), Kind::Malformed),
        ("deep", webhook().request(&Event::new("x", nested(70))), Kind::TooDeep),
        ("plain event", plain().request(&event()), Kind::NotEncrypted),
        ("plain challenge", plain().verification("abc"), Kind::NotEncrypted),
        ("empty", json(""), Kind::NotEncrypted),
        ("no JSON", json("<html>"), Kind::NotEncrypted),
        ("no base64", unsigned(json(r#"{"encrypt":"!!"}"#)), Kind::Decryption),
        ("no block", unsigned(json(r#"{"encrypt":"AAAAAAAAAAAAAAAAAAAAAA=="}"#)), Kind::Decryption),
        ("half a block", unsigned(json(r#"{"encrypt":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#)), Kind::Decryption),
    ]
}

fn unsigned(request: Request) -> Request {
    request
        .without_header("X-Lark-Signature")
        .without_header("X-Lark-Request-Timestamp")
        .without_header("X-Lark-Request-Nonce")
}

fn upper_signature(request: &Request) -> Request {
    let signature = request.header("X-Lark-Signature").unwrap_or_default().to_uppercase();
    request.clone().with_header("X-Lark-Signature", signature)
}

fn nested(levels: usize) -> serde_json::Value {
    (0..levels).fold(json!(1), |inside, _| json!([inside]))
}

/// A sender who changes the second to last block of a ciphertext controls the padding. Without a valid signature, all such changes get the same
/// response.
#[test]
fn the_padding_is_not_an_oracle() {
    let good = webhook().request(&event());
    let sealed: serde_json::Value = serde_json::from_slice(good.body()).expect("JSON");
    let text = sealed["encrypt"].as_str().expect("text").to_owned();
    let place = text.len() - 40;
    let mut kinds = std::collections::BTreeSet::new();
    for letter in ('A'..='Z').chain('a'..='z').chain('0'..='9') {
        let mut changed = text.clone();
        changed.replace_range(place..=place, &letter.to_string());
        let request = good.clone().with_body(json!({ "encrypt": changed }).to_string());
        let request = request.without_header("X-Lark-Signature");
        let error = receive(&receiver(), &request).expect_err("refused");
        assert_eq!((error.status(), error.to_string().contains("encrypt key")), (401, true));
        kinds.insert(format!("{:?}", error.kind()));
    }
    assert!(kinds.contains("Decryption"), "{kinds:?}");
}

#[test]
fn both_versions_are_read() -> Outcome {
    for schema in [SchemaVersion::V1, SchemaVersion::V2] {
        for (create_time, millis) in [("1603977298000", 1_603_977_298_000), ("1502199207.7171419", 1_502_199_207_717)] {
            let event = event().schema(schema).id("id-1").create_time(create_time);
            let envelope = envelope(receive(&receiver(), &webhook().request(&event))?).ok_or("no event")?;
            let header = envelope.header;
            assert_eq!((header.schema, header.event_id.as_str()), (schema, "id-1"));
            assert_eq!((header.app_id.as_str(), header.tenant_key.as_str()), ("cli_mock", "tenant_mock"));
            assert_eq!(header.event_type, "hire.talent.deleted_v1");
            assert_eq!(header.create_time.map(|time| time.as_millis()), Some(millis));
            assert_eq!(envelope.event.data.to_value().ok_or("no data")?["talent_id"], PERSONAL);
        }
    }
    Ok(())
}

#[test]
fn an_app_ticket_is_recognized() -> Outcome {
    let Received::AppTicket(ticket) = receive(&receiver(), &webhook().request(&Event::app_ticket("t-1")))? else {
        return Err("no ticket".into());
    };
    assert_eq!(ticket.reveal(), "t-1");
    Ok(())
}

#[test]
fn without_an_encrypt_key_the_token_decides() -> Outcome {
    let receiver = Receiver::builder().verification_token(TOKEN).build()?;
    let webhook = || Webhook::new("http://127.0.0.1:1/").verification_token(TOKEN);
    assert!(envelope(receive(&receiver, &webhook().request(&event()))?).is_some());
    assert!(matches!(receive(&receiver, &webhook().verification("abc"))?, Received::Challenge(_)));
    for schema in [SchemaVersion::V1, SchemaVersion::V2] {
        let forged = webhook().verification_token("another").request(&event().schema(schema));
        assert_eq!(receive(&receiver, &forged).expect_err("forged").kind(), ReceiveErrorKind::Token);
    }
    // The token of the other version does not count.
    let outside = json!({ "schema": "2.0", "token": TOKEN, "event": {},
        "header": { "event_id": "1", "event_type": "x", "token": "" } });
    let request = webhook().request(&event()).with_body(outside.to_string());
    assert_eq!(receive(&receiver, &request).expect_err("forged").kind(), ReceiveErrorKind::Token);
    let sealed = self::webhook().request(&event());
    assert_eq!(receive(&receiver, &sealed).expect_err("encrypted").kind(), ReceiveErrorKind::Encrypted);
    Ok(())
}

#[test]
fn a_receiver_without_credentials_requires_insecure() -> Outcome {
    let refused = |builder: feishu_runtime::event::ReceiverBuilder| builder.build().err().map(|error| error.kind());
    assert_eq!(refused(Receiver::builder()), Some(ErrorKind::Configuration));
    assert_eq!(refused(Receiver::builder().app_id("cli_mock")), Some(ErrorKind::Configuration));
    for empty in ["", " ", "\"quoted\""] {
        assert_eq!(refused(Receiver::builder().verification_token(empty)), Some(ErrorKind::Configuration));
        assert_eq!(refused(Receiver::builder().encrypt_key(empty)), Some(ErrorKind::Configuration));
        assert_eq!(refused(Receiver::builder().insecure().app_id(empty)), Some(ErrorKind::Configuration));
    }
    let open = Receiver::builder().insecure().build()?;
    assert!(receive(&open, &Webhook::new("http://127.0.0.1:1/").request(&event())).is_ok());
    let padded = Receiver::builder().encrypt_key(format!(" {KEY}\n")).build()?;
    assert!(receive(&padded, &webhook().request(&event())).is_ok(), "blanks of copying are removed");
    Ok(())
}

#[test]
fn headers_of_the_http_crate_are_accepted() -> Outcome {
    let request = webhook().request(&event());
    let mut headers = http::HeaderMap::new();
    for name in ["x-lark-signature", "x-lark-request-nonce", "x-lark-request-timestamp"] {
        headers.insert(name, request.header(name).ok_or("no header")?.parse()?);
    }
    assert!(receiver().receive::<RawEvent>(&headers, request.body()).is_ok());
    Ok(())
}

#[test]
fn debug_shows_no_key_no_token_and_no_data() -> Outcome {
    let receiver = receiver();
    let builder = Receiver::builder().encrypt_key(KEY).verification_token(TOKEN);
    let event = event();
    let shown = format!(
        "{receiver:?} {builder:?} {:?} {:?} {event:?} {:?} {:?} {:?}",
        receive(&receiver, &webhook().request(&event)),
        receive(&receiver, &webhook().request(&Event::app_ticket(PERSONAL))),
        receive(&receiver, &webhook().verification(PERSONAL)),
        webhook(),
        webhook().request(&event),
    );
    for secret in [KEY, TOKEN, PERSONAL] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains("hire.talent.deleted_v1"), "{shown}");
    Ok(())
}
