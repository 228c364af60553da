//! The rate limiter of one operation in one tenant.
//!
//! Order: first come, first served among the calls that are polled. A call whose future is not polled, or whose runtime does not run, is
//! skipped until it is polled again. It keeps its position in the queue, and it delays the other calls by at most 0.5 s, once.

use std::{
    future::poll_fn,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    time::Duration,
};

use tokio::time::Instant;

use super::{
    log::Free,
    metrics::RateLimitMetrics,
    permit::{Held, Permit},
    permits::{Permits, SharedPermits},
    queue::{RollCall, WaitQueue},
    shared::Windows,
};
use crate::operation::Window;

/// How often the other calls check for a permit while all permits are in flight. A response wakes only the first call in the queue.
const RECHECK: Duration = Duration::from_millis(50);

/// The rate limiter of one operation in one tenant.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    permits: Permits,
    queue: WaitQueue,
    /// When the first call was woken again because it had not taken a free permit; `None` once a call has taken one.
    reminded_at: Option<Instant>,
    /// The end of the pause that the server asked for.
    held_until: Option<Instant>,
}

/// The call cannot get a permit before its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WaitTooLong {
    /// The wait would have been at least this long.
    pub(crate) wait: Duration,
}

/// The next step of a waiting call.
enum Step {
    Taken(Permit),
    Fail(WaitTooLong),
    /// Wait until this moment or until the call is woken.
    Wait(Instant),
}

/// A call in the queue. It leaves the queue when it is dropped.
struct Waiter<'a> {
    limiter: &'a Arc<RateLimiter>,
    /// Its number in the queue; `None` before it joins and after it has left.
    number: Option<u64>,
    /// A roll call in progress, started because too many calls are ahead for the deadline.
    roll_call: Option<RollCall>,
    /// The wakers to call after the lock is released, because wakers run foreign code.
    to_wake: Vec<Waker>,
    deadline: Instant,
    lease: Duration,
}

impl RateLimiter {
    pub(crate) fn new(windows: Vec<Window>, shared: Option<Arc<Windows>>) -> Self {
        let permits = Permits::new(windows, shared);
        let state = State { permits, queue: WaitQueue::default(), reminded_at: None, held_until: None };
        Self { state: Mutex::new(state) }
    }

    /// Takes a permit without waiting, if one is free, no other call waits for it, and permits are not shared with other processes.
    pub(crate) fn try_acquire(self: &Arc<Self>, lease: Duration) -> Option<Permit> {
        let now = Instant::now();
        let mut state = self.state();
        let is_free = matches!(state.free(now), Free::At(moment) if moment <= now);
        if !is_free || !state.queue.is_empty() {
            return None;
        }
        state.take_local(now, lease).map(|held| Permit::new(self, held, lease))
    }

    /// Takes a permit as soon as one is free and the calls ahead have theirs. Fails at once if that is impossible before the deadline.
    ///
    /// `lease` is the time for which the permit is taken if it is not renewed.
    pub(crate) async fn acquire(self: &Arc<Self>, deadline: Instant, lease: Duration) -> Result<Permit, WaitTooLong> {
        let mut waiter = Waiter { limiter: self, number: None, roll_call: None, to_wake: Vec::new(), deadline, lease };
        loop {
            let step = poll_fn(|context| Poll::Ready(waiter.step(context.waker()))).await;
            wake(waiter.to_wake.drain(..));
            match step {
                Step::Taken(permit) => return Ok(permit),
                Step::Fail(error) => return Err(error),
                Step::Wait(moment) => sleep_until_or_woken(moment).await,
            }
        }
    }

    /// Grants no permits for this time, because the server asked for a pause.
    pub(crate) fn hold(&self, pause: Duration) {
        let until = Instant::now().checked_add(pause);
        let mut state = self.state();
        state.held_until = state.held_until.max(until);
        state.permits.hold(pause);
        let all = state.queue.all();
        drop(state);
        // Calls whose deadline is before the end of the pause fail at once.
        wake(all);
    }

    /// Returns the state for metrics.
    pub(crate) fn metrics(&self) -> RateLimitMetrics {
        let now = Instant::now();
        let state = self.state();
        let hold = state.held_until.map(|until| until.saturating_duration_since(now)).filter(|hold| !hold.is_zero());
        let available_permits = state.permits.free_permits(now).map(|free| if hold.is_some() { 0 } else { free });
        RateLimitMetrics { waiting_calls: state.queue.len(), available_permits, hold }
    }

    /// Renews the lease of a call that is still in flight.
    pub(super) fn renew(&self, held: &mut Held, lease: Duration) {
        self.state().permits.renew(held, Instant::now(), lease);
    }

    /// Releases the permit of a call that got its response or was aborted.
    pub(super) fn release(&self, held: Held) {
        let mut state = self.state();
        state.permits.release(held, Instant::now());
        let first = state.queue.first();
        drop(state);
        wake(first);
    }

    /// Returns the permit of a request that was not sent.
    pub(super) fn give_back(&self, held: Held) {
        let mut state = self.state();
        state.permits.give_back(held, Instant::now());
        // Wakes all calls, because the permit is free earlier than they expected.
        let all = state.queue.all();
        drop(state);
        wake(all);
    }

    /// Updates the shared permits, and wakes the first call in the queue.
    pub(super) fn update_shared(&self, update: impl FnOnce(&mut SharedPermits)) {
        let mut state = self.state();
        if let Permits::Shared(shared) = &mut state.permits {
            update(shared);
        }
        let first = state.queue.first();
        drop(state);
        wake(first);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn free(&self, now: Instant) -> Free {
        let free = self.permits.free(now);
        self.held_until.map_or(free, |until| free.max(Free::At(until)))
    }

    /// Returns the earliest time at which a call can get a permit if this number of other calls get theirs first.
    fn earliest(&self, now: Instant, ahead: usize) -> Instant {
        self.held_until.unwrap_or(now).max(self.permits.earliest(now, ahead))
    }

    fn take_local(&mut self, now: Instant, lease: Duration) -> Option<Held> {
        self.reminded_at = None;
        self.permits.take_local(now, lease)
    }
}

impl Waiter<'_> {
    fn step(&mut self, waker: &Waker) -> Step {
        let now = Instant::now();
        let mut state = self.limiter.state();
        let number = match self.number {
            Some(number) => {
                state.queue.record_poll(number, waker, now);
                number
            }
            None => self.join(&mut state, waker, now),
        };
        if let Some(step) = self.check_deadline(&mut state, number, now) {
            return step;
        }
        let grace = state.queue.grace(number);
        match state.free(now) {
            Free::At(moment) if moment <= now => {
                let turn = if grace.is_zero() { now } else { self.remind_first(&mut state, now) + grace };
                if now < turn { Step::Wait(turn) } else { self.take(&mut state, number, now) }
            }
            Free::At(moment) => Step::Wait(moment + grace),
            Free::AfterResponse(latest) if grace.is_zero() => Step::Wait(latest),
            Free::AfterResponse(latest) => Step::Wait(latest.min(now + RECHECK) + grace),
        }
    }

    /// Joins the queue. If too many calls are ahead for the deadline, starts a roll call to find out which of them are polled.
    fn join(&mut self, state: &mut State, waker: &Waker, now: Instant) -> u64 {
        let number = state.queue.join(waker, now);
        self.number = Some(number);
        if state.earliest(now, state.queue.ahead_of_last()) > self.deadline {
            let (roll_call, all) = state.queue.start_roll_call(now);
            self.roll_call = Some(roll_call);
            self.to_wake.extend(all);
        }
        number
    }

    /// Fails the call if it cannot get a permit before its deadline. Only calls ahead that are polled count.
    fn check_deadline(&mut self, state: &mut State, number: u64, now: Instant) -> Option<Step> {
        let ahead = match self.roll_call.take() {
            Some(roll_call) if now >= roll_call.end => state.queue.skip_absent(number, roll_call),
            roll_call => {
                self.roll_call = roll_call;
                0
            }
        };
        let earliest = state.earliest(now, ahead);
        if earliest > self.deadline {
            return Some(Step::Fail(WaitTooLong { wait: earliest.saturating_duration_since(now) }));
        }
        self.roll_call.map(|roll_call| Step::Wait(roll_call.end))
    }

    /// Wakes the first call again, because it has not taken a free permit: its thread may have been busy. Returns the time of this wake-up.
    fn remind_first(&mut self, state: &mut State, now: Instant) -> Instant {
        if state.reminded_at.is_none() {
            self.to_wake.extend(state.queue.first());
        }
        *state.reminded_at.get_or_insert(now)
    }

    /// Takes a permit, because it is this call's turn or because the calls ahead are not polled.
    fn take(&mut self, state: &mut State, number: u64, now: Instant) -> Step {
        let Some(held) = state.permits.take(self.limiter, now, self.lease) else {
            return Step::Wait(now + RECHECK);
        };
        state.reminded_at = None;
        self.to_wake.extend(state.queue.skip_ahead_of(number));
        state.queue.leave(number);
        self.to_wake.extend(state.queue.first());
        self.number = None;
        Step::Taken(Permit::new(self.limiter, held, self.lease))
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        let Some(number) = self.number else { return };
        let mut state = self.limiter.state();
        state.queue.leave(number);
        // This call may have been woken to take a permit. Wakes the next call instead.
        let first = state.queue.first();
        drop(state);
        wake(first);
    }
}

/// Waits until this moment, or until the task is woken for any reason. Each call has its own timer, because the timer of another call may belong to a
/// runtime that does not run.
async fn sleep_until_or_woken(moment: Instant) {
    let mut timer = pin!(tokio::time::sleep_until(moment));
    let mut is_woken = false;
    poll_fn(|context| {
        let is_over = timer.as_mut().poll(context).is_ready() || is_woken;
        is_woken = true;
        if is_over { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

fn wake(wakers: impl IntoIterator<Item = Waker>) {
    wakers.into_iter().for_each(Waker::wake);
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const LEASE: Duration = Duration::from_secs(30);

    fn limiter(calls: u32, per: Duration) -> Arc<RateLimiter> {
        Arc::new(RateLimiter::new(vec![Window { calls, per }], None))
    }

    type Acquire<'a> = Pin<Box<dyn Future<Output = Result<Permit, WaitTooLong>> + Send + 'a>>;

    fn acquire(limiter: &Arc<RateLimiter>) -> Acquire<'_> {
        Box::pin(limiter.acquire(Instant::now() + 60 * MINUTE, LEASE))
    }

    /// Acquires a permit in a test that would otherwise hang.
    async fn acquire_soon(limiter: &Arc<RateLimiter>) -> Permit {
        acquire_within(limiter, Duration::from_secs(10)).await
    }

    async fn acquire_within(limiter: &Arc<RateLimiter>, limit: Duration) -> Permit {
        let acquired = tokio::time::timeout(limit, acquire(limiter)).await;
        acquired.expect("a permit in time").expect("a permit")
    }

    /// Polls a future once; its waker is that of the test.
    async fn poll_once(acquire: &mut Acquire<'_>) -> bool {
        poll_fn(|context| Poll::Ready(acquire.as_mut().poll(context).is_ready())).await
    }

    #[tokio::test]
    async fn calls_that_are_polled_get_permits_in_order() {
        let limiter = limiter(1, Duration::from_millis(5));
        let (order, count) = (Arc::new(Mutex::new(Vec::new())), 20);
        let mut calls = Vec::new();
        for number in 0..count {
            let (limiter, order) = (Arc::clone(&limiter), Arc::clone(&order));
            calls.push(tokio::spawn(async move {
                let permit = acquire(&limiter).await;
                order.lock().expect("no panic").push(number);
                drop(permit);
            }));
            tokio::task::yield_now().await;
        }
        for call in calls {
            call.await.expect("a permit");
        }
        assert_eq!(*order.lock().expect("no panic"), (0..count).collect::<Vec<_>>());
    }

    /// The only call that is polled gets all permits.
    #[tokio::test]
    async fn calls_that_are_not_polled_are_skipped_until_they_are_polled_again() {
        let limiter = limiter(1, Duration::from_millis(20));
        acquire_soon(&limiter).await.release();
        let mut unpolled: Vec<_> = (0..100).map(|_| acquire(&limiter)).collect();
        for acquire in &mut unpolled {
            assert!(!poll_once(acquire).await, "the window is full");
        }
        let start = Instant::now();
        acquire_soon(&limiter).await.release();
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        for _ in 0..5 {
            acquire_soon(&limiter).await.release();
        }
        let first = tokio::time::timeout(Duration::from_secs(10), unpolled.remove(0)).await;
        assert!(first.expect("a permit within 10 s").is_ok());
    }

    #[tokio::test]
    async fn a_call_does_not_overtake_one_that_is_polled() {
        let limiter = limiter(1, Duration::from_millis(100));
        acquire_soon(&limiter).await.release();
        let first = tokio::spawn({
            let limiter = Arc::clone(&limiter);
            async move { acquire(&limiter).await.map(|permit| permit.release()) }
        });
        tokio::task::yield_now().await;
        assert!(limiter.try_acquire(LEASE).is_none());
        // The only thread: the first call cannot run before the permit is free.
        std::thread::sleep(Duration::from_millis(110));
        assert!(limiter.try_acquire(LEASE).is_none(), "the first call waits for this permit");
        first.await.expect("no panic").expect("a permit");
        acquire_soon(&limiter).await.give_back();
        assert!(limiter.try_acquire(LEASE).is_some(), "no call waits");
    }

    #[tokio::test]
    async fn a_call_that_gives_up_keeps_no_permit() {
        let limiter = limiter(1, 60 * MINUTE);
        let permit = acquire_soon(&limiter).await;
        let waiting: Vec<_> = (0..8)
            .map(|_| {
                let limiter = Arc::clone(&limiter);
                tokio::spawn(async move { limiter.acquire(Instant::now() + 24 * 60 * MINUTE, LEASE).await })
            })
            .collect();
        tokio::task::yield_now().await;
        assert_eq!(limiter.metrics().waiting_calls, 8);
        for call in waiting {
            call.abort();
            assert!(call.await.is_err(), "it was waiting");
        }
        assert_eq!((limiter.metrics().waiting_calls, limiter.metrics().available_permits), (0, Some(0)));
        permit.give_back();
        assert_eq!(limiter.metrics().available_permits, Some(1));
        acquire_soon(&limiter).await.release();
    }

    #[tokio::test]
    async fn a_permit_that_is_given_back_is_free_at_once() {
        let limiter = limiter(2, 60 * MINUTE);
        acquire_soon(&limiter).await.release();
        let unsent = acquire_soon(&limiter).await;
        let waiting = tokio::spawn({
            let limiter = Arc::clone(&limiter);
            async move { limiter.acquire(Instant::now() + 24 * 60 * MINUTE, LEASE).await.map(drop) }
        });
        tokio::task::yield_now().await;
        unsent.give_back();
        let acquired = tokio::time::timeout(Duration::from_secs(10), waiting).await;
        acquired.expect("a permit within 10 s").expect("no panic").expect("a permit");
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_keeps_its_permit_beyond_its_lease() {
        let limiter = limiter(1, MINUTE);
        let (permit, start) = (acquire_soon(&limiter).await, Instant::now());
        let request = permit.keep_during(tokio::time::sleep(20 * MINUTE));
        let (_, second) = tokio::join!(
            async {
                request.await;
                permit.release()
            },
            acquire(&limiter)
        );
        assert!(second.is_ok() && start.elapsed() >= 21 * MINUTE, "{:?}", start.elapsed());
        second.expect("a permit").release();
        // Without a response, the permit is free one window after its lease.
        let _abandoned = acquire_within(&limiter, 2 * MINUTE).await;
        let start = Instant::now();
        acquire_within(&limiter, 2 * MINUTE).await.release();
        assert!((90..95).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    }

    #[tokio::test]
    async fn a_hold_delays_every_call_and_the_longest_counts() {
        let limiter = limiter(100, Duration::from_millis(1));
        limiter.hold(Duration::from_millis(60));
        limiter.hold(Duration::from_millis(1));
        assert!(limiter.metrics().hold.is_some() && limiter.metrics().available_permits == Some(0));
        let start = Instant::now();
        acquire_soon(&limiter).await.release();
        assert!(start.elapsed() >= Duration::from_millis(60), "{:?}", start.elapsed());
        assert_eq!(limiter.metrics().hold, None);
    }

    #[tokio::test]
    async fn a_call_that_waits_fails_at_once_when_a_hold_exceeds_its_deadline() {
        let limiter = limiter(1, Duration::from_secs(5));
        acquire_soon(&limiter).await.release();
        let waiting = tokio::spawn({
            let limiter = Arc::clone(&limiter);
            async move { limiter.acquire(Instant::now() + Duration::from_secs(20), LEASE).await.map(drop) }
        });
        tokio::task::yield_now().await;
        limiter.hold(MINUTE);
        let outcome = tokio::time::timeout(Duration::from_secs(4), waiting).await;
        let error = outcome.expect("no wait").expect("no panic").expect_err("no permit in time");
        assert!(error.wait > Duration::from_secs(50), "{error:?}");
    }

    /// With 4 calls per second, 4 waiting calls can be sent after one second, and the others after two seconds at the earliest.
    #[tokio::test]
    async fn calls_ahead_count_for_the_deadline_only_if_they_are_polled() {
        let limiter = limiter(4, Duration::from_secs(1));
        for _ in 0..4 {
            acquire_soon(&limiter).await.release();
        }
        let deadline = Instant::now() + Duration::from_millis(1500);
        let mut ahead: Vec<Acquire<'_>> = (0..4).map(|_| Box::pin(limiter.acquire(deadline, LEASE)) as _).collect();
        for acquire in &mut ahead {
            assert!(!poll_once(acquire).await);
        }
        let unpolled_ahead = limiter.acquire(deadline, LEASE).await;
        assert!(unpolled_ahead.is_ok(), "{unpolled_ahead:?}");

        let ahead: Vec<_> = (0..4)
            .map(|_| {
                let limiter = Arc::clone(&limiter);
                tokio::spawn(async move { limiter.acquire(Instant::now() + MINUTE, LEASE).await.map(drop) })
            })
            .collect();
        tokio::task::yield_now().await;
        let start = Instant::now();
        let error = limiter.acquire(start + Duration::from_millis(700), LEASE).await.expect_err("no permit in time");
        assert!(start.elapsed() < Duration::from_millis(600) && error.wait > Duration::from_millis(700), "{error:?}");
        for call in ahead {
            call.await.expect("no panic").expect("a permit");
        }
    }

    /// While Redis is unreachable, a process has a share of the limit. A call that waits for the response of another one sleeps.
    #[cfg(feature = "redis")]
    #[tokio::test]
    async fn waiting_for_a_response_within_a_share_uses_no_cpu_time() {
        use std::pin::pin;

        use crate::operation::{Method, Operation};

        let operation = Operation::endpoint(Method::Post, "/things");
        let windows = vec![Window { calls: 8, per: 60 * MINUTE }];
        let redis = crate::Redis::open("redis://127.0.0.1:1").expect("a URL").processes(4).link();
        let sharing = redis.limits_of_app("https://x", "cli_x", LEASE);
        let limiter = Arc::new(RateLimiter::new(windows.clone(), sharing.windows(None, operation, &windows)));
        let permits = [acquire_soon(&limiter).await, acquire_soon(&limiter).await];
        let (mut polls, mut third) = (0, pin!(limiter.acquire(Instant::now() + 24 * 60 * MINUTE, LEASE)));
        let counted = poll_fn(|context| {
            polls += 1;
            third.as_mut().poll(context).map(drop)
        });
        assert!(tokio::time::timeout(Duration::from_millis(100), counted).await.is_err(), "a quarter of 8");
        assert!(polls < 20, "polled {polls} times");
        permits.iter().for_each(Permit::give_back);
        tokio::time::timeout(Duration::from_secs(10), third).await.expect("two were given back").expect("a permit");
    }
}
