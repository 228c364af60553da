//! Addresses.

use std::fmt;

use super::text_newtype;

/// An address as Feishu writes it. Links to files end after 30 minutes and let anyone in who has them.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(String);

text_newtype!(Url);

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({})", self.0)
    }
}
