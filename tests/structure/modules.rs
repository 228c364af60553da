//! Parses the modules of a crate.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    error::Error,
    fs,
    path::{Path as FilePath, PathBuf},
};

use quote::ToTokens;
use syn::{Attribute, Item, UseTree, Visibility};

use crate::paths::{Path, find_paths};

/// A module: a file, or a block in a file.
pub(crate) struct Module {
    pub(crate) file: PathBuf,
    /// Names of items other than modules.
    pub(crate) items: HashSet<String>,
    pub(crate) imports: Vec<Import>,
    /// The paths in the items of the module, without imports.
    pub(crate) paths: Vec<Path>,
}

/// A name imported by a `use` item, or `*`.
pub(crate) struct Import {
    pub(crate) name: String,
    pub(crate) path: Path,
    pub(crate) is_private: bool,
}

/// The modules of a crate by path, without test modules. The path of the root module is empty.
pub(crate) struct Modules {
    pub(crate) by_path: BTreeMap<Path, Module>,
    /// The files of exported macros, which are in the root module.
    pub(crate) macros: HashMap<String, PathBuf>,
}

impl Modules {
    /// Parses a crate, starting from its root file.
    pub(crate) fn read(root: &FilePath) -> Result<Self, Box<dyn Error>> {
        let mut modules = Self { by_path: BTreeMap::new(), macros: HashMap::new() };
        let folder = root.parent().ok_or("the file has no parent folder")?;
        modules.add_file(Path::new(), root, folder)?;
        Ok(modules)
    }

    /// Adds a module from its file. `folder` contains the files of its children.
    fn add_file(&mut self, path: Path, file: &FilePath, folder: &FilePath) -> Result<(), Box<dyn Error>> {
        let parsed =
            syn::parse_file(&fs::read_to_string(file)?).map_err(|error| format!("{}: {error}", file.display()))?;
        self.add(path, file, folder, parsed.items)
    }

    fn add(&mut self, path: Path, file: &FilePath, folder: &FilePath, items: Vec<Item>) -> Result<(), Box<dyn Error>> {
        let mut module =
            Module { file: file.to_owned(), items: HashSet::new(), imports: Vec::new(), paths: Vec::new() };
        for item in items {
            match item {
                Item::Mod(child) if is_test(&child.attrs) => {}
                Item::Mod(child) => {
                    let name = child.ident.to_string().trim_start_matches("r#").to_owned();
                    let child_path = [path.as_slice(), std::slice::from_ref(&name)].concat();
                    let child_folder = folder.join(&name);
                    match child.content {
                        Some((_, items)) => self.add(child_path, file, &child_folder, items)?,
                        None => {
                            let flat = folder.join(format!("{name}.rs"));
                            let own = if flat.exists() { flat } else { child_folder.join("mod.rs") };
                            self.add_file(child_path, &own, &child_folder)?;
                        }
                    }
                }
                Item::Use(item) => {
                    let is_private = matches!(item.vis, Visibility::Inherited);
                    // A path that starts with `::` names another crate.
                    if item.leading_colon.is_none() {
                        module.import(&item.tree, &Path::new(), is_private);
                    }
                }
                // The body of a macro is code of the file that calls it.
                Item::Macro(item) if item.ident.is_some() => {
                    let name = item.ident.map(|name| name.to_string()).unwrap_or_default();
                    if item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")) {
                        self.macros.insert(name.clone(), file.to_owned());
                    }
                    module.items.insert(name);
                }
                item => {
                    module.items.extend(item_name(&item));
                    module.paths.extend(find_paths(item.to_token_stream()));
                }
            }
        }
        self.by_path.insert(path, module);
        Ok(())
    }

    /// Returns the files of the crate.
    pub(crate) fn files(&self) -> HashSet<&FilePath> {
        self.by_path.values().map(|module| module.file.as_path()).collect()
    }
}

impl Module {
    fn import(&mut self, tree: &UseTree, prefix: &[String], is_private: bool) {
        let with = |name: String| [prefix, &[name.trim_start_matches("r#").to_owned()]].concat();
        let (name, path) = match tree {
            UseTree::Path(path) => return self.import(&path.tree, &with(path.ident.to_string()), is_private),
            UseTree::Group(group) => return group.items.iter().for_each(|tree| self.import(tree, prefix, is_private)),
            UseTree::Name(name) if name.ident == "self" => {
                (prefix.last().cloned().unwrap_or_default(), prefix.to_vec())
            }
            UseTree::Name(name) => (name.ident.to_string(), with(name.ident.to_string())),
            UseTree::Rename(name) if name.ident == "self" => (name.rename.to_string(), prefix.to_vec()),
            UseTree::Rename(name) => (name.rename.to_string(), with(name.ident.to_string())),
            UseTree::Glob(_) => ("*".to_owned(), prefix.to_vec()),
        };
        self.imports.push(Import { name, path, is_private });
    }
}

/// Whether an item is compiled for tests only.
pub(crate) fn is_test(attributes: &[Attribute]) -> bool {
    let is_test = |attribute: &Attribute| {
        let list = attribute.meta.require_list().ok().filter(|list| list.path.is_ident("cfg"));
        list.is_some_and(|list| list.tokens.to_string() == "test")
    };
    attributes.iter().any(is_test)
}

fn item_name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}
