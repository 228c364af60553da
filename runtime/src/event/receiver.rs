//! Verifies, decrypts and reads webhook requests.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use super::{
    EventType, Headers, ReceiveError, ReceiveErrorKind, Received, checks::Checks, key::EncryptKey, message::MAX_DEPTH,
};
use crate::{Error, Result, credential, token::secret::SecretText};

/// The default window. Feishu does not document whether a repeated delivery, up to 7 h 6 min later, is signed again.
const WINDOW: Duration = Duration::from_secs(8 * 60 * 60);

/// The default maximum size of a body.
const MAX_BODY_SIZE: usize = 1024 * 1024;

/// Verifies, decrypts and reads webhook requests of an app, without any I/O. It checks:
///
/// - Signature (`X-Lark-Signature`) over the raw bytes of the body, if the receiver has an encrypt key. Only the verification of the request URL is
///   accepted without one, because Feishu does not sign it.
/// - Time of the signature, within the window.
/// - Decryption: AES-256-CBC.
/// - Verification token and app id, if the receiver has them.
/// - Size and depth of the body.
///
/// All checks are made for every request, in the same order and in constant time where they depend on a secret, before the first failure is
/// reported. With [`ReceiveError::status`] as the response, a sender cannot tell a wrong signature, wrong padding, broken JSON, a wrong token and
/// another app apart.
///
/// A signature protects from replays only within its window. [`Deduplicator`](super::Deduplicator) finds repeated events.
pub struct Receiver {
    checks: Checks,
    max_body_size: usize,
}

/// Builds a [`Receiver`].
#[must_use = "call `build`"]
pub struct ReceiverBuilder {
    verification_token: Option<String>,
    encrypt_key: Option<String>,
    app_id: Option<String>,
    forgeries: Forgeries,
    window: Duration,
    max_body_size: usize,
    max_depth: usize,
}

/// Whether requests are accepted that cannot be authenticated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Forgeries {
    Refused,
    Accepted,
}

impl Receiver {
    /// Starts to build a receiver.
    pub fn builder() -> ReceiverBuilder {
        ReceiverBuilder {
            verification_token: None,
            encrypt_key: None,
            app_id: None,
            forgeries: Forgeries::Refused,
            window: WINDOW,
            max_body_size: MAX_BODY_SIZE,
            max_depth: MAX_DEPTH,
        }
    }

    /// Returns the maximum size of a body, in bytes. Give the web framework the same limit.
    #[must_use]
    pub const fn max_body_size(&self) -> usize {
        self.max_body_size
    }

    /// Verifies, decrypts and reads a request. `body` must contain the bytes as received.
    ///
    /// # Errors
    /// Returns the first check that failed. Respond with [`ReceiveError::status`] and an empty body.
    pub fn receive<'a, E: EventType>(
        &self,
        headers: impl Into<Headers<'a>>,
        body: &[u8],
    ) -> Result<Received<E>, ReceiveError> {
        self.receive_at(SystemTime::now(), headers, body)
    }

    /// Like [`receive`](Self::receive), with another current time, for tests with recorded requests.
    ///
    /// # Errors
    /// See [`receive`](Self::receive).
    pub fn receive_at<'a, E: EventType>(
        &self,
        now: SystemTime,
        headers: impl Into<Headers<'a>>,
        body: &[u8],
    ) -> Result<Received<E>, ReceiveError> {
        if body.len() > self.max_body_size {
            return Err(ReceiveError::new(ReceiveErrorKind::TooLarge));
        }
        let content = self.checks.run(now, &headers.into(), body).map_err(ReceiveError::new)?;
        Ok(Received::new(content))
    }
}

impl ReceiverBuilder {
    /// Sets the verification token of the app (Verification Token), which every event must contain.
    pub fn verification_token(mut self, token: impl Into<String>) -> Self {
        self.verification_token = Some(token.into());
        self
    }

    /// Sets the encrypt key of the app (Encrypt Key). Every request must then be encrypted, and every event signed.
    pub fn encrypt_key(mut self, key: impl Into<String>) -> Self {
        self.encrypt_key = Some(key.into());
        self
    }

    /// Accepts events without authentication: a receiver without verification token and encrypt key cannot detect forged events.
    ///
    /// Only for tests, or behind a proxy that verifies requests.
    pub fn insecure(mut self) -> Self {
        self.forgeries = Forgeries::Accepted;
        self
    }

    /// Refuses events for other apps. Default: events for any app are accepted.
    pub fn app_id(mut self, app_id: impl Into<String>) -> Self {
        self.app_id = Some(app_id.into());
        self
    }

    /// Sets the maximum difference between the time of a signature and the clock of this machine, in both directions. Default: 8 h.
    ///
    /// Feishu repeats a delivery for up to 7 h 6 min and does not document whether it signs it again. Deduplication keeps events for 8 h, so
    /// no request within the default window can be replayed.
    pub fn window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// Sets the maximum size of a body in bytes. Default: 1 MiB.
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.max_body_size = bytes;
        self
    }

    /// Sets the maximum nesting depth of the JSON. Default: 64 levels.
    pub fn max_depth(mut self, levels: usize) -> Self {
        self.max_depth = levels;
        self
    }

    /// Builds the receiver.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if there is neither a verification token nor an encrypt key without
    /// [`insecure`](Self::insecure), or if one of them, or the app id, is empty or has other text around it. Whitespace around a value is removed.
    pub fn build(self) -> Result<Receiver> {
        if self.verification_token.is_none() && self.encrypt_key.is_none() && self.forgeries == Forgeries::Refused {
            return Err(Error::configuration(
                "a receiver needs the verification token or the encrypt key of the app; without either, forged events cannot be detected",
            ));
        }
        let checked = |name, value: Option<String>| {
            value.map(|value| credential::checked(name, &value).map(str::to_owned)).transpose()
        };
        let checks = Checks {
            verification_token: checked("the verification token", self.verification_token)?.map(SecretText::new),
            encrypt_key: checked("the encrypt key", self.encrypt_key)?.map(EncryptKey::new),
            app_id: checked("the app id", self.app_id)?,
            window: self.window,
            max_depth: self.max_depth,
        };
        Ok(Receiver { checks, max_body_size: self.max_body_size })
    }
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("app_id", &self.checks.app_id).finish_non_exhaustive()
    }
}

impl fmt::Debug for ReceiverBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceiverBuilder").field("app_id", &self.app_id).finish_non_exhaustive()
    }
}
