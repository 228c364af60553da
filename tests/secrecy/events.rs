//! Events with personal data, by webhook and by long connection, valid and broken.

use std::time::Duration;

use feishu_hire::{
    event::{self, EventStreamBuilder, Headers, MemoryDeduplicator, RawEvent, Receiver},
    mock::event::{Event, Gateway, Refusal, Webhook},
};
use serde_json::json;
use tokio::time::timeout;

use crate::{
    TestResult,
    capture::Capture,
    persons::{PERSON, in_events},
};

pub(crate) const VERIFICATION_TOKEN: &str = "VERIFICATION-TOKEN-OF-THE-APP";
pub(crate) const ENCRYPT_KEY: &str = "ENCRYPT-KEY-OF-THE-APP";
pub(crate) const DATA: &str = "PERSONAL-DATA-OF-AN-EVENT";
pub(crate) const TICKET: &str = "TICKET-OF-AN-EVENT";
pub(crate) const MOCK_SECRET: &str = "secret-of-the-mock";
pub(crate) const ACCESS_KEY: &str = "access-key-of-the-mock";

pub(crate) fn by_webhook(capture: &Capture) -> TestResult {
    let builder = || Receiver::builder().verification_token(VERIFICATION_TOKEN).encrypt_key(ENCRYPT_KEY);
    let webhook = Webhook::new("http://127.0.0.1:1/").verification_token(VERIFICATION_TOKEN).encrypt_key(ENCRYPT_KEY);
    let receiver = builder().build()?;
    capture.print(format_args!("{:?} {receiver:?} {receiver:#?} {webhook:?}", builder()));
    let plain = Webhook::new("http://127.0.0.1:1/").verification_token(VERIFICATION_TOKEN);
    let event = Event::new("x", json!({ "name": DATA }));
    let requests = [
        webhook.request(&event),
        webhook.request(&event).with_header("X-Lark-Signature", "0"),
        webhook.clone().verification_token(DATA).request(&event),
        webhook.clone().encrypt_key(DATA).request(&event),
        webhook.request(&Event::app_ticket(TICKET)),
        webhook.verification(DATA),
        plain.request(&event),
        plain.request(&event).with_body(format!("{{\"event\":\"{DATA}\"")),
    ];
    for request in requests {
        let headers = Headers::new(|name| request.header(name));
        let received = receiver.receive::<RawEvent>(headers, request.body());
        capture.print(format_args!("{request:?} {received:?} {received:#?}"));
        if let Err(error) = received {
            capture.print(format_args!("{error}"));
        }
    }
    let mut personal = 0;
    for (event_type, payload) in in_events()? {
        personal += payload.to_string().matches(PERSON).count();
        let request = webhook.request(&Event::new(event_type, payload));
        let received = receiver.receive::<event::Event>(Headers::new(|name| request.header(name)), request.body())?;
        capture.print(format_args!("{received:?} {received:#?}"));
    }
    assert!(personal > 10, "{personal} sensitive places");
    Ok(())
}

pub(crate) async fn by_long_connection(capture: &Capture) -> TestResult {
    let gateway = Gateway::start().await?;
    gateway.refuse_next(1, Refusal::AuthenticationFailed);
    gateway.refuse_next(1, Refusal::Code(1));
    let builder = EventStreamBuilder::new("cli_mock", MOCK_SECRET).base_url(gateway.base_url());
    let builder = builder.deduplicator(MemoryDeduplicator::new());
    capture.print(format_args!("{builder:?} {builder:#?} {gateway:?}"));
    let mut events = builder.connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let event = Event::new("x", json!({ "name": DATA }));
    let (_, taken) = tokio::join!(gateway.emit_in_parts(&event, 3), async {
        let delivery = events.next().await.ok_or("the end")??;
        capture.print(format_args!("{delivery:?} {delivery:#?} {events:?}"));
        delivery.ack().await?;
        Ok(()) as TestResult
    });
    taken?;
    assert_eq!(gateway.emit(&event).await, Some(200), "known");
    assert_eq!(gateway.emit(&Event::new("x", json!(DATA))).await, Some(500), "unreadable");
    gateway.send_bytes(DATA.as_bytes());
    gateway.refuse_next(1, Refusal::Forbidden);
    gateway.disconnect_all();
    let end = timeout(Duration::from_secs(20), events.next()).await?;
    capture.print(format_args!("{end:?}"));
    Ok(())
}
