//! A JSON tree in which some values were changed.

use serde_json::Value;

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Scalar {
        value: Value,
        is_changed: bool,
    },
    List {
        items: Vec<Node>,
        is_changed: bool,
    },
    Object {
        fields: Vec<(Key, Node)>,
        is_changed: bool,
    },
    /// The text of a scalar or a deep list that a `Value` cannot represent.
    Raw(Vec<u8>),
}

/// The key of a value.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// The JSON text, with quotes.
    pub(super) raw: Vec<u8>,
    /// The name that a reader delivers.
    pub(super) name: String,
}

impl Key {
    pub(super) fn new(name: String) -> Self {
        Self { raw: Value::from(name.as_str()).to_string().into_bytes(), name }
    }

    /// Whether the key is not valid Unicode.
    pub(super) fn is_damaged(&self) -> bool {
        self.name.contains(char::REPLACEMENT_CHARACTER)
    }
}

impl Node {
    pub(super) fn unchanged(value: Value) -> Self {
        Self::of(value, false)
    }

    pub(super) fn changed(value: Value) -> Self {
        Self::of(value, true)
    }

    fn of(value: Value, is_changed: bool) -> Self {
        let inner = |value| Self::of(value, is_changed);
        match value {
            Value::Array(items) => Self::List { items: items.into_iter().map(inner).collect(), is_changed },
            Value::Object(fields) => {
                let fields = fields.into_iter().map(|(name, value)| (Key::new(name), inner(value))).collect();
                Self::Object { fields, is_changed }
            }
            value => Self::Scalar { value, is_changed },
        }
    }

    pub(super) fn is_changed(&self) -> bool {
        match self {
            Self::Scalar { is_changed, .. } | Self::List { is_changed, .. } | Self::Object { is_changed, .. } => {
                *is_changed
            }
            Self::Raw(_) => true,
        }
    }

    /// Returns the JSON text without whitespace.
    pub(super) fn json(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Scalar { value, .. } => out.extend(value.to_string().into_bytes()),
            Self::Raw(raw) => out.extend(raw),
            Self::List { items, .. } => {
                out.push(b'[');
                for (index, item) in items.iter().enumerate() {
                    out.extend((index > 0).then_some(b','));
                    item.write(out);
                }
                out.push(b']');
            }
            Self::Object { fields, .. } => {
                out.push(b'{');
                for (index, (key, value)) in fields.iter().enumerate() {
                    out.extend((index > 0).then_some(b','));
                    out.extend(&key.raw);
                    out.push(b':');
                    value.write(out);
                }
                out.push(b'}');
            }
        }
    }

    /// Returns the only item of a deep list.
    pub(super) fn inner(&self) -> Vec<Self> {
        let Self::Raw(raw) = self else { return Vec::new() };
        let item = raw.strip_prefix(b"[").and_then(|raw| raw.strip_suffix(b"]"));
        item.filter(|item| !item.is_empty()).map(|item| Self::Raw(item.to_vec())).into_iter().collect()
    }

    /// Returns the number of values, including this one.
    pub(super) fn count(&self) -> usize {
        1 + match self {
            Self::List { items, .. } => items.iter().map(Self::count).sum(),
            Self::Object { fields, .. } => fields.iter().map(|(_, value)| value.count()).sum(),
            Self::Scalar { .. } | Self::Raw(_) => 0,
        }
    }

    /// Returns the value with a number in reading order. 0 is this value.
    pub(super) fn nth(&mut self, mut number: usize) -> Option<&mut Self> {
        if number == 0 {
            return Some(self);
        }
        number -= 1;
        let inner: Vec<&mut Self> = match self {
            Self::List { items, .. } => items.iter_mut().collect(),
            Self::Object { fields, .. } => fields.iter_mut().map(|(_, value)| value).collect(),
            Self::Scalar { .. } | Self::Raw(_) => Vec::new(),
        };
        for value in inner {
            let count = value.count();
            if number < count {
                return value.nth(number);
            }
            number -= count;
        }
        None
    }
}
