//! The storage of one token that concurrent callers share, and the fetch that replaces it.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::{
    CachedToken, TokenKey,
    app::{App, CACHE_LIMIT},
    fetch::Fetch,
    held::{HeldToken, MARGIN, REFRESH_BEFORE},
};
use crate::{Error, ErrorKind, Result, log, token::secret::Token, transport::executor::spawn};

/// The pause after a failed fetch. It doubles with each further failure.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const MAX_PAUSE: Duration = Duration::from_secs(30);

/// The longest pause that the server can ask for.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(10 * 60);

/// The interval of cache lookups while another process fetches the token.
const CLAIM_PAUSE: Duration = Duration::from_millis(25);

/// The maximum time for which other processes wait for the process that fetches, because its runtime may have stopped.
const MAX_CLAIM: Duration = Duration::from_secs(5);

/// The response to a request for a token.
pub(super) type Requested<'a> = Pin<Box<dyn Future<Output = Result<HeldToken>> + Send + 'a>>;

/// Where the tokens of a cell come from.
pub(super) trait TokenSource: Send + Sync {
    /// Returns the key of the token in the cache.
    fn key(&self) -> TokenKey;

    /// Returns the app to which the token belongs.
    fn app(&self) -> &App;

    /// Requests a new token.
    fn request(&self) -> Requested<'_>;
}

/// The storage of one token that concurrent callers share.
pub(crate) struct TokenCell {
    source: Box<dyn TokenSource>,
    key: TokenKey,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<HeldToken>,
    /// The last token that the server refused. The cache may still contain it.
    refused: Option<CachedToken>,
    /// The current fetch.
    fetch: Option<Arc<Fetch>>,
    failure: Option<Failure>,
}

/// A failed fetch. No other fetch starts until its pause has ended.
struct Failure {
    error: Error,
    in_a_row: u32,
    until: Instant,
}

/// Reports the end of a fetch to all callers that wait for it, even if the task panics or is dropped.
struct FetchGuard {
    cell: Arc<TokenCell>,
    fetch: Arc<Fetch>,
}

/// The state of the token for a caller.
enum TokenState {
    Ready(Token),
    Wait(Arc<Fetch>),
    Failed(Error),
}

impl TokenCell {
    /// Creates an empty cell for the tokens of a source.
    pub(super) fn new(source: impl TokenSource + 'static) -> Arc<Self> {
        Arc::new(Self { key: source.key(), source: Box::new(source), state: Mutex::default() })
    }

    /// Returns a valid token. Waits only if there is none.
    pub(crate) async fn get(self: &Arc<Self>) -> Result<Token> {
        loop {
            match self.token_state() {
                TokenState::Ready(token) => return Ok(token),
                TokenState::Failed(error) => return Err(error),
                TokenState::Wait(fetch) => {
                    if let Some(outcome) = fetch.wait().await {
                        return outcome;
                    }
                }
            }
        }
    }

    /// Returns a valid token without waiting, if there is one.
    pub(crate) fn get_now(self: &Arc<Self>) -> Option<Token> {
        match self.token_state() {
            TokenState::Ready(token) => Some(token),
            TokenState::Wait(_) | TokenState::Failed(_) => None,
        }
    }

    /// Drops a token that the server refused.
    pub(crate) fn record_refusal(&self, token: &Token) {
        let mut state = self.state();
        if let Some(held) = state.held.take_if(|held| held.token == *token) {
            state.refused = Some(held.cached);
        }
    }

    /// Clears the last failure, because its cause may no longer exist.
    pub(crate) fn clear_failure(&self) {
        self.state().failure = None;
    }

    /// Returns the current token; in its last half hour, also starts a refresh in the background. Without a valid token, returns the fetch to wait for
    /// or, during the pause after a failed fetch, that failure.
    fn token_state(self: &Arc<Self>) -> TokenState {
        let now = Instant::now();
        let mut state = self.state();
        state.fetch.take_if(|fetch| fetch.is_abandoned());
        let pause = state.failure.as_ref().map(|failure| failure.until).filter(|until| now < *until);
        if let Some(held) = state.held.as_ref().filter(|held| now < held.ends_at) {
            let (token, is_due) = (held.token.clone(), now >= held.refresh_at);
            if is_due && pause.is_none() && state.fetch.is_none() {
                state.fetch = Some(self.start(None, REFRESH_BEFORE));
            }
            return TokenState::Ready(token);
        }
        if let Some(fetch) = &state.fetch {
            return TokenState::Wait(Arc::clone(fetch));
        }
        if let (Some(until), Some(failure)) = (pause, &state.failure) {
            return TokenState::Failed(failure.error.duplicate().with_pause(until.saturating_duration_since(now)));
        }
        let fetch = self.start(state.refused.clone(), MARGIN);
        state.fetch = Some(Arc::clone(&fetch));
        TokenState::Wait(fetch)
    }

    fn start(self: &Arc<Self>, refused: Option<CachedToken>, least: Duration) -> Arc<Fetch> {
        let fetch = Arc::new(Fetch::new());
        let guard = FetchGuard { cell: Arc::clone(self), fetch: Arc::clone(&fetch) };
        spawn(async move {
            let outcome = guard.fetch.run(guard.cell.obtain(refused.as_ref(), least)).await;
            guard.finish(outcome);
        });
        fetch
    }

    /// Stores the outcome of a fetch. If the fetch was abandoned and replaced, its error is not recorded, and its token is only stored if there is
    /// none.
    fn store(&self, fetch: &Arc<Fetch>, outcome: Result<HeldToken>) -> Result<Token> {
        let mut state = self.state();
        let is_current = state.fetch.take_if(|current| Arc::ptr_eq(current, fetch)).is_some();
        match outcome {
            Ok(held) => {
                let token = held.token.clone();
                if is_current || state.held.is_none() {
                    (state.held, state.refused, state.failure) = (Some(held), None, None);
                }
                Ok(token)
            }
            Err(error) if is_current => Err(state.record_failure(error, &self.key)),
            Err(error) => Err(error),
        }
    }

    /// Gets the token from the cache if its remaining lifetime exceeds `least`, otherwise from the server. If several processes share the cache, only
    /// one of them calls the server.
    ///
    /// The cache is read after the claim, because the previous owner of the claim may have just stored a token.
    async fn obtain(&self, refused: Option<&CachedToken>, least: Duration) -> Result<HeldToken> {
        let (app, cache) = (self.source.app(), &self.source.app().cache);
        if let Some(refused) = refused {
            app.ask_cache(&self.key, cache.delete(&self.key, refused)).await;
        }
        let lease = app.http.attempt_timeout.saturating_add(CACHE_LIMIT).min(MAX_CLAIM);
        let start = Instant::now();
        loop {
            // A failing cache must not prevent the process from getting a token.
            let claimed = app.ask_cache(&self.key, cache.claim(&self.key, lease)).await.unwrap_or(true);
            let cached = app.ask_cache(&self.key, cache.get(&self.key)).await.flatten();
            if let Some(held) = cached.and_then(|cached| HeldToken::cached(cached, least).ok().flatten()) {
                tracing::debug!(target: log::TARGET, key = %self.key, "token from the cache");
                if claimed {
                    app.ask_cache(&self.key, cache.release(&self.key)).await;
                }
                return Ok(held);
            }
            if claimed || start.elapsed() > lease {
                break;
            }
            tokio::time::sleep(CLAIM_PAUSE).await;
        }
        let outcome = self.source.request().await;
        if let Ok(held) = &outcome {
            tracing::debug!(target: log::TARGET, key = %self.key, "token from the server");
            app.ask_cache(&self.key, cache.set(&self.key, &held.cached)).await;
        }
        app.ask_cache(&self.key, cache.release(&self.key)).await;
        outcome
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Records a failed fetch. Returns the error for the callers, with the pause before the next fetch.
    fn record_failure(&mut self, error: Error, key: &TokenKey) -> Error {
        let in_a_row = self.failure.as_ref().map_or(0, |failure| failure.in_a_row).saturating_add(1);
        let asked_for = error.retry_after().unwrap_or_default().min(MAX_RETRY_AFTER);
        let pause = pause_after(in_a_row).max(asked_for);
        tracing::warn!(target: log::TARGET, %key, kind = ?error.kind(), status = error.status(), code = error.code(), ?pause, "no token");
        let now = Instant::now();
        let for_callers = error.duplicate().with_pause(pause);
        self.failure = Some(Failure { error, in_a_row, until: now.checked_add(pause).unwrap_or(now) });
        for_callers
    }
}

impl FetchGuard {
    fn finish(&self, outcome: Result<HeldToken>) {
        self.fetch.finish(self.cell.store(&self.fetch, outcome.map_err(Error::unsent)));
    }
}

impl Drop for FetchGuard {
    /// A panic of the cache is recorded as a failure. Otherwise, each caller would start the same fetch again at once.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.finish(Err(Error::new(ErrorKind::Token, "no token: the token cache panicked")));
        }
        self.fetch.abandon();
    }
}

fn pause_after(failures: u32) -> Duration {
    let doubled = 1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    FIRST_PAUSE.saturating_mul(doubled).min(MAX_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let pauses = [1, 2, 3, 5, 6, 100].map(|failures| pause_after(failures).as_secs());
        assert_eq!(pauses, [1, 2, 4, 16, 30, 30]);
    }

    #[tokio::test]
    async fn a_refresh_does_not_use_a_cached_token_that_is_due_for_refresh() -> Result<()> {
        let base = crate::transport::base::Base::parse("http://127.0.0.1:1")?;
        let http = crate::transport::http::Http::new(base, Duration::from_secs(5), Duration::from_secs(5))?;
        let secret = crate::token::secret::SecretText::new("secret");
        let credentials = super::super::AppCredentials { id: "cli_x".to_owned(), secret };
        let cache = Arc::new(crate::MemoryTokenCache::new());
        let cell = TokenCell::custom(&Arc::new(App { http, credentials, cache: Arc::clone(&cache) as Arc<_> }));
        let kept = CachedToken::new("t-1", std::time::SystemTime::now() + REFRESH_BEFORE - Duration::from_secs(60));
        crate::TokenCache::set(&cache, &cell.key, &kept).await.map_err(|_| Error::configuration("not kept"))?;
        assert_eq!(cell.get().await?.reveal(), "t-1", "it is valid for a first use");
        if let Some(held) = &mut cell.state().held {
            held.refresh_at = Instant::now();
        }
        assert_eq!(cell.get().await?.reveal(), "t-1", "no call waits for the refresh");
        let fetch = cell.state().fetch.clone().expect("a refresh");
        let outcome = fetch.wait().await.expect("an outcome");
        assert_eq!(outcome.err().map(|error| error.kind()), Some(ErrorKind::Connect), "the server was called");
        Ok(())
    }
}
