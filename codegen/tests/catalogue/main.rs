//! The catalog of error codes: the example of each explanation with its diagnostic; and unusual files (`unusual_files/`).

mod codes;
mod editor;
mod example;
mod formats;
mod json;
#[path = "../support/mod.rs"]
mod support;
mod unusual_files;

/// Compares a text with `snapshots/<name>.snap`.
pub(crate) fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("snapshots");
    settings.bind(|| insta::assert_snapshot!(name, text));
}
