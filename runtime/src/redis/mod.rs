//! Tokens and rate limits that several processes share through a Redis server.

mod link;
mod report;
mod script;
mod seal;
mod tokens;
mod windows;

use std::{fmt, sync::Arc, time::Duration};

use redis::IntoConnectionInfo;
use ring::digest::{SHA256, digest};

pub(crate) use windows::{Ticket, Windows};

use crate::{
    Error, Result, TokenCache,
    operation::{Operation, Window},
    token::AppCredentials,
};
use link::Link;
use report::Reporter;
use seal::Seal;
use tokens::Tokens;
use windows::Names;

/// Longer than an attempt itself: until Redis has heard that it is over.
const LEASE_MARGIN: Duration = Duration::from_secs(2);

/// A Redis server (5 or later) through which several processes share tokens and rate limits: give it to
/// [`ClientBuilder::redis`](crate::ClientBuilder::redis).
///
/// Of all processes with the same service, app and prefix, one fetches a token, and all together keep each rate limit. Calls to operations
/// without a limit do not ask Redis. Token values are sealed with a key that comes from the app secret; app id, tenant keys and ids of operations
/// are readable.
///
/// When the server cannot be reached, nothing fails. Each process says so once, as a warning in the trace, and goes on with its share of each
/// limit: with a limit of 50 per second and 4 processes, with 12 per second, after a pause that covers what the others may have sent just
/// before. How many processes there are is known from the server: those that called anything in its last minute. Once a second the server is tried
/// again, and when it is back the processes share again.
///
/// The server should be near: what takes it longer than half a second counts as a failure. All processes should be given the same rate limits.
/// `Debug` does not show the address.
#[derive(Clone)]
pub struct Redis {
    client: redis::Client,
    prefix: String,
    processes: usize,
}

impl Redis {
    /// A server by its address: `redis://[user:password@]host[:port][/database]`, or `unix:///path`. No connection is made yet.
    ///
    /// TLS (`rediss://`) is not taken: it needs a tunnel.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for what is no such address. The address itself is not told: it may hold a password.
    pub fn open(url: &str) -> Result<Self> {
        // What the library says may quote a part of the address.
        let refused = |_| {
            let taken = "`redis://[user:password@]host[:port][/database]` or `unix:///path`, without TLS";
            Error::configuration(format!("the address of the Redis server cannot be used; what is taken is {taken}"))
        };
        let client = url.into_connection_info().and_then(redis::Client::open).map_err(refused)?;
        Ok(Self { client, prefix: "feishu".to_owned(), processes: 1 })
    }

    /// What the names of all keys in Redis begin with; `feishu` unless told. Only processes with the same prefix share.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// How many processes to assume until Redis was reached for the first time; 1 unless told. With more, a process that starts while Redis is away
    /// keeps to its share.
    #[must_use]
    pub fn processes(mut self, processes: usize) -> Self {
        self.processes = processes.max(1);
        self
    }

    pub(crate) fn link(self) -> Shared {
        Shared { link: Arc::new(Link::new(self.client, &self.prefix, self.processes)), prefix: self.prefix }
    }
}

/// The server as one client uses it.
pub(crate) struct Shared {
    link: Arc<Link>,
    prefix: String,
}

impl Shared {
    /// Where the tokens of an app are kept.
    pub(crate) fn tokens(&self, app: &AppCredentials) -> Result<Arc<dyn TokenCache>> {
        let seal = Seal::new(app.secret.reveal()).map_err(|_| Error::configuration("no key to seal tokens with"))?;
        Ok(Arc::new(Tokens::new(Arc::clone(&self.link), &self.prefix, seal)))
    }

    /// What is counted for an app by its id.
    pub(crate) fn limits_of_app(&self, service: &str, app_id: &str, attempt_timeout: Duration) -> Sharing {
        let lease = attempt_timeout.saturating_add(LEASE_MARGIN);
        let scope = format!("{}:{{{service}:{app_id}}}", self.prefix);
        Sharing { link: Arc::clone(&self.link), reporter: Arc::default(), scope, lease }
    }

    /// What is counted for an app that only its token is known of.
    pub(crate) fn limits_of_token(&self, service: &str, token: &str, attempt_timeout: Duration) -> Sharing {
        let digest = digest(&SHA256, token.trim().as_bytes());
        let short: String = digest.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        self.limits_of_app(service, &format!("token-{short}"), attempt_timeout)
    }
}

/// The rate limits of an app that processes keep together.
#[derive(Debug)]
pub(crate) struct Sharing {
    link: Arc<Link>,
    reporter: Arc<Reporter>,
    /// The start of all keys. The part in braces keeps them together in a cluster.
    scope: String,
    lease: Duration,
}

impl Sharing {
    /// What the gate of an operation shares; nothing without a limit.
    pub(crate) fn windows(
        &self,
        tenant_key: Option<&str>,
        operation: &Operation,
        windows: &[Window],
    ) -> Option<Arc<Windows>> {
        if windows.is_empty() {
            return None;
        }
        let (scope, tenant_key, id) = (&self.scope, tenant_key.unwrap_or_default(), operation.id);
        let names = Names {
            calls: format!("{scope}:calls:{tenant_key}:{id}"),
            hold: format!("{scope}:hold:{tenant_key}:{id}"),
            processes: format!("{scope}:processes"),
        };
        Some(Windows::new(&self.link, &self.reporter, names, windows, self.lease))
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redis").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn a_wrong_address_is_told_without_the_password() {
        for wrong in [
            "",
            "localhost",
            "http://u:hunter2@localhost",
            "rediss://u:hunter2@localhost",
            "redis://u:hunter2@localhost/x",
            "redis://u:hunter2@localhost:99999",
            "redis://u:hunter2@",
            "redis://:hunter2@localhost?protocol=hunter2",
        ] {
            let error = Redis::open(wrong).expect_err(wrong);
            assert_eq!(error.kind(), ErrorKind::Configuration, "{wrong}");
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
        }
    }

    #[test]
    fn debug_shows_no_password() {
        let redis = Redis::open("redis://u:hunter2@localhost").expect("an address");
        assert!(!format!("{redis:?}").contains("hunter2"));
    }
}
