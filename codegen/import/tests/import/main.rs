//! Import of pages, and comparison of pages with a schema. The pages are invented, one per page format.

mod drift;
mod edit;
mod events;
mod forms;
mod fuzzed;
mod nesting;
mod plan;
mod robust;
mod services;
#[path = "../../../tests/support/mod.rs"]
mod support;

use feishu_codegen::{Sources, check, model::Api};
use feishu_import::Drafts;
use support::Schema;

pub(crate) const BARS: &str = include_str!("pages/depth_in_bars.md");
pub(crate) const BLANKS: &str = include_str!("pages/depth_in_blanks.md");
pub(crate) const NO_DEPTH: &str = include_str!("pages/no_depth.md");
pub(crate) const NO_TABLE: &str = include_str!("pages/no_table.md");
pub(crate) const REPEATED_MARKS: &str = include_str!("pages/repeated_marks.md");
pub(crate) const NAMES_ONLY: &str = include_str!("pages/names_only.md");
pub(crate) const TAGS: &str = include_str!("pages/tags.md");
pub(crate) const MIXED: &str = include_str!("pages/mixed.md");
pub(crate) const LIST: &str = include_str!("pages/loan_list.md");
pub(crate) const EVENT: &str = include_str!("pages/event.md");
pub(crate) const UPLOAD: &str = include_str!("pages/upload.md");

/// Compares a text with `snapshots/<name>.snap`.
pub(crate) fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Returns the small schema and its API.
pub(crate) fn small() -> (Sources, Api) {
    checked(Schema::small().into_files())
}

pub(crate) fn checked(files: Vec<(String, String)>) -> (Sources, Api) {
    let sources = Sources::from_files(files);
    let api = check(&sources).unwrap_or_default();
    (sources, api)
}

pub(crate) fn drafts(pages: &[(&str, &str)]) -> Drafts {
    let (sources, api) = small();
    let pages: Vec<_> = pages.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Drafts::from_pages(&pages, &api, &sources)
}

/// Formats the files of a draft and the missing catalog entries as one text.
pub(crate) fn shown(drafts: &Drafts, page: &str) -> String {
    let mut out = String::new();
    for file in drafts.files(page) {
        out.push_str(&format!("── {}\n{}", file.path, file.text));
    }
    let (errors, scopes) = drafts.missing_catalog_lines("");
    let groups = drafts.groups("", "");
    out + &format!("── errors.yaml\n{errors}── scopes.yaml\n{scopes}── groups.yaml\n{groups}")
}
