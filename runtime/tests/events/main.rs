//! Tests of events: the receiver, deduplication, and what the mock server sends.

mod deduplication;
mod receiver;
mod vectors;
mod webhook;

/// Result of a test.
type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;
