//! Events that several processes receive, and that only one of them processes.

use std::time::Duration;

use feishu_hire::{
    Redis,
    event::{
        AckPolicy, Claim, ClaimState, Deduplicator, EventHeader, EventStream, EventStreamBuilder, Headers, RawEvent,
        Received, Receiver, RedisDeduplicator, SocketState,
    },
    mock::event::{Event, Gateway, Webhook},
};
use serde_json::json;
use tokio::time::{sleep, timeout};

use crate::server::RedisServer;

/// The result of a test. The errors of deduplicators implement `Send`.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn header(app_id: &str, id: &str) -> Outcome<EventHeader> {
    let request = Webhook::new("").request(&Event::new("x", json!({})).id(id).app_id(app_id));
    match Receiver::builder().insecure().build()?.receive::<RawEvent>(Headers::none(), request.body())? {
        Received::Event(envelope) => Ok(envelope.header),
        _ => Err("no event".into()),
    }
}

fn claim(id: &str) -> Outcome<Claim> {
    Ok(Claim::new(&header("cli_mock", id)?))
}

/// Creates a deduplicator that shares nothing but the Redis server, like one in another process.
fn process(redis: &RedisServer) -> feishu_hire::Result<RedisDeduplicator> {
    Ok(Redis::open(&redis.url())?.deduplicator())
}

async fn state(events: &RedisDeduplicator, claim: &Claim) -> Outcome<ClaimState> {
    Deduplicator::claim(events, claim).await
}

#[tokio::test]
async fn an_event_belongs_to_one_process() -> Outcome {
    let Some(redis) = RedisServer::start()? else { return Ok(()) };
    let (one, other) = (process(&redis)?, process(&redis)?);
    let (first, second) = (claim("1")?, claim("1")?);
    assert_eq!(state(&one, &first).await?, ClaimState::Claimed);
    assert_eq!(state(&one, &first).await?, ClaimState::Claimed, "the first response may be lost");
    assert_eq!(state(&other, &second).await?, ClaimState::InProgress);
    Deduplicator::release(&other, &second).await?;
    assert_eq!(state(&other, &second).await?, ClaimState::InProgress, "the claim of another owner stays");
    Deduplicator::release(&one, &first).await?;
    assert_eq!(state(&other, &second).await?, ClaimState::Claimed);
    assert_eq!(state(&one, &claim("2")?).await?, ClaimState::Claimed, "another event");
    assert_eq!(state(&one, &Claim::new(&header("cli_other", "1")?)).await?, ClaimState::Claimed, "another app");
    Deduplicator::confirm(&other, &second).await?;
    for late in [&first, &second] {
        Deduplicator::release(&one, late).await?;
        assert_eq!(state(&one, late).await?, ClaimState::Processed);
    }
    let keys: Vec<_> = redis.contents()?.into_iter().map(|(key, _)| key).collect();
    assert!(keys.contains(&"feishu:event:cli_mock:1".to_owned()), "{keys:?}");
    Ok(())
}

#[tokio::test]
async fn claims_and_processed_events_end() -> Outcome {
    let Some(redis) = RedisServer::start()? else { return Ok(()) };
    let short = Duration::from_millis(100);
    let events = process(&redis)?.lease(short).retention(short);
    assert_eq!(state(&events, &claim("1")?).await?, ClaimState::Claimed);
    sleep(3 * short).await;
    let second = claim("1")?;
    assert_eq!(state(&events, &second).await?, ClaimState::Claimed, "the first process died");
    Deduplicator::confirm(&events, &second).await?;
    sleep(3 * short).await;
    assert_eq!(state(&events, &claim("1")?).await?, ClaimState::Claimed);
    Ok(())
}

#[tokio::test]
async fn without_the_server_no_event_can_be_claimed() -> Outcome {
    let Some(mut redis) = RedisServer::start()? else { return Ok(()) };
    let events = process(&redis)?;
    redis.kill()?;
    assert!(state(&events, &claim("1")?).await.is_err());
    redis.start_again()?;
    sleep(Duration::from_millis(1100)).await;
    assert_eq!(state(&events, &claim("1")?).await?, ClaimState::Claimed);
    Ok(())
}

/// Creates an event stream that shares nothing but the Redis server, like one in another process.
fn connect(gateway: &Gateway, redis: &RedisServer) -> feishu_hire::Result<EventStream<RawEvent>> {
    let open = || Redis::open(&redis.url());
    EventStreamBuilder::new("cli_mock", "secret-of-the-mock")
        .base_url(gateway.base_url())
        .deduplicator(open()?.deduplicator())
        .leadership(open()?.leadership("cli_mock"))
        .connect()
}

#[tokio::test]
async fn one_process_connects_and_another_takes_over() -> Outcome {
    let Some(redis) = RedisServer::start()? else { return Ok(()) };
    let gateway = Gateway::start().await?;
    let leader = connect(&gateway, &redis)?;
    gateway.wait_for_connections(1).await;
    let follower = connect(&gateway, &redis)?;
    let mut state = follower.state();
    timeout(Duration::from_secs(20), state.wait_for(|state| *state == SocketState::StandingBy)).await??;
    let follower = tokio::spawn(follower.run(AckPolicy::AfterHandler, |_| async { Ok::<_, ()>(()) }));
    assert_eq!(gateway.attempts(), 1);
    drop(leader);
    timeout(Duration::from_secs(20), state.wait_for(|state| *state == SocketState::Connected)).await??;
    gateway.wait_for_connections(1).await;
    assert_eq!(gateway.emit(&Event::new("x", json!({}))).await, Some(200));
    assert_eq!(gateway.attempts(), 2);
    follower.abort();
    Ok(())
}

#[tokio::test]
async fn a_leader_that_was_replaced_disconnects() -> Outcome {
    let Some(redis) = RedisServer::start()? else { return Ok(()) };
    let gateway = Gateway::start().await?;
    let events = connect(&gateway, &redis)?;
    gateway.wait_for_connections(1).await;
    let mut state = events.state();
    // Simulates that the lease has ended and that another process is the leader.
    let mut set = redis::cmd("SET");
    set.arg("feishu:leader:cli_mock").arg("another").arg("PX").arg(4000);
    set.query::<()>(&mut redis.connect()?)?;
    timeout(Duration::from_secs(20), state.wait_for(|state| *state == SocketState::StandingBy)).await??;
    timeout(Duration::from_secs(20), gateway.wait_for_connections(0)).await?;
    timeout(Duration::from_secs(20), state.wait_for(|state| *state == SocketState::Connected)).await??;
    Ok(())
}
