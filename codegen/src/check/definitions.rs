//! Builds the index of all types, and reads `ids` and `objects`.

use super::catalog::split_parts;
use super::documents::{Document, Documents};
use super::enums::read_enum;
use super::file::read_file;
use super::index::{Definition, Index};
use super::keys::{self, Keys, Shape};
use super::reader::{Context, Reader};
use super::report::Report;
use super::rules::read_rules;
use super::section::Section;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Entry, Map, Node, Scalar};
use crate::model::{GroupNames, Home, Id, Object, Owner};
use crate::names;
use crate::source::Span;

pub(super) const OBJECT: Shape =
    Shape { what: "an object", required: &["doc", "fields"], known: &["doc", "zh", "file", "fields", "rules"] };

/// Collects the types of all files. Shared types come first, so that a duplicate is reported in the file of the operation or the event.
pub(crate) fn build_index<'a>(documents: &'a Documents, report: &mut Report) -> Index<'a> {
    let mut index = Index::new(documents.all_shared);
    let operations = documents.operations.iter().map(|(_, document)| document);
    let events = documents.events.iter().map(|(_, document)| document);
    for document in documents.shared.iter().chain(operations).chain(events) {
        collect(document, &mut index, report);
    }
    index
}

/// Reads the objects, after all names are known.
pub(crate) fn read_objects(context: Context<'_>, report: &mut Report) -> Vec<Object> {
    let mut objects = Vec::new();
    for (name, entry) in &context.index.types {
        if let Definition::Object(node) = &entry.definition {
            objects.push(context.reader(entry.home, report).read_object(name, entry.span, node));
        }
    }
    objects
}

fn collect<'a>(document: &'a Document, index: &mut Index<'a>, report: &mut Report) {
    for entry in entries_of(document, "ids", report) {
        let definition = Definition::Id(read_id(entry, &document.home, report));
        index.add(&entry.key, &document.home, definition, report);
    }
    for entry in entries_of(document, "enums", report) {
        let definition = read_enum(entry, &document.home, report).map_or(Definition::UnclearEnum, Definition::Enum);
        index.add(&entry.key, &document.home, definition, report);
    }
    for entry in entries_of(document, "objects", report) {
        index.add(&entry.key, &document.home, Definition::Object(&entry.value), report);
    }
}

fn entries_of<'a>(document: &'a Document, key: &str, report: &mut Report) -> &'a [Entry] {
    let Node::Map(root) = &document.root else { return &[] };
    let entries =
        root.get(key).and_then(|node| keys::map(node, &format!("`{key}`"), report)).map_or(&[][..], |map| &map.entries);
    for entry in entries {
        check_name(&entry.key, report);
    }
    entries
}

fn check_name(name: &Scalar, report: &mut Report) {
    if !text::is_pascal_case(&name.text) {
        report.add(
            Diagnostic::new(Code::InvalidName, name.span, format!("invalid type name `{}`", name.text))
                .help("write type names in PascalCase"),
        );
    }
}

fn read_id(entry: &Entry, home: &Home, report: &mut Report) -> Id {
    let (zh, doc, owner) = match split_parts(entry, 2..=3, "label | doc[ | owner]", report).as_deref() {
        Some([zh, doc, owner @ ..]) => {
            let owner = owner.first().map(|owner| Owner { name: owner.text.to_owned(), span: owner.span });
            (text::label(*zh, "the label", report), text::doc(*doc, report), owner)
        }
        _ => Default::default(),
    };
    let name = names::key(home.service(), &entry.key.text);
    Id { name, zh, doc, owner, home: home.clone(), groups: GroupNames::new(), span: entry.key.span }
}

impl Reader<'_> {
    pub(crate) fn read_object(&mut self, name: &str, span: Span, node: &Node) -> Object {
        let keys = Keys::read(node, span, &OBJECT, self.report);
        let doc = keys.and_then(|keys| keys.text("doc", self.report)).map(|doc| text::doc(doc, self.report));
        let zh = keys.and_then(|keys| keys.text("zh", self.report)).map(|zh| zh.text.to_owned());
        let fields = keys.and_then(|keys| keys.map("fields", self.report));
        if let Some(Map { entries, span }) = fields
            && entries.is_empty()
        {
            self.report.add(
                Diagnostic::new(Code::Empty, *span, format!("`{name}` has no fields"))
                    .help("add a field, or use `json` for a value of any shape"),
            );
        }
        let fields = fields.map(|fields| self.read_fields(fields, Section::Object)).unwrap_or_default();
        let doc = doc.unwrap_or_default();
        let rules =
            keys.map(|keys| read_rules(keys, &fields.iter().collect::<Vec<_>>(), self.report)).unwrap_or_default();
        let file = keys.and_then(|keys| read_file(keys, &fields, "object field", self.report));
        Object {
            name: name.to_owned(),
            doc,
            zh,
            fields,
            rules,
            file,
            sent: false,
            home: self.home.clone(),
            groups: GroupNames::new(),
            span,
        }
    }
}
