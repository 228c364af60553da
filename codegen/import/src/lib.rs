//! Drafts the schema of the Feishu Hire API from documentation pages, and compares pages with the schema.
//!
//! [`Drafts::from_pages`] reads pages and drafts their operations. [`check_drafts`] reports the result for each page.
//! [`find_drift`] lists the differences between a page and the schema.

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
mod idempotency;
mod identity;
mod infer;
mod kind;
mod known;
mod links;
mod markdown;
mod nest;
mod operation;
mod page;
mod page_deprecation;
mod paging;
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
mod yaml_reader;

pub use catalog::insert_sorted;
pub use drift::{Change, Drift, find_drift, to_json};
pub use edit::{ChangedFile, SchemaFiles};
pub use glossary::check_glossary;
pub use plan::Plan;
pub use report::{Outcome, Outcomes, check_drafts};
pub use run::{DraftFile, Drafts, find_in_schema};
pub use sections::{NestingAccuracy, NestingMeasurement, measure_nesting};
pub use summary::{RemainingWork, summarize};
pub use tree::Nesting;
