//! Receives events by webhook with axum: verifies each event, puts it into a queue and responds at once. A worker processes the queue.
//!
//! Without environment variables, the program receives some events from a mock webhook in the same process:
//!
//! ```sh
//! cargo run --example webhook --features events,mock
//! ```
//!
//! With one of these variables, it listens on port 3000 until Ctrl-C. Enter its public URL, such as `https://example.com/events`, in the
//! developer console:
//!
//! ```sh
//! FEISHU_VERIFICATION_TOKEN=… FEISHU_ENCRYPT_KEY=… cargo run --example webhook --features events,mock
//! ```

use std::{
    env,
    error::Error,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::post,
};
use feishu_hire::{
    event::{Claim, ClaimState, Deduplicator, Envelope, Event, MemoryDeduplicator, Received, Receiver},
    mock::event::{Webhook, sample},
};
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
    time::timeout,
};

/// Number of events that can wait for the worker. If the queue is full, the response is an error, and Feishu delivers the event again later.
const QUEUE: usize = 1000;

/// Timeout for queueing an event. Feishu waits 3 s for the response.
const LIMIT: Duration = Duration::from_millis(2500);

/// An event with its claim, which the worker confirms after processing.
type Job = (Envelope<Event>, Claim);

#[derive(Clone)]
struct App {
    receiver: Arc<Receiver>,
    events: Arc<dyn Deduplicator>,
    queue: mpsc::Sender<Job>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [token, key] = ["FEISHU_VERIFICATION_TOKEN", "FEISHU_ENCRYPT_KEY"].map(|name| env::var(name).ok());
    if token.is_none() && key.is_none() {
        return demonstrate().await;
    }
    let builder = token.into_iter().fold(Receiver::builder(), |builder, token| builder.verification_token(token));
    let receiver = key.into_iter().fold(builder, |builder, key| builder.encrypt_key(key)).build()?;
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::UNSPECIFIED, 3000))).await?;
    serve(listener, receiver, async { drop(tokio::signal::ctrl_c().await) }).await
}

/// Runs the server and sends it events: a verification, a forged event, and one event twice.
async fn demonstrate() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let webhook = Webhook::new(format!("http://{}/events", listener.local_addr()?)).encrypt_key("demonstration");
    let receiver = Receiver::builder().encrypt_key("demonstration").build()?;
    let (stop, stopped) = oneshot::channel();
    let server = serve(listener, receiver, async { drop(stopped.await) });
    let sender = async move {
        println!("request URL verified: {}", webhook.verify().await);
        let Some(event) = sample("hire.talent.deleted_v1") else { return };
        let forged = webhook.request(&event).with_header("X-Lark-Signature", "0".repeat(64));
        println!("forged: {:?}", webhook.send(&forged).await);
        for name in ["first", "repeated"] {
            println!("{name}: {:?}", webhook.send(&webhook.request(&event)).await);
        }
        let _ = stop.send(());
    };
    let (served, ()) = tokio::join!(server, sender);
    served
}

/// Serves until `stop` is ready, then completes the open requests and the queue.
async fn serve(
    listener: TcpListener,
    receiver: Receiver,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Box<dyn Error>> {
    let (queue, jobs) = mpsc::channel(QUEUE);
    let events: Arc<dyn Deduplicator> = Arc::new(MemoryDeduplicator::new());
    let worker = tokio::spawn(work(jobs, Arc::clone(&events)));
    let limit = DefaultBodyLimit::max(receiver.max_body_size());
    let app = App { receiver: Arc::new(receiver), events, queue };
    let router = Router::new().route("/events", post(receive)).layer(limit).with_state(app);
    axum::serve(listener, router).with_graceful_shutdown(stop).await?;
    // The router was dropped with the last sender of the queue, so the worker ends when the queue is empty.
    worker.await?;
    Ok(())
}

async fn receive(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    match app.receiver.receive(&headers, &body) {
        Ok(Received::Challenge(challenge)) => {
            ([(CONTENT_TYPE, "application/json")], challenge.response_body()).into_response()
        }
        Ok(Received::Event(envelope)) => {
            timeout(LIMIT, put(&app, envelope)).await.unwrap_or(StatusCode::SERVICE_UNAVAILABLE).into_response()
        }
        // A store app would call `client.set_app_ticket(ticket)` here.
        Ok(Received::AppTicket(_)) => StatusCode::OK.into_response(),
        Err(error) => {
            eprintln!("refused: {error}");
            StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNAUTHORIZED).into_response()
        }
    }
}

/// Puts an event into the queue, unless it is already there or was processed. Returns the status of the response.
async fn put(app: &App, envelope: Envelope<Event>) -> StatusCode {
    let claim = Claim::new(&envelope.header);
    match app.events.claim(&claim).await {
        Ok(ClaimState::Processed) => StatusCode::OK,
        // After this response, Feishu does not deliver the event again. If your queue is not durable, process the event before you respond.
        Ok(ClaimState::Claimed) => match app.queue.try_send((envelope, claim.clone())) {
            Ok(()) => StatusCode::OK,
            Err(_) => {
                // If this fails, the claim expires.
                let _ = app.events.release(&claim).await;
                StatusCode::SERVICE_UNAVAILABLE
            }
        },
        Ok(ClaimState::InProgress) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn work(mut jobs: mpsc::Receiver<Job>, events: Arc<dyn Deduplicator>) {
    while let Some((envelope, claim)) = jobs.recv().await {
        process(&envelope);
        if let Err(error) = events.confirm(&claim).await {
            eprintln!("not recorded as processed: {error}");
        }
    }
}

/// Works on an event. `Debug` shows no personal data.
fn process(envelope: &Envelope<Event>) {
    match &envelope.event {
        Event::TalentDeleted(deleted) => println!("deleting the copy of talent {:?}", deleted.talent_id),
        Event::ApplicationStageChanged(changed) => println!("reading application {:?} again", changed.application_id),
        Event::Other(event) => println!("ignoring an event of the type {}", event.event_type),
        event => println!("received {event:?}"),
    }
    for mismatch in &envelope.mismatches {
        eprintln!("not as documented: {mismatch:?}");
    }
}
