//! The plan to share types across pages: an editable file with one entry per type.
//!
//! [`propose`](propose::propose) groups the types of drafts and schema, and [`apply`](apply::apply) rewrites both according to the plan.

mod apply;
mod index;
mod merge;
mod name;
mod planned;
mod print;
mod propose;
mod quirks;
mod read;
mod resolve;
mod schema_types;
mod shape;
mod types;
mod unify;
mod values;

pub(crate) use apply::apply;
pub(crate) use index::TypeIndex;
pub use planned::Plan;
pub(crate) use propose::propose;
