//! Events, sent as Feishu does: by webhook ([`Webhook`]), and with the feature `events-socket` by long connection (`Gateway`).
//!
//! ```
//! use feishu_runtime::event::{Headers, RawEvent, Receiver, Received};
//! use feishu_runtime::mock::event::{Event, Webhook};
//! use serde_json::json;
//!
//! let webhook = Webhook::new("http://127.0.0.1:3000/events").encrypt_key("e-key").verification_token("v-token");
//! let request = webhook.request(&Event::new("hire.talent.deleted_v1", json!({"talent_id": "6949805467799537964"})));
//!
//! let receiver = Receiver::builder().encrypt_key("e-key").verification_token("v-token").build()?;
//! let received = receiver.receive::<RawEvent>(Headers::new(|name| request.header(name)), request.body())?;
//! assert!(matches!(received, Received::Event(envelope) if envelope.event.event_type == "hire.talent.deleted_v1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod control;
mod emit;
mod emitter;
mod encrypt;
#[cfg(feature = "events-socket")]
mod gateway;
#[cfg(feature = "events-socket")]
mod peer;
mod post;
mod request;
mod sample;
mod webhook;

pub(super) use emitter::Emitter;
#[cfg(feature = "events-socket")]
pub use gateway::Gateway;
#[cfg(feature = "events-socket")]
pub use peer::Refusal;
pub use request::Request;
pub use sample::Event;
pub use webhook::{DeliveryAttempt, Webhook};
