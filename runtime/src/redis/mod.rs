//! Tokens and rate limits that several processes share through a Redis server.

#[cfg(feature = "events")]
mod events;
#[cfg(feature = "events-socket")]
mod leadership;
mod link;
mod report;
mod script;
mod seal;
mod tokens;
mod windows;

use std::{fmt, sync::Arc, time::Duration};

use redis::IntoConnectionInfo;
use ring::digest::{SHA256, digest};

#[cfg(feature = "events")]
pub use events::RedisDeduplicator;
#[cfg(feature = "events-socket")]
pub use leadership::RedisLeadership;
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

/// Added to the attempt timeout to get the lease of a call: the end of an attempt is reported to Redis within this time.
const LEASE_MARGIN: Duration = Duration::from_secs(2);

/// A Redis server (version 5 or later) through which several processes share tokens and rate limits. Pass it to
/// [`ClientBuilder::redis`](crate::ClientBuilder::redis).
///
/// All processes with the same service, app and prefix share: each token is fetched by one of them, and they enforce each rate limit together.
/// Calls to operations without a limit do not use Redis. Tokens are encrypted with a key derived from the app secret. App id, tenant keys and
/// operation ids are not encrypted.
///
/// # Failures
///
/// If the server cannot be reached, no call fails. Each process logs one warning, pauses until the calls that other processes may have just sent are
/// outside the windows, and continues with its share of each limit. With a limit of 50 per second and 4 processes, each process sends 12 calls per
/// second. The share depends on the number of processes that requested a permit within the last minute. The client tries to reconnect once per
/// second. After the reconnection, the processes share the limits again.
///
/// # Requirements
///
/// Use a server with low latency: a command that takes longer than 0.5 s counts as a failure. Configure the same rate limits in all processes.
///
/// `Debug` does not show the URL.
#[derive(Clone)]
pub struct Redis {
    client: redis::Client,
    prefix: String,
    processes: usize,
}

impl Redis {
    /// Configures a Redis server by its URL: `redis://[user:password@]host[:port][/database]` or `unix:///path`. Does not connect yet.
    ///
    /// TLS (`rediss://`) is not supported; use a tunnel.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for an invalid URL. The error does not contain the URL, which may contain a
    /// password.
    pub fn open(url: &str) -> Result<Self> {
        // The message of the library may quote a part of the URL.
        let refused = |_| {
            let forms = "`redis://[user:password@]host[:port][/database]` or `unix:///path`, without TLS";
            Error::configuration(format!("invalid URL of the Redis server; use {forms}"))
        };
        let client = url.into_connection_info().and_then(redis::Client::open).map_err(refused)?;
        Ok(Self { client, prefix: "feishu".to_owned(), processes: 1 })
    }

    /// Sets the prefix of all keys in Redis. Default: `feishu`. Only processes with the same prefix share tokens and rate limits.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Sets the number of processes to assume until Redis is reached for the first time. Default: 1.
    ///
    /// Set it to the real number, so that a process that starts while Redis is unreachable uses only its share of each limit.
    #[must_use]
    pub fn processes(mut self, processes: usize) -> Self {
        self.processes = processes.max(1);
        self
    }

    /// Returns a deduplicator of events for all processes that use this server with the same prefix.
    #[cfg(feature = "events")]
    #[must_use]
    pub fn deduplicator(self) -> RedisDeduplicator {
        let Shared { link, prefix } = self.link();
        RedisDeduplicator::new(link, prefix)
    }

    /// Returns the leader election among all processes that use this server with the same prefix and name. Use the app id as the name.
    #[cfg(feature = "events-socket")]
    #[must_use]
    pub fn leadership(self, name: &str) -> RedisLeadership {
        let Shared { link, prefix } = self.link();
        RedisLeadership::new(link, format!("{prefix}:leader:{name}"))
    }

    pub(crate) fn link(self) -> Shared {
        Shared { link: Arc::new(Link::new(self.client, &self.prefix, self.processes)), prefix: self.prefix }
    }
}

/// The Redis server as one client uses it.
pub(crate) struct Shared {
    link: Arc<Link>,
    prefix: String,
}

impl Shared {
    /// Returns the token cache of an app.
    pub(crate) fn tokens(&self, app: &AppCredentials) -> Result<Arc<dyn TokenCache>> {
        let seal = Seal::new(app.secret.reveal()).map_err(|_| Error::configuration("no key to seal tokens with"))?;
        Ok(Arc::new(Tokens::new(Arc::clone(&self.link), &self.prefix, seal)))
    }

    /// Returns the shared rate limits of an app.
    pub(crate) fn limits_of_app(&self, service: &str, app_id: &str, attempt_timeout: Duration) -> Sharing {
        let lease = attempt_timeout.saturating_add(LEASE_MARGIN);
        let scope = format!("{}:{{{service}:{app_id}}}", self.prefix);
        Sharing { link: Arc::clone(&self.link), reporter: Arc::default(), scope, lease }
    }

    /// Returns the shared rate limits of a client with a token supplied by the user. Only clients with the same token share them.
    pub(crate) fn limits_of_token(&self, service: &str, token: &str, attempt_timeout: Duration) -> Sharing {
        let digest = digest(&SHA256, token.trim().as_bytes());
        let short: String = digest.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        self.limits_of_app(service, &format!("token-{short}"), attempt_timeout)
    }
}

/// The rate limits of an app that processes share.
#[derive(Debug)]
pub(crate) struct Sharing {
    link: Arc<Link>,
    reporter: Arc<Reporter>,
    /// The prefix of all keys. The part in braces is the hash tag, which keeps them on one node of a cluster.
    scope: String,
    lease: Duration,
}

impl Sharing {
    /// Returns the shared windows of an operation in a tenant; `None` without a limit.
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
    fn the_error_of_an_invalid_url_does_not_show_the_password() {
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
