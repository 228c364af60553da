//! URLs.

use std::fmt;

use super::{Text, text_newtype};

/// A URL as Feishu writes it.
///
/// A link to a file expires after 30 minutes. Until then, it gives the file to anyone who has the link, without a token.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(Text);

text_newtype!(Url);

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({})", self.0)
    }
}
