//! Lists and maps that distinguish present, null and absent.

use std::{
    collections::{BTreeMap, btree_map},
    fmt,
    ops::{Deref, DerefMut},
    slice, vec,
};

use super::{Entries, Items, ReadError, Reader, Slot, View, reader::ErasedList};

/// A list in a request or a response. Dereferences to [`Vec`].
///
/// An absent list and a null list have no items. The difference is preserved, so that a response is serialized as it was received: an absent list
/// is omitted, a null list is written as `null`, and an empty list as `[]`. Modifying a list makes it present.
/// Two lists are equal if their items are equal.
#[derive(Clone)]
pub struct List<T>(State<Vec<T>>);

/// A map with arbitrary keys in a request or a response. Dereferences to [`BTreeMap`].
///
/// Distinguishes present, null and absent maps like [`List`].
#[derive(Clone)]
pub struct Map<T>(State<BTreeMap<String, T>>);

/// Absent (`None`), null (`Some(None)`) or present. The states need no additional memory.
type State<C> = Option<Option<C>>;

impl<T> List<T> {
    /// Returns the items.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        self.0.flatten().unwrap_or_default()
    }
}

impl<T> Map<T> {
    /// Returns the entries.
    #[must_use]
    pub fn into_inner(self) -> BTreeMap<String, T> {
        self.0.flatten().unwrap_or_default()
    }
}

macro_rules! collection {
    ($name:ident, $inner:ty, $item:ty) => {
        impl<T> $name<T> {
            /// Creates an absent collection.
            #[must_use]
            pub const fn absent() -> Self {
                Self(None)
            }

            /// Returns whether the collection is present. An empty collection may be present; an absent or null one is not.
            #[must_use]
            pub const fn is_present(&self) -> bool {
                matches!(self.0, Some(Some(_)))
            }
        }

        impl<T> Default for $name<T> {
            fn default() -> Self {
                Self::absent()
            }
        }

        impl<T: 'static> Deref for $name<T> {
            type Target = $inner;

            fn deref(&self) -> &Self::Target {
                match &self.0 {
                    Some(Some(inner)) => inner,
                    _ => const { &<$inner>::new() },
                }
            }
        }

        impl<T: 'static> DerefMut for $name<T> {
            fn deref_mut(&mut self) -> &mut Self::Target {
                self.0.get_or_insert_default().get_or_insert_default()
            }
        }

        impl<T> From<$inner> for $name<T> {
            fn from(inner: $inner) -> Self {
                Self(Some(Some(inner)))
            }
        }

        impl<T> FromIterator<$item> for $name<T> {
            fn from_iter<I: IntoIterator<Item = $item>>(items: I) -> Self {
                Self::from(items.into_iter().collect::<$inner>())
            }
        }

        impl<T: 'static> Extend<$item> for $name<T> {
            fn extend<I: IntoIterator<Item = $item>>(&mut self, items: I) {
                (**self).extend(items);
            }
        }

        impl<T: PartialEq + 'static> PartialEq for $name<T> {
            fn eq(&self, other: &Self) -> bool {
                **self == **other
            }
        }

        impl<T: Eq + 'static> Eq for $name<T> {}

        impl<T: PartialEq + 'static> PartialEq<$inner> for $name<T> {
            fn eq(&self, other: &$inner) -> bool {
                **self == *other
            }
        }

        impl<T: fmt::Debug + 'static> fmt::Debug for $name<T> {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }
    };
}

collection!(List, Vec<T>, T);
collection!(Map, BTreeMap<String, T>, (String, T));

impl<T> From<List<T>> for Vec<T> {
    fn from(list: List<T>) -> Self {
        list.into_vec()
    }
}

impl<T, const N: usize> From<[T; N]> for List<T> {
    fn from(items: [T; N]) -> Self {
        Self::from(Vec::from(items))
    }
}

impl<T: PartialEq + 'static, const N: usize> PartialEq<[T; N]> for List<T> {
    fn eq(&self, other: &[T; N]) -> bool {
        **self == *other
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_vec().into_iter()
    }
}

impl<'a, T: 'static> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, T: 'static> IntoIterator for &'a mut List<T> {
    type Item = &'a mut T;
    type IntoIter = slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<T, const N: usize> From<[(String, T); N]> for Map<T> {
    fn from(entries: [(String, T); N]) -> Self {
        Self::from(BTreeMap::from(entries))
    }
}

impl<T> IntoIterator for Map<T> {
    type Item = (String, T);
    type IntoIter = btree_map::IntoIter<String, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_inner().into_iter()
    }
}

impl<'a, T: 'static> IntoIterator for &'a Map<T> {
    type Item = (&'a String, &'a T);
    type IntoIter = btree_map::Iter<'a, String, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Slot + 'static> ErasedList for Vec<T> {
    fn read_item(&mut self, room: usize, from: &mut Reader<'_>) -> Result<(), ReadError> {
        if room > 0 {
            self.reserve_exact(room);
        }
        self.push(T::vacant());
        self.last_mut().map_or(Ok(()), |item| item.read(from).map(drop))
    }

    fn remove_last(&mut self) {
        self.pop();
    }

    fn item_size(&self) -> usize {
        size_of::<T>()
    }
}

impl<T: Slot + 'static> Slot for List<T> {
    fn vacant() -> Self {
        Self::absent()
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, ReadError> {
        let mut items = Vec::new();
        let is_present = from.list(&mut items)?;
        self.0 = Some(is_present.then_some(items));
        Ok(is_present)
    }

    fn clear(&mut self) {
        self.0 = None;
    }

    fn view(&self) -> View<'_> {
        match &self.0 {
            None => View::Absent,
            Some(None) => View::Null,
            Some(Some(items)) => View::List(items),
        }
    }
}

impl<T: Slot + 'static> Items for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> Option<&dyn Slot> {
        self.get(index).map(|item| item as &dyn Slot)
    }
}

impl<T: Slot + 'static> Slot for Map<T> {
    fn vacant() -> Self {
        Self::absent()
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, ReadError> {
        let mut entries = BTreeMap::new();
        let is_present = from.map(&mut |from, key| {
            let mut value = T::vacant();
            value.read(from)?;
            entries.insert(key.into_owned(), value);
            Ok(())
        })?;
        self.0 = Some(is_present.then_some(entries));
        Ok(is_present)
    }

    fn clear(&mut self) {
        self.0 = None;
    }

    fn view(&self) -> View<'_> {
        match &self.0 {
            None => View::Absent,
            Some(None) => View::Null,
            Some(Some(entries)) => View::Map(entries),
        }
    }
}

impl<T: Slot + 'static> Entries for BTreeMap<String, T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn value(&self, key: &str) -> Option<&dyn Slot> {
        self.get(key).map(|value| value as &dyn Slot)
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Slot)) {
        self.iter().for_each(|(key, value)| visit(key, value));
    }
}

crate::serde_traits!(List<T: Slot + 'static>);
crate::serde_traits!(Map<T: Slot + 'static>);
