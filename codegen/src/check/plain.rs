//! The built-in types.

use crate::model::Type;

/// The maximum depth of nested lists and maps.
pub(crate) const MAX_DEPTH: usize = 8;

/// The built-in types.
pub(crate) const BUILTIN: [(&str, Type); 11] = [
    ("bool", Type::Bool),
    ("int32", Type::Int32),
    ("int64", Type::Int64),
    ("float", Type::Float),
    ("string", Type::String),
    ("timestamp", Type::Timestamp),
    ("seconds", Type::Seconds),
    ("date", Type::Date),
    ("url", Type::Url),
    ("json", Type::Json),
    ("file", Type::File),
];

/// Returns the built-in types that correspond to a type name of another language, as text for a help message.
pub(crate) fn builtin_for(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "int" | "integer" | "long" => "`int32` or `int64`",
        "number" | "double" | "decimal" => "`float`, `int32` or `int64`",
        "boolean" => "`bool`",
        "str" | "text" => "`string`",
        "time" | "datetime" => "`timestamp` (milliseconds) or `seconds`",
        "uri" | "link" => "`url`",
        "any" | "object" => "`json` or the name of an object",
        "list" | "array" | "vec" => "`list of …`",
        "map" | "dict" => "`map of …`",
        _ => return None,
    })
}
