//! The kind of each file, which its path says.

use std::collections::BTreeSet;

use super::report::Report;
use super::text::is_snake_case;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Node;
use crate::load::yaml;
use crate::model::{Home, OperationId};
use crate::source::{File, FileId, LARGEST, Refused, Span};

/// A file with types: `types/<topic>.yaml`, or an operation's.
pub(crate) struct Document {
    pub(crate) home: Home,
    pub(crate) root: Node,
}

/// The files of the schema by kind.
#[derive(Default)]
pub(crate) struct Documents {
    pub(crate) errors: Slot,
    pub(crate) scopes: Slot,
    pub(crate) groups: Slot,
    pub(crate) shared: Vec<Document>,
    pub(crate) operations: Vec<(OperationId, Document)>,
    /// Every operation with a file, even an unreadable one.
    pub(crate) ids: BTreeSet<OperationId>,
    pub(crate) samples: Vec<FileId>,
    /// Whether every file in `types/` could be read.
    pub(crate) all_shared: bool,
}

/// A file that exists at most once.
#[derive(Default)]
pub(crate) enum Slot {
    #[default]
    Missing,
    Unreadable,
    Read(Node),
}

/// The kind of a file, by its path.
enum Place {
    Yaml(Kind),
    Sample,
}

enum Kind {
    Errors,
    Scopes,
    Groups,
    Shared(String),
    Operation(OperationId),
}

impl Documents {
    /// Sorts files by their paths and parses the YAML among them.
    pub(crate) fn read<'a>(files: impl Iterator<Item = (FileId, &'a File)>, report: &mut Report) -> Self {
        let mut documents = Self { all_shared: true, ..Self::default() };
        for (id, file) in files {
            if let Some(refused) = file.refused {
                report.add(refusal(id, refused));
            }
            match place(file) {
                Some(Place::Sample) => documents.samples.push(id),
                Some(Place::Yaml(kind)) => {
                    let root = match file.refused {
                        Some(_) => None,
                        None => report.parse(id, &file.text),
                    };
                    report.unclear |= root.is_none();
                    documents.sort_in(kind, root);
                }
                None => report.add(
                    Diagnostic::new(Code::NoPlace, Span::new(id, 0, 0), format!("`{}` has no place in the schema", file.path))
                        .help("an operation stands at `<service>/<version>/<resource>/<method>.yaml`, in snake_case; shared types at `types/<topic>.yaml`"),
                ),
            }
        }
        documents
    }

    fn sort_in(&mut self, kind: Kind, root: Option<Node>) {
        match kind {
            Kind::Errors => self.errors = root.map_or(Slot::Unreadable, Slot::Read),
            Kind::Scopes => self.scopes = root.map_or(Slot::Unreadable, Slot::Read),
            Kind::Groups => self.groups = root.map_or(Slot::Unreadable, Slot::Read),
            Kind::Shared(topic) => match root {
                Some(root) => self.shared.push(Document { home: Home::Shared(topic), root }),
                None => self.all_shared = false,
            },
            Kind::Operation(id) => {
                self.ids.insert(id.clone());
                if let Some(root) = root {
                    self.operations.push((id.clone(), Document { home: Home::Operation(id.to_string()), root }));
                }
            }
        }
    }
}

fn refusal(id: FileId, refused: Refused) -> Diagnostic {
    match refused {
        Refused::NotUtf8(at) => {
            let span = Span::new(id, at as usize, at as usize + '\u{fffd}'.len_utf8());
            Diagnostic::new(Code::NotUtf8, span, "the file is not UTF-8").label("from here on")
        }
        Refused::TooLarge(bytes) => {
            let message =
                format!("the file has {} KiB, and a file of the schema {} at most", bytes >> 10, LARGEST >> 10);
            Diagnostic::new(Code::TooLarge, Span::new(id, 0, 0), message).help("move it out of the schema's folder")
        }
    }
}

impl Report {
    fn parse(&mut self, id: FileId, text: &str) -> Option<Node> {
        let parsed = yaml::parse(id, text, &mut self.mistakes);
        self.keep(parsed)
    }
}

fn place(file: &File) -> Option<Place> {
    if file.path.ends_with(".json") {
        return Some(Place::Sample);
    }
    let parts: Vec<&str> = file.path.strip_suffix(".yaml")?.split('/').collect();
    let kind = match parts.as_slice() {
        ["errors"] => Some(Kind::Errors),
        ["scopes"] => Some(Kind::Scopes),
        ["groups"] => Some(Kind::Groups),
        ["types", topic] if is_snake_case(topic) => Some(Kind::Shared((*topic).to_owned())),
        parts => operation_id(parts).map(Kind::Operation),
    };
    kind.map(Place::Yaml)
}

/// The id of four parts, such as those of the path `hire/v1/note/get`; `None` if a part is not in `snake_case`.
#[must_use]
pub fn operation_id(parts: &[&str]) -> Option<OperationId> {
    let [service, version, resource, method] = parts else { return None };
    parts.iter().all(|part| is_snake_case(part)).then(|| OperationId {
        service: (*service).to_owned(),
        version: (*version).to_owned(),
        resource: (*resource).to_owned(),
        method: (*method).to_owned(),
    })
}
