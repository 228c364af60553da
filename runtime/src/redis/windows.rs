//! The calls of one operation in one tenant, counted in Redis for all processes together.
//!
//! The same arithmetic as `limit/log.rs`, over one sorted set: its members are calls, their scores the latest moment at which Feishu may count
//! them. That is the end of a lease while a call is in flight, and the moment of the response from then on. All moments are those of the Redis
//! server's clock.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use redis::ScriptInvocation;
use tokio::time::Instant;

use super::{
    link::{Link, Lost, Request},
    report::{Report, Reporter},
    script,
};
use crate::{
    limit::{Entry, Free, Log, share_of, used_by_now, with_margin},
    operation::Window,
};

/// A process that asked for no permit for so long no longer counts.
const PROCESS_LIFE: Duration = Duration::from_secs(60);

/// The pause before the next request while only a response to another process can free a permit.
const POLL: Duration = Duration::from_millis(10);

/// What a rate limiter shares with those of other processes.
#[derive(Debug)]
pub(crate) struct Windows {
    link: Arc<Link>,
    reporter: Arc<Reporter>,
    names: Names,
    windows: Vec<Window>,
    /// For how long a call counts as in flight if it is not renewed.
    lease: Duration,
    own: Mutex<Own>,
}

/// Redis keys.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) calls: String,
    pub(super) hold: String,
    pub(super) processes: String,
}

/// What this process knows itself.
#[derive(Debug)]
struct Own {
    /// Its own calls.
    log: Log,
    /// The number of processes among which the windows of the log are divided, while they are.
    share: Option<usize>,
    /// The calls of all processes in the widest window, and when that was known.
    used: usize,
    known_at: Instant,
}

/// A permit in the shared windows, or the attempt to get one. Dropping it is reported to Redis.
#[derive(Debug)]
pub(crate) struct Ticket {
    windows: Arc<Windows>,
    call: Entry,
    outcome: Outcome,
}

/// What became of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Unsent,
    Sent,
    /// Redis granted no permit, and knows nothing of the call.
    Refused,
}

impl Windows {
    pub(super) fn new(
        link: &Arc<Link>,
        reporter: &Arc<Reporter>,
        names: Names,
        windows: &[Window],
        lease: Duration,
    ) -> Arc<Self> {
        let own =
            Own { log: Log::new(windows.to_vec(), Instant::now()), share: None, used: 0, known_at: Instant::now() };
        let windows = Arc::new(Self {
            link: Arc::clone(link),
            reporter: Arc::clone(reporter),
            names,
            windows: windows.to_vec(),
            lease,
            own: Mutex::new(own),
        });
        link.register(&windows);
        windows
    }

    /// Returns a permit, or when to ask again. Without Redis, a permit of this process's share of the windows.
    ///
    /// Boxed: the futures of the Redis library in every call would exceed the compiler's depth limit in a consumer's program.
    pub(crate) fn take(self: &Arc<Self>) -> Pin<Box<dyn Future<Output = Result<Ticket, Free>> + Send + '_>> {
        Box::pin(self.take_unboxed())
    }

    async fn take_unboxed(self: &Arc<Self>) -> Result<Ticket, Free> {
        // From here on nothing is lost if the task ends early: the ticket is dropped.
        let mut ticket = self.take_own()?;
        match self.ask(&ticket).await {
            Ok(Duration::ZERO) => Ok(ticket),
            Ok(wait) => {
                ticket.outcome = Outcome::Refused;
                let now = Instant::now();
                Err(Free::At(now.checked_add(wait).unwrap_or(now)))
            }
            Err(Lost) => {
                // The share may be less than what was allowed a moment ago.
                drop(ticket);
                self.take_own()
            }
        }
    }

    /// Takes a permit that this process may take by itself: of the whole windows while Redis counts for all, of its share otherwise.
    fn take_own(self: &Arc<Self>) -> Result<Ticket, Free> {
        let now = Instant::now();
        let mut own = self.own();
        own.apply_share(self.link.share(), &self.windows, now);
        match own.log.free(now) {
            Free::At(moment) if moment <= now => {}
            wait => return Err(wait),
        }
        let call = own.log.take(now, self.lease);
        drop(own);
        Ok(Ticket { windows: Arc::clone(self), call, outcome: Outcome::Unsent })
    }

    /// Returns the earliest moment at which a call can get a permit if `ahead` other calls of this process get theirs first.
    pub(crate) fn earliest(&self, now: Instant, ahead: usize) -> Instant {
        self.own().log.earliest(now, ahead)
    }

    /// Returns how many permits are free, as far as this process knows.
    pub(crate) fn free_permits(&self, now: Instant) -> Option<usize> {
        self.own().log.free_permits(now)
    }

    /// Asks Redis for a permit. Returns how long to wait before the next request; zero if the permit is granted.
    async fn ask(&self, ticket: &Ticket) -> Result<Duration, Lost> {
        let mut take = script::TAKE.prepare_invoke();
        take.key(&self.names.calls).key(&self.names.hold).key(&self.names.processes);
        take.arg(self.call(ticket.call)).arg(micros(self.lease));
        take.arg(self.link.process()).arg(micros(PROCESS_LIFE)).arg(micros(POLL));
        for window in &self.windows {
            take.arg(window.calls.max(1)).arg(micros(with_margin(window.per)));
        }
        let (wait, used, processes) = self.link.ask::<(u64, usize, usize)>(Request::Script(&take)).await?;
        self.link.record_processes(processes);
        let mut own = self.own();
        (own.used, own.known_at) = (used, Instant::now());
        Ok(Duration::from_micros(wait))
    }

    /// Makes all processes send nothing for this time.
    pub(crate) fn hold(&self, pause: Duration) {
        let milliseconds = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX).max(1);
        self.reporter.send(&self.link, Report::Hold { key: self.names.hold.clone(), milliseconds });
    }

    /// Reports that Feishu may count a call until the end of this lease, which is zero for a call that got its response.
    fn report_counted(&self, call: Entry, lease: Duration) {
        let (key, call) = (self.names.calls.clone(), self.call(call));
        let report = Report::Counted { key, call, lease: micros(lease), keep: self.keep_millis() };
        self.reporter.send(&self.link, report);
    }

    /// Returns the script that tells a server that comes back what was sent, with its age.
    pub(super) fn rejoin(&self) -> ScriptInvocation<'static> {
        let (own, now) = (self.own(), Instant::now());
        let mut rejoin = script::REJOIN.prepare_invoke();
        rejoin.key(&self.names.calls).arg(format!("{}:", self.link.process())).arg(self.keep_millis());
        for call in own.log.calls() {
            let lease = micros(call.counted_until().saturating_duration_since(now));
            let age = micros(now.saturating_duration_since(call.counted_until()));
            rejoin.arg(self.call(call)).arg(if lease > 0 { format!("-{lease}") } else { age.to_string() });
        }
        rejoin
    }

    /// Returns a call as a member of the sorted set.
    fn call(&self, call: Entry) -> String {
        format!("{}:{}", self.link.process(), call.number())
    }

    /// Returns how long Redis must keep the calls.
    fn keep_millis(&self) -> u64 {
        let widest = self.windows.iter().map(|window| with_margin(window.per)).max().unwrap_or_default();
        micros(widest.saturating_add(self.lease)).div_ceil(1000)
    }

    fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Own {
    /// Sets the windows of this process. If the others are no longer known, what they may have sent just before counts too: each process takes
    /// its part of it.
    fn apply_share(&mut self, share: Option<usize>, windows: &[Window], now: Instant) {
        if self.share == share {
            return;
        }
        let is_lost = self.share.is_none();
        self.share = share;
        let Some(processes) = share else {
            self.log.set_windows(windows.to_vec());
            return;
        };
        self.log.set_windows(share_of(windows, processes));
        if is_lost && processes > 1 {
            let used = used_by_now(windows, self.used, now.saturating_duration_since(self.known_at));
            self.log.add_answered(used.div_ceil(processes), now);
        }
    }
}

impl Ticket {
    /// The call that was sent with it is still in flight.
    pub(crate) fn renew(&mut self) {
        let windows = &self.windows;
        windows.own().log.renew(&mut self.call, Instant::now(), windows.lease);
        windows.report_counted(self.call, windows.lease);
    }

    /// The call that was sent with it got its response, or never will.
    pub(crate) fn release(mut self) {
        self.outcome = Outcome::Sent;
    }

    /// No call was sent with it.
    pub(crate) fn give_back(self) {
        drop(self);
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let windows = &self.windows;
        let mut own = windows.own();
        match self.outcome {
            Outcome::Sent => own.log.release(self.call, Instant::now()),
            Outcome::Unsent | Outcome::Refused => own.log.give_back(self.call),
        }
        drop(own);
        match self.outcome {
            Outcome::Sent => windows.report_counted(self.call, Duration::ZERO),
            Outcome::Unsent => {
                let (key, call) = (windows.names.calls.clone(), windows.call(self.call));
                windows.reporter.send(&windows.link, Report::Unsent { key, call });
            }
            Outcome::Refused => {}
        }
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What this process sent while Redis counted must be told to a Redis that comes back, although the share is smaller.
    #[test]
    fn a_share_forgets_no_call_that_was_sent() {
        let (start, windows) = (Instant::now(), [Window { calls: 20, per: Duration::from_secs(60) }]);
        let log = Log::new(windows.to_vec(), start);
        let mut own = Own { log, share: None, used: 16, known_at: start };
        own.log.add_answered(16, start);
        let away = start + Duration::from_secs(10);
        own.apply_share(Some(4), &windows, away);
        let old = own.log.calls().filter(|call| call.counted_until() <= start).count();
        assert!(old >= 14, "{old} of 16 are known");
        own.apply_share(None, &windows, away);
        assert!(own.log.free(away) > Free::At(away), "20 in this minute");
    }
}
