//! The work for a refused request, measured in a separate process. The receiver does the same work for every kind of fault.

use std::{alloc::System, time::UNIX_EPOCH};

use feishu_runtime::{
    event::{Headers, RawEvent, ReceiveErrorKind as Kind, Receiver},
    mock::event::{Event, Request, Webhook},
};
use serde_json::json;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// If the receiver skipped a check after an earlier failure, it would make fewer allocations.
#[test]
fn every_refusal_allocates_the_same() {
    let webhook = |token: &str| Webhook::new("").encrypt_key("e-key").verification_token(token);
    let event = |app_id: &str| Event::new("x", json!({ "talent_id": "1" })).app_id(app_id);
    let good = webhook("v-token").request(&event("cli_mock"));
    let rows = [
        (Kind::Signature, good.clone().with_header("X-Lark-Signature", "0".repeat(64))),
        (Kind::MissingSignature, good.clone().without_header("X-Lark-Signature")),
        (Kind::Timestamp, webhook("v-token").time(UNIX_EPOCH).request(&event("cli_mock"))),
        (Kind::Token, webhook("x-token").request(&event("cli_mock"))),
        (Kind::AppId, webhook("v-token").request(&event("cli_xxxx"))),
    ];
    let receiver = Receiver::builder().encrypt_key("e-key").verification_token("v-token").app_id("cli_mock").build();
    let receiver = receiver.expect("a receiver");
    let allocated = |kind: Kind, request: &Request| {
        let headers = Headers::new(|name| request.header(name));
        let region = Region::new(ALLOCATOR);
        let refused = receiver.receive::<RawEvent>(headers, request.body());
        let change = region.change();
        assert_eq!(refused.err().map(|error| error.kind()), Some(kind));
        (change.allocations, change.reallocations, change.bytes_allocated)
    };
    let works: Vec<_> = rows.iter().map(|(kind, request)| (*kind, allocated(*kind, request))).collect();
    assert!(works.iter().all(|(_, work)| *work == works[0].1 && work.0 > 10), "{works:?}");
}
