//! Users of the generated crate can name every type that the runtime returns or takes.

use std::{collections::BTreeSet, fs, path::Path};

use syn::{Item, ItemUse, UseTree, Visibility};
use tests::root;

use crate::TestResult;

/// The request builders contain it.
const INTERNAL: &str = "Call";

/// Returns the types that a crate exports at its root.
fn exported_types(file: &Path) -> Result<BTreeSet<String>, Box<dyn std::error::Error>> {
    let mut names = BTreeSet::new();
    for item in syn::parse_file(&fs::read_to_string(file)?)?.items {
        if let Item::Use(ItemUse { vis: Visibility::Public(_), tree, .. }) = item {
            collect(&tree, &mut names);
        }
    }
    Ok(names)
}

fn collect(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => collect(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|item| collect(item, names)),
        UseTree::Name(name) if name.ident.to_string().starts_with(char::is_uppercase) => {
            names.insert(name.ident.to_string());
        }
        UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}

#[test]
fn the_generated_crate_exports_the_types_of_the_runtime() -> TestResult {
    let runtime = exported_types(&root().join("runtime/src/lib.rs"))?;
    assert!(runtime.contains("ClientBuilder"), "{runtime:?}");
    let generated = exported_types(&root().join("generated/src/lib.rs"))?;
    let missing: Vec<_> = runtime.difference(&generated).filter(|name| *name != INTERNAL).collect();
    assert!(missing.is_empty(), "add these to `names.rs`: {missing:?}");
    Ok(())
}
