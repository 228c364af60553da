//! The parts of a draft: fields, enums, objects and quirks.

use feishu_codegen::draft::is_snake_case;
use heck::{ToSnakeCase, ToUpperCamelCase};

/// A type in the notation of the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ty {
    Plain(&'static str),
    AsString(&'static str),
    Named(String),
    List(Box<Ty>),
    Map(Box<Ty>),
}

impl std::fmt::Display for Ty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plain(name) => f.write_str(name),
            Self::AsString(name) => write!(f, "{name} as string"),
            Self::Named(name) => f.write_str(name),
            Self::List(item) => write!(f, "list of {item}"),
            Self::Map(value) => write!(f, "map of {value}"),
        }
    }
}

/// The names of the types that are defined in the language.
const PLAIN: [&str; 11] =
    ["bool", "int32", "int64", "float", "string", "timestamp", "seconds", "date", "url", "json", "file"];

impl Ty {
    /// Parses the notation of the schema.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let plain = |text: &str| PLAIN.into_iter().find(|name| *name == text);
        if let Some(item) = text.strip_prefix("list of ") {
            return Some(Self::List(Box::new(Self::parse(item)?)));
        }
        if let Some(value) = text.strip_prefix("map of ") {
            return Some(Self::Map(Box::new(Self::parse(value)?)));
        }
        if let Some(inner) = text.strip_suffix(" as string") {
            return plain(inner).map(Self::AsString);
        }
        let is_name =
            text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(|c| c.is_ascii_alphanumeric());
        plain(text).map(Self::Plain).or_else(|| is_name.then(|| Self::Named(text.to_owned())))
    }

    /// Returns the type inside lists and maps.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::List(inner) | Self::Map(inner) => inner.innermost(),
            ty => ty,
        }
    }

    /// Replaces the type inside lists and maps.
    pub(crate) fn with_innermost(&self, inner: Self) -> Self {
        match self {
            Self::List(item) => Self::List(Box::new(item.with_innermost(inner))),
            Self::Map(value) => Self::Map(Box::new(value.with_innermost(inner))),
            _ => inner,
        }
    }

    /// Returns the name of an id, an enum or an object.
    pub(crate) fn name(&self) -> Option<&str> {
        match self.innermost() {
            Self::Named(name) => Some(name),
            _ => None,
        }
    }
}

/// A drafted field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftField {
    pub(crate) name: String,
    pub(crate) ty: Ty,
    /// The shared parameter that defines the field.
    pub(crate) shared: Option<String>,
    pub(crate) is_required: bool,
    /// Whether it is personal data or a credential.
    pub(crate) is_sensitive: bool,
    /// Whether the body or the data is this value, not an object with this key.
    pub(crate) is_bare: bool,
    pub(crate) default: Option<String>,
    pub(crate) example: Option<String>,
    /// The keys `range`, `length`, `items`, `values`, `scopes` and `deprecated` of the long form.
    pub(crate) keys: Vec<(&'static str, String)>,
    /// The description, or empty for the author to fill in.
    pub(crate) doc: String,
    /// The description on the page.
    pub(crate) text: String,
    /// Notes for the author.
    pub(crate) notes: Vec<String>,
    /// The documented example, if it is not one of the documented values.
    pub(crate) unlisted_example: Option<String>,
}

#[cfg(test)]
impl DraftField {
    /// Creates an optional field that has only a description on the page.
    pub(crate) fn with_text(name: &str, ty: Ty, text: &str) -> Self {
        Self {
            name: name.to_owned(),
            ty,
            shared: None,
            is_required: false,
            is_sensitive: false,
            is_bare: false,
            default: None,
            example: None,
            keys: Vec::new(),
            doc: String::new(),
            text: text.to_owned(),
            notes: Vec::new(),
            unlisted_example: None,
        }
    }
}

/// An enum of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftEnum {
    pub(crate) name: String,
    /// The name without a prefix that makes it unique.
    pub(crate) title: String,
    /// The name of the type or the resource that contains the first field of this type.
    pub(crate) owner: String,
    pub(crate) doc: String,
    pub(crate) zh: String,
    pub(crate) int: bool,
    pub(crate) values: Vec<DraftValue>,
    /// A suggestion for the author.
    pub(crate) note: Option<String>,
}

/// A value of an enum of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftValue {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) doc: String,
}

/// An object of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftObject {
    pub(crate) name: String,
    /// The name of the type on the page.
    pub(crate) title: String,
    /// The name of the type or the resource that contains the first field of this type.
    pub(crate) owner: String,
    pub(crate) doc: String,
    pub(crate) zh: String,
    pub(crate) fields: Vec<DraftField>,
    /// Rules across the fields in the notation of the schema.
    pub(crate) rules: Vec<String>,
    /// A suggestion for the author.
    pub(crate) note: Option<String>,
    /// Whether it is part of a body. Objects in bodies and responses are never merged.
    pub(crate) sent: bool,
}

/// A drafted quirk. The author has to write the reason if it is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftQuirk {
    pub(crate) at: String,
    pub(crate) kind: String,
    /// The key `values` or `fields` of some kinds, with its list.
    pub(crate) listed: Option<(&'static str, Vec<String>)>,
    pub(crate) because: String,
    pub(crate) docs: String,
    pub(crate) observed: String,
}

impl DraftQuirk {
    /// Creates a quirk. It has a reason if all quirks of its kind have the same.
    pub(crate) fn new(at: &str, kind: &str, docs: &str, observed: String) -> Self {
        Self {
            at: at.to_owned(),
            kind: kind.to_owned(),
            listed: None,
            because: default_reason(kind).to_owned(),
            docs: docs.to_owned(),
            observed,
        }
    }

    /// Creates the quirk of an enum with more values than the page lists.
    pub(crate) fn fewer_values(at: &str, mut listed: Vec<String>, observed: &str) -> Self {
        listed.sort_by_key(|code| code.parse::<i64>().ok());
        let noun = if listed.len() == 1 { "value" } else { "values" };
        let docs = format!("Lists the {noun} {}.", listed.join(", "));
        Self { listed: Some(("values", listed)), ..Self::new(at, "fewer_values", &docs, observed.to_owned()) }
    }

    /// Whether it has this path and this kind.
    pub(crate) fn matches(&self, at: &str, kind: &str) -> bool {
        self.at == at && self.kind == kind
    }
}

/// Returns the reason that all quirks of a kind have, or an empty text if their reasons differ.
fn default_reason(kind: &str) -> &'static str {
    match kind {
        "unlisted_value" => "Read as an unknown value, because enums are open.",
        "unlisted_example" => {
            "The listed values apply; `openapi.json` contains the example as `x-documented-example` only."
        }
        "only_in_sample" => "The schema follows the sample.",
        "invalid_default" => "The schema has no default, so the server decides.",
        "other_scopes" => "The operations share one type; other pages document other scopes.",
        "fewer_fields" => "The operations share one type; other pages document more of its fields.",
        "fewer_values" => "The operations share one enum; other pages list more of its values.",
        "token_after_last_page" => "Paging ends when `has_more` is not true, even if a token is present.",
        "message_for_msg" => "Both keys are accepted.",
        _ => "",
    }
}

impl DraftObject {
    /// Whether the page uses this name.
    pub(crate) fn has_title(&self, title: &str) -> bool {
        self.name == title || self.name.ends_with(title)
    }

    /// Whether fields with the same name are equal, so that the objects can be merged.
    pub(crate) fn is_compatible(&self, fields: &[DraftField]) -> bool {
        let mine = |name: &str| self.fields.iter().find(|field| field.name == name);
        let shared = fields.iter().filter(|field| mine(&field.name).is_some()).count();
        let same = fields.iter().all(|field| {
            mine(&field.name).is_none_or(|mine| {
                mine.ty == field.ty && mine.is_required == field.is_required && mine.default == field.default
            })
        });
        // An object that is sent must have all required fields.
        let whole = !self.sent || shared == fields.len().max(self.fields.len());
        same && whole && shared * 2 >= fields.len()
    }

    pub(crate) fn merge(&mut self, fields: Vec<DraftField>) {
        for field in fields {
            if !self.fields.iter().any(|mine| mine.name == field.name) {
                self.fields.push(field);
            }
        }
    }
}

impl DraftValue {
    /// Whether the name is only a placeholder for the code.
    pub(crate) fn lacks_name(&self) -> bool {
        self.name.starts_with("value_")
    }
}

impl DraftEnum {
    /// Whether the author has to name some of its values.
    pub(crate) fn lacks_names(&self) -> bool {
        self.values.iter().any(DraftValue::lacks_name)
    }

    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|value| value.code.as_str())
    }

    pub(crate) fn labels(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|value| value.label.as_str())
    }
}

/// Returns a label without remarks in parentheses, punctuation and case.
pub(crate) fn normalize_label(label: &str) -> String {
    let plain = label.split(['（', '(', '，', ',', '。', '；', ';']).next().unwrap_or_default();
    let plain = if plain.trim().is_empty() { label } else { plain };
    plain.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Derives a name from the first words of an English text.
pub(crate) fn derive_english_name(text: &str) -> Option<String> {
    let clause = text.split([',', '.', ':', ';', '(']).next().unwrap_or_default();
    let words: Vec<&str> = clause.split_whitespace().collect();
    let name = words.get(..words.len().min(6)).unwrap_or_default().join(" ").replace('\'', "").to_snake_case();
    (text.is_ascii() && name.len() < 48 && is_snake_case(&name)).then_some(name)
}

/// Derives a name for a value: from its code if that is a word, or from its English label.
pub(crate) fn derive_value_name(code: &str, label: &str, int: bool, taken: &[DraftValue]) -> String {
    let english = int.then(|| derive_english_name(label)).flatten().filter(|name| name != "unknown");
    let name = match (english, code.parse::<i64>()) {
        (Some(name), _) => name,
        (None, Ok(number)) if int && number < 0 => format!("value_minus_{}", number.unsigned_abs()),
        (None, Ok(number)) if int => format!("value_{number}"),
        _ => {
            let snake = code.to_snake_case();
            let clean: String = snake.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if is_snake_case(&clean) && clean != "unknown" && clean != "self" {
                clean
            } else {
                format!("value_{clean}")
            }
        }
    };
    let name = name.trim_end_matches('_').replace("__", "_");
    let free = |name: &str| !taken.iter().any(|value| value.name.to_upper_camel_case() == name.to_upper_camel_case());
    if is_snake_case(&name) && free(&name) { name } else { format!("value_no{}", taken.len() + 1) }
}

/// Sorts types by their first use on the page. Removes types that are no longer used because a shared type has replaced the type that contained them.
pub(crate) fn prune(fields: &[&Vec<DraftField>], enums: &mut Vec<DraftEnum>, objects: &mut Vec<DraftObject>) {
    let mut used = Vec::new();
    let mut open: Vec<&DraftField> = fields.iter().rev().flat_map(|fields| fields.iter().rev()).collect();
    while let Some(field) = open.pop() {
        let Some(name) = field.ty.name().filter(|_| field.shared.is_none()) else { continue };
        if used.contains(&name) {
            continue;
        }
        used.push(name);
        if let Some(object) = objects.iter().find(|object| object.name == name) {
            open.extend(object.fields.iter().rev());
        }
    }
    let used: Vec<String> = used.into_iter().map(str::to_owned).collect();
    let position = |name: &str| used.iter().position(|used| used == name);
    enums.retain(|item| position(&item.name).is_some());
    enums.sort_by_key(|item| position(&item.name));
    objects.retain(|object| position(&object.name).is_some());
    objects.sort_by_key(|object| position(&object.name));
}
