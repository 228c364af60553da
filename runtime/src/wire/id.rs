//! Ids that cannot be mixed up.

use std::{
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
};

use compact_str::CompactString;
use serde::Serializer;

use super::{
    Measure, Read, Text, Write,
    text::{FromText, read_as_text},
};

/// Which kind of thing an [`Id`] names.
pub trait IdKind: 'static {
    /// The name of the id type, for `Debug`.
    const NAME: &'static str;
}

/// The id of one kind of thing.
///
/// Made from a string (`"6949…".into()`); an id of another kind is no such thing. Ids of up to 24 bytes need no allocation.
pub struct Id<K> {
    text: CompactString,
    kind: PhantomData<fn() -> K>,
}

impl<K> Id<K> {
    /// The id from its text.
    pub fn new(id: impl AsRef<str>) -> Self {
        Self { text: CompactString::new(id), kind: PhantomData }
    }

    /// The id as Feishu writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<K> From<&str> for Id<K> {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

impl<K> From<String> for Id<K> {
    fn from(id: String) -> Self {
        Self { text: id.into(), kind: PhantomData }
    }
}

impl<K> From<&String> for Id<K> {
    fn from(id: &String) -> Self {
        Self::new(id)
    }
}

impl<K> From<&Self> for Id<K> {
    fn from(id: &Self) -> Self {
        id.clone()
    }
}

impl<K> AsRef<str> for Id<K> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<K> PartialEq<str> for Id<K> {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl<K> PartialEq<&str> for Id<K> {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<K: IdKind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(K::NAME).field(&self.as_str()).finish()
    }
}

// By hand: a derive would ask the same of `K`.
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), kind: PhantomData }
    }
}

impl<K> Default for Id<K> {
    fn default() -> Self {
        Self { text: CompactString::const_new(""), kind: PhantomData }
    }
}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<K> Eq for Id<K> {}

impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<K> FromText for Id<K> {
    fn from_text(text: &str) -> Self {
        Self::new(text)
    }
}

impl<K> Read for Id<K> {
    read_as_text!();
}

impl<K> Write for Id<K> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }

    fn measure(&self) -> Measure {
        Measure::Characters(self.as_str().chars().count())
    }
}

impl<K> Text for Id<K> {
    fn to_text(&self) -> String {
        self.as_str().to_owned()
    }
}

crate::serde_traits!(Id<K: IdKind>);
