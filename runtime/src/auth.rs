//! The tenant token of a custom app: fetched once for any number of callers, renewed before it ends, replaced when it is refused.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;
use serde_json::json;
use tokio::sync::watch;

use crate::{
    Error, ErrorKind, Result, UnknownFields,
    answer::Answer,
    http::{Body, Http, Outgoing},
    operation::Method,
    secret::{SecretText, Token},
    wire::{Fields, Object, Secret, field},
};

/// Where a custom app gets its tenant token.
pub(crate) const PATH: &str = "/open-apis/auth/v3/tenant_access_token/internal";

/// With less than this left the server gives a new token and keeps the old one alive; with more it gives the same one again.
const RENEWAL: Duration = Duration::from_secs(30 * 60);

/// A token so near its end may be dead on arrival.
const MARGIN: Duration = Duration::from_secs(60);

/// A renewal that failed is tried again after this.
const RENEWAL_PAUSE: Duration = Duration::from_secs(10);

/// The token of one app.
#[derive(Debug)]
pub(crate) struct Tokens {
    http: Http,
    app_id: String,
    app_secret: SecretText,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    held: Option<Held>,
    /// The fetch that is under way: a task of its own, so that a caller that gives up takes nothing from the others.
    fetch: Option<Fetch>,
    no_renewal_before: Option<Instant>,
}

/// Gets the outcome when there is one.
type Fetch = watch::Receiver<Option<Result<Token>>>;

#[derive(Clone, Debug)]
struct Held {
    token: Token,
    renew_at: Instant,
    ends_at: Instant,
}

impl Tokens {
    pub(crate) fn new(http: Http, app_id: String, app_secret: SecretText) -> Self {
        Self { http, app_id, app_secret, state: Mutex::default() }
    }

    /// A token that is good now. Waits only when there is none.
    pub(crate) async fn get(self: &Arc<Self>) -> Result<Token> {
        loop {
            let mut fetch = match self.held_or_fetch() {
                Ok(token) => return Ok(token),
                Err(fetch) => fetch,
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
        if state.held.as_ref().is_some_and(|held| held.token == *token) {
            state.held = None;
        }
    }

    /// The token that is held, renewed behind the caller's back in its last half hour; or the fetch to wait for.
    fn held_or_fetch(self: &Arc<Self>) -> Result<Token, Fetch> {
        let now = Instant::now();
        let mut state = self.state();
        match state.held.clone().filter(|held| now < held.ends_at) {
            Some(held) => {
                let paused = state.no_renewal_before.is_some_and(|pause| now < pause);
                if now >= held.renew_at && !paused && state.fetch.is_none() {
                    state.no_renewal_before = now.checked_add(RENEWAL_PAUSE);
                    state.fetch = Some(self.start());
                }
                Ok(held.token)
            }
            None => Err(state.fetch.get_or_insert_with(|| self.start()).clone()),
        }
    }

    fn start(self: &Arc<Self>) -> Fetch {
        let (done, fetch) = watch::channel(None);
        let tokens = Arc::clone(self);
        tokio::spawn(async move {
            let outcome = tokens.ask().await;
            let mut state = tokens.state();
            state.fetch = None;
            if let Ok((token, lifetime)) = &outcome {
                state.held = Held::new(token.clone(), *lifetime);
            }
            drop(state);
            done.send_replace(Some(outcome.map(|(token, _)| token)));
        });
        fetch
    }

    fn forget(&self, fetch: &Fetch) {
        let mut state = self.state();
        if state.fetch.as_ref().is_some_and(|current| current.same_channel(fetch)) {
            state.fetch = None;
        }
    }

    async fn ask(&self) -> Result<(Token, Duration)> {
        let failed = |error: Error| error.with_context("no tenant token");
        let body = json!({ "app_id": self.app_id, "app_secret": self.app_secret.reveal() }).to_string();
        let url = self.http.base.join(PATH);
        let outgoing = Outgoing { method: Method::Post, url: &url, token: None, body: &Body::Json(Bytes::from(body)) };
        let answer: Answer = self.http.send(outgoing).await.map_err(failed)?;
        granted(&answer).map_err(failed)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The token that an answer holds, and for how long it is good.
pub(crate) fn granted(answer: &Answer) -> Result<(Token, Duration)> {
    let granted: Granted = answer.top_level(|granted: &Granted| granted.code)?;
    if granted.tenant_access_token.is_empty() {
        return Err(Error::new(ErrorKind::Decode, "the answer holds none"));
    }
    let lifetime = Duration::from_secs(u64::try_from(granted.expire).unwrap_or(0));
    Ok((Token::new(&granted.tenant_access_token)?, lifetime))
}

/// The same outcome for one more caller.
fn shared(outcome: &Result<Token>) -> Result<Token> {
    match outcome {
        Ok(token) => Ok(token.clone()),
        Err(error) => Err(error.again()),
    }
}

impl Held {
    /// `None` when the token ends too soon to be kept, or so late that no clock can say when.
    fn new(token: Token, lifetime: Duration) -> Option<Self> {
        let lifetime = lifetime.min(Duration::from_secs(24 * 60 * 60));
        let usable = lifetime.checked_sub(MARGIN.min(lifetime / 10)).filter(|usable| !usable.is_zero())?;
        let now = Instant::now();
        let ends_at = now.checked_add(usable)?;
        let renew_at = now.checked_add(lifetime.saturating_sub(RENEWAL.min(lifetime / 2)))?;
        Some(Self { token, renew_at, ends_at })
    }
}

/// The answer of the token endpoint.
#[derive(Clone, Default, PartialEq)]
struct Granted {
    code: Option<i64>,
    tenant_access_token: String,
    expire: i64,
    unknown_fields: UnknownFields,
}

impl Object for Granted {
    const NAME: &'static str = "Granted";

    fn read_field<'de, A: serde::de::MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "code" => field(&mut self.code, map)?,
            "tenant_access_token" => field(&mut self.tenant_access_token, map)?,
            "expire" => field(&mut self.expire, map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn fields<F: Fields>(&self, to: &mut F) -> Result<(), F::Error> {
        to.field("code", &self.code)?;
        to.field("tenant_access_token", &Secret(&self.tenant_access_token))?;
        to.field("expire", &self.expire)?;
        to.unknown(&self.unknown_fields)
    }

    fn unknown_fields(&mut self) -> &mut UnknownFields {
        &mut self.unknown_fields
    }
}

crate::object!(Granted);

#[cfg(test)]
mod tests {
    use super::*;

    fn held(seconds: u64) -> Option<(u64, u64)> {
        let now = Instant::now();
        let held = Held::new(Token::new("t-1").ok()?, Duration::from_secs(seconds))?;
        let from_now = |moment: Instant| moment.saturating_duration_since(now).as_secs_f64().round() as u64;
        Some((from_now(held.renew_at), from_now(held.ends_at)))
    }

    #[test]
    fn renews_inside_the_last_half_hour() {
        assert_eq!(held(7200), Some((5400, 7140)));
        assert_eq!(held(1800), Some((900, 1740)));
    }

    #[test]
    fn survives_odd_lifetimes() {
        assert_eq!(held(0), None);
        assert_eq!(held(10), Some((5, 9)));
        assert_eq!(held(u64::MAX), Some((24 * 3600 - 1800, 24 * 3600 - 60)));
    }
}
