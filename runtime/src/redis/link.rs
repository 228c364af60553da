//! The connections to the Redis server. The first command of a runtime opens a connection. A failure closes all of them; reconnection is then tried
//! once per second.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant},
};

use redis::{
    AsyncConnectionConfig, Cmd, ErrorKind, FromRedisValue, RedisError, RedisResult, ScriptInvocation,
    aio::MultiplexedConnection,
};

use crate::{log, per_runtime::PerRuntime};

/// Timeout of a command, including the time to open the connection.
const LIMIT: Duration = Duration::from_millis(500);

/// The pause after a failure.
const PROBE_PAUSE: Duration = Duration::from_secs(1);

/// The time after a reconnection until all other processes are expected to have reconnected too.
const SETTLING: Duration = Duration::from_secs(2);

/// Windows that a reconnection restores in Redis.
pub(super) trait Rejoin: fmt::Debug + Send + Sync + 'static {
    /// Returns the script that reports the calls of this process, with their ages.
    fn rejoin(&self) -> ScriptInvocation<'static>;
}

/// The connections of one client, one for each runtime. `Debug` does not show the address, which may contain a password.
pub(super) struct Link {
    client: redis::Client,
    generation_key: String,
    /// The unique name of this client among the clients that share the server.
    process: String,
    /// If a runtime opens two connections at the same time, the later one is kept.
    connections: PerRuntime<MultiplexedConnection>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// When the last command failed; `None` if it succeeded.
    failed_at: Option<Instant>,
    /// When all other processes are expected to have reconnected.
    settled_at: Option<Instant>,
    /// Identifies the data of the server. A different value means that the server has lost its data.
    generation: Option<String>,
    /// The number of clients that share the server, including this one.
    processes: usize,
    /// The windows whose calls are reported to the server after a reconnection.
    windows: Vec<Weak<dyn Rejoin>>,
}

/// The error of a server that cannot be reached or does not work.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lost;

/// A request to the server. All requests are idempotent, because they are sent again after a broken connection.
#[derive(Clone, Copy)]
pub(super) enum Request<'a> {
    Command(&'a Cmd),
    Script(&'a ScriptInvocation<'static>),
}

impl Link {
    pub(super) fn new(client: redis::Client, prefix: &str, processes: usize) -> Self {
        let state = State { failed_at: None, settled_at: None, generation: None, processes, windows: Vec::new() };
        Self {
            client,
            generation_key: format!("{prefix}:generation"),
            process: crate::random::hex(),
            connections: PerRuntime::new(),
            state: Mutex::new(state),
        }
    }

    /// Returns the unique name of this client among the clients that share the server.
    pub(super) fn process(&self) -> &str {
        &self.process
    }

    /// Sends a request. Returns `Lost` at once during the pause after a failure.
    pub(super) async fn ask<T: FromRedisValue>(&self, request: Request<'_>) -> Result<T, Lost> {
        if self.is_in_pause() {
            return Err(Lost);
        }
        match tokio::time::timeout(LIMIT, self.ask_twice(request)).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(self.lost(&error)),
            Err(_) => Err(self.lost(&(ErrorKind::Io, "no response in time").into())),
        }
    }

    /// Sends a request, and sends it again on a new connection if the connection is broken. An idle connection may have been closed by the network,
    /// which is not a failure of the server.
    async fn ask_twice<T: FromRedisValue>(&self, request: Request<'_>) -> RedisResult<T> {
        let mut connection = self.connection().await?;
        match request.send(&mut connection).await {
            Err(error) if error.is_unrecoverable_error() => {
                self.connections.clear();
                request.send(&mut self.connection().await?).await
            }
            outcome => outcome,
        }
    }

    async fn connection(&self) -> RedisResult<MultiplexedConnection> {
        if let Some(connection) = self.connections.get() {
            return Ok(connection);
        }
        // `LIMIT` applies to everything, so the connection needs no timeouts of its own.
        let config = AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
        let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        self.join(&mut connection).await?;
        self.connections.set(connection.clone());
        Ok(connection)
    }

    /// Reports the calls of this process to the server, if the server was unreachable or has lost its data.
    async fn join(&self, connection: &mut MultiplexedConnection) -> RedisResult<()> {
        let key = &self.generation_key;
        let mut generation = redis::pipe();
        generation.cmd("SET").arg(key).arg(crate::random::hex()).arg("NX").ignore();
        generation.cmd("GET").arg(key);
        let (generation,): (String,) = generation.query_async(connection).await?;
        let (is_first, was_away) = {
            let state = self.state();
            let knows_us = state.generation.as_ref() == Some(&generation);
            (state.generation.is_none() && state.failed_at.is_none(), state.failed_at.is_some() || !knows_us)
        };
        if was_away && !is_first {
            for windows in self.windows() {
                let _: i64 = Request::Script(&windows.rejoin()).send(connection).await?;
            }
        }
        let mut state = self.state();
        state.generation = Some(generation);
        if was_away && !is_first {
            state.settled_at = Instant::now().checked_add(SETTLING);
        }
        if state.failed_at.take().is_some() {
            tracing::info!(target: log::TARGET, settling = ?SETTLING, "the Redis server can be reached again; sharing the limits");
        }
        Ok(())
    }

    /// Records a failure. All runtimes connect again, so that each of them notices when the server is back. Only the first failure after a success
    /// is logged.
    fn lost(&self, error: &RedisError) -> Lost {
        self.connections.clear();
        let mut state = self.state();
        let processes = state.processes;
        if state.failed_at.replace(Instant::now()).is_none() {
            tracing::warn!(target: log::TARGET,
                %error,
                "the Redis server cannot be reached; continuing with a share of 1/{processes} of each limit"
            );
        }
        Lost
    }

    fn is_in_pause(&self) -> bool {
        self.state().failed_at.is_some_and(|failed_at| failed_at.elapsed() < PROBE_PAUSE)
    }

    /// Returns the number of processes among which each limit is divided; `None` while all processes use the server.
    pub(super) fn share(&self) -> Option<usize> {
        let state = self.state();
        let is_settling = state.settled_at.is_some_and(|settled_at| Instant::now() < settled_at);
        (state.failed_at.is_some() || is_settling).then_some(state.processes)
    }

    /// Records the number of processes that the server knows. Just after a reconnection, it may not know all of them.
    pub(super) fn record_processes(&self, processes: usize) {
        let mut state = self.state();
        let is_settling = state.settled_at.is_some_and(|settled_at| Instant::now() < settled_at);
        state.processes = if is_settling { processes.max(state.processes) } else { processes.max(1) };
    }

    /// Registers windows whose calls are reported to the server after a reconnection.
    pub(super) fn register(&self, windows: &Arc<impl Rejoin>) {
        let mut state = self.state();
        state.windows.retain(|windows| windows.strong_count() > 0);
        let windows = Arc::downgrade(windows);
        state.windows.push(windows);
    }

    fn windows(&self) -> Vec<Arc<dyn Rejoin>> {
        self.state().windows.iter().filter_map(Weak::upgrade).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Request<'_> {
    async fn send<T: FromRedisValue>(self, connection: &mut MultiplexedConnection) -> RedisResult<T> {
        match self {
            Self::Command(command) => command.query_async(connection).await,
            Self::Script(script) => script.invoke_async(connection).await,
        }
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("process", &self.process).field("state", &self.state()).finish_non_exhaustive()
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the Redis server cannot be reached")
    }
}

impl std::error::Error for Lost {}
