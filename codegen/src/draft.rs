//! Functions for programs that draft schema files.
//!
//! [`check_draft`] checks a draft. The rules for names, dates and URLs are exported, because drafts follow them too.
//! [`parse_json`] is the parser that the checks use for samples.

pub use crate::check::{
    Discrepancy, DraftCheck, FIXED_FEATURES, check_draft, is_date, is_key, is_snake_case, is_url, operation_id,
};
pub use crate::load::json::{Json, Member, Value as JsonValue, is_number, parse as parse_json};
pub use crate::names::{key, operation_types};
