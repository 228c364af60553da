//! The calls of one operation in one tenant, counted in Redis for all processes together.
//!
//! It is the arithmetic of `limit/log.rs`, over one sorted set: its members are calls, their scores the latest moment at which Feishu may count
//! them. That is the end of a lease while a call is on its way, and the moment of the answer from then on. All moments are Redis's own.

use std::{
    collections::HashSet,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use redis::ScriptInvocation;

use super::{
    link::{Link, Lost, Request},
    report::{Report, Reporter},
    script,
};
use crate::{
    limit::{Free, Log, share_of, used_by_now, with_margin},
    operation::Window,
};

/// After so long, a process that asked for no place does not count any more.
const PROCESS_LIFE: Duration = Duration::from_secs(60);

/// How soon to ask again while only an answer to somebody else's call can bring a place.
const POLL: Duration = Duration::from_millis(10);

/// What one gate shares with the gates of other processes.
#[derive(Debug)]
pub(crate) struct Windows {
    link: Arc<Link>,
    reporter: Arc<Reporter>,
    names: Names,
    windows: Vec<Window>,
    /// How long a call may be on its way.
    lease: Duration,
    next: AtomicU64,
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
    on_their_way: HashSet<u64>,
    /// Among how many the windows of the log are divided, while they are.
    share: Option<usize>,
    /// The calls of all processes in the widest window, and when that was known.
    used: usize,
    known_at: Instant,
}

/// A place in the shared windows, or the attempt to have one. Wherever the call is when this is dropped, Redis hears of it.
#[derive(Debug)]
pub(crate) struct Ticket {
    windows: Arc<Windows>,
    number: u64,
    sent: bool,
    /// Redis said no: it knows nothing of it.
    refused: bool,
}

impl Windows {
    pub(super) fn new(
        link: &Arc<Link>,
        reporter: &Arc<Reporter>,
        names: Names,
        windows: &[Window],
        lease: Duration,
    ) -> Arc<Self> {
        let own = Own {
            log: Log::new(windows.to_vec()),
            on_their_way: HashSet::new(),
            share: None,
            used: 0,
            known_at: Instant::now(),
        };
        let windows = Arc::new(Self {
            link: Arc::clone(link),
            reporter: Arc::clone(reporter),
            names,
            windows: windows.to_vec(),
            lease,
            next: AtomicU64::new(0),
            own: Mutex::new(own),
        });
        link.register(&windows);
        windows
    }

    /// A place, or when to ask again. Without Redis, a place in this process's share of the windows.
    ///
    /// Boxed: the futures of the Redis library in every call would go beyond the compiler's depth limit in a consumer's program.
    pub(crate) fn take(self: &Arc<Self>) -> Pin<Box<dyn Future<Output = Result<Ticket, Free>> + Send + '_>> {
        Box::pin(self.take_unboxed())
    }

    async fn take_unboxed(self: &Arc<Self>) -> Result<Ticket, Free> {
        self.reporter.start(&self.link);
        // From here on nothing is lost when the caller gives up: the ticket is dropped.
        let mut ticket = self.place_of_own()?;
        match self.ask(&ticket).await {
            Ok(Duration::ZERO) => Ok(ticket),
            Ok(wait) => {
                ticket.refused = true;
                Err(Instant::now().checked_add(wait).map_or(Free::Now, Free::At))
            }
            Err(Lost) => {
                // The share may be less than what held a moment ago.
                drop(ticket);
                self.place_of_own()
            }
        }
    }

    /// A place in what this process may do by itself: the whole windows while Redis counts for all, its share otherwise.
    fn place_of_own(self: &Arc<Self>) -> Result<Ticket, Free> {
        let now = Instant::now();
        let mut own = self.own();
        own.keep_to(self.link.share(), &self.windows, now);
        match own.log.free(now) {
            Free::Now => {}
            wait => return Err(wait),
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        own.log.take();
        own.on_their_way.insert(number);
        drop(own);
        Ok(Ticket { windows: Arc::clone(self), number, sent: false, refused: false })
    }

    /// How long to wait before asking again; nothing when the place is taken.
    async fn ask(&self, ticket: &Ticket) -> Result<Duration, Lost> {
        let mut take = script::TAKE.prepare_invoke();
        take.key(&self.names.calls).key(&self.names.hold).key(&self.names.processes);
        take.arg(self.call(ticket.number)).arg(micros(self.lease));
        take.arg(self.link.process()).arg(micros(PROCESS_LIFE)).arg(micros(POLL));
        for window in &self.windows {
            take.arg(window.calls.max(1)).arg(micros(with_margin(window.per)));
        }
        let (wait, used, processes) = self.link.ask::<(u64, usize, usize)>(Request::Script(&take)).await?;
        self.link.counted(processes);
        let mut own = self.own();
        (own.used, own.known_at) = (used, Instant::now());
        Ok(Duration::from_micros(wait))
    }

    /// Everybody waits for so long.
    pub(crate) fn hold(&self, pause: Duration) {
        let milliseconds = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX).max(1);
        self.reporter.send(Report::Hold { key: self.names.hold.clone(), milliseconds });
    }

    /// What a server that comes back must hear: what was sent, with its age.
    pub(super) fn rejoin(&self) -> ScriptInvocation<'static> {
        let own = self.own();
        let mut rejoin = script::REJOIN.prepare_invoke();
        rejoin.key(&self.names.calls).arg(format!("{}:", self.link.process())).arg(self.keep_millis());
        for number in &own.on_their_way {
            rejoin.arg(self.call(*number)).arg(format!("-{}", micros(self.lease)));
        }
        for age in own.log.ages(Instant::now()) {
            rejoin.arg(self.call(self.next.fetch_add(1, Ordering::Relaxed))).arg(micros(age));
        }
        rejoin
    }

    /// A call, as a member of the sorted set.
    fn call(&self, number: u64) -> String {
        format!("{}:{number}", self.link.process())
    }

    /// How long what Redis knows matters.
    fn keep_millis(&self) -> u64 {
        let widest = self.windows.iter().map(|window| with_margin(window.per)).max().unwrap_or_default();
        micros(widest.saturating_add(self.lease)).div_ceil(1000)
    }

    fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Own {
    /// When the others are lost sight of, what they may have sent just before counts too: each takes its part of it.
    fn keep_to(&mut self, share: Option<usize>, windows: &[Window], now: Instant) {
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
            self.log.add(used.div_ceil(processes), now);
        }
    }
}

impl Ticket {
    /// From here on the server may count the call.
    pub(crate) fn sent(&mut self) {
        self.sent = true;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let windows = &self.windows;
        let mut own = windows.own();
        own.on_their_way.remove(&self.number);
        if self.sent {
            own.log.answered(Instant::now());
        } else {
            own.log.give_back();
        }
        drop(own);
        if self.refused {
            return;
        }
        let (key, call) = (windows.names.calls.clone(), windows.call(self.number));
        windows.reporter.send(if self.sent {
            Report::Answered { key, call, keep: windows.keep_millis() }
        } else {
            Report::Unsent { key, call }
        });
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What this process sent while Redis counted must be told to a Redis that comes back, although the share is less.
    #[test]
    fn a_share_forgets_nothing_of_what_was_sent() {
        let (start, windows) = (Instant::now(), [Window { calls: 20, per: Duration::from_secs(60) }]);
        let mut own = Own {
            log: Log::new(windows.to_vec()),
            on_their_way: HashSet::new(),
            share: None,
            used: 16,
            known_at: start,
        };
        own.log.add(16, start);
        let away = start + Duration::from_secs(10);
        own.keep_to(Some(4), &windows, away);
        let old = own.log.ages(away).filter(|age| *age >= Duration::from_secs(10)).count();
        assert!(old >= 14, "{old} of 16 are known");
        own.keep_to(None, &windows, away);
        assert!(own.log.free(away) != Free::Now, "20 in this minute");
    }
}
