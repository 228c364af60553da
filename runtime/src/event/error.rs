//! The error of a request that is not accepted as an event.

use std::fmt;

/// The reason why a [`Receiver`](super::Receiver) refused a request.
///
/// The [`kind`](Self::kind) is meant for your logs and must not be disclosed to the sender: respond with [`status`](Self::status) and an empty body.
/// Neither `Display` nor `Debug` shows any part of the request or of the credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceiveError(ReceiveErrorKind);

/// The check of a webhook request that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReceiveErrorKind {
    /// The body exceeds the maximum size.
    TooLarge,
    /// The JSON exceeds the maximum nesting depth.
    TooDeep,
    /// The body, or the decrypted text, is not an event.
    Malformed,
    /// The body is encrypted, but the receiver has no encrypt key.
    Encrypted,
    /// The receiver has an encrypt key, but the body is not encrypted.
    NotEncrypted,
    /// The headers of the signature are missing.
    MissingSignature,
    /// The signature does not match the body and the encrypt key.
    Signature,
    /// The signature is valid, but its time is outside the window.
    Timestamp,
    /// The body cannot be decrypted with the encrypt key.
    Decryption,
    /// The verification token differs.
    Token,
    /// The event is for another app.
    AppId,
}

impl ReceiveError {
    pub(super) const fn new(kind: ReceiveErrorKind) -> Self {
        Self(kind)
    }

    /// Returns the check that the request failed.
    #[must_use]
    pub const fn kind(&self) -> ReceiveErrorKind {
        self.0
    }

    /// Returns the HTTP status to respond with: 413 for a body that is too large, 401 for everything else.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self.0 {
            ReceiveErrorKind::TooLarge => 413,
            _ => 401,
        }
    }
}

impl fmt::Display for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            ReceiveErrorKind::TooLarge => "the body exceeds the maximum size",
            ReceiveErrorKind::TooDeep => "the JSON exceeds the maximum depth",
            ReceiveErrorKind::Malformed => "the request is not an event",
            ReceiveErrorKind::Encrypted => "the body is encrypted; set the encrypt key of the app",
            ReceiveErrorKind::NotEncrypted => "the body is not encrypted, although the receiver has an encrypt key",
            ReceiveErrorKind::MissingSignature => {
                "the request has no signature, although the receiver has an encrypt key"
            }
            ReceiveErrorKind::Signature => "the signature does not match; check the encrypt key",
            ReceiveErrorKind::Timestamp => "the time of the signature is outside the window",
            ReceiveErrorKind::Decryption => "the body cannot be decrypted; check the encrypt key",
            ReceiveErrorKind::Token => "the verification token differs",
            ReceiveErrorKind::AppId => "the event is for another app",
        })
    }
}

impl std::error::Error for ReceiveError {}
