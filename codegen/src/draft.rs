//! What a program that drafts schema files needs, beyond the checks of a finished schema.
//!
//! Drafts are checked with [`check_draft`]. Names in a draft follow the same rules as names that the checks accept, so the rules
//! are here too. Samples are read by [`parse_json`], which the checks use themselves.

pub use crate::check::{
    Discrepancy, DraftCheck, FIXED_FEATURES, check_draft, is_date, is_key, is_snake_case, is_url, operation_id,
};
pub use crate::load::json::{Json, Member, Value as JsonValue, is_number, parse as parse_json};
pub use crate::names::{key, operation_types};
