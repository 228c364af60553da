//! A mock Feishu server, embedded: for tests of programs that use the client, for this project's own tests, and for work by hand.
//!
//! It is driven by the static table of operations: it takes what the documentation says an operation takes, refuses what Feishu refuses,
//! and answers with the documented sample. A test can have it hold more items than the sample, answer something else, or fail.
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
//! What happens to a request, step by step, is told in `pipeline.rs`.

mod auth;
mod bearer;
mod body;
mod check;
mod content;
mod counting;
mod delivery;
mod emitted;
mod endpoint;
mod fault;
mod file;
mod form;
#[doc(hidden)]
pub mod fuzzing;
mod given;
mod gzip;
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
mod spoil;
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

/// An operation, and the answer that its page documents.
#[derive(Clone, Copy, Debug)]
pub struct Mocked {
    /// The operation.
    pub operation: &'static Operation,
    /// The whole answer, envelope and all: `{"code": 0, "msg": "success", "data": {…}}`.
    pub sample: &'static str,
    /// Finds what is wrong in a JSON body, at every depth; see [`check_body`](fn@check_body).
    pub check_body: Option<CheckBody>,
}

/// What is wrong inside of a JSON body.
pub type CheckBody = fn(&[u8]) -> Vec<FieldViolation>;
