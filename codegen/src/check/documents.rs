//! Determines the kind of each file by its path, and parses YAML files.

use std::collections::BTreeSet;

use super::report::Report;
use super::text::is_snake_case;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Node;
use crate::load::yaml;
use crate::model::{EventId, Home, OperationId};
use crate::source::{File, FileId, MAX_FILE_SIZE, Rejection, Span};

/// A parsed file with types: `types/<topic>.yaml`, or the file of an operation or an event.
pub(crate) struct Document {
    pub(crate) home: Home,
    pub(crate) root: Node,
}

/// The files of the schema by kind.
#[derive(Default)]
pub(crate) struct Documents {
    pub(crate) errors: SingleFile,
    pub(crate) scopes: SingleFile,
    pub(crate) groups: SingleFile,
    pub(crate) translations: SingleFile,
    pub(crate) shared: Vec<Document>,
    pub(crate) operations: Vec<(OperationId, Document)>,
    /// Every operation with a file, even an unreadable one.
    pub(crate) ids: BTreeSet<OperationId>,
    pub(crate) events: Vec<(EventId, Document)>,
    /// Every event with a file, even an unreadable one.
    pub(crate) event_ids: BTreeSet<EventId>,
    pub(crate) samples: Vec<FileId>,
    /// Whether every file in `types/` could be read.
    pub(crate) all_shared: bool,
}

/// The state of a file that exists at most once.
#[derive(Default)]
pub(crate) enum SingleFile {
    #[default]
    Missing,
    Unreadable,
    Read(Node),
}

/// The kind of a file.
enum FileKind {
    Yaml(YamlKind),
    Sample,
}

enum YamlKind {
    Errors,
    Scopes,
    Groups,
    Translations,
    Shared(String),
    Operation(OperationId),
    Event(EventId),
}

impl Documents {
    /// Classifies files by path and parses the YAML files.
    pub(crate) fn read<'a>(files: impl Iterator<Item = (FileId, &'a File)>, report: &mut Report) -> Self {
        let mut documents = Self { all_shared: true, ..Self::default() };
        for (id, file) in files {
            if let Some(rejected) = file.rejected {
                report.add(rejection(id, rejected));
            }
            match file_kind(file) {
                Some(FileKind::Sample) => documents.samples.push(id),
                Some(FileKind::Yaml(kind)) => {
                    let root = match file.rejected {
                        Some(_) => None,
                        None => report.parse(id, &file.text),
                    };
                    report.unclear |= root.is_none();
                    documents.insert(kind, root);
                }
                None => report.add(
                    Diagnostic::new(Code::UnexpectedFile, Span::new(id, 0, 0), format!("unexpected file `{}`", file.path))
                        .help("operations are in `<service>/<version>/<resource>/<method>.yaml`, events in `<service>/<version>/<resource>/events/<name>.yaml`, in snake_case; shared types are in `types/<topic>.yaml`"),
                ),
            }
        }
        documents
    }

    fn insert(&mut self, kind: YamlKind, root: Option<Node>) {
        match kind {
            YamlKind::Errors => self.errors = root.map_or(SingleFile::Unreadable, SingleFile::Read),
            YamlKind::Scopes => self.scopes = root.map_or(SingleFile::Unreadable, SingleFile::Read),
            YamlKind::Groups => self.groups = root.map_or(SingleFile::Unreadable, SingleFile::Read),
            YamlKind::Translations => self.translations = root.map_or(SingleFile::Unreadable, SingleFile::Read),
            YamlKind::Shared(topic) => match root {
                Some(root) => self.shared.push(Document { home: Home::Shared(topic), root }),
                None => self.all_shared = false,
            },
            YamlKind::Operation(id) => {
                self.ids.insert(id.clone());
                if let Some(root) = root {
                    self.operations.push((id.clone(), Document { home: Home::Operation(id.to_string()), root }));
                }
            }
            YamlKind::Event(id) => {
                self.event_ids.insert(id.clone());
                if let Some(root) = root {
                    self.events.push((id.clone(), Document { home: Home::Event(id), root }));
                }
            }
        }
    }
}

fn rejection(id: FileId, rejected: Rejection) -> Diagnostic {
    match rejected {
        Rejection::NotUtf8(at) => {
            let span = Span::new(id, at as usize, at as usize + '\u{fffd}'.len_utf8());
            Diagnostic::new(Code::NotUtf8, span, "the file is not UTF-8")
                .label("invalid from here on")
                .help("save the file as UTF-8")
        }
        Rejection::TooLarge(bytes) => {
            let message = format!("the file has {} KiB; the maximum is {} KiB", bytes >> 10, MAX_FILE_SIZE >> 10);
            Diagnostic::new(Code::TooLarge, Span::new(id, 0, 0), message).help("move it out of the schema folder")
        }
    }
}

impl Report {
    fn parse(&mut self, id: FileId, text: &str) -> Option<Node> {
        let parsed = yaml::parse(id, text, &mut self.diagnostics);
        self.keep(parsed)
    }
}

fn file_kind(file: &File) -> Option<FileKind> {
    if file.path.ends_with(".json") {
        return Some(FileKind::Sample);
    }
    let parts: Vec<&str> = file.path.strip_suffix(".yaml")?.split('/').collect();
    let kind = match parts.as_slice() {
        ["errors"] => Some(YamlKind::Errors),
        ["scopes"] => Some(YamlKind::Scopes),
        ["groups"] => Some(YamlKind::Groups),
        ["translations"] => Some(YamlKind::Translations),
        ["types", topic] if is_snake_case(topic) => Some(YamlKind::Shared((*topic).to_owned())),
        [service, version, resource, "events", name] => event_id(service, version, resource, name).map(YamlKind::Event),
        parts => operation_id(parts).map(YamlKind::Operation),
    };
    kind.map(FileKind::Yaml)
}

/// Returns the operation id with these four parts, such as those of the path `hire/v1/note/get`. Returns `None` if a part is not in `snake_case`.
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

/// The id of an event; `None` if a part is not in `snake_case`.
fn event_id(service: &str, version: &str, resource: &str, name: &str) -> Option<EventId> {
    [service, version, resource, name].into_iter().all(is_snake_case).then(|| EventId {
        service: service.to_owned(),
        resource: resource.to_owned(),
        name: name.to_owned(),
        version: version.to_owned(),
    })
}

/// Reads an event type such as `hire.application.stage_changed_v1`.
#[must_use]
pub fn event_type(text: &str) -> Option<EventId> {
    let mut parts = text.split('.');
    let (service, resource, last) = (parts.next()?, parts.next()?, parts.next()?);
    let (name, version) = last.rsplit_once('_')?;
    if parts.next().is_some() { None } else { event_id(service, version, resource, name) }
}
