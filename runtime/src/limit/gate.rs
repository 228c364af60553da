//! What the calls of one operation in one tenant pass through, in the order in which they come.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Notify;

use super::{
    log::{Free, Log},
    shared::{Ticket, Windows},
};
use crate::operation::Window;

/// What the calls of one operation in one tenant pass through.
#[derive(Debug)]
pub(crate) struct Gate {
    /// Held by the first in line; tokio hands it on in the order of asking.
    turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
    /// A call was answered, or given up.
    answered: Notify,
    /// What other processes count too.
    shared: Option<Arc<Windows>>,
}

#[derive(Debug)]
struct State {
    log: Log,
    /// The server said to wait until then.
    held_until: Option<Instant>,
}

/// A place within the rate limit. It comes free when this is dropped, wherever the call is then.
#[derive(Debug)]
pub(crate) struct Place {
    gate: Arc<Gate>,
    sent: bool,
    /// There was none in what is shared: it was nobody's, and coming free it wakes nobody.
    refused: bool,
    /// The place in what is shared.
    ticket: Option<Ticket>,
}

impl Gate {
    pub(crate) fn new(windows: Vec<Window>, shared: Option<Arc<Windows>>) -> Self {
        let state = State { log: Log::new(windows), held_until: None };
        Self { turn: tokio::sync::Mutex::new(()), state: Mutex::new(state), answered: Notify::new(), shared }
    }

    /// Takes a place if there is one, nobody waits, and no other process must be asked.
    pub(crate) fn pass(self: &Arc<Self>) -> Option<Place> {
        if self.shared.is_some() {
            return None;
        }
        let _turn = self.turn.try_lock().ok()?;
        (self.try_enter() == Free::Now).then(|| self.taken())
    }

    /// Takes a place as soon as there is one and all who came before have theirs.
    pub(crate) async fn enter(self: &Arc<Self>) -> Place {
        let _turn = self.turn.lock().await;
        loop {
            let free = match self.try_enter() {
                Free::Now => match self.taken().share().await {
                    Ok(place) => return place,
                    Err(free) => free,
                },
                free => free,
            };
            match free {
                Free::Now => {}
                // A place that is given back unsent comes free before its time.
                Free::At(moment) => {
                    let _ = tokio::time::timeout_at(moment.into(), self.answered.notified()).await;
                }
                // Only the first in line waits here, and a notification that comes early is kept for it.
                Free::AfterAnAnswer => self.answered.notified().await,
            }
        }
    }

    fn taken(self: &Arc<Self>) -> Place {
        Place { gate: Arc::clone(self), sent: false, refused: false, ticket: None }
    }

    fn try_enter(&self) -> Free {
        let now = Instant::now();
        let mut state = self.state();
        let held = state.held_until.filter(|until| now < *until).map_or(Free::Now, Free::At);
        let free = state.log.free(now).max(held);
        if free == Free::Now {
            state.log.take();
        }
        free
    }

    /// Nobody passes for so long: the server said so.
    pub(crate) fn hold(&self, pause: Duration) {
        let until = Instant::now().checked_add(pause);
        let mut state = self.state();
        state.held_until = state.held_until.max(until);
        drop(state);
        if let Some(shared) = &self.shared {
            shared.hold(pause);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// From here on the server may count the call.
    pub(crate) fn sent(&mut self) {
        self.sent = true;
        if let Some(ticket) = &mut self.ticket {
            ticket.sent();
        }
    }

    /// Takes a place in what is shared as well. Where there is none, this one is given back.
    async fn share(mut self) -> Result<Self, Free> {
        if let Some(shared) = &self.gate.shared {
            match shared.take().await {
                Ok(ticket) => self.ticket = Some(ticket),
                Err(free) => {
                    self.refused = true;
                    return Err(free);
                }
            }
        }
        Ok(self)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Before the next in line looks.
        self.ticket = None;
        let mut state = self.gate.state();
        if self.sent {
            state.log.answered(Instant::now());
        } else {
            state.log.give_back();
        }
        drop(state);
        // Who is refused is the first in line itself: woken, it would ask again without end.
        if !self.refused {
            self.gate.answered.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(calls: u32, per: Duration) -> Arc<Gate> {
        Arc::new(Gate::new(vec![Window { calls, per }], None))
    }

    #[tokio::test]
    async fn who_comes_first_passes_first() {
        let gate = gate(1, Duration::from_millis(5));
        let (order, passed) = (Arc::new(Mutex::new(Vec::new())), 20);
        let mut calls = Vec::new();
        for number in 0..passed {
            let (gate, order) = (Arc::clone(&gate), Arc::clone(&order));
            calls.push(tokio::spawn(async move {
                gate.enter().await.sent();
                order.lock().expect("nobody panics").push(number);
            }));
            tokio::task::yield_now().await;
        }
        for call in calls {
            call.await.expect("passes");
        }
        assert_eq!(*order.lock().expect("nobody panics"), (0..passed).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn who_gives_up_holds_nobody_up() {
        let gate = gate(1, Duration::from_secs(3600));
        let mut place = gate.enter().await;
        let waiting: Vec<_> = (0..8)
            .map(|_| {
                let gate = Arc::clone(&gate);
                tokio::spawn(async move { gate.enter().await })
            })
            .collect();
        tokio::task::yield_now().await;
        for call in waiting {
            call.abort();
            assert!(call.await.is_err(), "it was waiting");
        }
        place = {
            drop(place);
            tokio::time::timeout(Duration::from_secs(10), gate.enter()).await.expect("the place was given back unsent")
        };
        place.sent();
        drop(place);
        assert!(tokio::time::timeout(Duration::from_millis(20), gate.enter()).await.is_err(), "sent once this hour");
    }

    #[tokio::test]
    async fn a_hold_holds_everybody() {
        let gate = gate(100, Duration::from_millis(1));
        gate.hold(Duration::from_millis(60));
        gate.hold(Duration::from_millis(1));
        let start = Instant::now();
        drop(gate.enter().await);
        assert!(start.elapsed() >= Duration::from_millis(60), "{:?}", start.elapsed());
    }

    /// When a place comes free before the first in line has run, nobody takes it from under their nose.
    #[tokio::test]
    async fn who_comes_later_does_not_overtake() {
        let gate = gate(1, Duration::from_millis(20));
        gate.enter().await.sent();
        let first = tokio::spawn({
            let gate = Arc::clone(&gate);
            async move { drop(gate.enter().await) }
        });
        tokio::task::yield_now().await;
        // The only thread: the first in line cannot run.
        std::thread::sleep(Duration::from_millis(40));
        assert!(gate.pass().is_none(), "somebody waits");
        let mut later = std::pin::pin!(gate.enter());
        let polled = std::future::poll_fn(|cx| std::task::Poll::Ready(later.as_mut().poll(cx).is_ready())).await;
        assert!(!polled, "somebody waits");
        first.await.expect("passes");
        tokio::time::timeout(Duration::from_secs(10), later).await.map(drop).expect("passes");
        assert!(gate.pass().is_some(), "nobody waits");
    }

    /// One who was answered holds a place for an hour, another one gives the last place back: it is free at once.
    #[tokio::test]
    async fn a_place_that_is_given_back_wakes_who_waits_for_a_moment() {
        let gate = Arc::new(Gate::new(vec![Window { calls: 2, per: Duration::from_secs(3600) }], None));
        gate.enter().await.sent();
        let unsent = gate.enter().await;
        let waiting = tokio::spawn({
            let gate = Arc::clone(&gate);
            async move { drop(gate.enter().await) }
        });
        tokio::task::yield_now().await;
        drop(unsent);
        tokio::time::timeout(Duration::from_secs(10), waiting).await.expect("there is a place").expect("passes");
    }

    /// Without Redis a process has a share of the limit; who waits for an answer to somebody else's call sleeps.
    #[cfg(feature = "redis")]
    #[tokio::test]
    async fn waiting_for_an_answer_within_a_share_takes_no_time_of_the_processor() {
        use std::{future::Future, pin::pin};

        use crate::operation::{Method, Operation};

        static OPERATION: Operation = Operation {
            id: "hire.v1.thing.create",
            method: Method::Post,
            path: "/things",
            page: "",
            tokens: &[],
            apps: &[],
            scopes: &[],
            field_scopes: &[],
            windows: &[],
            idempotent: false,
            parameters: &[],
            rules: &[],
            paging: None,
            errors: &[],
        };

        let windows = vec![Window { calls: 8, per: Duration::from_secs(3600) }];
        let redis = crate::Redis::open("redis://127.0.0.1:1").expect("an address").processes(4).link();
        let sharing = redis.limits_of_app("https://x", "cli_x", Duration::from_secs(30));
        let gate = Arc::new(Gate::new(windows.clone(), sharing.windows(None, &OPERATION, &windows)));
        let places = [gate.enter().await, gate.enter().await];
        let (mut polls, mut third) = (0, pin!(gate.enter()));
        let counted = std::future::poll_fn(|cx| {
            polls += 1;
            third.as_mut().poll(cx).map(drop)
        });
        assert!(tokio::time::timeout(Duration::from_millis(100), counted).await.is_err(), "a quarter of 8");
        assert!(polls < 20, "polled {polls} times");
        drop(places);
        tokio::time::timeout(Duration::from_secs(10), third).await.map(drop).expect("two places were given back");
    }
}
