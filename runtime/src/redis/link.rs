//! The connection to the Redis server: made when it is needed, given up when it fails, tried again once a second.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant},
};

use redis::{
    AsyncConnectionConfig, Cmd, ErrorKind, FromRedisValue, RedisError, RedisResult, ScriptInvocation,
    aio::MultiplexedConnection,
};

use super::windows::Windows;

/// A command that takes longer has failed; making the connection first is part of it.
const LIMIT: Duration = Duration::from_millis(500);

/// How long a server that failed is left alone.
const PROBE_PAUSE: Duration = Duration::from_secs(1);

/// Until everybody else is back too.
const SETTLING: Duration = Duration::from_secs(2);

/// The connection of one client. `Debug` does not show the address, which may hold a password.
pub(super) struct Link {
    client: redis::Client,
    generation_key: String,
    /// The name of this client among those that share the server.
    process: String,
    /// Held while a connection is made, so that one is made at a time.
    connection: tokio::sync::Mutex<Option<MultiplexedConnection>>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// The last command failed, and when.
    failed_at: Option<Instant>,
    /// Others may not be back before.
    settled_at: Option<Instant>,
    /// Tells a server that kept what it knew from one that forgot it.
    generation: Option<String>,
    /// How many share the server, this one included.
    processes: usize,
    /// What must be told to a server that comes back.
    windows: Vec<Weak<Windows>>,
}

/// The server cannot be reached or used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lost;

/// What is asked of the server. Each can be asked twice without harm, which happens when a connection breaks.
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
            connection: tokio::sync::Mutex::new(None),
            state: Mutex::new(state),
        }
    }

    /// The name of this client among those that share the server.
    pub(super) fn process(&self) -> &str {
        &self.process
    }

    /// Asks the server. At once `Lost` while a server that failed is left alone.
    pub(super) async fn ask<T: FromRedisValue>(&self, request: Request<'_>) -> Result<T, Lost> {
        if self.is_left_alone() {
            return Err(Lost);
        }
        match tokio::time::timeout(LIMIT, self.ask_twice(request)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(self.lost(&error)),
            Err(_) => Err(self.lost(&(ErrorKind::Io, "no answer in time").into())),
        }
    }

    /// A connection that nobody used for long may have been closed by anybody; that is no failure of the server.
    async fn ask_twice<T: FromRedisValue>(&self, request: Request<'_>) -> RedisResult<T> {
        let mut connection = self.connection().await?;
        match request.send(&mut connection).await {
            Err(error) if error.is_unrecoverable_error() => {
                self.connection.lock().await.take();
                request.send(&mut self.connection().await?).await
            }
            outcome => outcome,
        }
    }

    async fn connection(&self) -> RedisResult<MultiplexedConnection> {
        let mut held = self.connection.lock().await;
        if let Some(connection) = held.as_ref() {
            return Ok(connection.clone());
        }
        if self.is_left_alone() {
            return Err((ErrorKind::Io, "it failed a moment ago").into());
        }
        // The limit of the whole is `LIMIT`.
        let config = AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
        let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        self.join(&mut connection).await?;
        *held = Some(connection.clone());
        Ok(connection)
    }

    /// Tells a server that forgot what was sent, or was away when it was sent.
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
            tracing::info!(settling = ?SETTLING, "back to sharing: the Redis server can be reached again");
        }
        Ok(())
    }

    /// Said once, until the server is back.
    fn lost(&self, error: &RedisError) -> Lost {
        // Where another caller has it, that one is making a new one.
        if let Ok(mut held) = self.connection.try_lock() {
            held.take();
        }
        let mut state = self.state();
        let processes = state.processes;
        if state.failed_at.replace(Instant::now()).is_none() {
            tracing::warn!(
                %error,
                "the Redis server cannot be reached; going on with a share of 1/{processes} of each limit"
            );
        }
        Lost
    }

    fn is_left_alone(&self) -> bool {
        self.state().failed_at.is_some_and(|failed_at| failed_at.elapsed() < PROBE_PAUSE)
    }

    /// Among how many each limit is to be divided, while not everybody can be asked through the server.
    pub(super) fn share(&self) -> Option<usize> {
        let state = self.state();
        let settles = state.settled_at.is_some_and(|settled_at| Instant::now() < settled_at);
        (state.failed_at.is_some() || settles).then_some(state.processes)
    }

    /// So many share the server, by what it knows. While it settles it does not know all of them.
    pub(super) fn counted(&self, processes: usize) {
        let mut state = self.state();
        let settles = state.settled_at.is_some_and(|settled_at| Instant::now() < settled_at);
        state.processes = if settles { processes.max(state.processes) } else { processes.max(1) };
    }

    /// Tells a server that comes back of these too.
    pub(super) fn register(&self, windows: &Arc<Windows>) {
        let mut state = self.state();
        state.windows.retain(|windows| windows.strong_count() > 0);
        state.windows.push(Arc::downgrade(windows));
    }

    fn windows(&self) -> Vec<Arc<Windows>> {
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
