//! Encryption of tokens in Redis. Without the app secret, they cannot be read, modified or swapped.
//!
//! The cipher is AES-256-GCM with a random nonce. The key is derived from the app secret with HKDF-SHA256. The Redis key is authenticated with the
//! value, so a value that was moved to another key cannot be decrypted. A value consists of a version, the nonce and the ciphertext of the token's
//! expiry, in milliseconds since the Unix epoch, and the token.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    error::Unspecified,
    hkdf::{HKDF_SHA256, Salt},
    rand::{SecureRandom, SystemRandom},
};

use crate::CachedToken;

const VERSION: u8 = 1;

/// Encrypts and decrypts the tokens of one app.
pub(super) struct Seal(LessSafeKey);

impl Seal {
    /// Derives the key from the app secret.
    ///
    /// # Errors
    /// Returns an error if ring cannot create the key, which is not expected.
    pub(super) fn new(app_secret: &str) -> Result<Self, Unspecified> {
        let secret = Salt::new(HKDF_SHA256, b"feishu-runtime token cache").extract(app_secret.as_bytes());
        let key: UnboundKey = secret.expand(&[b"aes-256-gcm"], &AES_256_GCM)?.into();
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Encrypts a token for a Redis key.
    ///
    /// # Errors
    /// Returns an error if the system provides no random numbers.
    pub(super) fn seal(&self, key: &str, token: &CachedToken) -> Result<Vec<u8>, Unspecified> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce)?;
        let mut sealed = millis(token.expires_at()).to_be_bytes().to_vec();
        sealed.extend_from_slice(token.reveal().as_bytes());
        self.0.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(key.as_bytes()), &mut sealed)?;
        Ok([&[VERSION], nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts a value of a Redis key. Returns `None` if it was not encrypted with this secret for this key.
    pub(super) fn open(&self, key: &str, value: &[u8]) -> Option<CachedToken> {
        let value = value.strip_prefix(&[VERSION])?;
        let (nonce, sealed) = value.split_first_chunk::<NONCE_LEN>()?;
        let mut sealed = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = self.0.open_in_place(nonce, Aad::from(key.as_bytes()), &mut sealed).ok()?;
        let (expires_at, token) = opened.split_first_chunk()?;
        let expires_at = UNIX_EPOCH.checked_add(Duration::from_millis(u64::from_be_bytes(*expires_at)))?;
        Some(CachedToken::new(str::from_utf8(token).ok()?, expires_at))
    }
}

fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(secret: &str) -> Seal {
        Seal::new(secret).expect("a key")
    }

    #[test]
    fn a_value_opens_only_with_the_same_secret_and_key() {
        let token = CachedToken::new("t-1", UNIX_EPOCH + Duration::from_millis(1_800_000_000_123));
        let value = seal("secret").seal("key", &token).expect("sealed");
        assert_eq!(seal("secret").open("key", &value), Some(token.clone()));
        assert_eq!(seal("another").open("key", &value), None);
        assert_eq!(seal("secret").open("another", &value), None);
        assert_ne!(seal("secret").seal("key", &token).expect("sealed"), value, "the nonce is random");
    }

    #[test]
    fn a_changed_or_truncated_value_does_not_open() {
        let token = CachedToken::new("t-1", UNIX_EPOCH);
        let value = seal("secret").seal("key", &token).expect("sealed");
        for place in 0..value.len() {
            let mut changed = value.clone();
            changed[place] ^= 1;
            assert_eq!(seal("secret").open("key", &changed), None, "byte {place}");
            assert_eq!(seal("secret").open("key", &value[..place]), None, "{place} bytes");
        }
    }
}
