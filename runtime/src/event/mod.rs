//! Events that Feishu pushes: received by webhook ([`Receiver`]), each processed once ([`Deduplicator`]).
//!
//! # Examples
//!
//! ```
//! use feishu_runtime::event::{Headers, RawEvent, Receiver, Received};
//!
//! let receiver = Receiver::builder().verification_token("v-token").build()?;
//! let body = br#"{"schema": "2.0", "event": {"application_id": "6"}, "header": {"token": "v-token",
//!     "event_id": "f7984f25108f8137722bb63cee927e66", "event_type": "hire.application.deleted_v1"}}"#;
//! match receiver.receive::<RawEvent>(Headers::none(), body) {
//!     Ok(Received::Challenge(challenge)) => println!("200 {}", challenge.response_body()),
//!     Ok(Received::AppTicket(_)) => println!("200, after `client.set_app_ticket(ticket)`"),
//!     Ok(Received::Event(envelope)) => println!("200, after {} is in a queue", envelope.header.event_id),
//!     Err(error) => println!("{}, without a body", error.status()),
//! }
//! # Ok::<(), feishu_runtime::Error>(())
//! ```

mod checks;
mod deduplicator;
mod envelope;
mod error;
mod event_type;
mod header;
mod headers;
mod key;
#[cfg(feature = "events-socket")]
mod leadership;
mod memory;
mod message;
mod receiver;
#[cfg(feature = "events-socket")]
mod socket;

#[cfg(feature = "redis")]
pub use crate::redis::RedisDeduplicator;
#[cfg(all(feature = "events-socket", feature = "redis"))]
pub use crate::redis::RedisLeadership;
pub use deduplicator::{Claim, ClaimState, Deduplicator, DeduplicatorError, DeduplicatorFuture};
#[cfg(feature = "redis")]
pub(crate) use deduplicator::{LEASE, RETENTION};
pub use envelope::{AppTicket, Challenge, Envelope, Received};
pub use error::{ReceiveError, ReceiveErrorKind};
pub use event_type::{EventType, RawEvent, read_data};
pub use header::{EventHeader, SchemaVersion};
pub use headers::Headers;
#[cfg(feature = "mock")]
pub(crate) use key::{BLOCK, EncryptKey};
#[cfg(feature = "events-socket")]
pub use leadership::{Leadership, LeadershipError, LeadershipFuture};
pub use memory::MemoryDeduplicator;
pub use receiver::{Receiver, ReceiverBuilder};
#[cfg(feature = "events-socket")]
pub use socket::{
    AckError, AckPolicy, Delivery, EventStream, EventStreamBuilder, SocketError, SocketErrorKind, SocketState,
};
#[cfg(all(feature = "events-socket", feature = "mock"))]
pub(crate) use socket::{Frame, Incoming, WebSocket, accept_key};
