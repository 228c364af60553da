//! Deduplication of events between processes.

use std::{fmt, sync::Arc, time::Duration};

use super::{
    link::{Link, Lost, Request},
    script,
};
use crate::event::{Claim, ClaimState, Deduplicator, DeduplicatorFuture, LEASE, RETENTION};

/// The value of a processed event. No owner has this name.
const PROCESSED: &str = "processed";

/// Remembers events in a Redis server, for all processes together: [`Redis::deduplicator`](crate::Redis::deduplicator).
///
/// While the server cannot be reached, no event can be claimed, and Feishu delivers the events again later.
#[derive(Clone)]
pub struct RedisDeduplicator {
    link: Arc<Link>,
    prefix: String,
    retention: Duration,
    lease: Duration,
}

impl RedisDeduplicator {
    pub(super) fn new(link: Arc<Link>, prefix: String) -> Self {
        Self { link, prefix, retention: RETENTION, lease: LEASE }
    }

    /// Sets the time for which a processed event is remembered. Default: 8 h.
    #[must_use]
    pub fn retention(mut self, retention: Duration) -> Self {
        self.retention = retention;
        self
    }

    /// Sets the time after which a claim expires that was neither confirmed nor released. Default: 60 s.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    fn key(&self, claim: &Claim) -> String {
        format!("{}:event:{}", self.prefix, claim.event())
    }

    async fn claim(&self, claim: &Claim) -> Result<ClaimState, Lost> {
        let mut script = script::CLAIM_EVENT.prepare_invoke();
        script.key(self.key(claim)).arg(claim.owner()).arg(millis(self.lease)).arg(PROCESSED);
        Ok(match self.link.ask::<i64>(Request::Script(&script)).await? {
            0 => ClaimState::Claimed,
            1 => ClaimState::InProgress,
            _ => ClaimState::Processed,
        })
    }

    async fn confirm(&self, claim: &Claim) -> Result<(), Lost> {
        let mut set = redis::cmd("SET");
        set.arg(self.key(claim)).arg(PROCESSED).arg("PX").arg(millis(self.retention));
        self.link.ask(Request::Command(&set)).await
    }

    async fn release(&self, claim: &Claim) -> Result<(), Lost> {
        let mut script = script::DELETE.prepare_invoke();
        script.key(self.key(claim)).arg(claim.owner());
        self.link.ask::<i64>(Request::Script(&script)).await.map(drop)
    }
}

impl Deduplicator for RedisDeduplicator {
    fn claim<'a>(&'a self, claim: &'a Claim) -> DeduplicatorFuture<'a, ClaimState> {
        Box::pin(async move { Ok(Self::claim(self, claim).await?) })
    }

    fn confirm<'a>(&'a self, claim: &'a Claim) -> DeduplicatorFuture<'a, ()> {
        Box::pin(async move { Ok(Self::confirm(self, claim).await?) })
    }

    fn release<'a>(&'a self, claim: &'a Claim) -> DeduplicatorFuture<'a, ()> {
        Box::pin(async move { Ok(Self::release(self, claim).await?) })
    }
}

/// Redis accepts no expiry of 0.
fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1)
}

impl fmt::Debug for RedisDeduplicator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisDeduplicator").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}
