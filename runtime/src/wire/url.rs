//! URLs.

use std::fmt;

use super::{Text, text_newtype};

/// A URL, unchanged from the response.
///
/// A link to a file expires after 30 minutes. Until then, everyone who has the link can download the file without a token.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(Text);

text_newtype!(Url);

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({})", self.0)
    }
}
