//! What a draft consists of: fields, enums, objects, ready to be printed.

use feishu_codegen::draft::is_snake_case;
use heck::{ToSnakeCase, ToUpperCamelCase};

/// A type as the schema writes it.
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

/// A field as it will be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftField {
    pub(crate) name: String,
    pub(crate) ty: Ty,
    /// A shared parameter, which says all the rest.
    pub(crate) shared: Option<String>,
    pub(crate) is_required: bool,
    pub(crate) default: Option<String>,
    pub(crate) example: Option<String>,
    /// `range`, `length`, `items`, `values`, `scopes` of the longer form.
    pub(crate) keys: Vec<(&'static str, String)>,
    /// The page's text.
    pub(crate) text: String,
    /// What a person should look at.
    pub(crate) notes: Vec<String>,
    /// The example is not among the values that the page lists.
    pub(crate) unlisted_example: Option<String>,
}

/// An enum of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftEnum {
    pub(crate) name: String,
    pub(crate) zh: String,
    pub(crate) int: bool,
    pub(crate) values: Vec<DraftValue>,
}

/// A value of an enum of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftValue {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) label: String,
}

/// An object of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftObject {
    pub(crate) name: String,
    pub(crate) zh: String,
    pub(crate) fields: Vec<DraftField>,
    /// Something better that a person may do.
    pub(crate) note: Option<String>,
    /// Whether it was made for the body: what is sent has other rules than what comes back.
    pub(crate) sent: bool,
}

impl DraftObject {
    /// Whether the page gives it this name.
    pub(crate) fn is_called(&self, title: &str) -> bool {
        self.name == title || self.name.ends_with(title)
    }

    /// Whether fields of the same name are the same.
    pub(crate) fn agrees(&self, fields: &[DraftField]) -> bool {
        let mine = |name: &str| self.fields.iter().find(|field| field.name == name);
        let shared = fields.iter().filter(|field| mine(&field.name).is_some()).count();
        let same = fields.iter().all(|field| {
            mine(&field.name).is_none_or(|mine| {
                mine.ty == field.ty && mine.is_required == field.is_required && mine.default == field.default
            })
        });
        // What is sent lacks nothing that is required.
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

impl DraftEnum {
    /// Whether a person has to name some of its values.
    pub(crate) fn lacks_names(&self) -> bool {
        self.values.iter().any(|value| value.name.starts_with("value_"))
    }

    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|value| value.code.as_str())
    }

    pub(crate) fn labels(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|value| value.label.as_str())
    }
}

/// What a text says in English as a name: its first words.
pub(crate) fn english_name(text: &str) -> Option<String> {
    let clause = text.split([',', '.', ':', ';', '(']).next().unwrap_or_default();
    let words: Vec<&str> = clause.split_whitespace().collect();
    let name = words.get(..words.len().min(6)).unwrap_or_default().join(" ").replace('\'', "").to_snake_case();
    (text.is_ascii() && name.len() < 48 && is_snake_case(&name)).then_some(name)
}

/// A name for a value: the code itself when it is one, or what its label says in English.
pub(crate) fn value_name(code: &str, label: &str, int: bool, taken: &[DraftValue]) -> String {
    let said = int.then(|| english_name(label)).flatten().filter(|name| name != "unknown");
    let name = match (said, code.parse::<i64>()) {
        (Some(said), _) => said,
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
