//! Events: the server sends them by webhook, as Feishu does.
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

mod post;
mod request;
mod sample;
mod seal;
mod webhook;

pub use request::Request;
pub use sample::Event;
pub use webhook::{Attempt, Webhook};
