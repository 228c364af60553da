//! The rate limiter of one operation in one tenant.
//!
//! Order: first come, first served among the calls that are polled. A call whose future is not polled, or whose runtime does not run, is
//! skipped until it is polled again. It keeps its position in the queue, and it delays the other calls by at most 0.5 s, once.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use super::{
    log::Free,
    metrics::RateLimitMetrics,
    permit::Permit,
    permits::Permits,
    shared::Windows,
    state::{LimiterState, wake},
    waiter::{WaitTooLong, Waiter},
};
use crate::operation::Window;

/// The rate limiter of one operation in one tenant. Clones share their state.
#[derive(Clone, Debug)]
pub(crate) struct RateLimiter(Arc<LimiterState>);

impl RateLimiter {
    pub(crate) fn new(windows: Vec<Window>, shared: Option<Arc<Windows>>) -> Self {
        Self(Arc::new(LimiterState::new(Permits::new(windows, shared))))
    }

    /// Takes a permit without waiting, if one is free, no other call waits for it, and permits are not shared with other processes.
    pub(crate) fn try_acquire(&self, lease: Duration) -> Option<Permit> {
        let now = Instant::now();
        let mut state = self.0.lock();
        let is_free = matches!(state.free(now), Free::At(moment) if moment <= now);
        if !is_free || !state.queue.is_empty() {
            return None;
        }
        state.take_local(now, lease).map(|held| Permit::new(&self.0, held, lease))
    }

    /// Takes a permit as soon as one is free and the calls ahead have theirs. Fails at once if that is impossible before the deadline.
    ///
    /// `lease` is the time for which the permit is taken if it is not renewed.
    pub(crate) async fn acquire(&self, deadline: Instant, lease: Duration) -> Result<Permit, WaitTooLong> {
        Waiter::new(&self.0, deadline, lease).wait().await
    }

    /// Grants no permits for this time, because the server asked for a pause.
    pub(crate) fn hold(&self, pause: Duration) {
        let until = Instant::now().checked_add(pause);
        let mut state = self.0.lock();
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
        let state = self.0.lock();
        let hold = state.held_until.map(|until| until.saturating_duration_since(now)).filter(|hold| !hold.is_zero());
        let available_permits = state.permits.free_permits(now).map(|free| if hold.is_some() { 0 } else { free });
        RateLimitMetrics { waiting_calls: state.queue.len(), available_permits, hold }
    }
}

#[cfg(test)]
mod tests {
    use std::{future::poll_fn, pin::Pin, sync::Mutex, task::Poll};

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const LEASE: Duration = Duration::from_secs(30);

    fn limiter(calls: u32, per: Duration) -> RateLimiter {
        RateLimiter::new(vec![Window { calls, per }], None)
    }

    type Acquire<'a> = Pin<Box<dyn Future<Output = Result<Permit, WaitTooLong>> + Send + 'a>>;

    fn acquire(limiter: &RateLimiter) -> Acquire<'_> {
        Box::pin(limiter.acquire(Instant::now() + 60 * MINUTE, LEASE))
    }

    /// Acquires a permit in a test that would otherwise hang.
    async fn acquire_soon(limiter: &RateLimiter) -> Permit {
        acquire_within(limiter, Duration::from_secs(10)).await
    }

    async fn acquire_within(limiter: &RateLimiter, limit: Duration) -> Permit {
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
            let (limiter, order) = (limiter.clone(), Arc::clone(&order));
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
            let limiter = limiter.clone();
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
                let limiter = limiter.clone();
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
            let limiter = limiter.clone();
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
            let limiter = limiter.clone();
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
                let limiter = limiter.clone();
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
        let limiter = RateLimiter::new(windows.clone(), sharing.windows(None, operation, &windows));
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
