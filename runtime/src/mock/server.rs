//! The server as a test sees it: started, asked, stopped.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use bytes::Bytes;
use tokio::{net::TcpListener, task::JoinHandle};

use super::{
    Counting, Endpoint, Fault, FileEndpoint, Mocked, StoreApp, TokenEndpoint, UnknownFile, UnknownOperation,
    pipeline::Shared, serve,
};

/// A running mock server. It stops, and its connections close, when it is dropped.
#[must_use = "the server stops when it is dropped"]
pub struct Server {
    pub(super) shared: Arc<Shared>,
    base_url: String,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server on a free port of this machine. It runs inside the tokio runtime that this is called in.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start(operations: &[Mocked]) -> io::Result<Self> {
        Self::start_at(operations, (Ipv4Addr::LOCALHOST, 0).into()).await
    }

    /// Starts a server at an address of this machine.
    ///
    /// # Errors
    /// When the address cannot be had, for example because another program has it.
    pub async fn start_at(operations: &[Mocked], address: SocketAddr) -> io::Result<Self> {
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

    /// The endpoint that gives tokens to a custom app, to be scripted.
    #[must_use]
    pub fn token(&self) -> TokenEndpoint<'_> {
        TokenEndpoint::new(&self.shared.auth)
    }

    /// The store app, to be scripted.
    #[must_use]
    pub fn store_app(&self) -> StoreApp<'_> {
        StoreApp::new(&self.shared.auth)
    }

    /// Serves a file at a path, written as in a URL: `/blob/x.pdf`; gives its URL back. A file that was there is replaced, its faults too.
    ///
    /// It takes no token, and does not care for a query. It stands before an operation of the same path.
    pub fn file(&self, path: &str, content_type: impl Into<String>, content: impl Into<Bytes>) -> String {
        let path = self.shared.files.put(path, content_type.into(), content.into());
        format!("{}{path}", self.base_url)
    }

    /// A file that [`file`](Self::file) put there, to be scripted.
    ///
    /// # Errors
    /// When there is none at this path.
    pub fn on_file(&self, path: &str) -> Result<FileEndpoint, UnknownFile> {
        self.shared.files.endpoint(path)
    }

    /// Counts calls from now on, and refuses those beyond the documented rate limits of their operation, or beyond those that
    /// [`Endpoint::windows`] sets, with code 99991400. Each operation and tenant is counted on its own. Told again, it starts anew.
    ///
    /// Refused calls are not counted, nor are those whose answer a fault took the place of, nor those without a good token.
    pub fn counts(&self, counting: Counting) {
        for endpoint in Endpoint::all(&self.shared.endpoints) {
            endpoint.counts(counting);
        }
    }

    /// How many calls were refused because a rate limit was hit, of all operations together.
    #[must_use]
    pub fn refused_by_limit(&self) -> usize {
        Endpoint::all(&self.shared.endpoints).map(|endpoint| endpoint.refused_by_limit()).sum()
    }

    /// From now on, about one in `one_in` of all requests for operations, tokens and files gets one of these faults, unless one stands in line for
    /// it. With the same seed, the same requests in their order of arrival get the same faults.
    ///
    /// Told again, it starts anew. It ends with a `one_in` of 0, and without faults.
    pub fn spoil(&self, seed: u64, one_in: u32, faults: impl IntoIterator<Item = Fault>) {
        self.shared.spoiler.set(seed, one_in, faults.into_iter().collect());
    }

    /// How many requests got a fault of [`spoil`](Self::spoil) since it was told last.
    #[must_use]
    pub fn spoilt(&self) -> usize {
        self.shared.spoiler.met()
    }

    /// Closes the next so many connections as soon as they come, with a reset and before anything is read; in place of what was told before.
    ///
    /// Connections that are open already are served. So a client that keeps one open does not notice; [`Fault::cut`] is for that, and closes
    /// a connection once the whole request was read. What a refused connection would have brought is not among the requests received.
    pub fn refuse_next_connections(&self, connections: usize) {
        self.shared.door.refuse_next(connections);
    }

    /// Lets every paged operation hold so many items; see [`Endpoint::holds`].
    pub fn holds(&self, items: usize) {
        for endpoint in Endpoint::all(&self.shared.endpoints).filter(Endpoint::is_paged) {
            endpoint.holds(items);
        }
    }

    /// Makes every tenant token given so far invalid, as if an administrator had done so: calls with them are answered with code 99991663.
    pub fn revoke_tokens(&self) {
        self.token().revoke();
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
