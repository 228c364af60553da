//! Credentials that `Debug` does not show.

use std::{fmt, sync::Arc};

use reqwest::header::HeaderValue;

use crate::{Error, ErrorKind, Result, credential};

/// A string that `Debug` does not show.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SecretText(Arc<str>);

impl SecretText {
    pub(crate) fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// An access token, stored as the value of the header `Authorization`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(HeaderValue);

impl Token {
    /// Creates a token that the user supplied. Whitespace around it is removed.
    pub(crate) fn supplied(token: &str) -> Result<Self> {
        let token = credential::checked("the token", token)?;
        Self::new(token).map_err(|_| Error::configuration("the token is not a valid header value"))
    }

    pub(crate) fn new(token: &str) -> Result<Self> {
        let mut header = HeaderValue::try_from(format!("Bearer {token}"))
            .map_err(|_| Error::new(ErrorKind::Decode, "the token has characters that a header cannot contain"))?;
        header.set_sensitive(true);
        Ok(Self(header))
    }

    /// Returns the token in plain text.
    pub(crate) fn reveal(&self) -> &str {
        self.0.to_str().unwrap_or_default().trim_start_matches("Bearer ")
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for Token {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_credentials() -> Result<()> {
        let token = Token::new("t-very-secret")?;
        let shown = format!("{:?} {token:?} {:?}", SecretText::new("very-secret"), token.header());
        assert!(!shown.contains("very-secret"), "{shown}");
        Ok(())
    }
}
