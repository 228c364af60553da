//! Random changes to requests, with a fixed seed. The receiver does not panic, and no changed request passes the check of its signature.

use fastrand::Rng;
use feishu_runtime::{
    event::{Headers, RawEvent, Received, Receiver},
    mock::event::{Event, Webhook},
};
use serde_json::json;

use crate::Outcome;

const KEY: &str = "e-key";

fn changed(random: &mut Rng, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.usize(1..4) {
        let at = random.usize(..bytes.len());
        match random.u8(..3) {
            0 => bytes.splice(at..=at, [random.u8(..)]).for_each(drop),
            1 => bytes.insert(at, *random.choice(b"{}[]\",:0\\\x80 ").unwrap_or(&b' ')),
            _ => drop(bytes.remove(at)),
        }
    }
    bytes
}

#[test]
fn changed_envelopes_are_read_or_refused() -> Outcome {
    let mut random = Rng::with_seed(7);
    let receiver = Receiver::builder().insecure().build()?;
    let webhook = Webhook::new("");
    let event = Event::new("x", json!({ "a": [1, "长", { "b": null }] }));
    let bodies = [webhook.request(&event), webhook.request(&Event::app_ticket("t-1")), webhook.verification("abc")];
    let mut accepted = 0;
    for round in 0..20_000 {
        let body = changed(&mut random, bodies[round % bodies.len()].body());
        if let Ok(received) = receiver.receive::<RawEvent>(Headers::none(), &body) {
            accepted += 1;
            if let Received::Event(envelope) = received {
                assert!(!envelope.header.event_id.is_empty() && envelope.event.data.as_str().starts_with('{'));
            }
        }
    }
    assert!((1000..19_000).contains(&accepted), "{accepted} of 20000: the changes are of both kinds");
    Ok(())
}

#[test]
fn changed_encrypted_requests_are_refused() -> Outcome {
    let mut random = Rng::with_seed(7);
    let receiver = Receiver::builder().encrypt_key(KEY).build()?;
    let request = Webhook::new("").encrypt_key(KEY).request(&Event::new("x", json!({ "a": "长".repeat(20) })));
    for _ in 0..5_000 {
        let body = changed(&mut random, request.body());
        if body == request.body() {
            continue;
        }
        let signed = Headers::new(|name| request.header(name));
        for headers in [signed, Headers::none()] {
            let error = receiver.receive::<RawEvent>(headers, &body).err().ok_or("accepted")?;
            assert_eq!(error.status(), 401);
        }
    }
    Ok(())
}
