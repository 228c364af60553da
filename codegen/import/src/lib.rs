//! Drafts the schema of the Feishu Hire API from documentation pages, and compares pages with the schema.
//!
//! [`Drafts::of`] reads pages and drafts their operations. [`outcomes`] reports the result for each page. [`drift`] lists the
//! differences between a page and the schema.

mod clean;
mod describe;
mod discrepancy;
mod draft;
mod drafted;
mod drift;
mod groups;
mod identity;
mod infer;
mod kind;
mod known;
mod markdown;
mod nest;
mod operation;
mod page;
mod print;
mod report;
mod rows;
mod rules;
mod run;
mod sample;
mod sections;
mod source;
mod tags;
mod tree;
mod yaml;

pub use drift::{Change, Drift, drift, to_json};
pub use report::{How, Outcome, Outcomes, outcomes};
pub use run::{DraftFile, Drafts};
pub use sections::{Depth, Rebuilding, measure_depth};
