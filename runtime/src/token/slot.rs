//! One token in use, and the one fetch that replaces it.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::watch;

use super::{
    CachedToken, TokenKey,
    held::{Held, MARGIN, RENEWAL},
    source::{App, CACHE_LIMIT, Source},
};
use crate::{Error, ErrorKind, Result, token::secret::Token};

/// The pause after a fetch that failed; it doubles with each further failure, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How often the cache is looked at while another process fetches.
const CLAIM_PAUSE: Duration = Duration::from_millis(25);

/// One token in use.
#[derive(Debug)]
pub(crate) struct Slot {
    source: Source,
    key: TokenKey,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    held: Option<Held>,
    /// The token that the server refused last; the cache may still have it.
    refused: Option<CachedToken>,
    /// The fetch that is under way: a task of its own, so that a caller that gives up takes nothing from the others.
    fetch: Option<Fetch>,
    failure: Option<Failure>,
}

/// The server is not asked again at once.
#[derive(Debug)]
struct Failure {
    error: Error,
    in_a_row: u32,
    until: Instant,
}

/// Gets the outcome when there is one.
type Fetch = watch::Receiver<Option<Result<Token>>>;

/// Ends a fetch for all who wait for it.
struct Ending {
    slot: Arc<Slot>,
    done: watch::Sender<Option<Result<Token>>>,
}

/// What a caller gets.
enum Outlook {
    Ready(Token),
    Wait(Fetch),
    Failed(Error),
}

impl Slot {
    /// The tenant token of a custom app.
    pub(crate) fn custom(app: &Arc<App>) -> Arc<Self> {
        Self::new(Source::Custom(Arc::clone(app)))
    }

    /// The app token of a store app.
    pub(crate) fn store_app(app: &Arc<App>) -> Arc<Self> {
        Self::new(Source::StoreApp(Arc::clone(app)))
    }

    /// The token of a store app for one tenant.
    pub(crate) fn store_tenant(app: &Arc<App>, app_token: &Arc<Self>, tenant_key: &str) -> Arc<Self> {
        let (app, app_token) = (Arc::clone(app), Arc::clone(app_token));
        Self::new(Source::StoreTenant { app, tenant_key: tenant_key.to_owned(), app_token })
    }

    fn new(source: Source) -> Arc<Self> {
        Arc::new(Self { key: source.key(), source, state: Mutex::default() })
    }

    /// A token that is good now. Waits only when there is none.
    pub(crate) async fn get(self: &Arc<Self>) -> Result<Token> {
        loop {
            let mut fetch = match self.outlook() {
                Outlook::Ready(token) => return Ok(token),
                Outlook::Failed(error) => return Err(error),
                Outlook::Wait(fetch) => fetch,
            };
            let outcome = fetch.wait_for(Option::is_some).await.ok().and_then(|outcome| outcome.as_ref().map(shared));
            match outcome {
                Some(outcome) => return outcome,
                // The runtime that the fetch ran on is gone; this one starts another.
                None => self.forget(&fetch),
            }
        }
    }

    /// The server refused this token: nobody gets it again.
    pub(crate) fn refused(&self, token: &Token) {
        let mut state = self.state();
        if let Some(held) = state.held.take_if(|held| held.token == *token) {
            state.refused = Some(held.cached);
        }
    }

    /// What made the last fetch fail has changed.
    pub(crate) fn try_again(&self) {
        self.state().failure = None;
    }

    /// The token that is held, renewed behind the caller's back in its last half hour; or the fetch to wait for.
    fn outlook(self: &Arc<Self>) -> Outlook {
        let now = Instant::now();
        let mut state = self.state();
        let pause = state.failure.as_ref().map(|failure| failure.until).filter(|until| now < *until);
        if let Some(held) = state.held.as_ref().filter(|held| now < held.ends_at) {
            let (token, renew) = (held.token.clone(), now >= held.renew_at);
            if renew && pause.is_none() && state.fetch.is_none() {
                state.fetch = Some(self.start(None, RENEWAL));
            }
            return Outlook::Ready(token);
        }
        if let Some(fetch) = &state.fetch {
            return Outlook::Wait(fetch.clone());
        }
        if let (Some(until), Some(failure)) = (pause, &state.failure) {
            return Outlook::Failed(failure.error.again().with_pause(until.saturating_duration_since(now)));
        }
        let fetch = self.start(state.refused.take(), MARGIN);
        state.fetch = Some(fetch.clone());
        Outlook::Wait(fetch)
    }

    fn start(self: &Arc<Self>, refused: Option<CachedToken>, least: Duration) -> Fetch {
        let (done, fetch) = watch::channel(None);
        let ending = Ending { slot: Arc::clone(self), done };
        tokio::spawn(async move {
            let outcome = ending.slot.obtain(refused.as_ref(), least).await;
            ending.tell(outcome);
        });
        fetch
    }

    /// Ends a fetch: the token is held, or the failure is remembered.
    fn keep(&self, outcome: Result<Held>) -> Result<Token> {
        let mut state = self.state();
        state.fetch = None;
        match outcome {
            Ok(held) => {
                let token = held.token.clone();
                state.held = Some(held);
                state.failure = None;
                Ok(token)
            }
            Err(error) => {
                let in_a_row = state.failure.as_ref().map_or(0, |failure| failure.in_a_row).saturating_add(1);
                let pause = pause_after(in_a_row);
                tracing::warn!(key = %self.key, kind = ?error.kind(), status = error.status(), code = error.code(), ?pause, "no token");
                let now = Instant::now();
                let told = error.again().with_pause(pause);
                state.failure = Some(Failure { error, in_a_row, until: now.checked_add(pause).unwrap_or(now) });
                Err(told)
            }
        }
    }

    /// From the cache if it has one that lives for longer than `least`, otherwise from the server. Of several processes, one asks the server.
    ///
    /// The cache is looked at after the claim: who had it before may just have set a token.
    async fn obtain(&self, refused: Option<&CachedToken>, least: Duration) -> Result<Held> {
        let (app, cache) = (self.source.app(), &self.source.app().cache);
        if let Some(refused) = refused {
            app.asked(&self.key, cache.delete(&self.key, refused)).await;
        }
        let lease = app.http.attempt_timeout.saturating_add(CACHE_LIMIT);
        let start = Instant::now();
        loop {
            // A cache that fails must not keep the process from having a token.
            let claimed = app.asked(&self.key, cache.claim(&self.key, lease)).await.unwrap_or(true);
            let kept = app.asked(&self.key, cache.get(&self.key)).await.flatten();
            if let Some(held) = kept.and_then(|kept| Held::cached(kept, least).ok().flatten()) {
                tracing::debug!(key = %self.key, "token from the cache");
                if claimed {
                    app.asked(&self.key, cache.release(&self.key)).await;
                }
                return Ok(held);
            }
            if claimed || start.elapsed() > lease {
                break;
            }
            tokio::time::sleep(CLAIM_PAUSE).await;
        }
        let outcome = self.source.ask().await;
        if let Ok(held) = &outcome {
            tracing::debug!(key = %self.key, "token from the server");
            app.asked(&self.key, cache.set(&self.key, &held.cached)).await;
        }
        app.asked(&self.key, cache.release(&self.key)).await;
        outcome
    }

    fn forget(&self, fetch: &Fetch) {
        let mut state = self.state();
        state.fetch.take_if(|current| current.same_channel(fetch));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ending {
    fn tell(&self, outcome: Result<Held>) {
        self.done.send_replace(Some(self.slot.keep(outcome.map_err(Error::unsent))));
    }
}

impl Drop for Ending {
    /// A cache that panics fails as any other; otherwise each caller would start the same fetch again, at once and without end.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.tell(Err(Error::new(ErrorKind::Token, "no token: the token cache panicked")));
        }
    }
}

fn pause_after(failures: u32) -> Duration {
    let doubled = 1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    FIRST_PAUSE.saturating_mul(doubled).min(LONGEST_PAUSE)
}

/// The same outcome for one more caller.
fn shared(outcome: &Result<Token>) -> Result<Token> {
    match outcome {
        Ok(token) => Ok(token.clone()),
        Err(error) => Err(error.again()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_bound() {
        let pauses = [1, 2, 3, 5, 6, 100].map(|failures| pause_after(failures).as_secs());
        assert_eq!(pauses, [1, 2, 4, 16, 30, 30]);
    }

    /// A token that is to be renewed is not taken from the cache once more.
    #[tokio::test]
    async fn a_renewal_takes_no_token_that_is_to_be_renewed_itself() -> Result<()> {
        let base = crate::transport::base::Base::parse("http://127.0.0.1:1")?;
        let http = crate::transport::http::Http::new(base, Duration::from_secs(5), Duration::from_secs(5))?;
        let secret = crate::token::secret::SecretText::new("secret");
        let credentials = super::super::AppCredentials { id: "cli_x".to_owned(), secret };
        let cache = Arc::new(crate::MemoryTokenCache::new());
        let slot = Slot::custom(&Arc::new(App { http, credentials, cache: Arc::clone(&cache) as Arc<_> }));
        let kept = CachedToken::new("t-1", std::time::SystemTime::now() + RENEWAL - Duration::from_secs(60));
        crate::TokenCache::set(&cache, &slot.key, &kept).await.map_err(|_| Error::configuration("not kept"))?;
        assert_eq!(slot.get().await?.reveal(), "t-1", "it is good for a first use");
        if let Some(held) = &mut slot.state().held {
            held.renew_at = Instant::now();
        }
        assert_eq!(slot.get().await?.reveal(), "t-1", "nobody waits for the renewal");
        let mut fetch = slot.state().fetch.clone().expect("a renewal");
        let outcome =
            fetch.wait_for(Option::is_some).await.expect("an outcome").as_ref().map(shared).expect("an outcome");
        assert_eq!(outcome.err().map(|error| error.kind()), Some(ErrorKind::Connect), "the server was asked");
        Ok(())
    }
}
