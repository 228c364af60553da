//! The files of a crate have no cyclic uses.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use crate::{TestResult, graph::build_graph, modules::Modules, root_files, rust_files};
use tests::root;

/// The files of a cycle, with the names that each uses from the others.
type Cycle = BTreeMap<PathBuf, BTreeMap<PathBuf, BTreeSet<String>>>;

/// Returns the cycles of a crate: the maximal sets of files that use each other, directly or through others.
fn find_cycles(root_file: &Path) -> Result<Vec<Cycle>, Box<dyn Error>> {
    let graph = build_graph(&Modules::read(root_file)?);
    let reached: BTreeMap<&PathBuf, BTreeSet<&PathBuf>> = graph
        .keys()
        .map(|file| {
            let mut seen = BTreeSet::new();
            let mut open = vec![file];
            while let Some(next) = open.pop() {
                open.extend(graph.get(next).into_iter().flat_map(|uses| uses.keys()).filter(|used| seen.insert(*used)));
            }
            (file, seen)
        })
        .collect();
    let reaches = |from: &PathBuf, to: &PathBuf| reached.get(from).is_some_and(|files| files.contains(to));
    let mut cycles: Vec<Cycle> = Vec::new();
    for file in graph.keys().filter(|file| reaches(file, file)) {
        if cycles.iter().any(|cycle| cycle.contains_key(file)) {
            continue;
        }
        let is_member = |other: &PathBuf| reaches(file, other) && reaches(other, file);
        let member = |(from, uses): (&PathBuf, &BTreeMap<PathBuf, BTreeSet<String>>)| {
            let inside = uses.iter().filter(|(to, _)| is_member(to)).map(|(to, names)| (to.clone(), names.clone()));
            (from.clone(), inside.collect())
        };
        cycles.push(graph.iter().filter(|(from, _)| is_member(from)).map(member).collect());
    }
    Ok(cycles)
}

fn show(cycle: &Cycle) -> String {
    let mut text = format!("a cycle of {} files:\n", cycle.len());
    for (from, uses) in cycle {
        for (to, names) in uses {
            let names = names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            text += &format!("  {} uses {}: {names}\n", relative(from), relative(to));
        }
    }
    text
}

fn relative(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).display().to_string()
}

#[test]
fn no_crate_has_cycles_between_files() -> TestResult {
    let mut cycles = Vec::new();
    for root_file in root_files()? {
        cycles.extend(find_cycles(&root_file)?);
    }
    assert!(cycles.is_empty(), "{}", cycles.iter().map(show).collect::<Vec<_>>().join("\n"));
    Ok(())
}

/// Files that are not part of a module tree would not be checked by the test above.
#[test]
fn every_file_belongs_to_a_module() -> TestResult {
    for root_file in root_files()? {
        let modules = Modules::read(&root_file)?;
        let folder = root_file.parent().ok_or("the file has no parent folder")?;
        for file in rust_files(folder)?.iter().filter(|file| !file.starts_with(folder.join("bin"))) {
            assert!(modules.files().contains(file.as_path()), "no module declares {}", relative(file));
        }
    }
    Ok(())
}

/// Creates a crate from files, and formats its cycles.
fn show_cycles(files: &[(&str, &str)]) -> Result<String, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().ok_or("the file has no parent folder")?)?;
        fs::write(path, text)?;
    }
    let cycles = find_cycles(&folder.path().join("lib.rs"))?;
    Ok(cycles.iter().map(show).collect::<String>().replace(&format!("{}/", folder.path().display()), ""))
}

#[test]
fn finds_cycles_through_reexports_and_macros() -> TestResult {
    let text = show_cycles(&[
        ("lib.rs", "mod a; mod b; pub use b::B; fn f() { a::one() }"),
        ("a.rs", "pub(crate) fn one() -> crate::B { m!(crate::b::two()) }"),
        ("b.rs", "mod c; pub use c::B; pub(crate) fn two() {}"),
        ("b/c.rs", "pub struct B; fn three() { use crate::{a::{self, one}}; a::one() }"),
    ])?;
    assert_eq!(text, "a cycle of 2 files:\n  a.rs uses b/c.rs: B\n  b/c.rs uses a.rs: one\n");
    Ok(())
}

#[test]
fn reexports_of_children_and_tests_are_not_cycles() -> TestResult {
    let text = show_cycles(&[
        ("lib.rs", "mod a; mod b; pub use a::{A, shared}; pub use b::*;"),
        ("a.rs", "pub struct A; pub fn shared() {} #[cfg(test)] mod tests { use crate::b::B; }"),
        ("b/mod.rs", "mod c; pub use c::C; pub struct B(crate::A);"),
        ("b/c.rs", "use crate::shared; pub struct C;"),
    ])?;
    assert_eq!(text, "");
    Ok(())
}
