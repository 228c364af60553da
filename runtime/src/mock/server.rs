//! The server handle for tests.

use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use bytes::Bytes;
use tokio::{net::TcpListener, task::JoinHandle};

use super::{
    Endpoint, Fault, FileEndpoint, MockOperation, StoreApp, TokenEndpoint, UnknownFile, UnknownOperation, WindowKind,
    bearer::USER_TOKEN, pipeline::Shared, serve,
};

/// A running mock server. Dropping it stops the server and closes its connections.
#[must_use = "the server stops when it is dropped"]
pub struct Server {
    pub(super) shared: Arc<Shared>,
    base_url: String,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server on a free port of the loopback interface, in the current tokio runtime.
    ///
    /// # Errors
    /// Returns an error if no port is available.
    pub async fn start(operations: &[MockOperation]) -> io::Result<Self> {
        Self::start_at(operations, (Ipv4Addr::LOCALHOST, 0).into()).await
    }

    /// Starts a server at the given address. With an unspecified address, such as `0.0.0.0:8080`, it accepts connections from other machines and
    /// containers; see [`ClientBuilder::insecure_base_url`](crate::ClientBuilder::insecure_base_url).
    ///
    /// # Errors
    /// Returns an error if the address cannot be bound, for example because it is in use.
    pub async fn start_at(operations: &[MockOperation], address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let base_url = format!("http://{}", reachable(listener.local_addr()?));
        let shared = Arc::new(Shared::new(operations));
        let task = tokio::spawn(serve::accept(listener, Arc::clone(&shared)));
        Ok(Self { shared, base_url, task })
    }

    /// Returns the base URL for clients on this machine: `http://127.0.0.1:PORT`, or the address given to [`start_at`](Self::start_at).
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Returns the operation with this id, to configure it and to read its counters.
    ///
    /// # Errors
    /// Returns an error if there is no operation with this id.
    pub fn on(&self, id: &str) -> Result<Endpoint<'_>, UnknownOperation> {
        Endpoint::find(&self.shared.endpoints, id).ok_or_else(|| UnknownOperation::new(id, &self.shared.endpoints))
    }

    /// Returns the token endpoint of custom apps, to configure it.
    #[must_use]
    pub fn token_endpoint(&self) -> TokenEndpoint<'_> {
        TokenEndpoint::new(&self.shared.auth.custom, &self.shared.auth.tenant_tokens)
    }

    /// Returns the store app, to configure it.
    #[must_use]
    pub fn store_app(&self) -> StoreApp<'_> {
        StoreApp::new(&self.shared.auth.store, &self.shared.auth.tenant_tokens)
    }

    /// Serves a file at a path, such as `/blob/x.pdf`, and returns its URL. Replaces an existing file and its faults.
    ///
    /// Requests need no token, and the query is ignored. A file takes precedence over an operation with the same path.
    pub fn serve_file(&self, path: &str, content_type: impl Into<String>, content: impl Into<Bytes>) -> String {
        let path = self.shared.files.put(path, content_type.into(), content.into());
        format!("{}{path}", self.base_url)
    }

    /// Returns a file, to configure it. `path` is the path or URL of a file set with [`serve_file`](Self::serve_file), or a link in a response.
    ///
    /// # Errors
    /// Returns an error if there is no such file.
    pub fn on_file(&self, path: &str) -> Result<FileEndpoint, UnknownFile> {
        let path = path
            .strip_prefix("http://")
            .and_then(|url| url.find('/').and_then(|slash| url.get(slash..)))
            .unwrap_or(path);
        self.shared.files.endpoint(path)
    }

    /// Waits until the server has received this number of requests of any kind since its start.
    ///
    /// There is no timeout: add one in the test, so that the test fails if fewer requests arrive. See also [`Endpoint::wait_for_requests`].
    pub async fn wait_for_requests(&self, requests: usize) {
        self.shared.traffic.wait_for(requests).await;
    }

    /// Returns the largest number of requests that were in flight at the same time; see [`Endpoint::max_in_flight`].
    #[must_use]
    pub fn max_in_flight(&self) -> usize {
        self.shared.traffic.max_in_flight()
    }

    /// Enforces rate limits. A call that exceeds a documented limit of its operation, or a limit set with [`Endpoint::set_windows`], is rejected with
    /// code 99991400. Calls are counted per operation and tenant. Calling this method again restarts the count.
    ///
    /// Rejected calls, calls whose response is replaced by a fault, and calls without a valid token are not counted.
    pub fn enforce_rate_limits(&self, kind: WindowKind) {
        for endpoint in &self.shared.endpoints {
            endpoint.counter.enforce(kind);
        }
    }

    /// Returns the number of calls of all operations that were rejected because of a rate limit.
    #[must_use]
    pub fn rate_limited_calls(&self) -> usize {
        Endpoint::all(&self.shared.endpoints).map(|endpoint| endpoint.rate_limited_calls()).sum()
    }

    /// Injects one of these faults into about one in `one_in` requests for operations, tokens and files, unless a fault is queued for the request.
    /// The same seed selects the same faults for the same sequence of requests.
    ///
    /// Calling this method again restarts the injection. It stops if `one_in` is 0 or the list of faults is empty.
    pub fn inject_faults(&self, seed: u64, one_in: u32, faults: impl IntoIterator<Item = Fault>) {
        self.shared.injector.set(seed, one_in, faults.into_iter().collect());
    }

    /// Returns the number of faults injected since the last call of [`inject_faults`](Self::inject_faults).
    #[must_use]
    pub fn injected_faults(&self) -> usize {
        self.shared.injector.injected()
    }

    /// Resets this number of new connections before anything is read from them. Replaces the previous setting.
    ///
    /// Open connections are not affected. To close an open connection, use [`Fault::disconnect`], which closes it after reading a request.
    /// Requests on refused connections are not recorded.
    pub fn refuse_next_connections(&self, connections: usize) {
        self.shared.admission.refuse_next(connections);
    }

    /// Sets the number of items of every paged operation; see [`Endpoint::set_item_count`].
    pub fn set_item_count(&self, items: usize) {
        for endpoint in Endpoint::all(&self.shared.endpoints).filter(Endpoint::is_paged) {
            endpoint.set_item_count(items);
        }
    }

    /// Returns a user access token for operations that accept one. It is never revoked.
    #[must_use]
    pub fn user_token(&self) -> &'static str {
        USER_TOKEN
    }

    /// Revokes all tenant tokens issued so far. Calls with them are rejected with code 99991663.
    pub fn revoke_tokens(&self) {
        self.token_endpoint().revoke();
    }
}

/// Returns an address at which this machine can reach a listener, because not every system can connect to an unspecified address.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    SocketAddr::new(ip, address.port())
}

impl Drop for Server {
    fn drop(&mut self) {
        // The task owns the listener and the connections, so aborting it closes them.
        self.task.abort();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
