//! The differences between pages and the schema, and the quirks that explain them.

mod difference;
mod facts;
mod fields;
mod found;
mod json;

use feishu_codegen::model::{Api, Operation};

use crate::identity::shape;
use crate::page::{self, Page};

pub use difference::{Change, Drift};
use found::Found;
pub use json::to_json;

/// Compares a page with the operation of the same method and path.
///
/// # Errors
/// Returns the reason if the page does not describe an endpoint.
pub fn drift(name: &str, text: &str, api: &Api) -> Result<Vec<Drift>, String> {
    let page = page::read(name, text)?;
    let call = format!("{} {}", page.method, page.path);
    let same =
        |operation: &&Operation| shape(&format!("{} {}", operation.method.as_str(), operation.path)) == shape(&call);
    let Some(operation) = api.operations.iter().find(same) else {
        let what = format!("the schema has no `{call}`");
        let endpoint = "endpoint".to_owned();
        return Ok(vec![Drift {
            page: name.to_owned(),
            operation: None,
            at: endpoint,
            change: Change::Added,
            what,
            explained: None,
            explained_by: &[],
        }]);
    };
    Ok(compare_page(&page, operation, api))
}

/// Compares a page with an operation.
pub(crate) fn compare_page(page: &Page, operation: &Operation, api: &Api) -> Vec<Drift> {
    let mut found = Found { page: &page.file, operation, drifts: Vec::new() };
    facts::compare(page, api, &mut found);
    fields::compare(page, api, &mut found);
    found.drifts
}
