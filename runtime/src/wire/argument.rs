//! Argument types of setters: a value, or an `Option` of one.

use std::collections::BTreeMap;

use super::{FromText, List, Map, PageSize, Text, Timestamp};

/// An argument for an optional parameter or field: a value, a type that converts into it, or an `Option` of either.
///
/// `None` removes a value that was set before. Therefore, optional values can be passed in a chain of setters without an `if`:
///
/// ```
/// # use feishu_runtime::{Timestamp, wire::IntoOption};
/// fn start_time(value: impl IntoOption<Timestamp>) -> Option<Timestamp> {
///     value.into_option()
/// }
/// let from: Option<Timestamp> = None;
/// assert_eq!(start_time(from), None);
/// assert_eq!(start_time(Timestamp::from_secs(1)), Some(Timestamp::from_millis(1000)));
/// ```
#[diagnostic::on_unimplemented(
    message = "cannot use `{Self}` as `{T}`",
    label = "expected `{T}`, `Option<{T}>`, or a type that converts into it, such as text for an id"
)]
pub trait IntoOption<T> {
    /// Returns the value, if there is one.
    fn into_option(self) -> Option<T>;
}

impl<T> IntoOption<T> for T {
    #[inline]
    fn into_option(self) -> Option<T> {
        Some(self)
    }
}

impl<T> IntoOption<T> for Option<T> {
    #[inline]
    fn into_option(self) -> Self {
        self
    }
}

impl<T> IntoOption<Box<T>> for T {
    #[inline]
    fn into_option(self) -> Option<Box<T>> {
        Some(Box::new(self))
    }
}

impl<T> IntoOption<Box<T>> for Option<T> {
    #[inline]
    fn into_option(self) -> Option<Box<T>> {
        self.map(Box::new)
    }
}

/// Accepts text for types that are created from text.
macro_rules! from_text {
    ($($text:ty),+) => { $(
        impl<T: FromText> IntoOption<T> for $text {
            #[inline]
            fn into_option(self) -> Option<T> {
                Some(T::from_text(self.into()))
            }
        }

        impl<T: FromText> IntoOption<T> for Option<$text> {
            #[inline]
            fn into_option(self) -> Option<T> {
                self.map(|text| T::from_text(text.into()))
            }
        }
    )+ };
}

from_text!(&str, String, &String);

impl<T: FromText + Clone> IntoOption<T> for &T {
    #[inline]
    fn into_option(self) -> Option<T> {
        Some(self.clone())
    }
}

impl<T: FromText + Clone> IntoOption<T> for Option<&T> {
    #[inline]
    fn into_option(self) -> Option<T> {
        self.cloned()
    }
}

/// Accepts types that implement [`Into`] for the value.
macro_rules! from_others {
    ($target:ty: $($other:ty),+) => { $(
        impl IntoOption<$target> for $other {
            #[inline]
            fn into_option(self) -> Option<$target> {
                Some(self.into())
            }
        }

        impl IntoOption<$target> for Option<$other> {
            #[inline]
            fn into_option(self) -> Option<$target> {
                self.map(Into::into)
            }
        }
    )+ };
}

from_others!(Text: std::borrow::Cow<'_, str>);
from_others!(PageSize: i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);
from_others!(Timestamp: std::time::SystemTime);
#[cfg(feature = "jiff")]
from_others!(Timestamp: jiff::Timestamp);
#[cfg(feature = "time")]
from_others!(Timestamp: time::OffsetDateTime);

#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone> IntoOption<Timestamp> for chrono::DateTime<Tz> {
    #[inline]
    fn into_option(self) -> Option<Timestamp> {
        Some(self.into())
    }
}

#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone> IntoOption<Timestamp> for Option<chrono::DateTime<Tz>> {
    #[inline]
    fn into_option(self) -> Option<Timestamp> {
        self.map(Into::into)
    }
}

/// An argument for a list parameter or field: a [`Vec`], an array, a slice, a [`List`], or an `Option` of one of these.
///
/// The items may have any type that converts into the item type. A [`List`] must have the item type itself.
///
/// `None` removes a list that was set before. An empty list is sent as an empty list.
#[diagnostic::on_unimplemented(
    message = "cannot use `{Self}` as a list of `{T}`",
    label = "expected a `Vec`, an array or a slice of `{T}`, or an `Option` of one"
)]
pub trait IntoList<T> {
    /// Returns the list; absent for `None`.
    fn into_list(self) -> List<T>;
}

impl<T> IntoList<T> for List<T> {
    #[inline]
    fn into_list(self) -> List<T> {
        self
    }
}

impl<T, U: Into<T>> IntoList<T> for Vec<U> {
    #[inline]
    fn into_list(self) -> List<T> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<T, U: Into<T>, const N: usize> IntoList<T> for [U; N] {
    #[inline]
    fn into_list(self) -> List<T> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<T, U: Into<T> + Clone> IntoList<T> for &[U] {
    #[inline]
    fn into_list(self) -> List<T> {
        self.iter().cloned().map(Into::into).collect()
    }
}

impl<T, U: Into<T> + Clone> IntoList<T> for &Vec<U> {
    #[inline]
    fn into_list(self) -> List<T> {
        self.as_slice().into_list()
    }
}

impl<T, U: Into<T> + Clone, const N: usize> IntoList<T> for &[U; N] {
    #[inline]
    fn into_list(self) -> List<T> {
        self.as_slice().into_list()
    }
}

impl<T, L: IntoList<T>> IntoList<T> for Option<L> {
    #[inline]
    fn into_list(self) -> List<T> {
        self.map_or_else(List::absent, L::into_list)
    }
}

/// An argument for a map field: a [`BTreeMap`], a [`Map`], or an `Option` of one of these.
///
/// `None` removes a map that was set before.
pub trait IntoMap<T> {
    /// Returns the map; absent for `None`.
    fn into_map(self) -> Map<T>;
}

impl<T> IntoMap<T> for Map<T> {
    #[inline]
    fn into_map(self) -> Map<T> {
        self
    }
}

impl<T> IntoMap<T> for BTreeMap<String, T> {
    #[inline]
    fn into_map(self) -> Map<T> {
        self.into()
    }
}

impl<T, M: IntoMap<T>> IntoMap<T> for Option<M> {
    #[inline]
    fn into_map(self) -> Map<T> {
        self.map_or_else(Map::absent, M::into_map)
    }
}
