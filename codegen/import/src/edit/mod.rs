//! Moves and renames types in the files of a schema.

mod outline;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use feishu_codegen::{
    Sources,
    draft::{key, nearest, operation_id},
};

use outline::{Outline, Word};
use text::{RemovedDefinition, append_key, end_of_list, insert, remove, replace_line};

/// The YAML files of a schema that define types or refer to them, and their changes.
#[derive(Clone)]
pub struct SchemaFiles {
    before: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
}

/// A changed file of a schema.
pub struct ChangedFile<'a> {
    /// The path relative to the schema folder.
    pub path: &'a str,
    /// The new content.
    pub text: &'a str,
    before: &'a str,
}

impl ChangedFile<'_> {
    /// Returns the number of lines that were added or removed. A changed line counts twice.
    #[must_use]
    pub fn changed_lines(&self) -> usize {
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        self.before.lines().for_each(|line| *counts.entry(line).or_default() -= 1);
        self.text.lines().for_each(|line| *counts.entry(line).or_default() += 1);
        counts.values().map(|count| usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX)).sum()
    }
}

impl SchemaFiles {
    /// Collects the files of a schema.
    #[must_use]
    pub fn new(schema: &Sources) -> Self {
        let has_types = |path: &str| is_home(path);
        let files = schema.files.iter().filter(|file| has_types(&file.path));
        let files: BTreeMap<String, String> = files.map(|file| (file.path.clone(), file.text.clone())).collect();
        Self { before: files.clone(), files }
    }

    /// Returns the changed files.
    pub fn changes(&self) -> impl Iterator<Item = ChangedFile<'_>> {
        let files = self.files.iter().map(|(path, text)| {
            let before = self.before.get(path).map_or("", String::as_str);
            ChangedFile { path, text, before }
        });
        files.filter(|file| file.text != file.before)
    }

    /// Moves types to a file, with their comments. A file in `types/` is created if it does not exist.
    ///
    /// # Errors
    /// Fails without a change if a type or the file does not exist. The error is the reason.
    pub fn move_types(&mut self, names: &[String], to: &str) -> Result<(), String> {
        let to = to.strip_prefix("schema/").unwrap_or(to);
        if !is_home(to) || (!to.starts_with("types/") && !self.files.contains_key(to)) {
            return Err(format!("`{to}` is neither a file in `types/` nor the file of an operation"));
        }
        let mut moved = self.clone();
        for name in names {
            let from = moved.find(name)?;
            moved.relocate(&from, name, to);
        }
        *self = moved;
        Ok(())
    }

    /// Renames a type and all references to it.
    ///
    /// # Errors
    /// Fails without a change if the type does not exist, or if the new name is invalid or already used. The error is the reason.
    pub fn rename(&mut self, old: &str, new: &str) -> Result<(), String> {
        let home = self.find(old)?;
        if !new.starts_with(|c: char| c.is_ascii_uppercase()) || !new.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(format!("`{new}` is not in `PascalCase`"));
        }
        if let Ok(other) = self.find(new) {
            return Err(format!("`{new}` is already defined in {other}"));
        }
        self.rename_all(&[(key(service(&home), old), new.to_owned())].into());
        Ok(())
    }

    /// Renames types by key, and all references to them.
    pub(crate) fn rename_all(&mut self, renames: &BTreeMap<String, String>) {
        let outlines: BTreeMap<String, Outline> =
            self.files.iter().map(|(path, text)| (path.clone(), Outline::parse(path, text))).collect();
        let defined: BTreeSet<String> = outlines
            .iter()
            .flat_map(|(path, outline)| outline.types().map(|it| key(service(path), &it.name.text)))
            .collect();
        for (path, text) in &mut self.files {
            let Some(outline) = outlines.get(path) else { continue };
            let own = |word: &Word| key(service(path), &word.text);
            let resolve = |word: &Word| if defined.contains(&own(word)) { own(word) } else { word.text.clone() };
            let references = outline.references.iter().map(|word| (word, resolve(word)));
            let definitions = outline.types().map(|it| (&it.name, own(&it.name)));
            let mut edits: Vec<(&Word, &String)> =
                references.chain(definitions).filter_map(|(word, key)| Some((word, renames.get(&key)?))).collect();
            edits.sort_by_key(|(word, _)| std::cmp::Reverse(word.range.start));
            for (word, new) in edits {
                text.replace_range(word.range.clone(), new);
            }
        }
    }

    /// Moves the definition of a type from one file to another.
    pub(crate) fn relocate(&mut self, from: &str, name: &str, to: &str) {
        if from == to {
            return;
        }
        if let Some(RemovedDefinition { section, block, .. }) = self.take(from, name) {
            self.insert(to, &section, name, &block);
        }
    }

    /// Removes the definition of a type.
    pub(crate) fn take(&mut self, from: &str, name: &str) -> Option<RemovedDefinition> {
        let text = self.files.get_mut(from)?;
        let removed = remove(from, text, name)?;
        text.clone_from(&removed.rest);
        Some(removed)
    }

    /// Inserts the definition of a type.
    pub(crate) fn insert(&mut self, to: &str, section: &str, name: &str, block: &str) {
        let text = self.files.entry(to.to_owned()).or_default();
        *text = insert(to, text, section, name, block);
    }

    /// Returns path and text of the files in `types/`.
    pub(crate) fn shared(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.files.iter().filter(|(path, _)| path.starts_with("types/"));
        files.map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns the names of types to which the files in `types/` refer.
    pub(crate) fn references(&self) -> impl Iterator<Item = String> {
        let words = self.shared().flat_map(|(path, text)| Outline::parse(path, text).references);
        words.map(|word| word.text)
    }

    /// Whether a file defines a type.
    pub(crate) fn defines(&self, path: &str, name: &str) -> bool {
        self.text(path).is_some_and(|text| Outline::parse(path, text).find(name).is_some())
    }

    /// Appends lines to the fields or values of a type.
    pub(crate) fn append(&mut self, path: &str, name: &str, list: &str, lines: &str) {
        if !lines.is_empty()
            && let Some(text) = self.files.get_mut(path)
            && let Some(at) = end_of_list(path, text, name, list)
        {
            text.insert_str(at, lines);
        }
    }

    /// Replaces the first line of a type that starts with `start`. A value of several lines is not replaced.
    pub(crate) fn replace_line(&mut self, path: &str, name: &str, start: &str, line: &str) {
        if let Some(text) = self.files.get_mut(path)
            && let Some(changed) = replace_line(path, text, name, start, line)
        {
            *text = changed;
        }
    }

    /// Appends a key to the definition of a shared parameter, which gets the long form.
    pub(crate) fn append_key(&mut self, parameter: &str, key: &str) {
        for (path, text) in self.files.iter_mut().filter(|(path, _)| path.starts_with("types/")) {
            if let Some(changed) = append_key(path, text, parameter, key) {
                *text = changed;
            }
        }
    }

    /// Inserts a text at an offset.
    pub(crate) fn insert_at(&mut self, path: &str, at: usize, more: &str) {
        if let Some(text) = self.files.get_mut(path)
            && text.is_char_boundary(at)
        {
            text.insert_str(at, more);
        }
    }

    /// Inserts lines after the line with an offset.
    pub(crate) fn insert_after_line(&mut self, path: &str, at: usize, lines: &str) {
        let rest = self.text(path).and_then(|text| text.get(at..)).unwrap_or_default();
        let at = at + rest.find('\n').map_or(rest.len(), |end| end + 1);
        self.insert_at(path, at, lines);
    }

    /// Inserts a section before the definitions of a file.
    pub(crate) fn insert_section(&mut self, path: &str, section: &str, lines: &str) {
        if let Some(text) = self.files.get_mut(path) {
            let first = Outline::parse(path, text).sections.first().map(|section| section.line);
            let starts: usize = text.split_inclusive('\n').take(first.unwrap_or(usize::MAX)).map(str::len).sum();
            let gap = if text.get(..starts).is_some_and(|before| before.ends_with("\n\n")) { "\n" } else { "" };
            text.insert_str(starts, &format!("{section}:\n{lines}{gap}"));
        }
    }

    /// Returns the text of a file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Returns the file that defines a type.
    fn find(&self, name: &str) -> Result<String, String> {
        let outlines: Vec<(&String, Outline)> =
            self.files.iter().map(|(path, text)| (path, Outline::parse(path, text))).collect();
        let defines = |outline: &Outline| outline.types().any(|definition| definition.name.text == name);
        let homes: Vec<&str> =
            outlines.iter().filter(|(_, outline)| defines(outline)).map(|(path, _)| path.as_str()).collect();
        match homes.as_slice() {
            [home] => Ok((*home).to_owned()),
            [] => {
                let all = outlines.iter().flat_map(|(_, outline)| outline.types()).map(|it| it.name.text.as_str());
                let near = nearest(name, all).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                Err(format!("no file defines the type `{name}`{near}"))
            }
            homes => Err(format!("`{name}` is defined in several files: {}", homes.join(", "))),
        }
    }
}

/// Whether a file may define types.
fn is_home(path: &str) -> bool {
    let Some(stem) = path.strip_suffix(".yaml") else { return false };
    let parts: Vec<&str> = stem.split('/').collect();
    matches!(parts.as_slice(), ["types", _] | [_, _, _, "events", _]) || operation_id(&parts).is_some()
}

/// Returns the service of a file. Shared types belong to `hire`.
fn service(path: &str) -> &str {
    path.split('/').next().filter(|first| *first != "types").unwrap_or("hire")
}
