//! The operations, with the details that their rows do not contain: titles, descriptions and types of fields. A line of the emitted catalog
//! is parsed only if it is needed, because parsing all of them would delay every command.

mod entry;
mod field;
mod name;

use std::rc::Rc;

use feishu_hire::operation::{ALL, Operation as Row};
use serde_json::Value;

use crate::language::Language;
use entry::{doc, find, flag, text, texts};
use field::fields;
use name::Name;

pub(crate) use field::{EnumValue, Field, Named, Type, payload, type_entry};
pub(crate) use name::kebab;

static RESOURCES: &str = include_str!("../catalog/resources.jsonl");
static OPERATIONS: &str = include_str!("../catalog/operations.jsonl");

/// A resource: a command with a subcommand for each of its operations.
pub(crate) struct Resource(Value);

/// Returns all resources by name.
pub(crate) fn resources() -> Vec<Resource> {
    RESOURCES.lines().filter_map(|line| serde_json::from_str(line).ok()).map(Resource).collect()
}

impl Resource {
    /// Returns the name of the command. Resources of other services than `hire` have the service before it.
    pub(crate) fn command(&self) -> String {
        let id = text(&self.0, "resource");
        kebab(&id.strip_prefix("hire.").unwrap_or(id).replace('.', "-"))
    }

    /// Returns the title in a language.
    pub(crate) fn title(&self, language: Language) -> &str {
        text(&self.0, language.select("title", "zh"))
    }

    /// Returns the description in a language.
    pub(crate) fn doc(&self, language: Language) -> String {
        doc(&self.0, language)
    }

    /// Returns the operations, by name.
    pub(crate) fn operations(&self) -> Vec<Operation> {
        let id = text(&self.0, "resource");
        let is_own = |row: &&Row| Name::of(row).is_some_and(|name| format!("{}.{}", name.service, name.resource) == id);
        ALL.iter().copied().filter(is_own).filter_map(Operation::of).collect()
    }
}

/// An operation.
#[derive(Clone)]
pub(crate) struct Operation {
    pub(crate) row: &'static Row,
    entry: Rc<Value>,
}

impl Operation {
    /// Returns the operation of a row.
    pub(crate) fn of(row: &'static Row) -> Option<Self> {
        Some(Self { row, entry: Rc::new(find(OPERATIONS, "operation", row.id)?) })
    }

    /// Returns the operation with this id, such as `hire.v1.interview.list`.
    pub(crate) fn with_id(id: &str) -> Option<Self> {
        Self::of(ALL.iter().copied().find(|row| row.id == id)?)
    }

    /// Returns the operation of a command, such as `interview list`.
    pub(crate) fn of_command(resource: &str, method: &str) -> Option<Self> {
        let is_it = |row: &&Row| Name::of(row).is_some_and(|name| name.command() == [kebab(resource), kebab(method)]);
        Self::of(ALL.iter().copied().find(is_it)?)
    }

    /// Returns the names of the two commands.
    pub(crate) fn command(&self) -> [String; 2] {
        Name::of(self.row).map(|name| name.command()).unwrap_or_default()
    }

    /// Returns the title in a language.
    pub(crate) fn title(&self, language: Language) -> &str {
        text(&self.entry, language.select("title", "zh"))
    }

    /// Returns the description in a language.
    pub(crate) fn doc(&self, language: Language) -> String {
        doc(&self.entry, language)
    }

    /// Returns whether Feishu states the rate limit on request only.
    pub(crate) fn has_special_limit(&self) -> bool {
        flag(&self.entry, "special_limit")
    }

    /// Returns whether the call deletes something, or replaces all stored values.
    pub(crate) fn overwrites(&self) -> bool {
        self.row.method == feishu_hire::Method::Delete
            || self.command().iter().any(|name| name.split('-').any(|word| word == "delete"))
            || flag(&self.entry, "replaces")
    }

    /// Returns why the operation is deprecated, if it is.
    pub(crate) fn deprecation(&self, language: Language) -> Option<String> {
        Some(doc(self.entry.get("deprecated")?, language))
    }

    /// Returns the rules across parameters, as sentences in a language.
    pub(crate) fn rules(&self, language: Language) -> Vec<&str> {
        texts(&self.entry, language.select("rules", "rules_zh"))
    }

    pub(crate) fn path(&self) -> Vec<Field> {
        fields(&self.entry, "path")
    }

    pub(crate) fn query(&self) -> Vec<Field> {
        fields(&self.entry, "query")
    }

    /// Returns the fields of the JSON body.
    pub(crate) fn body(&self) -> Vec<Field> {
        fields(&self.entry, "body")
    }

    /// Returns the parts of the multipart body.
    pub(crate) fn form(&self) -> Vec<Field> {
        fields(&self.entry, "form")
    }

    pub(crate) fn response(&self) -> Vec<Field> {
        fields(&self.entry, "response")
    }

    /// Returns the whole entry.
    pub(crate) fn entry(&self) -> &Value {
        &self.entry
    }
}
