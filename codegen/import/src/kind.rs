//! The kinds of documented types.

/// The kind of a documented type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    Int,
    Int64,
    Float,
    Text,
    File,
    /// An object with its documented name, which may be empty.
    Object(String),
    Map(Box<Kind>),
    List(Box<Kind>),
    /// No type, or `-`.
    Unknown,
}

impl Kind {
    pub(crate) fn read(text: &str) -> Self {
        let text = text.trim();
        if let Some(item) = text.strip_suffix("[]") {
            return Self::List(Box::new(Self::item(item)));
        }
        let lower = text.to_lowercase();
        for open in ["list<", "array<", "list[", "array[", "array(", "list("] {
            if let Some(item) = lower.strip_prefix(open) {
                return Self::List(Box::new(Self::item(item.trim_end_matches(['>', ']', ')']))));
            }
        }
        if let Some(inner) = lower.strip_prefix("map<").or_else(|| lower.strip_prefix("map[")) {
            let value = inner.rsplit([',', ']']).find(|part| !part.trim_matches('>').is_empty()).unwrap_or_default();
            return Self::Map(Box::new(Self::read(value.trim_matches('>'))));
        }
        match lower.as_str() {
            "" | "-" | "--" | "/" | "n/a" => Self::Unknown,
            "string" | "str" | "text" | "date" | "datetime" | "enum" | "id" => Self::Text,
            "int" | "integer" | "int32" | "uint32" | "i32" | "u32" | "number(int)" | "int8" | "int16" | "short"
            | "byte" => Self::Int,
            "int64" | "uint64" | "i64" | "u64" | "long" | "bigint" | "timestamp" | "number(int64)" => Self::Int64,
            "float" | "double" | "number" | "decimal" | "number(float)" | "number(double)" | "float64" => Self::Float,
            "bool" | "boolean" => Self::Bool,
            "file" | "binary" | "bytes" => Self::File,
            "list" | "array" => Self::List(Box::new(Self::Unknown)),
            "object" | "json" | "any" | "union" | "struct" | "interface" | "map" | "data" => {
                Self::Object(String::new())
            }
            _ => Self::Object(text.to_owned()),
        }
    }

    /// Parses the type of a field with children. A word such as `string` is then the name of an object.
    pub(crate) fn read_with_fields(text: &str) -> Self {
        let text = text.trim();
        match text.strip_suffix("[]") {
            Some(item) => Self::List(Box::new(Self::read_with_fields(item))),
            None => match text.to_lowercase().as_str() {
                "enum" | "id" => Self::Object(String::new()),
                "text" | "date" | "datetime" | "timestamp" | "file" => Self::Object(text.to_owned()),
                _ => Self::read(text),
            },
        }
    }

    fn item(text: &str) -> Self {
        match Self::read(text) {
            Self::Unknown => Self::Unknown,
            kind => kind,
        }
    }

    /// Returns the name of the object, or of the object in a list. Empty for an object without a name.
    pub(crate) fn object(&self) -> Option<&str> {
        match self {
            Self::Object(name) => Some(name),
            Self::List(inner) | Self::Map(inner) => match &**inner {
                Self::Unknown => Some(""),
                inner => inner.object(),
            },
            _ => None,
        }
    }
}
