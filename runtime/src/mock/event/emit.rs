//! The methods of the server that send events.

#[cfg(feature = "events-socket")]
use std::{io, sync::Arc};

#[cfg(feature = "events-socket")]
use super::Gateway;
use super::{DeliveryAttempt, Event, Webhook};
use crate::mock::Server;

impl Server {
    /// Sends all following events to a webhook. Replaces the previous destination.
    pub fn send_events_to(&self, webhook: Webhook) {
        self.shared.events.set_webhook(webhook);
    }

    /// Sends all following events by long connection, and returns the gateway, to configure it. Replaces the previous destination.
    ///
    /// The base URL of the server is then valid for [`EventStreamBuilder`](crate::event::EventStreamBuilder) and for official SDKs too, with any app
    /// id that starts with `cli_` and the secret `secret-of-the-mock`.
    ///
    /// # Errors
    /// Returns an error if no port is available.
    #[cfg(feature = "events-socket")]
    pub async fn send_events_by_long_connection(&self) -> io::Result<Arc<Gateway>> {
        self.shared.events.start_gateway().await
    }

    /// Delivers an event, and repeats the delivery like [`Webhook::deliver`]. Returns all attempts. The list is empty if no destination is set.
    ///
    /// By long connection, there is one attempt: to one of the connected clients, chosen at random.
    ///
    /// Programs in other processes emit events with `POST /_mock/events`. The body is an envelope such as
    /// `{"header": {"event_type": "hire.talent.deleted_v1"}, "event": {"talent_id": "1"}}`, and the response is `{"event_id": "…", "status": 200}`
    /// after one attempt, with the status `null` if there was no response in time. To repeat a delivery, send an envelope with the same
    /// `event_id` again.
    pub async fn emit(&self, event: &Event) -> Vec<DeliveryAttempt> {
        self.shared.events.emit(event).await
    }
}
