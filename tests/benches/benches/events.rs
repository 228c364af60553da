//! Compares the cost of an event: by long connection with a plain loop over tungstenite, and by webhook with the bare cryptography.
//!
//! `cargo bench --package benches --bench events`. The CPU time is that of the calling thread. The gateway is a separate process that sends the next
//! event after each response.

use std::{
    error::Error,
    hint::black_box,
    sync::Arc,
    time::{Instant, UNIX_EPOCH},
};

use aes::Aes256;
use base64::{Engine, engine::general_purpose::STANDARD};
use benches::{
    cost::{Cost, median},
    server::{Server, serve_if_requested},
};
use cbc::cipher::{Array, BlockModeDecrypt, KeyIvInit};
use feishu_hire::{
    event::{EventStreamBuilder, Headers, MemoryDeduplicator, RawEvent, Receiver},
    mock::event::{Event, Gateway, Request, Webhook},
};
use futures_util::{SinkExt, StreamExt};
use sha2::{Digest, Sha256};
use tokio::runtime::Runtime;
use tokio_tungstenite::{connect_async, tungstenite::Message};

const ROUNDS: usize = 7;
const EVENTS: u32 = 2000;
const KEY: &str = "encrypt-key";
const TOKEN: &str = "verification-token";
const SECRET: &str = "secret-of-the-mock";

fn main() -> Result<(), Box<dyn Error>> {
    if serve_if_requested(gateway())? {
        return Ok(());
    }
    by_long_connection()?;
    for size in [300, 16_000] {
        by_webhook(size)?;
    }
    Ok(())
}

/// A gateway that sends one event after another.
async fn gateway() -> Result<(String, Arc<Gateway>), Box<dyn Error>> {
    let gateway = Arc::new(Gateway::start().await?);
    let sender = Arc::clone(&gateway);
    tokio::spawn(async move {
        for number in 0_u64.. {
            sender.wait_for_connections(1).await;
            sender.emit(&event(300).id(number.to_string())).await;
        }
    });
    Ok((gateway.base_url().to_owned(), gateway))
}

fn event(size: usize) -> Event {
    Event::new("hire.talent.deleted_v1", serde_json::json!({ "talent_id": "1", "note": "x".repeat(size) }))
}

fn by_long_connection() -> Result<(), Box<dyn Error>> {
    let server = Server::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut costs: [Vec<(Cost, f64)>; 3] = Default::default();
    for _ in 0..ROUNDS {
        let [bare, ours, once] = &mut costs;
        bare.push(bare_loop(&runtime, &server.base_url)?);
        let builder = || EventStreamBuilder::new("cli_bench", SECRET).base_url(&server.base_url);
        ours.push(stream(&runtime, builder())?);
        once.push(stream(&runtime, builder().deduplicator(MemoryDeduplicator::new()))?);
    }
    println!("an event of 0.6 KB by long connection, received and acknowledged, {ROUNDS} rounds of {EVENTS}");
    for (what, costs) in ["bare tungstenite", "event stream", "event stream with a deduplicator"].into_iter().zip(costs)
    {
        let mut latencies: Vec<_> = costs.iter().map(|(_, micros)| *micros).collect();
        latencies.sort_by(f64::total_cmp);
        let latency = latencies.get(latencies.len() / 2).copied().unwrap_or_default();
        let cost = median(costs.into_iter().map(|(cost, _)| cost).collect());
        println!(
            "    {what}: CPU {:.1} µs, round trip {latency:.0} µs, allocations {}",
            cost.micros(),
            cost.allocations
        );
    }
    Ok(())
}

/// The cost of an event, and the time between two events in µs.
fn measure(mut next: impl FnMut()) -> (Cost, f64) {
    (0..200).for_each(|_| next());
    let start = Instant::now();
    let cost = Cost::of(EVENTS, &mut next);
    (cost, start.elapsed().as_secs_f64() * 1e6 / f64::from(EVENTS))
}

fn stream(runtime: &Runtime, builder: EventStreamBuilder) -> Result<(Cost, f64), Box<dyn Error>> {
    let mut events = runtime.block_on(async { builder.connect::<RawEvent>() })?;
    let measured = measure(|| {
        runtime.block_on(async {
            if let Some(Ok(delivery)) = events.next().await {
                let acknowledged = black_box(delivery).ack().await;
                assert!(acknowledged.is_ok(), "{acknowledged:?}");
            }
        });
    });
    runtime.block_on(events.close());
    Ok(measured)
}

/// Sends each message back with a second payload, without decoding it. If a message has two payloads, the last one counts.
fn bare_loop(runtime: &Runtime, base_url: &str) -> Result<(Cost, f64), Box<dyn Error>> {
    let mut socket = runtime.block_on(async {
        let app = serde_json::json!({ "AppID": "cli_bench", "AppSecret": SECRET });
        let request = reqwest::Client::new().post(format!("{base_url}/callback/ws/endpoint")).json(&app);
        let response: serde_json::Value = request.send().await?.json().await?;
        let url = response.pointer("/data/URL").and_then(|url| url.as_str()).ok_or("no URL")?;
        Ok::<_, Box<dyn Error>>(connect_async(url).await?.0)
    })?;
    let payload = br#"{"code":200,"headers":{},"data":""}"#;
    let field = [&[8 << 3 | 2, u8::try_from(payload.len())?], &payload[..]].concat();
    let measured = measure(|| {
        runtime.block_on(async {
            if let Some(Ok(Message::Binary(message))) = socket.next().await {
                let response = [&message[..], &field].concat();
                let sent = socket.send(Message::binary(response)).await;
                assert!(sent.is_ok(), "{sent:?}");
            }
        });
    });
    runtime.block_on(socket.close(None))?;
    Ok(measured)
}

fn by_webhook(size: usize) -> Result<(), Box<dyn Error>> {
    let webhook = Webhook::new("").encrypt_key(KEY).verification_token(TOKEN);
    let receiver = Receiver::builder().encrypt_key(KEY).verification_token(TOKEN).app_id("cli_mock").build()?;
    let receive =
        |request: &Request| receiver.receive::<RawEvent>(Headers::new(|name| request.header(name)), request.body());
    let request = webhook.request(&event(size));
    assert!(receive(&request).is_ok());
    let mut costs: [Vec<Cost>; 2] = Default::default();
    for _ in 0..ROUNDS {
        let [raw, ours] = &mut costs;
        raw.push(Cost::of(EVENTS, &mut || drop(black_box(cryptography(black_box(&request))))));
        ours.push(Cost::of(EVENTS, &mut || drop(black_box(receive(black_box(&request))))));
    }
    let [raw, ours] = costs.map(median);
    println!(
        "a webhook request of {} bytes: raw cryptography {:.1} µs; verified, decrypted and read {:.1} µs, ratio {:.2}: {:.0} per second and core, {:.0} MB",
        request.body().len(),
        raw.micros(),
        ours.micros(),
        ours.micros() / raw.micros(),
        1e6 / ours.micros(),
        request.body().len() as f64 / ours.micros(),
    );
    let other = |token: &str| webhook.clone().verification_token(token);
    let refused = [
        ("forged signature", request.clone().with_header("X-Lark-Signature", "0".repeat(64))),
        ("no signature", request.clone().without_header("X-Lark-Signature")),
        ("stale timestamp", webhook.clone().time(UNIX_EPOCH).request(&event(size))),
        ("wrong token", other(&"x".repeat(TOKEN.len())).request(&event(size))),
        ("wrong app id", webhook.request(&event(size).app_id("cli_xxxx"))),
    ];
    for (what, request) in refused {
        assert!(receive(&request).is_err());
        let costs = (0..ROUNDS).map(|_| Cost::of(EVENTS, &mut || drop(black_box(receive(black_box(&request))))));
        let cost = median(costs.collect());
        println!(
            "    refused for a {what}: {:.1} µs, {} allocations; accepted: {} allocations",
            cost.micros(),
            cost.allocations,
            ours.allocations
        );
    }
    Ok(())
}

/// Only the signature, base64 and decryption, without the comparison of the signature, padding and JSON.
fn cryptography(request: &Request) -> Option<(bool, Vec<u8>)> {
    let [timestamp, nonce, signature] =
        ["X-Lark-Request-Timestamp", "X-Lark-Request-Nonce", "X-Lark-Signature"].map(|name| request.header(name));
    let digest =
        Sha256::new().chain_update(timestamp?).chain_update(nonce?).chain_update(KEY).chain_update(request.body());
    let is_signed = digest.finalize().len() * 2 == signature?.len();
    let sealed = request.body().strip_prefix(br#"{"encrypt":""#)?.strip_suffix(br#""}"#)?;
    let sealed = STANDARD.decode(sealed).ok()?;
    let (vector, text) = sealed.split_first_chunk::<16>()?;
    let mut text = text.to_vec();
    let (blocks, _) = Array::slice_as_chunks_mut(&mut text);
    cbc::Decryptor::<Aes256>::new(&Sha256::digest(KEY), &(*vector).into()).decrypt_blocks(blocks);
    Some((is_signed, text))
}
