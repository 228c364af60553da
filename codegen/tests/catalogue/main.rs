//! The catalogue of diagnostics: for each code the example of its explanation, and the diagnostic (`told/`); then unusual files
//! (`unusual_files/`).

mod codes;
mod editor;
mod example;
mod json;
mod shown;
#[path = "../support/mod.rs"]
mod support;
mod unusual_files;

/// Compares with `told/<name>.snap`.
pub(crate) fn told(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("told");
    settings.bind(|| insta::assert_snapshot!(name, text));
}
