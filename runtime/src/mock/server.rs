//! The server as a test sees it: started, asked, stopped.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use tokio::{net::TcpListener, task::JoinHandle};

use super::{Endpoint, Mocked, Received, TokenEndpoint, UnknownOperation, pipeline::Shared, serve};

/// A running mock server. It stops, and its connections close, when it is dropped.
#[must_use = "the server stops when it is dropped"]
pub struct Server {
    shared: Arc<Shared>,
    base_url: String,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server on a free port of this machine. It runs inside the tokio runtime that this is called in.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start(operations: &'static [Mocked]) -> io::Result<Self> {
        Self::start_at(operations, (Ipv4Addr::LOCALHOST, 0).into()).await
    }

    /// Starts a server at an address of this machine.
    ///
    /// # Errors
    /// When the address cannot be had, for example because another program has it.
    pub async fn start_at(operations: &'static [Mocked], address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared::new(operations));
        let task = tokio::spawn(serve::accept(listener, Arc::clone(&shared)));
        Ok(Self { shared, base_url, task })
    }

    /// What to give a client as its base URL: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// One operation, to be scripted or asked, by its id.
    ///
    /// # Errors
    /// When the table holds no operation of this id.
    pub fn on(&self, id: &str) -> Result<Endpoint<'_>, UnknownOperation> {
        Endpoint::find(&self.shared.endpoints, id).ok_or_else(|| UnknownOperation::new(id, &self.shared.endpoints))
    }

    /// The endpoint that gives tokens, to be scripted.
    #[must_use]
    pub fn token(&self) -> TokenEndpoint<'_> {
        TokenEndpoint::new(&self.shared.tokens)
    }

    /// Lets every paged operation hold so many items; see [`Endpoint::holds`].
    pub fn holds(&self, items: usize) {
        for endpoint in Endpoint::all(&self.shared.endpoints).filter(Endpoint::is_paged) {
            endpoint.holds(items);
        }
    }

    /// Makes every token given so far invalid, as if an administrator had done so: calls with them are answered with code 99991663.
    pub fn revoke_tokens(&self) {
        self.token().revoke();
    }

    /// Everything received so far, in the order in which it came.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.shared.received.all()
    }

    /// What was received for one operation.
    ///
    /// # Errors
    /// When the table holds no operation of this id.
    pub fn requests_for(&self, id: &str) -> Result<Vec<Received>, UnknownOperation> {
        let id = self.on(id)?.id();
        Ok(self.shared.received.which(|received| received.operation == Some(id)))
    }

    /// What was received at the token endpoint.
    #[must_use]
    pub fn token_requests(&self) -> Vec<Received> {
        self.shared.received.which(Received::is_for_token)
    }

    /// Forgets what was received so far. Otherwise all of it is kept, bodies and all, which a long run may not want.
    pub fn forget_requests(&self) {
        self.shared.received.forget();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The task owns the listener and the connections; all of them go with it.
        self.task.abort();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
