//! Helpers for tests: the real schema, and small schemas.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use feishu_codegen::{Rendered, Renderer, Sources, model::Api};

/// Returns the root folder of the project.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Returns the API of the project's schema. A process checks the schema once, because that takes a second without optimizations.
///
/// # Errors
/// Returns the errors in the schema as text.
pub fn real_schema() -> Result<&'static Api, String> {
    static API: LazyLock<Result<Api, String>> = LazyLock::new(check_real_schema);
    API.as_ref().map_err(Clone::clone)
}

/// Returns the files that are emitted for the schema of the project. A process emits them once.
///
/// # Errors
/// Returns the errors in the schema as text.
pub fn real_files() -> Result<&'static [Rendered], String> {
    static FILES: LazyLock<Result<Vec<Rendered>, String>> = LazyLock::new(|| emitted(real_schema()?));
    FILES.as_deref().map_err(Clone::clone)
}

/// Checks the schema of the project and emits its files, independently of earlier calls.
///
/// # Errors
/// Returns the errors in the schema as text.
pub fn emit_real_files() -> Result<Vec<Rendered>, String> {
    emitted(&check_real_schema()?)
}

fn check_real_schema() -> Result<Api, String> {
    let sources = feishu_codegen::load(&root().join("schema")).map_err(|error| error.to_string())?;
    checked(&sources)
}

/// Returns the files that are emitted for a small schema. The files that every schema needs are added.
///
/// # Errors
/// Returns the errors in the schema as text.
pub fn generate(files: &[(&str, &str)]) -> Result<Vec<Rendered>, String> {
    emitted(&checked(&sources(files))?)
}

/// Checks a small schema and returns its API. The files that every schema needs are added.
///
/// # Errors
/// Returns the errors in the schema as text.
pub fn small_schema(files: &[(&str, &str)]) -> Result<Api, String> {
    checked(&sources(files))
}

fn checked(sources: &Sources) -> Result<Api, String> {
    feishu_codegen::check(sources).map_err(|errors| feishu_codegen::render(&errors, sources, &Renderer::plain()))
}

/// Returns the files that are emitted for an API.
///
/// # Errors
/// Fails if the emitted code is not valid Rust.
pub fn emitted(api: &Api) -> Result<Vec<Rendered>, String> {
    feishu_codegen::generate(api).map_err(|error| error.to_string())
}

/// Returns the files of a small schema, with the files that every schema needs.
#[must_use]
pub fn sources(files: &[(&str, &str)]) -> Sources {
    let needed = [
        ("errors.yaml", "1002001: 500 | system_error | 系统错误 | The server failed; try again.\n"),
        ("scopes.yaml", "hire:thing: 更新事物 | Change things.\nhire:thing:readonly: 获取事物 | Read things.\n"),
    ];
    // An unused type would be an error.
    let thing_id = files
        .iter()
        .any(|(_, text)| text.contains("ThingId"))
        .then_some(("types/common.yaml", "ids:\n  ThingId: 事物 ID | A thing.\n"));
    let all = needed.iter().chain(&thing_id).chain(files).map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let groups = groups(files);
    Sources::from_files(all.chain(groups.map(|text| ("groups.yaml".to_owned(), text))).collect())
}

/// Returns `groups.yaml` with one group for all resources, or `None` if the files contain their own.
fn groups(files: &[(&str, &str)]) -> Option<String> {
    let resource = |path: &str| match path.strip_suffix(".yaml")?.split('/').collect::<Vec<_>>().as_slice() {
        ["hire", _, resource, _] => Some((*resource).to_owned()),
        ["hire", _, resource, "events", _] => Some((*resource).to_owned()),
        [service, _, resource, _] | [service, _, resource, "events", _] => Some(format!("{service}.{resource}")),
        _ => None,
    };
    let resources: BTreeSet<String> = files.iter().filter_map(|(path, _)| resource(path)).collect();
    let entry = |name: &String| format!("    {name}: {{ title: Things, zh: 事物, doc: Things of a kind. }}\n");
    let resources: String = resources.iter().map(entry).collect();
    let is_there = files.iter().any(|(path, _)| *path == "groups.yaml") || resources.is_empty();
    (!is_there).then(|| format!("thing:\n  zh: 事物\n  doc: Things.\n  resources:\n{resources}"))
}
