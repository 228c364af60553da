//! Events by long connection: acknowledgement, parts, repeated deliveries and several connections.

use std::time::Duration;

use feishu_runtime::{
    event::{
        AckError, AckPolicy, Claim, Deduplicator, Delivery, EventStream, EventStreamBuilder, MemoryDeduplicator,
        RawEvent, SocketError, SocketState,
    },
    mock::{
        Server,
        event::{Event, Gateway},
    },
};
use serde_json::json;
use tokio::time::timeout;

use crate::Outcome;

/// A timeout that no step of these tests reaches.
pub(crate) const LONG: Duration = Duration::from_secs(20);
pub(crate) const SECRET: &str = "secret-of-the-mock";
pub(crate) const PERSONAL: &str = "PERSONAL-VALUE";

pub(crate) fn builder(gateway: &Gateway) -> EventStreamBuilder {
    EventStreamBuilder::new("cli_mock", SECRET).base_url(gateway.base_url())
}

pub(crate) fn event(id: &str) -> Event {
    Event::new("hire.talent.deleted_v1", json!({ "talent_id": PERSONAL })).id(id)
}

pub(crate) async fn next(
    events: &mut EventStream<RawEvent>,
) -> Result<Delivery<RawEvent>, Box<dyn std::error::Error + Send + Sync>> {
    Ok(timeout(LONG, events.next()).await?.ok_or("the end")??)
}

/// The final error, at the end of the stream.
pub(crate) async fn last(
    mut events: EventStream<RawEvent>,
) -> Result<SocketError, Box<dyn std::error::Error + Send + Sync>> {
    let state = events.state();
    let error = timeout(LONG, events.next()).await?.ok_or("the end")?.err().ok_or("an event")?;
    assert!(timeout(LONG, events.next()).await?.is_none(), "nothing follows");
    assert_eq!(*state.borrow(), SocketState::Closed);
    Ok(error)
}

#[tokio::test]
async fn events_are_acknowledged_one_by_one() -> Outcome {
    let gateway = Gateway::start().await?;
    let mut events = builder(&gateway).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let (first, second) = (event("1"), event("2"));
    let consume = async {
        let delivery = next(&mut events).await?;
        let envelope = delivery.envelope.clone();
        delivery.ack().await?;
        next(&mut events).await?.nack().await?;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(envelope)
    };
    let emit = async { [gateway.emit(&first).await, gateway.emit(&second).await] };
    let (envelope, responses) = tokio::join!(consume, emit);
    let envelope = envelope?;
    assert_eq!(responses, [Some(200), Some(500)]);
    assert_eq!(envelope.header.event_id, "1");
    assert_eq!(envelope.event.event_type, "hire.talent.deleted_v1");
    assert_eq!(envelope.event.data.as_str(), r#"{"talent_id":"PERSONAL-VALUE"}"#);
    Ok(())
}

#[tokio::test]
async fn a_server_emits_events() -> Outcome {
    let server = Server::start(&[]).await?;
    let gateway = server.send_events_by_long_connection().await?;
    let events = EventStreamBuilder::new("cli_mock", SECRET).base_url(server.base_url()).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let handler = tokio::spawn(events.run(AckPolicy::AfterHandler, |_| async { Ok::<_, ()>(()) }));
    assert_eq!(server.emit(&event("1")).await, [Some(200)]);
    handler.abort();
    Ok(())
}

#[tokio::test]
async fn parts_are_joined() -> Outcome {
    let gateway = Gateway::start().await?;
    let events = builder(&gateway).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let handler = tokio::spawn(events.run(AckPolicy::AfterHandler, |envelope| async move {
        if envelope.header.event_id.starts_with("long") { Ok(()) } else { Err("another event") }
    }));
    let long = Event::new("x", json!({ "text": "长".repeat(100_000) })).id("long");
    for parts in [1, 2, 7, 1000] {
        assert_eq!(gateway.emit_in_parts(&long, parts).await, Some(200), "{parts}");
    }
    assert_eq!(gateway.emit_in_parts(&event("short"), 3).await, Some(500));
    handler.abort();
    Ok(())
}

#[tokio::test]
async fn a_cut_connection_is_opened_again_and_its_event_processed_once() -> Outcome {
    let gateway = Gateway::start().await?;
    let mut events = builder(&gateway).deduplicator(MemoryDeduplicator::new()).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let consume = async {
        let delivery = next(&mut events).await?;
        gateway.disconnect_all();
        // The client reconnects when it has noticed the cut. Until then, it could still write a response.
        while gateway.attempts() < 2 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert!(matches!(delivery.ack().await, Err(AckError::ConnectionLost)));
        // The next delivery is acknowledged without this consumer, which waits for another event.
        let delivery = next(&mut events).await?;
        assert_eq!(delivery.envelope.header.event_id, "2");
        delivery.ack().await?;
        Ok(()) as Outcome
    };
    let emit = async {
        let first = gateway.deliver(&event("1"), Duration::from_millis(50)).await;
        (first, gateway.emit(&event("2")).await)
    };
    let (consumed, (first, second)) = tokio::join!(consume, emit);
    consumed?;
    assert_eq!((first.first(), first.last(), second), (Some(&None), Some(&Some(200)), Some(200)), "{first:?}");
    assert_eq!(gateway.attempts(), 2);
    Ok(())
}

#[tokio::test]
async fn an_event_that_failed_is_processed_again() -> Outcome {
    let gateway = Gateway::start().await?;
    let events = builder(&gateway).deduplicator(MemoryDeduplicator::new()).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let mut failures = 2;
    let handler = tokio::spawn(events.run(AckPolicy::AfterHandler, move |_| {
        failures -= 1;
        std::future::ready(if failures >= 0 { Err("no") } else { Ok(()) })
    }));
    assert_eq!(gateway.deliver(&event("1"), Duration::ZERO).await, [Some(500), Some(500), Some(200)]);
    handler.abort();
    Ok(())
}

#[tokio::test]
async fn an_event_in_progress_elsewhere_is_refused() -> Outcome {
    let gateway = Gateway::start().await?;
    let shared = std::sync::Arc::new(MemoryDeduplicator::new());
    let other = Claim::new(&crate::deduplication::header("cli_mock", "1")?);
    shared.claim(&other).await?;
    let _events = builder(&gateway).deduplicator(std::sync::Arc::clone(&shared)).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    assert_eq!(gateway.emit(&event("1")).await, Some(500));
    shared.confirm(&other).await?;
    assert_eq!(gateway.emit(&event("1")).await, Some(200));
    Ok(())
}

#[tokio::test]
async fn before_the_handler_a_failure_is_acknowledged() -> Outcome {
    let gateway = Gateway::start().await?;
    let events = builder(&gateway).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let handler = tokio::spawn(events.run(AckPolicy::BeforeHandler, |_| async { Err::<(), _>("no") }));
    assert_eq!(gateway.emit(&event("1")).await, Some(200));
    handler.abort();
    Ok(())
}

/// An app may have several connections. Each event is sent to one of them. The loss of a connection does not affect the others.
#[tokio::test]
async fn each_event_goes_to_one_of_several_connections() -> Outcome {
    let gateway = Gateway::start().await?;
    let counts = [0; 3].map(|_| std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0)));
    let mut handlers = Vec::new();
    for count in &counts {
        let count = std::sync::Arc::clone(count);
        let events = EventStreamBuilder::new("cli_0123456789abcdef", SECRET).base_url(gateway.base_url());
        handlers.push(tokio::spawn(events.connect::<RawEvent>()?.run(AckPolicy::AfterHandler, move |_| {
            count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            std::future::ready(Ok::<_, ()>(()))
        })));
    }
    timeout(LONG, gateway.wait_for_connections(3)).await?;
    for number in 0..60 {
        assert_eq!(gateway.emit(&event(&number.to_string())).await, Some(200));
    }
    let counts = counts.map(|count| count.load(std::sync::atomic::Ordering::Relaxed));
    assert_eq!(counts.iter().sum::<usize>(), 60);
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    if let Some(first) = handlers.pop() {
        first.abort();
    }
    timeout(LONG, gateway.wait_for_connections(2)).await?;
    assert_eq!(gateway.emit(&event("60")).await, Some(200));
    handlers.iter().for_each(tokio::task::JoinHandle::abort);
    Ok(())
}

/// Events are delivered in the order in which they were sent, which may differ from the order of their times.
#[tokio::test]
async fn events_out_of_order_and_repeated_ones_are_delivered_with_their_times() -> Outcome {
    let gateway = Gateway::start().await?;
    let mut events = builder(&gateway).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let sent = [("2", "2000"), ("1", "1000"), ("2", "2000")];
    let emit = async {
        for (id, time) in sent {
            gateway.emit(&event(id).create_time(time)).await;
        }
    };
    let receive = async {
        for (id, time) in sent {
            let delivery = next(&mut events).await?;
            let header = &delivery.envelope.header;
            let seconds = header.create_time.map(|time| time.as_millis() / 1000);
            assert_eq!((header.event_id.as_str(), seconds), (id, time.parse().ok()));
            delivery.ack().await?;
        }
        Ok(()) as Outcome
    };
    tokio::join!(emit, receive).1
}

#[tokio::test]
async fn messages_that_are_not_events_are_ignored_or_refused() -> Outcome {
    let gateway = Gateway::start().await?;
    let events = builder(&gateway).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let handler = tokio::spawn(events.run(AckPolicy::AfterHandler, |_| async { Ok::<_, ()>(()) }));
    gateway.send_bytes(b"\xff no frame");
    gateway.send_bytes(b"");
    assert_eq!(gateway.emit(&Event::new("x", json!(5))).await, Some(500), "no object");
    assert_eq!(gateway.emit(&Event::new("", json!({}))).await, Some(500), "no type");
    assert_eq!(gateway.emit(&event("1")).await, Some(200));
    assert_eq!(gateway.attempts(), 1, "none of it ends the connection");
    handler.abort();
    Ok(())
}

#[tokio::test]
async fn a_message_that_is_too_large_ends_the_connection() -> Outcome {
    let gateway = Gateway::start().await?;
    let events = builder(&gateway).max_size(1000).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let handler = tokio::spawn(events.run(AckPolicy::AfterHandler, |_| async { Ok::<_, ()>(()) }));
    assert_eq!(gateway.emit(&Event::new("x", json!({ "text": "x".repeat(2000) }))).await, None);
    timeout(LONG, gateway.wait_for_connections(1)).await?;
    assert_eq!(gateway.deliver(&event("1"), Duration::ZERO).await.last(), Some(&Some(200)));
    handler.abort();
    Ok(())
}

/// Connections are cut between events, and responses to deliveries are lost. Every event is processed exactly once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_cuts_every_event_is_processed_once() -> Outcome {
    const EVENTS: usize = 300;
    let gateway = std::sync::Arc::new(Gateway::start().await?);
    let processed = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let events = builder(&gateway).deduplicator(MemoryDeduplicator::new()).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let (record, cuts) = (std::sync::Arc::clone(&processed), std::sync::Arc::clone(&gateway));
    let handler = tokio::spawn(events.run(AckPolicy::AfterHandler, move |envelope| {
        let mut ids = record.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        ids.push(envelope.header.event_id);
        if ids.len() % 50 == 0 {
            // Just before the response to this event.
            cuts.disconnect_all();
        }
        std::future::ready(Ok::<_, ()>(()))
    }));
    let mut deliveries = tokio::task::JoinSet::new();
    for number in 0..EVENTS {
        let gateway = std::sync::Arc::clone(&gateway);
        deliveries.spawn(async move { gateway.deliver(&event(&number.to_string()), Duration::from_millis(20)).await });
    }
    while let Some(attempts) = deliveries.join_next().await {
        assert_eq!(attempts?.last(), Some(&Some(200)));
    }
    let mut ids = processed.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
    ids.sort_by_key(|id| id.parse::<usize>().ok());
    assert!(ids.into_iter().eq((0..EVENTS).map(|number| number.to_string())));
    assert!(gateway.attempts() > 1, "there were cuts");
    handler.abort();
    Ok(())
}
