//! The destination of the events of a server.

use std::sync::{Mutex, PoisonError};
#[cfg(feature = "events-socket")]
use std::{io, sync::Arc};

#[cfg(feature = "events-socket")]
use super::Gateway;
use super::{DeliveryAttempt, Event, Webhook, control};
use crate::mock::{ReceivedRequest, reply::Reply};

/// The destination of events.
#[derive(Clone, Debug, Default)]
enum Destination {
    #[default]
    None,
    Webhook(Webhook),
    #[cfg(feature = "events-socket")]
    LongConnection(Arc<Gateway>),
}

impl Destination {
    /// Delivers an event once. Returns `None` without a destination.
    async fn send(&self, event: &Event) -> Option<DeliveryAttempt> {
        match self {
            Self::None => None,
            Self::Webhook(webhook) => Some(webhook.send(&webhook.request(event)).await),
            #[cfg(feature = "events-socket")]
            Self::LongConnection(gateway) => Some(gateway.emit(event).await),
        }
    }
}

/// Delivers the events of a server.
#[derive(Debug, Default)]
pub(in crate::mock) struct Emitter(Mutex<Destination>);

impl Emitter {
    pub(super) fn set_webhook(&self, webhook: Webhook) {
        self.set(Destination::Webhook(webhook));
    }

    #[cfg(feature = "events-socket")]
    pub(super) async fn start_gateway(&self) -> io::Result<Arc<Gateway>> {
        let gateway = Arc::new(Gateway::start().await?);
        self.set(Destination::LongConnection(Arc::clone(&gateway)));
        Ok(gateway)
    }

    pub(super) async fn emit(&self, event: &Event) -> Vec<DeliveryAttempt> {
        match self.destination() {
            Destination::None => Vec::new(),
            Destination::Webhook(webhook) => webhook.deliver(event).await,
            #[cfg(feature = "events-socket")]
            Destination::LongConnection(gateway) => vec![gateway.emit(event).await],
        }
    }

    /// Returns the response to a request for the URL of a long connection, or to a request that emits an event. Returns `None` for any other request.
    pub(in crate::mock) async fn respond(&self, received: &ReceivedRequest) -> Option<Reply> {
        let destination = self.destination();
        #[cfg(feature = "events-socket")]
        if let Destination::LongConnection(gateway) = &destination
            && let Some((status, body)) = gateway.endpoint(&received.path, &received.body)
        {
            return Some(Reply::json(status, body.to_string()));
        }
        if !control::is_emission(received) {
            return None;
        }
        let Some(event) = control::event(&received.body) else { return Some(control::malformed()) };
        Some(control::outcome(&event, destination.send(&event).await))
    }

    fn set(&self, destination: Destination) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = destination;
    }

    fn destination(&self) -> Destination {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
