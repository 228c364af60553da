//! The number of items per page.

/// The number of items per page. It converts from every integer type, so that `page_size(items.len())` compiles.
///
/// Operations check their limits before anything is sent; a number that no operation accepts stays one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageSize(i64);

impl PageSize {
    /// Returns the number. Numbers that do not fit are the nearest that does.
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
    fn no_number_becomes_a_valid_one() {
        assert_eq!(PageSize::from(u64::MAX).get(), i64::MAX);
        assert_eq!(PageSize::from(usize::MAX).get(), i64::MAX);
        assert_eq!((PageSize::from(-1_i8).get(), PageSize::from(100_usize).get()), (-1, 100));
    }
}
