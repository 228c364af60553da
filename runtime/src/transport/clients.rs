//! HTTP clients, one for each Tokio runtime.

use std::{sync::Arc, time::Duration};

use rustls::ClientConfig;

use crate::{Error, Result, per_runtime::PerRuntime};

/// How long an idle connection is kept. Most servers keep it longer. If the server closed the connection at the moment when a write is sent, the write
/// would fail and could not be retried.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// Maximum number of idle connections. A burst of calls may open more, which are closed after it.
const MAX_IDLE_CONNECTIONS: usize = 32;

/// HTTP clients with the same settings. They share no connections.
#[derive(Clone)]
pub(crate) enum HttpClients {
    PerRuntime(Arc<Settings>, Arc<PerRuntime<reqwest::Client>>),
    /// Supplied by the user, for all runtimes.
    #[cfg(feature = "reqwest")]
    Supplied(reqwest::Client),
}

/// The settings of an HTTP client.
pub(crate) struct Settings {
    tls: ClientConfig,
    connect_timeout: Duration,
    uses_proxies: bool,
}

impl HttpClients {
    /// Verifies the settings. The HTTP clients do not follow redirects, because the API has none and the token is meant for one host.
    pub(crate) fn new(tls: ClientConfig, connect_timeout: Duration, uses_proxies: bool) -> Result<Self> {
        let settings = Settings { tls, connect_timeout, uses_proxies };
        settings.build()?;
        Ok(Self::PerRuntime(Arc::new(settings), Arc::new(PerRuntime::new())))
    }

    /// Returns the HTTP client of the current runtime.
    pub(crate) fn current(&self) -> Result<reqwest::Client> {
        match self {
            Self::PerRuntime(settings, clients) => match clients.get() {
                Some(client) => Ok(client),
                None => settings.build().inspect(|client| clients.set(client.clone())),
            },
            #[cfg(feature = "reqwest")]
            Self::Supplied(client) => Ok(client.clone()),
        }
    }
}

impl Settings {
    fn build(&self) -> Result<reqwest::Client> {
        let builder = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_max_idle_per_host(MAX_IDLE_CONNECTIONS)
            .tls_backend_preconfigured(self.tls.clone())
            .user_agent(concat!("feishu-hire-rust/", env!("CARGO_PKG_VERSION")));
        let builder = if self.uses_proxies { builder } else { builder.no_proxy() };
        builder.build().map_err(|error| Error::configuration("the HTTP client cannot be built").with_source(error))
    }
}
