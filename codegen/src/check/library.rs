//! Enums and objects by name, once they are complete.

use std::collections::{HashMap, HashSet};

use crate::model::{Enum, EnumValues, Field, Object};

/// Enums and objects by name.
pub(crate) struct Library<'a> {
    objects: HashMap<&'a str, &'a Object>,
    enums: HashMap<&'a str, Codes<'a>>,
}

/// The codes of an enum.
pub(crate) enum Codes<'a> {
    Int(HashSet<i64>),
    Text(HashSet<&'a str>),
}

impl<'a> Library<'a> {
    pub(crate) fn new(enums: &'a [Enum], objects: &'a [Object]) -> Self {
        Self {
            objects: objects.iter().map(|object| (object.name.as_str(), object)).collect(),
            enums: enums.iter().map(|found| (found.name.as_str(), Codes::new(&found.values))).collect(),
        }
    }

    /// Returns the fields of an object.
    pub(crate) fn fields(&self, object: &str) -> &'a [Field] {
        self.objects.get(object).map_or(&[], |object| &object.fields)
    }

    /// Returns the codes of an enum.
    pub(crate) fn codes(&self, name: &str) -> Option<&Codes<'a>> {
        self.enums.get(name)
    }
}

impl<'a> Codes<'a> {
    fn new(values: &'a EnumValues) -> Self {
        match values {
            EnumValues::Int(values) => Self::Int(values.iter().map(|value| value.code).collect()),
            EnumValues::Text(values) => Self::Text(values.iter().map(|value| value.code.as_str()).collect()),
        }
    }

    /// Whether the enum lists a code.
    pub(crate) fn lists(&self, code: &str) -> bool {
        match self {
            Self::Int(codes) => code.parse().is_ok_and(|code| codes.contains(&code)),
            Self::Text(codes) => codes.contains(code),
        }
    }

    /// Returns all codes as text.
    pub(crate) fn texts(&self) -> Vec<String> {
        match self {
            Self::Int(codes) => codes.iter().map(i64::to_string).collect(),
            Self::Text(codes) => codes.iter().map(|code| (*code).to_owned()).collect(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Int(codes) => codes.len(),
            Self::Text(codes) => codes.len(),
        }
    }
}
