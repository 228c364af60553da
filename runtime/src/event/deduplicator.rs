//! Deduplication: each event is processed once, even if Feishu delivers it several times.

use std::{error::Error as StdError, fmt, pin::Pin, sync::Arc, time::Duration};

use super::EventHeader;
use crate::random;

/// How long a processed event is remembered by default. Feishu repeats a delivery for up to 7 h 6 min.
pub(crate) const RETENTION: Duration = Duration::from_secs(8 * 60 * 60);

/// The default time after which an event may be claimed again. It is shorter than the 5 min before the second repeated delivery. If a process dies,
/// its event is therefore processed with that delivery.
pub(crate) const LEASE: Duration = Duration::from_secs(60);

/// The future of a [`Deduplicator`] call; boxed, so that a deduplicator can be chosen at run time.
pub type DeduplicatorFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, DeduplicatorError>> + Send + 'a>>;

/// The error of a deduplicator. Do not process the event; respond with status 503, so that Feishu delivers it again.
pub type DeduplicatorError = Box<dyn StdError + Send + Sync>;

/// Remembers which events were processed.
///
/// Claim an event before processing it. Confirm the claim when the result is stored, or release it after a failure. A claim that is neither
/// confirmed nor released expires.
///
/// # Examples
///
/// ```
/// use feishu_runtime::event::{Claim, ClaimState, Deduplicator, DeduplicatorError, EventHeader};
///
/// /// Returns the status to respond with.
/// async fn process(events: &dyn Deduplicator, header: &EventHeader) -> Result<u16, DeduplicatorError> {
///     let claim = Claim::new(header);
///     match events.claim(&claim).await? {
///         ClaimState::Processed => return Ok(200),
///         ClaimState::InProgress => return Ok(503),
///         ClaimState::Claimed => {}
///     }
///     if put_into_queue(header) {
///         events.confirm(&claim).await?;
///         Ok(200)
///     } else {
///         events.release(&claim).await?;
///         Ok(503)
///     }
/// }
/// # fn put_into_queue(_: &EventHeader) -> bool { true }
/// ```
pub trait Deduplicator: Send + Sync + 'static {
    /// Claims an event. A repeated claim with the same `Claim` succeeds, because the response to the first one may have been lost.
    fn claim<'a>(&'a self, claim: &'a Claim) -> DeduplicatorFuture<'a, ClaimState>;

    /// Records that the event was processed, for 8 h or more.
    fn confirm<'a>(&'a self, claim: &'a Claim) -> DeduplicatorFuture<'a, ()>;

    /// Releases the claim after a failure, so that the next delivery is processed. Has no effect on the claim of another process.
    fn release<'a>(&'a self, claim: &'a Claim) -> DeduplicatorFuture<'a, ()>;
}

/// Allows several receivers to share a deduplicator.
impl<D: Deduplicator + ?Sized> Deduplicator for Arc<D> {
    fn claim<'a>(&'a self, claim: &'a Claim) -> DeduplicatorFuture<'a, ClaimState> {
        self.as_ref().claim(claim)
    }

    fn confirm<'a>(&'a self, claim: &'a Claim) -> DeduplicatorFuture<'a, ()> {
        self.as_ref().confirm(claim)
    }

    fn release<'a>(&'a self, claim: &'a Claim) -> DeduplicatorFuture<'a, ()> {
        self.as_ref().release(claim)
    }
}

/// The state of a claim, which determines whether the event may be processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimState {
    /// The event is new and is now claimed.
    Claimed,
    /// Another delivery of the event is being processed. Respond with status 503, so that Feishu delivers the event again if that processing fails.
    InProgress,
    /// The event was processed. Respond with status 200.
    Processed,
}

/// A delivery of an event, to be processed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Claim {
    event: String,
    owner: String,
}

impl Claim {
    /// Creates the claim of one delivery, with a random owner.
    #[must_use]
    pub fn new(header: &EventHeader) -> Self {
        Self { event: format!("{}:{}", header.app_id, header.event_id), owner: random::hex() }
    }

    /// Returns the app id and the event id, such as `cli_x:f7984f25108f8137722bb63cee927e66`. The text can be used as a key in any store.
    #[must_use]
    pub fn event(&self) -> &str {
        &self.event
    }

    /// Returns the unique name of the claim.
    #[must_use]
    pub fn owner(&self) -> &str {
        &self.owner
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Claim({:?})", self.event)
    }
}
