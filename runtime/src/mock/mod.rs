//! An embedded mock Feishu server, for tests of programs that use the client and for the tests of this project.
//!
//! The server reads the static table of operations. It validates requests against the documentation and responds with the documented
//! samples. Tests can set other items and responses, and inject faults.
//!
//! ```
//! use feishu_runtime::{
//!     mock::{Fault, MockOperation, Server},
//!     operation::{DataLocation, Method, Operation},
//! };
//!
//! static GET_JOB: Operation = Operation {
//!     id: "hire.v1.job.get",
//!     method: Method::Get,
//!     path: "/open-apis/hire/v1/jobs/:job_id",
//! #   page: "", tokens: &[], apps: &[], scopes: &[], field_scopes: &[], windows: &[], idempotent: true,
//! #   parameters: &[], rules: &[], data: DataLocation::Field, paging: None, errors: &[],
//!     // …
//! };
//! static OPERATIONS: &[MockOperation] =
//!     &[MockOperation::new(&GET_JOB, r#"{"code": 0, "msg": "success", "data": {"title": "Gardener"}}"#)];
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::start(OPERATIONS).await?;
//! server.on("hire.v1.job.get")?.inject_fault(1, Fault::status(502).body("<html>Bad Gateway</html>"));
//!
//! // … let the program under test call `server.base_url()` …
//! assert!(server.requests().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! `pipeline.rs` describes the processing steps of a request.

mod admission;
mod auth;
mod bearer;
mod body;
mod body_schema;
mod check;
mod closure;
mod content;
mod delivery;
mod emitted;
mod endpoint;
mod envelope;
#[cfg(feature = "events")]
pub mod event;
mod fault;
mod file;
mod form;
#[doc(hidden)]
pub mod fuzzing;
mod gzip;
mod injection;
mod link;
mod mock_operation;
mod page;
mod paged;
mod parameters;
mod pipeline;
mod populate;
mod rate_limits;
mod received;
mod rejection;
mod related;
mod remove;
mod reply;
mod requests;
mod route;
pub mod samples;
mod serve;
mod server;
mod store;
mod tenant;
mod token;
mod traffic;
mod window_counter;

pub use body_schema::{BodySchema, Deviation, FieldSchema, ValueSchema, check_body, deviations};
pub use endpoint::{Endpoint, UnknownOperation};
pub use fault::Fault;
pub use file::{FileEndpoint, UnknownFile};
pub use mock_operation::MockOperation;
pub use populate::PopulateError;
pub use received::ReceivedRequest;
pub use related::{Related, Relations, Role};
pub use server::Server;
pub use store::StoreApp;
pub use token::TokenEndpoint;
pub use window_counter::WindowKind;
