//! Tests of events: the receiver, deduplication, and what the mock server sends.

mod control;
mod deduplication;
mod fuzzed;
#[cfg(feature = "events-socket")]
mod handshake;
#[cfg(feature = "events-socket")]
mod long_connection;
mod receiver;
#[cfg(feature = "events-socket")]
mod socket;
mod vectors;
mod webhook;

/// Result of a test.
type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;
