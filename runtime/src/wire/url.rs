//! URLs.

use std::fmt;

use super::{Text, text_newtype};

/// A URL, unchanged from the response.
///
/// Everyone who has a link to a file can download the file without a token until the link expires; see
/// [`Error::is_link_expired`](crate::Error::is_link_expired).
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(Text);

text_newtype!(Url);

impl fmt::Debug for Url {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({})", self.0)
    }
}
