//! URLs.

use std::fmt;

use super::{Text, text_newtype};

/// A URL as Feishu writes it.
///
/// A link to a file grants access without a token until it expires; see [`Error::is_link_expired`](crate::Error::is_link_expired).
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(Text);

text_newtype!(Url);

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({})", self.0)
    }
}
