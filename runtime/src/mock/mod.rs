//! An embedded mock Feishu server, for tests of programs that use the client and for the tests of this project.
//!
//! The server is driven by the static table of operations. It validates requests against the documentation and responds with the documented
//! samples. Tests can set other items and responses, and inject faults.
//!
//! ```
//! use feishu_runtime::{
//!     mock::{Fault, Mocked, Server},
//!     operation::{Method, Operation},
//! };
//!
//! static GET_JOB: Operation = Operation {
//!     id: "hire.v1.job.get",
//!     method: Method::Get,
//!     path: "/open-apis/hire/v1/jobs/:job_id",
//! #   page: "", tokens: &[], apps: &[], scopes: &[], field_scopes: &[], windows: &[], idempotent: true,
//! #   parameters: &[], rules: &[], paging: None, errors: &[],
//!     // …
//! };
//! static OPERATIONS: &[Mocked] =
//!     &[Mocked { operation: &GET_JOB, sample: r#"{"code": 0, "msg": "success", "data": {"title": "Gardener"}}"#, check_body: None }];
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::start(OPERATIONS).await?;
//! server.on("hire.v1.job.get")?.next(1, Fault::status(502).body("<html>Bad Gateway</html>"));
//!
//! // … let the program under test call `server.base_url()` …
//! assert!(server.requests().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! `pipeline.rs` describes the processing steps of a request.

mod auth;
mod bearer;
mod body;
mod check;
mod content;
mod counting;
mod delivery;
mod emitted;
mod endpoint;
#[cfg(feature = "events")]
pub mod event;
mod fault;
mod file;
mod form;
#[doc(hidden)]
pub mod fuzzing;
mod given;
mod gzip;
mod injection;
mod paged;
mod pipeline;
mod received;
mod reply;
mod requests;
mod route;
pub mod samples;
mod serve;
mod server;
mod shape;
mod store;
mod tally;
mod tenant;
mod token;

pub use counting::Counting;
pub use endpoint::{Endpoint, UnknownOperation};
pub use fault::Fault;
pub use file::{FileEndpoint, UnknownFile};
pub use received::Received;
pub use server::Server;
pub use shape::{Holds, Shape, ShapeField, check_body};
pub use store::StoreApp;
pub use token::TokenEndpoint;

use crate::{FieldViolation, operation::Operation};

/// An operation with its documented response.
#[derive(Clone, Copy, Debug)]
pub struct Mocked {
    /// The operation.
    pub operation: &'static Operation,
    /// Complete response including the envelope: `{"code": 0, "msg": "success", "data": {…}}`.
    pub sample: &'static str,
    /// Validates a JSON body at every depth; see [`check_body`](fn@check_body).
    pub check_body: Option<CheckBody>,
}

/// A violation in a JSON body.
pub type CheckBody = fn(&[u8]) -> Vec<FieldViolation>;
