//! The operations, with the details that their rows do not contain: titles, descriptions and types of fields. A line of the emitted catalog
//! is parsed only if it is needed, because parsing all of them would delay every command.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use feishu_hire::operation::{ALL, Operation as Row};
use serde_json::Value;

use crate::language::Language;

static RESOURCES: &str = include_str!("../catalog/resources.jsonl");
static OPERATIONS: &str = include_str!("../catalog/operations.jsonl");
static EVENTS: &str = include_str!("../catalog/events.jsonl");
static TYPES: &str = include_str!("../catalog/types.jsonl");

/// Returns the entry with this key, the first of its line.
fn find(lines: &str, key: &str, name: &str) -> Option<Value> {
    let start = format!("{{ \"{key}\": \"{name}\"");
    serde_json::from_str(lines.lines().find(|line| line.starts_with(&start))?).ok()
}

fn text<'a>(entry: &'a Value, key: &str) -> &'a str {
    entry.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Returns the description in a language, or in English if the schema has no other.
fn doc(entry: &Value, language: Language) -> String {
    let chinese = entry.get("doc_zh").and_then(Value::as_str);
    with_commands(language.select(None, chinese).unwrap_or_else(|| text(entry, "doc")))
}

fn flag(entry: &Value, key: &str) -> bool {
    entry.get(key).and_then(Value::as_bool).unwrap_or_default()
}

fn texts<'a>(entry: &'a Value, key: &str) -> Vec<&'a str> {
    entry.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

fn fields(entry: &Value, key: &str) -> Vec<Field> {
    entry.get(key).and_then(Value::as_array).into_iter().flatten().cloned().map(Field).collect()
}

/// The name of a command or a flag.
pub(crate) fn kebab(name: &str) -> String {
    name.replace('_', "-")
}

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

/// The parts of an operation id.
struct Name<'a> {
    service: &'a str,
    version: &'a str,
    resource: &'a str,
    method: &'a str,
}

impl<'a> Name<'a> {
    fn of(row: &'a Row) -> Option<Self> {
        Self::parse(row.id)
    }

    fn parse(id: &'a str) -> Option<Self> {
        let mut parts = id.split('.');
        let name =
            Self { service: parts.next()?, version: parts.next()?, resource: parts.next()?, method: parts.next()? };
        parts.next().is_none().then_some(name)
    }

    /// The command: `interview-record get`, and `interview-record get-v2` for the operation of another version than the first.
    fn command(&self) -> [String; 2] {
        let service = if self.service == "hire" { String::new() } else { format!("{}-", self.service) };
        let version = if self.version == "v1" { String::new() } else { format!("-{}", self.version) };
        [kebab(&format!("{service}{}", self.resource)), kebab(&format!("{}{version}", self.method))]
    }
}

/// Replaces ids of operations in backticks by commands.
fn with_commands(doc: &str) -> String {
    let replace = |(index, part): (usize, &str)| {
        let is_quoted = index % 2 == 1;
        match Name::parse(part).filter(|_| is_quoted && ALL.iter().any(|row| row.id == part)) {
            Some(name) => name.command().join(" "),
            None => part.to_owned(),
        }
    };
    doc.split('`').enumerate().map(replace).collect::<Vec<_>>().join("`")
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

/// A parameter, or a field of an object.
#[derive(Clone)]
pub(crate) struct Field(Value);

impl Field {
    pub(crate) fn name(&self) -> &str {
        text(&self.0, "name")
    }

    /// Returns the name of the flag. It differs from the name of the field if two fields of an operation have the same name.
    pub(crate) fn flag(&self) -> &str {
        self.0.get("flag").and_then(Value::as_str).unwrap_or_else(|| self.name())
    }

    /// Returns the description in a language.
    pub(crate) fn doc(&self, language: Language) -> String {
        doc(&self.0, language)
    }

    pub(crate) fn is_required(&self) -> bool {
        flag(&self.0, "required")
    }

    /// Returns whether the value is personal data or a credential.
    pub(crate) fn is_sensitive(&self) -> bool {
        flag(&self.0, "sensitive")
    }

    /// Returns whether the body or the data is this value, not an object with this key.
    pub(crate) fn is_bare(&self) -> bool {
        flag(&self.0, "bare")
    }

    /// Returns whether JSON has the value as a string although its type is another one.
    pub(crate) fn is_as_string(&self) -> bool {
        flag(&self.0, "as_string")
    }

    /// Returns whether the value replaces the stored one as a whole.
    pub(crate) fn replaces(&self) -> bool {
        flag(&self.0, "replaces")
    }

    pub(crate) fn is_deprecated(&self) -> bool {
        self.0.get("deprecated").is_some()
    }

    pub(crate) fn default_value(&self) -> Option<&str> {
        self.0.get("default")?.as_str()
    }

    /// Returns the example: a text, or a list of examples.
    pub(crate) fn example(&self) -> Option<&Value> {
        self.0.get("example")
    }

    /// Returns the codes that the field accepts, if these are not all of its enum.
    pub(crate) fn accepted(&self) -> Vec<&str> {
        texts(&self.0, "values")
    }

    /// Returns the maximum of a number.
    pub(crate) fn maximum(&self) -> Option<i64> {
        self.0.get("range")?.get(1)?.as_i64()
    }

    pub(crate) fn ty(&self) -> Type {
        Type::parse(text(&self.0, "type"))
    }
}

/// The type of a value.
#[derive(Clone)]
pub(crate) enum Type {
    Bool,
    Int32,
    Int64,
    Float,
    Text,
    Url,
    Timestamp,
    Seconds,
    Date,
    Json,
    File,
    List(Box<Type>),
    Map(Box<Type>),
    Named(Rc<Named>),
}

/// A type with a name.
pub(crate) enum Named {
    /// An id, by its Chinese name.
    Id(String),
    Enum(Vec<EnumValue>),
    Object(Vec<Field>),
}

thread_local! {
    /// The types that were used.
    static NAMED: RefCell<HashMap<String, Rc<Named>>> = RefCell::default();
}

impl Type {
    fn parse(name: &str) -> Self {
        match name {
            "bool" => Self::Bool,
            "int32" => Self::Int32,
            "int64" => Self::Int64,
            "float" => Self::Float,
            "string" => Self::Text,
            "url" => Self::Url,
            "timestamp" => Self::Timestamp,
            "seconds" => Self::Seconds,
            "date" => Self::Date,
            "json" => Self::Json,
            "file" => Self::File,
            name => match (name.strip_prefix("list of "), name.strip_prefix("map of ")) {
                (Some(item), _) => Self::List(Box::new(Self::parse(item))),
                (_, Some(item)) => Self::Map(Box::new(Self::parse(item))),
                _ => Self::Named(named(name)),
            },
        }
    }
}

fn named(name: &str) -> Rc<Named> {
    if let Some(named) = NAMED.with_borrow(|types| types.get(name).cloned()) {
        return named;
    }
    let entry = type_entry(name).unwrap_or_default();
    let named = Rc::new(match text(&entry, "kind") {
        "id" => Named::Id(text(&entry, "zh").to_owned()),
        "object" => Named::Object(fields(&entry, "fields")),
        _ => Named::Enum(
            entry.get("values").and_then(Value::as_array).into_iter().flatten().map(EnumValue::of).collect(),
        ),
    });
    NAMED.with_borrow_mut(|types| types.insert(name.to_owned(), named.clone()));
    named
}

/// Returns the type of the payload of an event such as `hire.talent.deleted_v1`, if it is known.
pub(crate) fn payload(event_type: &str) -> Option<Type> {
    Some(Type::parse(text(&find(EVENTS, "event", event_type)?, "type")))
}

/// Returns the entry of a type with a name.
pub(crate) fn type_entry(name: &str) -> Option<Value> {
    find(TYPES, "type", name)
}

/// A value of an enum.
#[derive(Clone)]
pub(crate) struct EnumValue {
    /// The value in JSON: a number or a string.
    pub(crate) code: Value,
    pub(crate) name: String,
    zh: String,
    doc: String,
}

impl EnumValue {
    fn of(entry: &Value) -> Self {
        let owned = |key| text(entry, key).to_owned();
        let code = entry.get("code").cloned().unwrap_or_default();
        Self { code, name: owned("name"), zh: owned("zh"), doc: owned("doc") }
    }

    /// Returns the code as text.
    pub(crate) fn code_text(&self) -> String {
        self.code.as_str().map_or_else(|| self.code.to_string(), str::to_owned)
    }

    /// Returns the label of the admin console in Chinese, or the description in English.
    pub(crate) fn label(&self, language: Language) -> &str {
        language.select(&self.doc, &self.zh)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn matches(field: &Field, arguments: [&str; 2]) -> Result<clap::ArgMatches, clap::Error> {
        let body = clap::Arg::new("body").long("body");
        let flags = crate::argument::flag(field, Language::English);
        clap::Command::new("test").no_binary_name(true).arg(body).args(flags).try_get_matches_from(arguments)
    }

    #[test]
    fn a_bare_value_is_the_body_and_the_result() -> Result<(), clap::Error> {
        let field = Field(json!({ "name": "items", "type": "list of string", "doc": "Items.", "bare": true }));
        let values = crate::result::Shape::Items(field.clone()).values(json!(["a", "b"]));
        assert_eq!(values, [json!("a"), json!("b")]);
        let matches = matches(&field, ["--items", "a"])?;
        assert_eq!(crate::body::read(&[field], &matches).ok(), Some(json!(["a"])));
        Ok(())
    }

    #[test]
    fn a_flag_may_have_another_name_than_its_field() -> Result<(), clap::Error> {
        let field = Field(json!({ "name": "type", "flag": "type_2", "type": "string", "doc": "Type." }));
        let matches = matches(&field, ["--type-2", "a"])?;
        assert_eq!(crate::body::read(&[field], &matches).ok(), Some(json!({ "type": "a" })));
        Ok(())
    }

    #[test]
    fn a_description_without_translation_is_english() {
        let translated = json!({ "doc": "See `hire.v1.note.get`.", "doc_zh": "参见 `hire.v1.note.get`。" });
        assert_eq!(doc(&translated, Language::English), "See `note get`.");
        assert_eq!(doc(&translated, Language::Chinese), "参见 `note get`。");
        assert_eq!(doc(&json!({ "doc": "A note." }), Language::Chinese), "A note.");
    }
}
