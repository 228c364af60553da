//! Deduplication, in memory and in Redis.

use std::{sync::Arc, time::Duration};

use feishu_runtime::{
    event::{Claim, ClaimState, Deduplicator, EventHeader, Headers, MemoryDeduplicator, RawEvent, Received, Receiver},
    mock::event::{Event, Webhook},
};
use serde_json::json;
use tokio::time::advance;

use crate::Outcome;

/// The header of an event, as a receiver returns it.
pub(crate) fn header(app_id: &str, id: &str) -> Result<EventHeader, Box<dyn std::error::Error + Send + Sync>> {
    let request = Webhook::new("").request(&Event::new("x", json!({})).id(id).app_id(app_id));
    match Receiver::builder().insecure().build()?.receive::<RawEvent>(Headers::none(), request.body())? {
        Received::Event(envelope) => Ok(envelope.header),
        _ => Err("no event".into()),
    }
}

fn claim(id: &str) -> Result<Claim, Box<dyn std::error::Error + Send + Sync>> {
    Ok(Claim::new(&header("cli_mock", id)?))
}

/// The behavior that every deduplicator must have.
pub(crate) async fn claims_confirms_and_releases(events: &dyn Deduplicator) -> Outcome {
    let (first, second) = (claim("1")?, claim("1")?);
    assert_eq!(events.claim(&first).await?, ClaimState::Claimed);
    assert_eq!(events.claim(&first).await?, ClaimState::Claimed, "the first response may be lost");
    assert_eq!(events.claim(&second).await?, ClaimState::InProgress);
    events.release(&second).await?;
    assert_eq!(events.claim(&second).await?, ClaimState::InProgress, "the claim of another owner stays");
    events.release(&first).await?;
    assert_eq!(events.claim(&second).await?, ClaimState::Claimed);
    assert_eq!(events.claim(&claim("2")?).await?, ClaimState::Claimed, "another event");
    assert_eq!(events.claim(&Claim::new(&header("cli_other", "1")?)).await?, ClaimState::Claimed, "another app");
    events.confirm(&second).await?;
    for late in [&first, &second] {
        events.release(late).await?;
        assert_eq!(events.claim(late).await?, ClaimState::Processed);
    }
    Ok(())
}

#[tokio::test]
async fn in_memory() -> Outcome {
    claims_confirms_and_releases(&Arc::new(MemoryDeduplicator::new())).await
}

#[tokio::test(start_paused = true)]
async fn claims_and_processed_events_end() -> Outcome {
    let events = MemoryDeduplicator::new();
    let (first, second) = (claim("1")?, claim("1")?);
    events.claim(&first).await?;
    advance(Duration::from_secs(59)).await;
    assert_eq!(events.claim(&second).await?, ClaimState::InProgress);
    advance(Duration::from_secs(1)).await;
    assert_eq!(events.claim(&second).await?, ClaimState::Claimed, "the first process died");
    events.release(&first).await?;
    assert_eq!(events.claim(&claim("1")?).await?, ClaimState::InProgress, "the late release has no effect");
    events.confirm(&second).await?;
    advance(Duration::from_secs(8 * 3600 - 1)).await;
    assert_eq!(events.claim(&claim("1")?).await?, ClaimState::Processed);
    advance(Duration::from_secs(1)).await;
    assert_eq!(events.claim(&claim("1")?).await?, ClaimState::Claimed);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn memory_is_bounded() -> Outcome {
    let events = MemoryDeduplicator::new().capacity(10);
    for number in 0..100 {
        let claim = claim(&number.to_string())?;
        assert_eq!(events.claim(&claim).await?, ClaimState::Claimed);
        events.confirm(&claim).await?;
        events.confirm(&claim).await?;
    }
    assert_eq!(format!("{events:?}"), "MemoryDeduplicator { in_progress: 0, processed: 10, .. }");
    for number in 90..100 {
        assert_eq!(events.claim(&claim(&number.to_string())?).await?, ClaimState::Processed, "the newest are kept");
    }
    for number in 200..210 {
        assert_eq!(events.claim(&claim(&number.to_string())?).await?, ClaimState::Claimed);
    }
    assert!(events.claim(&claim("300")?).await.is_err(), "too many in progress");
    advance(Duration::from_secs(60)).await;
    assert_eq!(events.claim(&claim("300")?).await?, ClaimState::Claimed, "the others have ended");
    Ok(())
}
