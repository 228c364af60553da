//! The client against the mock server.

mod call_options;
mod compile_fail;
mod connection_errors;
mod debug_output;
mod dynamic_operations;
mod environment;
mod errors;
mod event_soak;
mod events;
mod export;
mod fault_table;
mod files;
mod fixtures;
mod fuzzed;
mod inputs;
mod json;
#[path = "../../generated/examples/common/memory.rs"]
mod memory;
mod on_the_wire;
mod paging;
mod pipeline;
mod program;
mod rate_limits;
mod requests;
mod retries;
mod round_trip;
mod shared_token_cache;
mod soak;
mod statuses;
mod store_apps;
#[path = "../../generated/examples/common/tasks.rs"]
mod tasks;
mod threads;
mod token_backoff;
mod token_caches;
mod tokens;
mod tower_service;
mod unbound_endpoints;
mod unpolled_futures;
mod unusual_values;
mod urls;
mod values;

/// The result of a test.
pub(crate) type TestResult = Result<(), Box<dyn std::error::Error>>;
