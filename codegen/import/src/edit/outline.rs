//! Finds the definitions of types in a YAML file of the schema, and the references to types.

use std::ops::Range;

use feishu_codegen::{
    File, FileId, Span,
    draft::{Map, Node, parse_yaml},
};

/// The sections with definitions, in the order of a file.
pub(crate) const SECTIONS: [&str; 4] = ["ids", "enums", "objects", "parameters"];

const FIELD_SECTIONS: [&str; 7] = ["path", "query", "body", "form", "response", "payload", "parameters"];

/// The definitions and references of a file.
#[derive(Default)]
pub(crate) struct Outline {
    pub(crate) sections: Vec<OutlineSection>,
    /// Names in the position of a type.
    pub(crate) references: Vec<Word>,
    /// The lines that start a root key, with the comments above.
    roots: Vec<usize>,
}

/// A section with definitions.
pub(crate) struct OutlineSection {
    pub(crate) name: String,
    /// The line of the key.
    pub(crate) line: usize,
    pub(crate) definitions: Vec<Definition>,
}

/// The definition of a type or a parameter.
#[derive(Clone)]
pub(crate) struct Definition {
    pub(crate) name: Word,
    /// The lines, with the comments above and without blank lines below.
    pub(crate) lines: Range<usize>,
}

/// A word with its position in bytes.
#[derive(Clone)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) range: Range<usize>,
}

impl Outline {
    /// Reads a file. The outline of a file that is not YAML is empty; `check` reports such a file.
    pub(crate) fn parse(path: &str, text: &str) -> Self {
        let file = File::new(path.to_owned(), text.as_bytes().to_vec());
        let Ok(Node::Map(root)) = parse_yaml(FileId::default(), &file) else { return Self::default() };
        let lines = Lines::new(text);
        let roots = root.entries.iter().map(|entry| lines.start_with_comments(entry.key.span)).collect();
        let mut outline = Self { roots, ..Self::default() };
        for (at, entry) in root.entries.iter().enumerate() {
            let end = outline.roots.get(at + 1).copied().unwrap_or(lines.lines.len());
            let Node::Map(map) = &entry.value else { continue };
            if SECTIONS.contains(&entry.key.text.as_str()) {
                let definitions = lines.definitions(map, end);
                let line = lines.line(entry.key.span);
                outline.sections.push(OutlineSection { name: entry.key.text.clone(), line, definitions });
            }
            if FIELD_SECTIONS.contains(&entry.key.text.as_str()) {
                outline.add_references(map, text);
            }
            if entry.key.text == "ids" {
                outline.add_owners(map, text);
            }
            if entry.key.text == "objects" {
                for object in &map.entries {
                    let Node::Map(object) = &object.value else { continue };
                    if let Some(Node::Map(fields)) = object.get("fields") {
                        outline.add_references(fields, text);
                    }
                }
            }
        }
        outline
    }

    /// Finds a definition by its name. Also returns its section.
    pub(crate) fn find(&self, name: &str) -> Option<(&OutlineSection, &Definition)> {
        self.sections.iter().find_map(|section| {
            let found = section.definitions.iter().find(|definition| definition.name.text == name)?;
            Some((section, found))
        })
    }

    /// Returns all definitions of types.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Definition> {
        self.sections.iter().filter(|section| section.name != "parameters").flat_map(|section| &section.definitions)
    }

    /// Adds the third parts of ids.
    fn add_owners(&mut self, ids: &Map, text: &str) {
        for id in &ids.entries {
            let Node::Text(scalar) = &id.value else { continue };
            let line = text.get(scalar.span.range()).unwrap_or_default();
            let owner = line.match_indices('|').nth(1).map(|(bar, _)| bar + 1);
            let Some((start, owner)) = owner.and_then(|start| Some((start, line.get(start..)?))) else { continue };
            self.references.extend(names(owner, scalar.span.range().start + start));
        }
    }

    fn add_references(&mut self, fields: &Map, text: &str) {
        for field in &fields.entries {
            let scalar = match &field.value {
                Node::Text(scalar) => scalar,
                Node::Map(map) => match map.get("type") {
                    Some(Node::Text(scalar)) => scalar,
                    _ => continue,
                },
                Node::List(_) => continue,
            };
            let start = scalar.span.range().start;
            let notation = text.get(scalar.span.range()).unwrap_or_default();
            let end = notation.find(['|', '=', ',', '#', '\n']).unwrap_or(notation.len());
            self.references.extend(names(notation.get(..end).unwrap_or_default(), start));
        }
    }
}

/// Returns the names of types in a text, which starts at an offset.
fn names(text: &str, offset: usize) -> Vec<Word> {
    let mut words = Vec::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        if word.starts_with(|c: char| c.is_ascii_uppercase()) {
            let start = offset + (word.as_ptr() as usize - text.as_ptr() as usize);
            words.push(Word { text: word.to_owned(), range: start..start + word.len() });
        }
    }
    words
}

/// The lines of a file.
struct Lines<'t> {
    lines: Vec<&'t str>,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let starts = lines.iter().scan(0, |at, line| Some(std::mem::replace(at, *at + line.len()))).collect();
        Self { lines, starts }
    }

    fn line(&self, span: Span) -> usize {
        self.starts.partition_point(|start| *start <= span.range().start).saturating_sub(1)
    }

    /// Returns the first line of an entry: that of its key, or of the comments directly above.
    fn start_with_comments(&self, key: Span) -> usize {
        let mut line = self.line(key);
        let indent = |line: &str| line.len() - line.trim_start().len();
        let own = self.lines.get(line).map_or(0, |line| indent(line));
        while line > 0
            && self.lines.get(line - 1).is_some_and(|above| above.trim_start().starts_with('#') && indent(above) == own)
        {
            line -= 1;
        }
        line
    }

    /// Returns the definitions of a section that ends before a line.
    fn definitions(&self, map: &Map, end: usize) -> Vec<Definition> {
        let starts: Vec<usize> = map.entries.iter().map(|entry| self.start_with_comments(entry.key.span)).collect();
        let ends = starts.iter().skip(1).copied().chain([end]);
        let blocks = map.entries.iter().zip(starts.iter().copied().zip(ends));
        let definition = |(entry, (start, mut end)): (&feishu_codegen::draft::Entry, (usize, usize))| {
            while end > start + 1 && self.lines.get(end - 1).is_some_and(|line| line.trim().is_empty()) {
                end -= 1;
            }
            let name = Word { text: entry.key.text.clone(), range: entry.key.span.range() };
            Definition { name, lines: start..end }
        };
        blocks.map(definition).collect()
    }
}

/// Returns the position of a section in the order of sections.
pub(crate) fn rank(section: &str) -> Option<usize> {
    SECTIONS.iter().position(|name| *name == section)
}
