//! The temporary workspace: the emitted crate and its consumer.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use feishu_codegen::Rendered;
use toml::Table;

use super::{
    call::Call,
    emitted::EmittedSchema,
    group::{Group, groups},
};
use crate::root::root;

/// The feature of the consumer that enables all groups.
pub(crate) const ALL_GROUPS: &str = "all-groups";

/// The feature of the consumer that enables one group.
pub(crate) const ONE_GROUP: &str = "one-group";

/// A workspace of the two crates `feishu-hire` and `consumer`.
pub(crate) struct Project {
    pub(crate) folder: PathBuf,
}

impl Project {
    /// Writes the workspace into `folder` and deletes the previous content.
    ///
    /// # Errors
    /// Fails if a file cannot be written.
    pub(crate) fn write(
        folder: &Path,
        emitted: &EmittedSchema,
        call: &Call,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        let (library, consumer) = (folder.join("feishu-hire"), folder.join("consumer"));
        write_files(&library, &emitted.files)?;
        fs::write(library.join("README.md"), "Emitted for measurements.\n")?;
        fs::write(library.join("Cargo.toml"), library_manifest(&groups(&emitted.api))?)?;
        fs::create_dir_all(consumer.join("src"))?;
        fs::write(consumer.join("src/main.rs"), call.program())?;
        fs::write(consumer.join("Cargo.toml"), consumer_manifest(call.group.as_deref()))?;
        fs::write(
            folder.join("Cargo.toml"),
            "[workspace]\nresolver = \"3\"\nmembers = [\"feishu-hire\", \"consumer\"]\n",
        )?;
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(Self { folder: folder.to_path_buf() })
    }
}

fn write_files(folder: &Path, files: &[Rendered]) -> io::Result<()> {
    for file in files {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, &file.text)?;
    }
    Ok(())
}

/// Returns the manifest of the emitted crate. The features that enable features of the runtime are those of `generated`.
fn library_manifest(groups: &[Group]) -> Result<String, Box<dyn std::error::Error>> {
    let root = fs::canonicalize(root())?;
    let generated: Table = fs::read_to_string(root.join("generated/Cargo.toml"))?.parse()?;
    let runtime = root.join("runtime");
    Ok(format!(
        "[package]\nname = \"feishu-hire\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{}\n\
         [dependencies]\nfeishu-runtime = {{ path = {:?} }}\n",
        features(groups, &generated),
        runtime.display().to_string(),
    ))
}

/// Returns the section `[features]`: one feature per group, all enabled by default, and those of the runtime.
fn features(groups: &[Group], generated: &Table) -> String {
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let mut section = format!("[features]\ndefault = {names:?}\n");
    names.iter().for_each(|name| _ = writeln!(section, "{name} = []"));
    let declared = generated.get("features").and_then(toml::Value::as_table).into_iter().flatten();
    for (name, value) in declared {
        let items: Vec<&str> = value.as_array().into_iter().flatten().filter_map(toml::Value::as_str).collect();
        if !items.is_empty() && items.iter().all(|item| item.starts_with("feishu-runtime/")) {
            let _ = writeln!(section, "{name} = {items:?}");
        }
    }
    section
}

fn consumer_manifest(group: Option<&str>) -> String {
    let one_group = group.map(|name| format!("{ONE_GROUP} = [\"feishu-hire/{name}\"]\n")).unwrap_or_default();
    format!(
        "[package]\nname = \"consumer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [features]\n{ALL_GROUPS} = [\"feishu-hire/default\"]\n{one_group}\n\
         [dependencies]\nfeishu-hire = {{ path = \"../feishu-hire\", default-features = false }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_on_by_default_and_the_runtime_features_are_kept() -> Result<(), Box<dyn std::error::Error>> {
        let generated: Table =
            "[features]\ndefault = [\"old\"]\nold = []\nmock = [\"feishu-runtime/mock\"]\n".parse()?;
        let group = |name: &str| Group { name: name.to_owned(), resources: Vec::new() };
        let section = features(&[group("job"), group("note")], &generated);
        let section: Table = section.parse()?;
        let expected: Table =
            "[features]\ndefault = [\"job\", \"note\"]\njob = []\nnote = []\nmock = [\"feishu-runtime/mock\"]\n"
                .parse()?;
        assert_eq!(section, expected);
        Ok(())
    }
}
