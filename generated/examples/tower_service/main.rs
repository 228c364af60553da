//! Receives events by webhook in a `tower::Service`, which axum, hyper, tonic and other servers support. The mock server sends some events to it.
//!
//! ```sh
//! cargo run --example tower_service --features events,mock
//! ```

mod service;

use std::{convert::Infallible, error::Error, net::Ipv4Addr};

use axum::{Router, routing::post_service};
use feishu_hire::{
    event::{Envelope, RawEvent, Receiver},
    mock::event::{Event, Webhook},
};
use serde_json::json;
use service::Events;
use tokio::net::TcpListener;
use tower::service_fn;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let webhook = Webhook::new(format!("http://{}/events", listener.local_addr()?)).encrypt_key("demonstration");
    let events = Events::new(Receiver::builder().encrypt_key("demonstration").build()?, service_fn(process));
    let router = Router::new().route("/events", post_service(events));
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    println!("request URL verified: {}", webhook.verify().await);
    let event = Event::new("hire.talent.deleted_v1", json!({ "talent_id": "6949805467799537964" }));
    println!("event: {:?}", webhook.send(&webhook.request(&event)).await);
    let forged = webhook.request(&event).with_header("X-Lark-Signature", "0".repeat(64));
    println!("forged: {:?}", webhook.send(&forged).await);
    server.abort();
    Ok(())
}

/// A real program processes events once, with a deduplicator: see the example `webhook`.
async fn process(envelope: Envelope<RawEvent>) -> Result<(), Infallible> {
    println!("processing {} {}", envelope.event.event_type, envelope.header.event_id);
    Ok(())
}
