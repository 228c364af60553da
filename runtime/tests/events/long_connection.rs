//! Long connections: attempts to connect, liveness, back-pressure and closing.

use std::time::Duration;

use feishu_runtime::{
    ErrorKind,
    event::{AckError, AckPolicy, EventStreamBuilder, RawEvent, SocketErrorKind, SocketState},
    mock::event::{Gateway, Refusal},
};
use serde_json::json;
use tokio::time::{sleep, timeout};

use crate::{
    Outcome,
    socket::{LONG, SECRET, builder, event, last, next},
};

#[tokio::test]
async fn final_errors_end_the_stream() -> Outcome {
    for (refusal, kind, code) in [
        (Refusal::Code(10003), SocketErrorKind::Refused, Some(10003)),
        (Refusal::Code(1_000_040_344), SocketErrorKind::Refused, Some(1_000_040_344)),
        (Refusal::Forbidden, SocketErrorKind::Forbidden, None),
        (Refusal::TooManyConnections, SocketErrorKind::TooManyConnections, Some(1_000_040_350)),
    ] {
        let gateway = Gateway::start().await?;
        gateway.refuse_next(1, refusal.clone());
        let error = last(builder(&gateway).connect()?).await?;
        assert_eq!((error.kind(), error.code()), (kind, code), "{refusal:?}");
        assert_eq!(gateway.attempts(), 1, "{refusal:?}");
    }
    let gateway = Gateway::start().await?;
    for (app, secret) in [("cli_mock", "wrong"), ("app", SECRET)] {
        let error = last(EventStreamBuilder::new(app, secret).base_url(gateway.base_url()).connect()?).await?;
        assert_eq!((error.kind(), error.code()), (SocketErrorKind::Refused, Some(10003)));
    }
    Ok(())
}

#[tokio::test]
async fn temporary_errors_are_retried() -> Outcome {
    for refusal in [
        Refusal::Code(1),
        Refusal::Code(1_000_040_343),
        Refusal::Status(502),
        Refusal::Status(403),
        Refusal::AuthenticationFailed,
    ] {
        let gateway = Gateway::start().await?;
        gateway.configure(json!({ "ReconnectInterval": 0, "ReconnectNonce": 0 }));
        // The client learns the interval between attempts together with its first URL, so it must get one before the other refusals.
        if refusal != Refusal::AuthenticationFailed {
            gateway.refuse_next(1, Refusal::AuthenticationFailed);
        }
        gateway.refuse_next(2, refusal.clone());
        let events = builder(&gateway).connect::<RawEvent>()?;
        timeout(LONG, gateway.wait_for_connections(1)).await.map_err(|_| format!("{refusal:?}"))?;
        assert!(gateway.attempts() >= 3, "{refusal:?}");
        drop(events);
    }
    Ok(())
}

#[tokio::test]
async fn the_server_limits_the_number_of_attempts() -> Outcome {
    let gateway = Gateway::start().await?;
    gateway.configure(json!({ "ReconnectCount": 2, "ReconnectInterval": 0, "ReconnectNonce": 0 }));
    gateway.refuse_next(9, Refusal::AuthenticationFailed);
    let error = last(builder(&gateway).connect()?).await?;
    assert_eq!(error.kind(), SocketErrorKind::RetriesExhausted);
    assert_eq!(gateway.attempts(), 3);
    Ok(())
}

/// The limit applies to consecutive attempts.
#[tokio::test]
async fn a_connection_that_works_resets_the_number_of_attempts() -> Outcome {
    let gateway = Gateway::start().await?;
    gateway.configure(json!({ "ReconnectCount": 1, "ReconnectInterval": 0, "ReconnectNonce": 0 }));
    let events = builder(&gateway).connect::<RawEvent>()?;
    let handler = tokio::spawn(events.run(AckPolicy::AfterHandler, |_| async { Ok::<_, ()>(()) }));
    for attempt in 1..=4 {
        let event = event("1");
        let deliver = gateway.deliver(&event, Duration::from_millis(10));
        assert_eq!(timeout(LONG, deliver).await?.last(), Some(&Some(200)), "{attempt}");
        assert_eq!(gateway.attempts(), attempt);
        gateway.disconnect_all();
        timeout(LONG, gateway.wait_for_connections(0)).await?;
    }
    handler.abort();
    Ok(())
}

#[tokio::test]
async fn a_silent_connection_is_noticed() -> Outcome {
    let gateway = Gateway::start().await?;
    let pace = Duration::from_millis(50);
    let events = builder(&gateway).ping_interval(pace).grace(10 * pace).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let handler = tokio::spawn(events.run(AckPolicy::AfterHandler, |_| async { Ok::<_, ()>(()) }));
    gateway.silence();
    // The gateway does not know that the old connection has ended.
    timeout(LONG, gateway.wait_for_connections(2)).await?;
    gateway.disconnect_all();
    timeout(LONG, gateway.wait_for_connections(1)).await?;
    assert_eq!(gateway.deliver(&event("1"), pace).await.last(), Some(&Some(200)));
    handler.abort();
    Ok(())
}

#[tokio::test]
async fn pings_follow_the_configuration_of_a_pong() -> Outcome {
    let gateway = Gateway::start().await?;
    gateway.configure(json!({ "PingInterval": 3600 }));
    gateway.configure_connected(json!({ "PingInterval": 1 }));
    let _events = builder(&gateway).connect::<RawEvent>()?;
    // The first ping is sent at once, and its pong says that the next follows after 1 s.
    timeout(LONG, async {
        while gateway.pings() < 3 {
            sleep(Duration::from_millis(10)).await;
        }
    })
    .await?;
    assert_eq!(gateway.attempts(), 1);
    Ok(())
}

/// While the consumer is busy, the client reads nothing. It continues to send pings, and the connection counts as alive.
#[tokio::test]
async fn a_slow_consumer_slows_down_the_sender() -> Outcome {
    let gateway = Gateway::start().await?;
    let pace = Duration::from_millis(50);
    let mut events = builder(&gateway).ping_interval(pace).grace(10 * pace).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let all: Vec<_> = (0..20).map(|number| event(&number.to_string())).collect();
    let gateway = std::sync::Arc::new(gateway);
    let mut responses = tokio::task::JoinSet::new();
    for event in all {
        let gateway = std::sync::Arc::clone(&gateway);
        responses.spawn(async move { gateway.emit(&event).await });
    }
    let pings = gateway.pings();
    sleep(20 * pace).await;
    assert!(gateway.pings() > pings, "pings go on");
    for _ in 0..20 {
        next(&mut events).await?.ack().await?;
    }
    while let Some(response) = responses.join_next().await {
        assert_eq!(response?, Some(200));
    }
    assert_eq!(gateway.attempts(), 1, "never taken for broken");
    Ok(())
}

#[tokio::test]
async fn a_dropped_stream_closes_its_connection() -> Outcome {
    let gateway = Gateway::start().await?;
    let events = builder(&gateway).connect::<RawEvent>()?;
    let mut state = events.state();
    timeout(LONG, state.wait_for(|state| *state == SocketState::Connected)).await??;
    gateway.wait_for_connections(1).await;
    drop(events);
    timeout(LONG, gateway.wait_for_connections(0)).await?;
    assert!(timeout(LONG, state.changed()).await?.is_err(), "the task has ended");
    assert_eq!(gateway.attempts(), 1);
    Ok(())
}

#[tokio::test]
async fn a_closed_stream_is_closed_when_the_call_returns() -> Outcome {
    let gateway = Gateway::start().await?;
    let mut events = builder(&gateway).connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let (first, state) = (event("1"), events.state());
    let (_, delivery) = tokio::join!(gateway.emit(&first), async {
        let delivery = next(&mut events).await;
        timeout(LONG, events.close()).await?;
        assert!(state.has_changed().is_err(), "the task has ended");
        delivery
    });
    assert!(matches!(delivery?.ack().await, Err(AckError::ConnectionLost)));
    timeout(LONG, gateway.wait_for_connections(0)).await?;
    assert_eq!(gateway.attempts(), 1);
    Ok(())
}

#[tokio::test]
async fn settings_are_checked_before_the_first_attempt() -> Outcome {
    for builder in [
        EventStreamBuilder::new("", SECRET),
        EventStreamBuilder::new("cli_mock", "\"quoted\""),
        EventStreamBuilder::new("cli_mock", SECRET).base_url("http://open.feishu.cn"),
    ] {
        let error = builder.connect::<RawEvent>().err().ok_or("no error")?;
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
    let shown = format!("{:?}", EventStreamBuilder::new("cli_mock", SECRET));
    assert!(!shown.contains(SECRET), "{shown}");
    Ok(())
}
