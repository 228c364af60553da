//! The graph of uses between the files of a crate.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path as FilePath, PathBuf},
};

use crate::modules::{Module, Modules};
use crate::paths::Path;

/// For each file, the files that it uses, with the used names.
pub(crate) type Graph = BTreeMap<PathBuf, BTreeMap<PathBuf, BTreeSet<String>>>;

/// The maximum length of a chain of re-exports. The limit ends circular imports.
const MAX_REEXPORTS: usize = 16;

/// Builds the graph of a crate. A re-exported name counts as a use of the file that defines it. Re-exports of definitions in descendants
/// do not count.
pub(crate) fn build_graph(modules: &Modules) -> Graph {
    let mut graph = Graph::new();
    for (path, module) in &modules.by_path {
        let resolver = modules.resolver(path, module);
        let imports = module.imports.iter().filter(|import| import.is_private || !resolver.is_descendant(&import.path));
        for used in module.paths.iter().chain(imports.map(|import| &import.path)) {
            if let Some((file, name)) = resolver.find_definition(used)
                && file != module.file
            {
                let uses = graph.entry(module.file.clone()).or_default().entry(file.to_owned()).or_default();
                uses.insert(name);
            }
        }
    }
    graph
}

/// Resolves paths in one module.
#[derive(Clone, Copy)]
struct Resolver<'m> {
    modules: &'m Modules,
    module: &'m Module,
    path: &'m [String],
}

impl<'m> Resolver<'m> {
    /// Finds the file that defines an item, and the name of the item. Returns `None` for a module, because only uses of its items count.
    fn find_definition(self, used: &[String]) -> Option<(&'m FilePath, String)> {
        let absolute = self.to_absolute(used, MAX_REEXPORTS)?;
        if self.modules.by_path.contains_key(&absolute) {
            return None;
        }
        self.modules.find_definition(&absolute, MAX_REEXPORTS)
    }

    /// Whether a path leads to a descendant of the module.
    fn is_descendant(self, used: &[String]) -> bool {
        self.to_absolute(used, MAX_REEXPORTS)
            .is_some_and(|path| path.len() > self.path.len() && path.starts_with(self.path))
    }

    /// Returns the path relative to the root of the crate. Returns `None` for another crate, a local name or `Self`.
    fn to_absolute(self, used: &[String], depth: usize) -> Option<Path> {
        let (first, rest) = used.split_first()?;
        let child = [self.path, std::slice::from_ref(first)].concat();
        let mut base = match first.as_str() {
            "crate" => Path::new(),
            "self" => self.path.to_vec(),
            "super" => self.path.split_last()?.1.to_vec(),
            _ if self.modules.by_path.contains_key(&child) => child,
            _ => {
                // The first segment may be an imported module.
                let import = self.module.imports.iter().find(|import| import.name == *first && import.path != used)?;
                self.to_absolute(&import.path, depth.checked_sub(1)?)?
            }
        };
        let mut rest = rest;
        while let [first, after @ ..] = rest
            && first == "super"
        {
            base.pop()?;
            rest = after;
        }
        let is_self = |name: &&String| *name != "self";
        Some(base.into_iter().chain(rest.iter().filter(is_self).cloned()).collect())
    }
}

impl Modules {
    /// Finds the file that defines an item, by its absolute path. An unknown name is attributed to the module, because a macro may define it.
    fn find_definition(&self, path: &[String], depth: usize) -> Option<(&FilePath, String)> {
        let (module_path, module, name) = self.split(path)?;
        let known = self.find_known(path, depth);
        let explicit = || {
            let import = module.imports.iter().find(|import| import.name == *name)?;
            let target = self.resolver(module_path, module).to_absolute(&import.path, depth)?;
            self.find_definition(&target, depth.checked_sub(1)?)
        };
        known.or_else(explicit).or_else(|| Some((&module.file, name.clone())))
    }

    /// Like [`Self::find_definition`], but returns `None` for unknown names.
    fn find_known(&self, path: &[String], depth: usize) -> Option<(&FilePath, String)> {
        let (module_path, module, name) = self.split(path)?;
        if module.items.contains(name) {
            return Some((&module.file, name.clone()));
        }
        if let Some(file) = self.macros.get(name).filter(|_| module_path.is_empty()) {
            return Some((file, name.clone()));
        }
        let imports = module.imports.iter().filter(|import| import.name == *name || import.name == "*");
        imports.into_iter().find_map(|import| {
            let mut target = self.resolver(module_path, module).to_absolute(&import.path, depth)?;
            if import.name == "*" {
                target.push(name.clone());
            }
            self.find_known(&target, depth.checked_sub(1)?)
        })
    }

    /// Splits a path into the longest module path and the next name.
    fn split<'p>(&self, path: &'p [String]) -> Option<(&'p [String], &Module, &'p String)> {
        (0..path.len()).rev().find_map(|len| {
            let (module_path, rest) = path.split_at_checked(len)?;
            Some((module_path, self.by_path.get(module_path)?, rest.first()?))
        })
    }

    fn resolver<'m>(&'m self, path: &'m [String], module: &'m Module) -> Resolver<'m> {
        Resolver { modules: self, module, path }
    }
}
