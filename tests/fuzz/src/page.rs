//! Arbitrary pages: the importer and the comparison terminate, and drafts stay inside the schema folder.

use std::sync::LazyLock;

use feishu_codegen::{Sources, check as check_schema, model::Api};
use feishu_import::{Drafts, find_drift, measure_nesting};

use super::schema::{check_sources, small};

/// The small schema, in which a test verifies that there are no errors.
static KNOWN: LazyLock<Option<(Sources, Api)>> = LazyLock::new(|| {
    let sources = Sources::new(small());
    let api = check_schema(&sources).ok()?;
    Some((sources, api))
});

/// Uses the input as a page.
pub fn page(input: &[u8]) -> Result<(), String> {
    let (sources, api) = KNOWN.as_ref().ok_or("the small schema has errors")?;
    let text = String::from_utf8_lossy(input).into_owned();
    let compared = find_drift("page.md", &text, api);
    let measured = measure_nesting(&text);
    let drafts = Drafts::from_pages(&[("page.md".to_owned(), text)], api, sources);
    let is_read = drafts.page_names().count() == 1;
    if compared.is_ok() != is_read || measured.is_ok() != is_read {
        return Err("import and drift disagree on whether this is a page".to_owned());
    }
    for file in drafts.files("page.md") {
        let is_plain = |part: &str| part.starts_with(|first: char| first.is_ascii_lowercase() || first == '_');
        if file.path.contains('\\') || !file.path.split('/').all(is_plain) {
            return Err(format!("a draft has the path {:?}", file.path));
        }
    }
    check_sources(drafts.sources())
}
