//! The checks of a webhook request.

use std::time::{Duration, SystemTime};

use base64::{Engine, engine::general_purpose::STANDARD};
use subtle::Choice;

use super::{
    EventHeader, Headers, ReceiveErrorKind,
    key::{EncryptKey, are_equal},
    message::{Content, Message, read_message, sealed_text},
};
use crate::{Timestamp, token::secret::SecretText};

/// The settings by which requests are checked.
pub(super) struct Checks {
    pub(super) verification_token: Option<SecretText>,
    pub(super) encrypt_key: Option<EncryptKey>,
    pub(super) app_id: Option<String>,
    pub(super) window: Duration,
    pub(super) max_depth: usize,
}

/// The results of all checks of a request.
struct Checked {
    message: Result<Message, ReceiveErrorKind>,
    /// `None` for a receiver without an encrypt key.
    seal: Option<Seal>,
}

/// The signature and the encryption of a request.
struct Seal {
    is_encrypted: bool,
    is_decrypted: Choice,
    has_signature: bool,
    is_signed: Choice,
    is_in_window: bool,
}

impl Checks {
    /// Makes all checks. Returns the content if all of them pass, and the first failure otherwise.
    pub(super) fn run(&self, now: SystemTime, headers: &Headers<'_>, body: &[u8]) -> Result<Content, ReceiveErrorKind> {
        self.judge(match &self.encrypt_key {
            Some(key) => self.check_sealed(key, now, headers, body),
            None => self.check_plain(body),
        })
    }

    fn check_plain(&self, body: &[u8]) -> Checked {
        let text = String::from_utf8_lossy(body);
        let is_encrypted = sealed_text(&text).is_some();
        let message = read_message(&text, self.max_depth);
        Checked { message: if is_encrypted { Err(ReceiveErrorKind::Encrypted) } else { message }, seal: None }
    }

    fn check_sealed(&self, key: &EncryptKey, now: SystemTime, headers: &Headers<'_>, body: &[u8]) -> Checked {
        let sealed = str::from_utf8(body).ok().and_then(sealed_text);
        let opened = key.open(&STANDARD.decode(sealed.as_deref().unwrap_or_default()).unwrap_or_default());
        let message = read_message(&String::from_utf8_lossy(&opened.text), self.max_depth);
        // With a wrong key, the padding is valid in one of 256 cases. The decrypted bytes are then random, so they are no text.
        let is_text = message.is_ok() || str::from_utf8(&opened.text).is_ok();
        let seal = Seal {
            is_encrypted: sealed.is_some(),
            is_decrypted: opened.is_valid & Choice::from(u8::from(is_text)),
            has_signature: headers.signature.is_some(),
            is_signed: key.signs(headers, body),
            is_in_window: self.is_in_window(now, headers.timestamp),
        };
        Checked { message, seal: Some(seal) }
    }

    fn is_in_window(&self, now: SystemTime, timestamp: Option<&str>) -> bool {
        let Some(seconds) = timestamp.and_then(|text| text.parse().ok()) else { return false };
        let (signed, now) = (Timestamp::from_secs(seconds), Timestamp::from(now));
        signed.duration_since(now).max(now.duration_since(signed)) <= self.window
    }

    fn judge(&self, checked: Checked) -> Result<Content, ReceiveErrorKind> {
        let Checked { message, seal } = checked;
        let (token, header) =
            message.as_ref().map_or(("", None), |message| (message.token.as_str(), message.content.header()));
        let is_token_right = self.verification_token.as_ref().map(|expected| are_equal(expected.reveal(), token));
        let is_app_right = header.is_none_or(|header| self.is_for_this_app(header));
        let needs_signature = header.is_some();
        if let Some(seal) = seal {
            seal.judge(needs_signature)?;
        }
        let message = message?;
        if is_token_right.is_some_and(|is_right| !bool::from(is_right)) {
            return Err(ReceiveErrorKind::Token);
        }
        if !is_app_right {
            return Err(ReceiveErrorKind::AppId);
        }
        Ok(message.content)
    }

    fn is_for_this_app(&self, header: &EventHeader) -> bool {
        self.app_id.as_ref().is_none_or(|app_id| *app_id == header.app_id)
    }
}

impl Seal {
    fn judge(&self, needs_signature: bool) -> Result<(), ReceiveErrorKind> {
        match self {
            Self { is_encrypted: false, .. } => Err(ReceiveErrorKind::NotEncrypted),
            Self { has_signature: true, is_signed, .. } if !bool::from(*is_signed) => Err(ReceiveErrorKind::Signature),
            Self { has_signature: true, is_in_window: false, .. } => Err(ReceiveErrorKind::Timestamp),
            Self { is_decrypted, .. } if !bool::from(*is_decrypted) => Err(ReceiveErrorKind::Decryption),
            Self { has_signature: false, .. } if needs_signature => Err(ReceiveErrorKind::MissingSignature),
            _ => Ok(()),
        }
    }
}
