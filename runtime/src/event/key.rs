//! The encrypt key of an app: signatures and encryption.

use std::fmt::{self, Write as _};

use aes::Aes256;
use cbc::cipher::{Array, BlockModeDecrypt, KeyIvInit};
use ring::digest::{Context, SHA256, digest};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq, ConstantTimeGreater};

use super::Headers;

/// The size of a block and of the initialization vector.
pub(crate) const BLOCK: usize = 16;

/// An encrypt key. `Debug` does not show it.
pub(crate) struct EncryptKey {
    text: String,
    cipher_key: [u8; 32],
}

/// A decrypted text. It must not be used unless it is valid.
pub(super) struct Opened {
    pub(super) text: Vec<u8>,
    pub(super) is_valid: Choice,
}

impl EncryptKey {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let mut cipher_key = [0; 32];
        cipher_key.copy_from_slice(digest(&SHA256, text.as_bytes()).as_ref());
        Self { text, cipher_key }
    }

    #[cfg(feature = "mock")]
    pub(crate) fn cipher_key(&self) -> &[u8; 32] {
        &self.cipher_key
    }

    /// Returns the signature of a request, in hexadecimal.
    ///
    /// The body is hashed last. Without the key, an attacker can therefore derive the signature of a longer body (length extension). This does no
    /// damage, because a body with text after its JSON is refused.
    pub(crate) fn signature(&self, timestamp: &str, nonce: &str, body: &[u8]) -> String {
        let mut context = Context::new(&SHA256);
        for part in [timestamp.as_bytes(), nonce.as_bytes(), self.text.as_bytes(), body] {
            context.update(part);
        }
        context.finish().as_ref().iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Whether the signature of a request is valid. The comparison takes constant time.
    pub(super) fn signs(&self, headers: &Headers<'_>, body: &[u8]) -> Choice {
        let Headers { timestamp, nonce, signature } = *headers;
        let expected = self.signature(timestamp.unwrap_or_default(), nonce.unwrap_or_default(), body);
        expected.as_bytes().ct_eq(signature.unwrap_or_default().as_bytes())
    }

    /// Decrypts an initialization vector and the text after it.
    ///
    /// The padding is checked in constant time. Invalid padding is not removed, so that the caller continues in the same way in both cases.
    pub(super) fn open(&self, sealed: &[u8]) -> Opened {
        let Some((vector, text)) = sealed.split_first_chunk::<BLOCK>() else {
            return Opened { text: Vec::new(), is_valid: Choice::from(0) };
        };
        let mut text = text.to_vec();
        let (blocks, rest) = Array::slice_as_chunks_mut(&mut text);
        let is_whole = Choice::from(u8::from(rest.is_empty() && !blocks.is_empty()));
        cbc::Decryptor::<Aes256>::new(&self.cipher_key.into(), &(*vector).into()).decrypt_blocks(blocks);
        let (length, is_padded) = unpadded(&text);
        text.truncate(length);
        Opened { text, is_valid: is_whole & is_padded }
    }
}

/// Returns the length without PKCS#7 padding, and whether the padding is valid. With invalid padding, returns the whole length.
fn unpadded(text: &[u8]) -> (usize, Choice) {
    let last = text.last().copied().unwrap_or(0);
    let size = u8::try_from(BLOCK).unwrap_or(u8::MAX);
    let mut is_padded = !last.ct_eq(&0) & !last.ct_gt(&size);
    for (distance, byte) in (1..=size).zip(text.iter().rev()) {
        is_padded &= distance.ct_gt(&last) | byte.ct_eq(&last);
    }
    let padding = u8::conditional_select(&0, &last, is_padded);
    (text.len().saturating_sub(usize::from(padding)), is_padded)
}

/// Compares two texts in constant time, regardless of their lengths.
pub(super) fn are_equal(one: &str, other: &str) -> Choice {
    digest(&SHA256, one.as_bytes()).as_ref().ct_eq(digest(&SHA256, other.as_bytes()).as_ref())
}

impl fmt::Debug for EncryptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
