//! The diagnostics. Each case makes one change to the small schema in `tests/small`.

mod events;
mod fields;
mod groups;
mod names;
mod operation;
mod samples;
#[path = "../support/mod.rs"]
mod support;
mod types;
mod whole;

pub(crate) const COMMON: &str = "types/common.yaml";
pub(crate) const GET: &str = "hire/v1/note/get.yaml";
pub(crate) const LIST: &str = "hire/v1/note/list.yaml";
pub(crate) const CREATE: &str = "hire/v1/note/create.yaml";
pub(crate) const GET_RESPONSE: &str = "hire/v1/note/get.response.json";
pub(crate) const LIST_RESPONSE: &str = "hire/v1/note/list.response.json";
pub(crate) const REQUEST: &str = "hire/v1/note/create.request.json";
