//! What an author is told, mistake by mistake. Each case changes one thing in the small schema beside this folder.

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
pub(crate) const GET_ANSWER: &str = "hire/v1/note/get.response.json";
pub(crate) const LIST_ANSWER: &str = "hire/v1/note/list.response.json";
pub(crate) const REQUEST: &str = "hire/v1/note/create.request.json";
