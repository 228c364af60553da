//! A type with a field of every kind, into which the unusual values are read.

use feishu_hire::{Date, List, Map, Mismatch, Timestamp, UnknownFields, Url, mock::Body};
use serde_json::Value;

use super::row::Field;

feishu_runtime::id! {
    /// An id.
    pub struct ProbeId;
}

feishu_runtime::int_enum! {
    /// An enum with integer codes.
    pub enum ProbeCode {
        /// The only listed value.
        One = 1,
    }
}

feishu_runtime::text_enum! {
    /// An enum with string codes.
    pub enum ProbeWord {
        /// The only listed value.
        One = "one",
    }
}

/// An inner object.
#[derive(Clone, Default)]
struct Inner {
    id: Option<ProbeId>,
    name: Option<Name>,
    unknown_fields: UnknownFields,
}

/// An object inside the inner object.
#[derive(Clone, Default)]
struct Name {
    zh_cn: Option<String>,
    unknown_fields: UnknownFields,
}

feishu_runtime::object!(Name {
    zh_cn: "zh_cn";
});

feishu_runtime::object!(Inner {
    id: "id";
    name: "name";
});

/// A field of every kind.
#[derive(Clone, Default)]
pub(super) struct Probe {
    before: i64,
    text: Option<String>,
    id: Option<ProbeId>,
    int32: Option<i32>,
    int64: Option<i64>,
    float: Option<f64>,
    bool: Option<bool>,
    timestamp: Option<Timestamp>,
    date: Option<Date>,
    url: Option<Url>,
    int_enum: Option<ProbeCode>,
    text_enum: Option<ProbeWord>,
    object: Option<Inner>,
    list_of_text: List<String>,
    list_of_objects: List<Inner>,
    map_of_text: Map<String>,
    after: i64,
    unknown_fields: UnknownFields,
}

feishu_runtime::object!(Probe {
    before: "before";
    text: "text";
    id: "id";
    int32: "int32";
    int64: "int64";
    float: "float";
    bool: "bool";
    timestamp: "timestamp";
    date: "date";
    url: "url";
    int_enum: "int_enum";
    text_enum: "text_enum";
    object: "object";
    list_of_text: "list_of_text";
    list_of_objects: "list_of_objects";
    map_of_text: "map_of_text";
    after: "after";
});

/// The result of reading an unusual value.
#[derive(Debug)]
pub(super) struct Delivered {
    /// The value of the field. For an unknown key, its JSON text as a string.
    pub(super) value: Option<Value>,
    pub(super) mismatches: Vec<Mismatch>,
    /// Whether the other fields were delivered.
    pub(super) is_rest_there: bool,
}

pub(super) fn deliver(field: Field, text: &[u8]) -> feishu_hire::Result<Delivered> {
    let key = key(field);
    let start = format!(r#"{{"code":0,"msg":"ok","data":{{"before":1,"{key}":"#);
    let body = [start.as_bytes(), text, br#","after":2}}"#].concat();
    let (probe, mismatches) = Body::new(body).read_tolerantly::<Probe>()?;
    let value = match field {
        Field::Unknown => probe.unknown_fields.get(key).map(|raw| Value::from(raw.as_str())),
        _ => serde_json::to_value(&probe).unwrap_or_default().get(key).cloned(),
    };
    Ok(Delivered { value, mismatches, is_rest_there: (probe.before, probe.after) == (1, 2) })
}

pub(super) const fn key(field: Field) -> &'static str {
    match field {
        Field::Text => "text",
        Field::Id => "id",
        Field::Int32 => "int32",
        Field::Int64 => "int64",
        Field::Float => "float",
        Field::Bool => "bool",
        Field::Timestamp => "timestamp",
        Field::Date => "date",
        Field::Url => "url",
        Field::IntEnum => "int_enum",
        Field::TextEnum => "text_enum",
        Field::Object => "object",
        Field::ListOfText => "list_of_text",
        Field::ListOfObjects => "list_of_objects",
        Field::MapOfText => "map_of_text",
        Field::Unknown => "mood",
    }
}
