//! Helpers of the tests.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use feishu_codegen::{Rendered, Renderer, Sources, model::Api};

/// The project's root.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The project's own schema, checked.
///
/// # Errors
/// What the author would be told.
pub fn real_schema() -> Result<Api, String> {
    let sources = feishu_codegen::load(&root().join("schema")).map_err(|error| error.to_string())?;
    checked(&sources)
}

/// What is emitted for the project's own schema.
///
/// # Errors
/// What the author would be told.
pub fn real_files() -> Result<Vec<Rendered>, String> {
    emitted(&real_schema()?)
}

/// What is emitted for a schema of a few files on top of what every schema needs.
///
/// # Errors
/// What the author would be told.
pub fn generate(files: &[(&str, &str)]) -> Result<Vec<Rendered>, String> {
    emitted(&checked(&sources(files))?)
}

/// A schema of a few files on top of what every schema needs, checked.
///
/// # Errors
/// What the author would be told.
pub fn small_schema(files: &[(&str, &str)]) -> Result<Api, String> {
    checked(&sources(files))
}

fn checked(sources: &Sources) -> Result<Api, String> {
    feishu_codegen::check(sources).map_err(|mistakes| feishu_codegen::render(&mistakes, sources, &Renderer::plain()))
}

/// What is emitted for a schema.
///
/// # Errors
/// If the emitted code cannot be laid out.
pub fn emitted(api: &Api) -> Result<Vec<Rendered>, String> {
    feishu_codegen::generate(api).map_err(|error| error.to_string())
}

/// The files of a small schema.
#[must_use]
pub fn sources(files: &[(&str, &str)]) -> Sources {
    let needed = [
        ("errors.yaml", "1002001: 500 | system_error | 系统错误 | The server failed; try again.\n"),
        ("scopes.yaml", "hire:thing: 更新事物 | Change things.\nhire:thing:readonly: 获取事物 | Read things.\n"),
    ];
    // A type that nothing uses would be a mistake.
    let thing_id = files
        .iter()
        .any(|(_, text)| text.contains("ThingId"))
        .then_some(("types/common.yaml", "ids:\n  ThingId: 事物 ID | A thing.\n"));
    let all = needed.iter().chain(&thing_id).chain(files).map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let groups = groups(files);
    Sources::from_files(all.chain(groups.map(|text| ("groups.yaml".to_owned(), text))).collect())
}

/// One group of all resources, unless the files say another thing.
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
