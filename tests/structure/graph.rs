//! Which file of a crate uses which.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path as FilePath, PathBuf},
};

use crate::modules::{Module, Modules};
use crate::paths::Path;

/// For each file the files that it uses, with the names that it takes from them.
pub(crate) type Graph = BTreeMap<PathBuf, BTreeMap<PathBuf, BTreeSet<String>>>;

/// Reexports lead further than this in no crate; it ends imports that lead in a circle.
const MOST_REEXPORTS: usize = 16;

/// The graph of a crate. A name that a module only re-exports leads to the file that defines it, and a module may re-export what its
/// descendants define.
pub(crate) fn graph(modules: &Modules) -> Graph {
    let mut graph = Graph::new();
    for (path, module) in &modules.by_path {
        let resolver = modules.resolver(path, module);
        let imports = module.imports.iter().filter(|import| import.is_private || !resolver.is_below(&import.path));
        for used in module.paths.iter().chain(imports.map(|import| &import.path)) {
            if let Some((file, name)) = resolver.definition(used)
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
    /// The file that defines what a path names, and the name. `None` for a module: what counts is what is taken from it.
    fn definition(self, used: &[String]) -> Option<(&'m FilePath, String)> {
        let absolute = self.absolute(used, MOST_REEXPORTS)?;
        if self.modules.by_path.contains_key(&absolute) {
            return None;
        }
        self.modules.definition(&absolute, MOST_REEXPORTS)
    }

    /// Whether a path of a `use` item leads below the module.
    fn is_below(self, used: &[String]) -> bool {
        self.absolute(used, MOST_REEXPORTS)
            .is_some_and(|path| path.len() > self.path.len() && path.starts_with(self.path))
    }

    /// The path from the crate's root on; `None` for another crate, a local name or `Self`.
    fn absolute(self, used: &[String], depth: usize) -> Option<Path> {
        let (first, rest) = used.split_first()?;
        let child = [self.path, std::slice::from_ref(first)].concat();
        let mut base = match first.as_str() {
            "crate" => Path::new(),
            "self" => self.path.to_vec(),
            "super" => self.path.split_last()?.1.to_vec(),
            _ if self.modules.by_path.contains_key(&child) => child,
            _ => {
                // A module that was imported by its name.
                let import = self.module.imports.iter().find(|import| import.name == *first && import.path != used)?;
                self.absolute(&import.path, depth.checked_sub(1)?)?
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
    /// The file that defines what an absolute path names, and the name. A name that is not found is taken for one that a macro defines.
    fn definition(&self, path: &[String], depth: usize) -> Option<(&FilePath, String)> {
        let (module_path, module, name) = self.split(path)?;
        let known = self.known(path, depth);
        let explicit = || {
            let import = module.imports.iter().find(|import| import.name == *name)?;
            let target = self.resolver(module_path, module).absolute(&import.path, depth)?;
            self.definition(&target, depth.checked_sub(1)?)
        };
        known.or_else(explicit).or_else(|| Some((&module.file, name.clone())))
    }

    /// The same for names that are found.
    fn known(&self, path: &[String], depth: usize) -> Option<(&FilePath, String)> {
        let (module_path, module, name) = self.split(path)?;
        if module.items.contains(name) {
            return Some((&module.file, name.clone()));
        }
        if let Some(file) = self.macros.get(name).filter(|_| module_path.is_empty()) {
            return Some((file, name.clone()));
        }
        let imports = module.imports.iter().filter(|import| import.name == *name || import.name == "*");
        imports.into_iter().find_map(|import| {
            let mut target = self.resolver(module_path, module).absolute(&import.path, depth)?;
            if import.name == "*" {
                target.push(name.clone());
            }
            self.known(&target, depth.checked_sub(1)?)
        })
    }

    /// The deepest module on a path, and the next name.
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
