//! The stream of events, and its builder.

use std::{
    fmt,
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_core::Stream;
use tokio::sync::{mpsc, watch};

use super::{
    connection::{Event, Settings},
    delivery::Delivery,
    error::SocketError,
    session::Session,
    state::SocketState,
};
use crate::{
    Region, Result,
    event::{Deduplicator, Envelope, EventType, Leadership},
    log,
    token::AppCredentials,
    token::secret::SecretText,
    transport::{base::Base, executor::require_tokio, http::Http},
};

/// Number of events that wait while another one is processed. Further events stay in the network, so that a slow consumer slows down the sender.
const READY: usize = 1;

/// Maximum grace period, because clocks cannot represent arbitrary times.
const LONGEST_GRACE: Duration = Duration::from_secs(24 * 60 * 60);

/// The events of a custom app (自建应用) by long connection, a [`Stream`] of deliveries.
///
/// The client reconnects after every temporary error, with the pauses that Feishu configures. After a final error, the stream returns the error
/// and ends. Dropping the stream closes the connection.
///
/// - Every event is delivered at least once: Feishu repeats an event without a response. With a
///   [`deduplicator`](EventStreamBuilder::deduplicator), it is processed once.
/// - **Only one process of an app should connect.** Feishu sends each event to one of its connections, chosen at random. A second process, such as
///   one that a developer runs, would receive some of the events. If several processes run, let one of them connect; see
///   [`leadership`](EventStreamBuilder::leadership).
/// - Events have no signature: TLS and the credentials of the app protect the connection.
///
/// # Examples
///
/// ```no_run
/// use feishu_runtime::event::{EventStreamBuilder, MemoryDeduplicator, RawEvent};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let builder = EventStreamBuilder::new("cli_x", "app-secret").deduplicator(MemoryDeduplicator::new());
/// let mut events = builder.connect::<RawEvent>()?;
/// while let Some(delivery) = events.next().await {
///     let delivery = delivery?;
///     println!("{}", delivery.envelope.event.event_type);
///     delivery.ack().await?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "the connection is closed when the stream is dropped"]
pub struct EventStream<E> {
    events: mpsc::Receiver<Event>,
    state: watch::Receiver<SocketState>,
    event: PhantomData<fn() -> E>,
}

/// The time at which [`EventStream::run`] acknowledges an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AckPolicy {
    /// Before the handler: an event is processed at most once, and lost if the handler fails.
    BeforeHandler,
    /// After the handler: an event whose handler fails is delivered again.
    AfterHandler,
}

/// Builds an [`EventStream`].
#[must_use = "call `connect`"]
pub struct EventStreamBuilder {
    app_id: String,
    app_secret: SecretText,
    base: Result<Base>,
    connect_timeout: Duration,
    attempt_timeout: Duration,
    settings: Settings,
    leadership: Option<Arc<dyn Leadership>>,
}

impl EventStreamBuilder {
    /// Starts to build the event stream of a custom app.
    pub fn new(app_id: impl Into<String>, app_secret: impl Into<String>) -> Self {
        Self {
            app_id: app_id.into(),
            app_secret: SecretText::new(app_secret.into()),
            base: Ok(Base::of(Region::default())),
            connect_timeout: Duration::from_secs(10),
            attempt_timeout: Duration::from_secs(30),
            settings: Settings {
                deduplicator: None,
                ping_interval: None,
                grace: Duration::from_secs(10),
                max_size: 1024 * 1024,
            },
            leadership: None,
        }
    }

    /// Sets the service to connect to. Default: [`Region::Feishu`].
    pub fn region(mut self, region: Region) -> Self {
        self.base = Ok(Base::of(region));
        self
    }

    /// Sets the base URL, such as that of a test server. Default: the base URL of the region.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.base = Base::parse(url.as_ref());
        self
    }

    /// Delivers each event once. A repeated event that was processed is acknowledged without a delivery.
    ///
    /// Its lease must be longer than the processing of two events. Default: no deduplicator.
    pub fn deduplicator(mut self, events: impl Deduplicator) -> Self {
        self.settings.deduplicator = Some(Arc::new(events));
        self
    }

    /// Lets one of several processes connect: the leader. Another one takes over within 2 s when the leader [closes](EventStream::close) its stream,
    /// and
    /// within 8 s when the leader is killed. Default: every process connects.
    ///
    /// With `Redis::leadership`, use a deduplicator in Redis too: an event may reach the old and the new leader.
    pub fn leadership(mut self, leadership: impl Leadership) -> Self {
        self.leadership = Some(Arc::new(leadership));
        self
    }

    /// Sets the longest time between two pings. Default: the interval that Feishu states, 2 min.
    ///
    /// A lost connection is detected within this interval plus the [`grace`](Self::grace) period.
    pub fn ping_interval(mut self, interval: Duration) -> Self {
        self.settings.ping_interval = Some(interval.max(Duration::from_millis(10)));
        self
    }

    /// Sets the time after the ping interval within which a frame must arrive. Otherwise, the connection is treated as lost. Default: 10 s.
    pub fn grace(mut self, grace: Duration) -> Self {
        self.settings.grace = grace.min(LONGEST_GRACE);
        self
    }

    /// Sets the timeout of establishing a TCP connection. Default: 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the timeout of each step of opening a connection: the request of its URL, and the handshake. Default: 30 s.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Sets the maximum size of an event in bytes. Default: 1 MiB. A larger message ends the connection.
    pub fn max_size(mut self, bytes: usize) -> Self {
        self.settings.max_size = bytes;
        self
    }

    /// Opens the connection in a separate task.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for invalid credentials or an invalid base URL, without CA certificates, and
    /// outside of a Tokio runtime.
    pub fn connect<E: EventType>(self) -> Result<EventStream<E>> {
        let app = AppCredentials { id: self.app_id, secret: self.app_secret }.checked()?;
        let http = Http::new(self.base?, self.connect_timeout, self.attempt_timeout)?;
        require_tokio()?;
        let (state, watched) = watch::channel(SocketState::Connecting);
        let (sender, events) = mpsc::channel(READY);
        let session = Session { http, app, settings: self.settings, leadership: self.leadership, state };
        // It ends when the stream is dropped, which closes the channel.
        tokio::spawn(session.run(sender));
        Ok(EventStream { events, state: watched, event: PhantomData })
    }
}

impl<E: EventType> EventStream<E> {
    /// Returns the next event; `None` after a final error. The method is cancel-safe: if its future is dropped, no event is lost.
    pub async fn next(&mut self) -> Option<Result<Delivery<E>, SocketError>> {
        self.events.recv().await.map(delivery)
    }

    /// Processes all events, one after another. Returns the final error; `None` if the Tokio runtime of the connection shuts down.
    ///
    /// Failed responses are logged, and Feishu delivers their events again.
    pub async fn run<F, Work, Failed>(mut self, policy: AckPolicy, mut handler: F) -> Option<SocketError>
    where
        F: FnMut(Envelope<E>) -> Work,
        Work: Future<Output = Result<(), Failed>>,
    {
        loop {
            let (envelope, delivery) = match self.next().await? {
                Ok(delivery) => delivery.into_parts(),
                Err(error) => return Some(error),
            };
            let outcome = match policy {
                AckPolicy::BeforeHandler => {
                    let outcome = delivery.ack().await;
                    if outcome.is_ok() {
                        // The event is already acknowledged, so a failure of the handler loses it.
                        let _ = handler(envelope).await;
                    }
                    outcome
                }
                AckPolicy::AfterHandler => match handler(envelope).await {
                    Ok(()) => delivery.ack().await,
                    Err(_) => delivery.nack().await,
                },
            };
            if let Err(error) = outcome {
                tracing::warn!(target: log::TARGET, %error, "no response to an event");
            }
        }
    }
}

impl<E> EventStream<E> {
    /// Returns the state of the connection, which can be watched. The sender is dropped when the connection has finally closed.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<SocketState> {
        self.state.clone()
    }

    /// Closes the connection and resigns the leadership. Returns when both have happened.
    ///
    /// Dropping the stream does the same in the background. If the program ends before that is complete, the next leader waits until the lease
    /// expires.
    pub async fn close(self) {
        let Self { events, mut state, .. } = self;
        drop(events);
        while state.changed().await.is_ok() {}
    }
}

impl<E: EventType> Stream for EventStream<E> {
    type Item = Result<Delivery<E>, SocketError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(ready!(self.events.poll_recv(context)).map(delivery))
    }
}

fn delivery<E: EventType>(event: Event) -> Result<Delivery<E>, SocketError> {
    event.map(|(header, data, responder)| Delivery::new(Envelope::new(header, data), responder))
}

impl<E> fmt::Debug for EventStream<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("state", &*self.state.borrow()).finish_non_exhaustive()
    }
}

impl fmt::Debug for EventStreamBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStreamBuilder").field("app_id", &self.app_id).finish_non_exhaustive()
    }
}
