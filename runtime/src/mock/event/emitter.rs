//! Where the events of a server go.

use std::sync::{Mutex, PoisonError};
#[cfg(feature = "events-socket")]
use std::{io, sync::Arc};

#[cfg(feature = "events-socket")]
use super::Gateway;
use super::{Attempt, Event, Webhook, control};
use crate::mock::{ReceivedRequest, reply::Reply};

/// The way of delivery that the app has chosen.
#[derive(Clone, Debug, Default)]
enum Subscription {
    #[default]
    None,
    Webhook(Webhook),
    #[cfg(feature = "events-socket")]
    LongConnection(Arc<Gateway>),
}

impl Subscription {
    /// Delivers an event once. `None` without a way of delivery.
    async fn send(&self, event: &Event) -> Option<Attempt> {
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
pub(in crate::mock) struct Emitter(Mutex<Subscription>);

impl Emitter {
    pub(super) fn set_webhook(&self, webhook: Webhook) {
        self.set(Subscription::Webhook(webhook));
    }

    #[cfg(feature = "events-socket")]
    pub(super) async fn start_gateway(&self) -> io::Result<Arc<Gateway>> {
        let gateway = Arc::new(Gateway::start().await?);
        self.set(Subscription::LongConnection(Arc::clone(&gateway)));
        Ok(gateway)
    }

    pub(super) async fn emit(&self, event: &Event) -> Vec<Attempt> {
        match self.subscription() {
            Subscription::None => Vec::new(),
            Subscription::Webhook(webhook) => webhook.deliver(event).await,
            #[cfg(feature = "events-socket")]
            Subscription::LongConnection(gateway) => vec![gateway.emit(event).await],
        }
    }

    /// Returns the response to a request of the URL of a long connection, or to one that emits an event; `None` for another request.
    pub(in crate::mock) async fn respond(&self, received: &ReceivedRequest) -> Option<Reply> {
        let subscription = self.subscription();
        #[cfg(feature = "events-socket")]
        if let Subscription::LongConnection(gateway) = &subscription
            && let Some((status, body)) = gateway.endpoint(&received.path, &received.body)
        {
            return Some(Reply::json(status, body.to_string()));
        }
        if !control::is_emission(received) {
            return None;
        }
        let Some(event) = control::event(&received.body) else { return Some(control::malformed()) };
        Some(control::outcome(&event, subscription.send(&event).await))
    }

    fn set(&self, subscription: Subscription) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = subscription;
    }

    fn subscription(&self) -> Subscription {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
