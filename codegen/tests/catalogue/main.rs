//! The catalogue of mistakes: for each code the example of its explanation, and what the author is told of it (`told/`);
//! then files that are odd as files (`odd/`).

mod codes;
mod editor;
mod example;
mod json;
mod odd;
mod shown;
#[path = "../support/mod.rs"]
mod support;

/// Compares with `told/<name>.snap`.
pub(crate) fn told(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("told");
    settings.bind(|| insta::assert_snapshot!(name, text));
}
