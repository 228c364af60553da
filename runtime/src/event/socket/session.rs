//! Keeps a connection open: connects, and reconnects after a failure.

use std::{sync::Arc, time::Duration};

use reqwest::Upgraded;
use tokio::{
    sync::{mpsc, watch},
    time::sleep,
};

use super::{
    connection::{Connection, End, Event, Settings},
    endpoint,
    error::{SocketError, SocketErrorKind},
    handshake::{self, Failure},
    pace::Pace,
    state::SocketState,
    websocket::WebSocket,
};
use crate::{event::Leadership, log, token::AppCredentials, transport::http::Http};

/// The time after which another process replaces a leader that no longer responds.
const LEASE: Duration = Duration::from_secs(6);

/// The interval at which the leader renews its lease, and at which the other processes try to acquire it.
const RENEWAL: Duration = Duration::from_millis(1500);

/// The state that outlives one connection.
pub(super) struct Session {
    pub(super) http: Http,
    pub(super) app: AppCredentials,
    pub(super) settings: Settings,
    pub(super) leadership: Option<Arc<dyn Leadership>>,
    pub(super) state: watch::Sender<SocketState>,
}

impl Session {
    /// Runs until a final error, or until the receiver of the events is dropped.
    pub(super) async fn run(self, events: mpsc::Sender<Event>) {
        let Some(leadership) = &self.leadership else { return self.keep_connected(&events).await };
        while self.become_leader(leadership.as_ref(), &events).await {
            tokio::select! {
                () = self.keep_connected(&events) => break,
                () = lose(leadership.as_ref()) => tracing::warn!(target: log::TARGET, "another process has taken over the long connection"),
            }
        }
        if let Err(error) = leadership.resign().await {
            tracing::debug!(target: log::TARGET, %error, "the leadership ends by itself");
        }
    }

    /// Waits until this process is the leader. Returns `false` if the receiver of the events was dropped.
    async fn become_leader(&self, leadership: &dyn Leadership, events: &mpsc::Sender<Event>) -> bool {
        loop {
            match leadership.hold(LEASE).await {
                Ok(true) => return true,
                Ok(false) => {}
                Err(error) => tracing::debug!(target: log::TARGET, %error, "no long connection without a known leader"),
            }
            self.state.send_replace(SocketState::StandingBy);
            tokio::select! {
                () = sleep(RENEWAL) => {}
                () = events.closed() => return false,
            }
        }
    }

    async fn keep_connected(&self, events: &mpsc::Sender<Event>) {
        let mut pace = Pace::default();
        let mut attempts = 0;
        loop {
            self.state.send_replace(SocketState::Connecting);
            match self.connect(&mut pace, events, &mut attempts).await {
                Ok(End::Dropped) => return,
                Ok(end) => tracing::info!(target: log::TARGET, end = %describe(&end), "the long connection was lost"),
                Err(Failure::Temporary(cause)) => {
                    tracing::warn!(target: log::TARGET, cause, attempts, "no long connection")
                }
                Err(Failure::Final(error)) => return self.finish(error, events).await,
            }
            if pace.max_attempts.is_some_and(|max| attempts >= max) {
                let message = format!("{attempts} attempts");
                return self.finish(SocketError::new(SocketErrorKind::RetriesExhausted, None, message), events).await;
            }
            if !self.pause(pace.pause(attempts), events).await {
                return;
            }
            attempts = attempts.saturating_add(1);
        }
    }

    /// Opens a connection and runs it until it ends. A connection on which a message has arrived resets the number of attempts.
    async fn connect(&self, pace: &mut Pace, events: &mpsc::Sender<Event>, attempts: &mut u32) -> Result<End, Failure> {
        let (socket, service) = tokio::select! {
            opened = self.open(pace) => opened?,
            () = events.closed() => return Ok(End::Dropped),
        };
        tracing::info!(target: log::TARGET, "the long connection is open");
        self.state.send_replace(SocketState::Connected);
        let (end, was_alive) = Connection::new(socket, service, &self.settings, pace).run(events).await;
        if was_alive {
            *attempts = 0;
        }
        Ok(end)
    }

    async fn open(&self, pace: &mut Pace) -> Result<(WebSocket<Upgraded>, i32), Failure> {
        let endpoint = endpoint::request(&self.http, &self.app).await?;
        pace.update(&endpoint.config);
        let limit = self.http.attempt_timeout;
        let socket = handshake::open(&self.http, &endpoint.url, limit, self.settings.max_size).await?;
        Ok((socket, endpoint.service))
    }

    async fn finish(&self, error: SocketError, events: &mpsc::Sender<Event>) {
        tracing::error!(target: log::TARGET, %error, "the long connection has ended");
        self.state.send_replace(SocketState::Closed);
        // The receiver may have been dropped.
        let _ = events.send(Err(error)).await;
    }

    /// Waits. Returns `false` if the receiver of the events was dropped.
    async fn pause(&self, pause: Duration, events: &mpsc::Sender<Event>) -> bool {
        self.state.send_replace(SocketState::Waiting(pause));
        tokio::select! {
            () = sleep(pause) => true,
            () = events.closed() => false,
        }
    }
}

/// Returns when another process is the leader. Errors are ignored, because no other process can become the leader either while they occur.
async fn lose(leadership: &dyn Leadership) {
    loop {
        sleep(RENEWAL).await;
        match leadership.hold(LEASE).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::debug!(target: log::TARGET, %error, "the leadership cannot be renewed"),
        }
    }
}

fn describe(end: &End) -> String {
    match end {
        End::Dropped => "no consumer".to_owned(),
        End::ClosedByPeer => "closed by Feishu".to_owned(),
        End::Silent => "no frame came in time".to_owned(),
        End::Failed(error) => error.to_string(),
    }
}
