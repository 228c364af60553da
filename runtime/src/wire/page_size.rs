//! The number of items per page.

/// The number of items per page. Every integer type converts into it, so that `page_size(items.len())` compiles.
///
/// The limits of the operation are checked before a request is sent. A number that does not fit into `i64` is replaced by the nearest one that does,
/// which is invalid as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageSize(i64);

impl PageSize {
    /// Returns the number. A number outside the range of `i64` was replaced by the nearest one in that range.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

macro_rules! from_integers {
    ($($integer:ty),+) => { $(
        impl From<$integer> for PageSize {
            #[inline]
            fn from(number: $integer) -> Self {
                #[allow(unused_comparisons, reason = "some types are unsigned")]
                let beyond = if number < 0 { i64::MIN } else { i64::MAX };
                Self(i64::try_from(number).unwrap_or(beyond))
            }
        }
    )+ };
}

from_integers!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_number_remains_invalid() {
        assert_eq!(PageSize::from(u64::MAX).get(), i64::MAX);
        assert_eq!(PageSize::from(usize::MAX).get(), i64::MAX);
        assert_eq!((PageSize::from(-1_i8).get(), PageSize::from(100_usize).get()), (-1, 100));
    }
}
