//! The permits of a rate limiter: counted in this process, or together with other processes.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use super::{
    log::{Entry, Free, Log},
    shared::{Ticket, Windows},
};
use crate::operation::Window;

/// How long a request to the Redis server counts as pending. After that, its runtime is assumed to have stopped, and another call sends a request.
const MAX_REQUEST_TIME: Duration = Duration::from_secs(1);

/// How often to request a permit from Redis again while the whole share of this process is in flight.
const RECHECK: Duration = Duration::from_secs(1);

/// How long a shared permit is kept for the calls in the queue. If no call takes it, it is returned for other processes.
pub(super) const UNCLAIMED: Duration = Duration::from_secs(1);

/// The permits of a rate limiter.
#[derive(Debug)]
pub(super) enum Permits {
    Local(Log),
    Shared(SharedPermits),
}

/// The entry of a permit in the windows.
#[derive(Debug)]
pub(super) enum PermitEntry {
    Local(Entry),
    Shared(Ticket),
}

/// A request for a permit of Redis. The caller must run it, and report the outcome with [`SharedPermits::finish`].
#[must_use]
pub(super) struct PermitRequest {
    pub(super) windows: Arc<Windows>,
    pub(super) number: u64,
}

/// Permits that processes share. A task requests a permit from Redis and stores it here. The first call that is polled takes it.
#[derive(Debug)]
pub(super) struct SharedPermits {
    windows: Arc<Windows>,
    /// A permit that no call has taken yet, and the time when it was granted.
    ticket: Option<(Ticket, Instant)>,
    /// The start of the pending request.
    asked_at: Option<Instant>,
    requests: u64,
    /// When to send the next request.
    next: Free,
}

impl Permits {
    pub(super) fn new(windows: Vec<Window>, shared: Option<Arc<Windows>>) -> Self {
        let now = Instant::now();
        match shared {
            None => Self::Local(Log::new(windows, now)),
            Some(windows) => {
                Self::Shared(SharedPermits { windows, ticket: None, asked_at: None, requests: 0, next: Free::At(now) })
            }
        }
    }

    pub(super) fn free(&self, now: Instant) -> Free {
        match self {
            Self::Local(log) => log.free(now),
            Self::Shared(shared) => shared.free(now),
        }
    }

    pub(super) fn earliest(&self, now: Instant, ahead: usize) -> Instant {
        match self {
            Self::Local(log) => log.earliest(now, ahead),
            Self::Shared(shared) => shared.earliest(now, ahead),
        }
    }

    pub(super) fn free_permits(&self, now: Instant) -> Option<usize> {
        match self {
            Self::Local(log) => log.free_permits(now),
            Self::Shared(shared) => shared.windows.free_permits(now),
        }
    }

    /// Takes a permit that is not shared with other processes.
    pub(super) fn take_local(&mut self, now: Instant, lease: Duration) -> Option<PermitEntry> {
        match self {
            Self::Local(log) => Some(PermitEntry::Local(log.take(now, lease))),
            Self::Shared(_) => None,
        }
    }

    /// Takes a free permit. Returns a request if the permit has to be requested from Redis first.
    pub(super) fn take(&mut self, now: Instant, lease: Duration) -> Result<PermitEntry, PermitRequest> {
        match self {
            Self::Local(log) => Ok(PermitEntry::Local(log.take(now, lease))),
            Self::Shared(shared) => shared.take(now).map(PermitEntry::Shared),
        }
    }

    pub(super) fn renew(&mut self, held: &mut PermitEntry, now: Instant, lease: Duration) {
        match (self, held) {
            (Self::Local(log), PermitEntry::Local(entry)) => log.renew(entry, now, lease),
            (Self::Shared(_), PermitEntry::Shared(ticket)) => ticket.renew(),
            // A permit always returns to the limiter that granted it, so the kinds match.
            (Self::Local(_), PermitEntry::Shared(_)) | (Self::Shared(_), PermitEntry::Local(_)) => {}
        }
    }

    pub(super) fn release(&mut self, held: PermitEntry, now: Instant) {
        match (self, held) {
            (Self::Local(log), PermitEntry::Local(entry)) => log.release(entry, now),
            (Self::Shared(shared), PermitEntry::Shared(ticket)) => {
                ticket.release();
                shared.ask_again(now);
            }
            (Self::Local(_), PermitEntry::Shared(_)) | (Self::Shared(_), PermitEntry::Local(_)) => {}
        }
    }

    pub(super) fn give_back(&mut self, held: PermitEntry, now: Instant) {
        match (self, held) {
            (Self::Local(log), PermitEntry::Local(entry)) => log.give_back(entry),
            (Self::Shared(shared), PermitEntry::Shared(ticket)) => {
                ticket.give_back();
                shared.ask_again(now);
            }
            (Self::Local(_), PermitEntry::Shared(_)) | (Self::Shared(_), PermitEntry::Local(_)) => {}
        }
    }

    pub(super) fn hold(&self, pause: Duration) {
        if let Self::Shared(shared) = self {
            shared.windows.hold(pause);
        }
    }
}

impl SharedPermits {
    fn free(&self, now: Instant) -> Free {
        if let Some((_, since)) = self.ticket.as_ref().filter(|(_, since)| now < *since + UNCLAIMED) {
            return Free::At(*since);
        }
        match self.asked_at.map(|asked_at| asked_at + MAX_REQUEST_TIME).filter(|end| now < *end) {
            Some(end) => Free::AfterResponse(end),
            None => match self.next {
                Free::AfterResponse(latest) if latest <= now => Free::At(latest),
                next => next,
            },
        }
    }

    fn earliest(&self, now: Instant, ahead: usize) -> Instant {
        // A requested or granted permit is for the first call, and the windows of this process already count it.
        let is_pending = self.ticket.is_some() || self.asked_at.is_some();
        let ahead = if is_pending { ahead.checked_sub(1) } else { Some(ahead) };
        let own = ahead.map_or(now, |ahead| self.windows.earliest(now, ahead));
        match self.next {
            Free::At(moment) => own.max(moment),
            Free::AfterResponse(_) => own,
        }
    }

    fn ask_again(&mut self, now: Instant) {
        if matches!(self.next, Free::AfterResponse(_)) {
            self.next = Free::At(now);
        }
    }

    fn take(&mut self, now: Instant) -> Result<Ticket, PermitRequest> {
        // A permit that was not taken in time is returned by dropping it.
        if let Some((ticket, _)) = self.ticket.take().filter(|(_, since)| now < *since + UNCLAIMED) {
            return Ok(ticket);
        }
        self.requests += 1;
        self.asked_at = Some(now);
        Err(PermitRequest { windows: Arc::clone(&self.windows), number: self.requests })
    }

    pub(super) fn finish(&mut self, request: u64, outcome: Result<Ticket, Free>) {
        if self.requests == request {
            self.asked_at = None;
        }
        match outcome {
            Ok(ticket) => self.ticket = Some((ticket, Instant::now())),
            Err(Free::At(moment)) => self.next = Free::At(moment),
            // Redis is unreachable. It may be reachable again before the response.
            Err(Free::AfterResponse(latest)) => {
                self.next = Free::AfterResponse(latest.min(Instant::now() + RECHECK));
            }
        }
    }

    /// Returns a permit that no call has taken in time. A newer permit of another request is kept.
    pub(super) fn withdraw(&mut self, now: Instant) {
        self.ticket.take_if(|(_, since)| now >= *since + UNCLAIMED);
    }
}
