//! A schema in memory, with edits.

#![allow(dead_code, reason = "each test binary uses only a part of this module")]

use std::collections::BTreeMap;

use feishu_codegen::{Renderer, Sources, check, render};

/// The files of a schema by path.
#[derive(Clone)]
pub(crate) struct Schema(BTreeMap<String, String>);

/// Translations of all parameters of the small schema, which has no such file itself.
pub(crate) const TRANSLATIONS: &str = include_str!("../small/translations.yaml");

/// Includes files of the small schema.
macro_rules! small {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../small/", $path)))),*]
    };
}

impl Schema {
    /// The small schema, without errors.
    pub(crate) fn small() -> Self {
        let files = small![
            "errors.yaml",
            "groups.yaml",
            "scopes.yaml",
            "types/common.yaml",
            "hire/v1/note/create.yaml",
            "hire/v1/note/create.request.json",
            "hire/v1/note/create.response.json",
            "hire/v1/note/events/created.event.json",
            "hire/v1/note/events/created.yaml",
            "hire/v1/note/get.yaml",
            "hire/v1/note/get.response.json",
            "hire/v1/note/list.yaml",
            "hire/v1/note/list.response.json",
        ];
        Self(files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect())
    }

    /// The small schema with an operation that uses conditions, rules inside objects, times in seconds and JSON in strings.
    pub(crate) fn with_update() -> Self {
        let mut schema = Self::small();
        let files = small![
            "hire/v1/note/update.yaml",
            "hire/v1/note/update.request.json",
            "hire/v1/note/update.response.json",
        ];
        files.into_iter().for_each(|(path, text)| schema.file(path, text));
        schema
    }

    pub(crate) fn file(&mut self, path: &str, text: &str) {
        self.0.insert(path.to_owned(), text.to_owned());
    }

    pub(crate) fn remove(&mut self, path: &str) {
        self.0.remove(path);
    }

    /// Replaces the first occurrence of a text, which must exist.
    pub(crate) fn edit(&mut self, path: &str, from: &str, to: &str) {
        let text = self.0.entry(path.to_owned()).or_default();
        assert!(text.contains(from), "`{from}` is not in {path}");
        *text = text.replacen(from, to, 1);
    }

    pub(crate) fn report(&self) -> String {
        report(Sources::from_files(self.clone().into_files()))
    }

    pub(crate) fn into_files(self) -> Vec<(String, String)> {
        self.0.into_iter().collect()
    }
}

/// Checks a schema and formats the errors.
pub(crate) fn report(sources: Sources) -> String {
    match check(&sources) {
        Ok(_) => "no errors\n".to_owned(),
        Err(diagnostics) => render(&diagnostics, &sources, &Renderer::plain()),
    }
}

/// Compares a text with `tests/snapshots/<name>.snap`.
pub(crate) fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("../snapshots");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The small schema with a change.
pub(crate) struct Case {
    title: &'static str,
    schema: Schema,
}

impl Case {
    pub(crate) fn edit(title: &'static str, path: &str, from: &str, to: &str) -> Self {
        let mut schema = Schema::small();
        schema.edit(path, from, to);
        Self { title, schema }
    }

    /// Adds a change.
    pub(crate) fn and(mut self, path: &str, from: &str, to: &str) -> Self {
        self.schema.edit(path, from, to);
        self
    }

    /// Checks the schema and formats the errors.
    pub(crate) fn report(&self) -> String {
        self.schema.report()
    }

    /// Adds a file.
    pub(crate) fn and_file(mut self, path: &str, text: &str) -> Self {
        self.schema.file(path, text);
        self
    }

    pub(crate) fn file(title: &'static str, path: &str, text: &str) -> Self {
        let mut schema = Schema::small();
        schema.file(path, text);
        Self { title, schema }
    }

    pub(crate) fn remove(title: &'static str, path: &str) -> Self {
        let mut schema = Schema::small();
        schema.0.remove(path);
        Self { title, schema }
    }
}

/// Formats the errors of all cases. Each case must cause exactly one error.
pub(crate) fn one_error_each(cases: &[Case]) -> String {
    let mut out = String::new();
    let mut several = Vec::new();
    for case in cases {
        let report = case.schema.report();
        match report.strip_suffix("\n\nfound 1 error in the schema\n") {
            Some(error) => out.push_str(&format!("— {} —\n{}\n\n", case.title, error.trim_end())),
            None => several.push(format!("— {} —\n{report}", case.title)),
        }
    }
    assert!(several.is_empty(), "not exactly one error:\n{}", several.join("\n"));
    out
}
