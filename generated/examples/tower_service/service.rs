//! A `tower::Service` over a receiver.

use std::{
    convert::Infallible,
    future::poll_fn,
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use feishu_hire::event::{Envelope, EventType, Received, Receiver};
use http::{HeaderValue, Request, Response, StatusCode, header::CONTENT_TYPE};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::timeout;
use tower::Service;

/// Feishu waits 3 s for a response.
const LIMIT: Duration = Duration::from_millis(2500);

/// The webhook of an app: passes events to an inner service, which puts them into a queue or processes them within 2.5 s. Layers of tower around
/// the inner service see events; layers around this service see HTTP requests.
///
/// After an error of the inner service, the response has status 503, and Feishu delivers the event again.
pub(crate) struct Events<E, S> {
    receiver: Arc<Receiver>,
    inner: S,
    event: PhantomData<fn() -> E>,
}

impl<E, S> Events<E, S> {
    pub(crate) fn new(receiver: Receiver, inner: S) -> Self {
        Self { receiver: Arc::new(receiver), inner, event: PhantomData }
    }
}

impl<E, S: Clone> Clone for Events<E, S> {
    fn clone(&self) -> Self {
        Self { receiver: Arc::clone(&self.receiver), inner: self.inner.clone(), event: self.event }
    }
}

impl<E, S, B> Service<Request<B>> for Events<E, S>
where
    E: EventType,
    S: Service<Envelope<E>, Future: Send> + Clone + Send + 'static,
    Envelope<E>: Send,
    B: http_body_util::BodyExt<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + 'static,
{
    type Response = Response<String>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    /// Always ready: a request waits for the inner service at most as long as Feishu waits for the response.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (receiver, mut inner) = (Arc::clone(&self.receiver), self.inner.clone());
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = match Limited::new(body, receiver.max_body_size()).collect().await {
                Ok(body) => body.to_bytes(),
                Err(error) if error.is::<LengthLimitError>() => return Ok(empty(StatusCode::PAYLOAD_TOO_LARGE)),
                Err(_) => return Ok(empty(StatusCode::BAD_REQUEST)),
            };
            Ok(match receiver.receive::<E>(&head.headers, &body) {
                Ok(Received::Event(envelope)) => match timeout(LIMIT, pass(&mut inner, envelope)).await {
                    Ok(Ok(_)) => empty(StatusCode::OK),
                    _ => empty(StatusCode::SERVICE_UNAVAILABLE),
                },
                Ok(Received::Challenge(challenge)) => json(challenge.response_body()),
                // A store app would call `client.set_app_ticket(ticket)` here.
                Ok(Received::AppTicket(_)) => empty(StatusCode::OK),
                Err(error) => {
                    eprintln!("refused: {error}");
                    empty(StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNAUTHORIZED))
                }
            })
        })
    }
}

async fn pass<T, S: Service<T>>(service: &mut S, value: T) -> Result<S::Response, S::Error> {
    poll_fn(|context| service.poll_ready(context)).await?;
    service.call(value).await
}

fn empty(status: StatusCode) -> Response<String> {
    let mut response = Response::new(String::new());
    *response.status_mut() = status;
    response
}

fn json(body: String) -> Response<String> {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
