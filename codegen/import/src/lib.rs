//! Drafts the schema of the Feishu Hire API from documentation pages, and compares pages with the schema.
//!
//! [`Drafts::of`] reads pages and drafts their operations. [`outcomes`] reports the result for each page. [`drift`] lists the
//! differences between a page and the schema.

mod availability;
mod catalog;
mod clean;
mod conditions;
mod deprecation;
mod describe;
mod discrepancy;
mod draft;
mod drafted;
mod drift;
mod edit;
mod error_page;
mod event;
mod event_page;
mod glossary;
mod groups;
mod identity;
mod infer;
mod kind;
mod known;
mod links;
mod markdown;
mod nest;
mod nodes;
mod operation;
mod page;
mod plan;
mod print;
mod refine;
mod report;
mod rows;
mod rules;
mod run;
mod rust_names;
mod sample;
mod scopes;
mod sections;
mod sensitive;
mod source;
mod summary;
mod tags;
mod tree;
mod yaml;

pub use catalog::insert_sorted;
pub use drift::{Change, Drift, drift, to_json};
pub use edit::{ChangedFile, SchemaFiles};
pub use glossary::check_glossary;
pub use plan::Plan;
pub use report::{How, Outcome, Outcomes, outcomes};
pub use run::{DraftFile, Drafts, bound};
pub use sections::{Depth, Rebuilding, measure_depth};
pub use summary::{Remaining, summarize};
