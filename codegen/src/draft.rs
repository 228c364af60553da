//! Functions for programs that draft schema files, such as the importer.
//!
//! [`check_draft`] checks a draft. The predicates for names, dates and URLs are exported, because drafts must satisfy them.
//! [`parse_json`] is the parser that the checks use for samples.

pub use crate::check::{
    Discrepancy, DraftCheck, FIXED_FEATURES, check_draft, event_type, is_date, is_key, is_snake_case, is_url,
    operation_id,
};
pub use crate::diagnostic::nearest;
pub use crate::load::json::{Json, Member, Value as JsonValue, is_number, parse as parse_json};
pub use crate::load::tree::{Entry, List, Map, Node, Scalar};
pub use crate::names::{field as rust_name, is_usable, key, operation_types, payload};

use crate::diagnostic::Diagnostic;
use crate::load::yaml;
use crate::source::{File, FileId};

/// Parses a YAML file of a schema.
///
/// # Errors
/// Returns all syntax errors.
pub fn parse_yaml(id: FileId, file: &File) -> Result<Node, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    match yaml::parse(id, &file.text, &mut errors) {
        Ok(node) if errors.is_empty() => Ok(node),
        Ok(_) => Err(errors),
        Err(error) => {
            errors.push(error);
            Err(errors)
        }
    }
}
