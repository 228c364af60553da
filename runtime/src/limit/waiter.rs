//! A call that waits for a permit.

use std::{
    future::poll_fn,
    pin::pin,
    sync::Arc,
    task::{Poll, Waker},
    time::Duration,
};

use tokio::time::Instant;

use super::{
    log::Free,
    permit::Permit,
    permits::{PermitRequest, UNCLAIMED},
    queue::RollCall,
    state::{LimiterState, State, wake},
};
use crate::transport::executor::spawn;

/// How often the other calls check for a permit while all permits are in flight. A response wakes only the first call in the queue.
const RECHECK: Duration = Duration::from_millis(50);

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
pub(super) struct Waiter<'a> {
    state: &'a Arc<LimiterState>,
    /// Its number in the queue; `None` before it joins and after it has left.
    number: Option<u64>,
    /// A roll call in progress, started because too many calls are ahead for the deadline.
    roll_call: Option<RollCall>,
    /// The wakers to call after the lock is released, because wakers run foreign code.
    to_wake: Vec<Waker>,
    deadline: Instant,
    lease: Duration,
}

impl<'a> Waiter<'a> {
    pub(super) fn new(state: &'a Arc<LimiterState>, deadline: Instant, lease: Duration) -> Self {
        Self { state, number: None, roll_call: None, to_wake: Vec::new(), deadline, lease }
    }

    /// Waits until the call gets a permit, or until it is clear that it cannot get one before its deadline.
    pub(super) async fn wait(mut self) -> Result<Permit, WaitTooLong> {
        loop {
            let step = poll_fn(|context| Poll::Ready(self.step(context.waker()))).await;
            wake(self.to_wake.drain(..));
            match step {
                Step::Taken(permit) => return Ok(permit),
                Step::Fail(error) => return Err(error),
                Step::Wait(moment) => sleep_until_or_woken(moment).await,
            }
        }
    }

    fn step(&mut self, waker: &Waker) -> Step {
        let now = Instant::now();
        let mut state = self.state.lock();
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
        let held = match state.permits.take(now, self.lease) {
            Ok(held) => held,
            Err(request) => {
                spawn(request_permit(request, Arc::clone(self.state)));
                return Step::Wait(now + RECHECK);
            }
        };
        state.reminded_at = None;
        self.to_wake.extend(state.queue.skip_ahead_of(number));
        state.queue.leave(number);
        self.to_wake.extend(state.queue.first());
        self.number = None;
        Step::Taken(Permit::new(self.state, held, self.lease))
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        let Some(number) = self.number else { return };
        let mut state = self.state.lock();
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

/// Requests one permit from Redis. Runs as a separate task, because a call that is not polled must not hold a permit.
async fn request_permit(request: PermitRequest, state: Arc<LimiterState>) {
    let outcome = request.windows.take().await;
    let is_granted = outcome.is_ok();
    state.update_shared(|shared| shared.finish(request.number, outcome));
    if is_granted {
        tokio::time::sleep(UNCLAIMED).await;
        state.update_shared(|shared| shared.withdraw(Instant::now()));
    }
}
