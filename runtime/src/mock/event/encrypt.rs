//! Encrypts bodies like Feishu.

use aes::Aes256;
use base64::{Engine, engine::general_purpose::STANDARD};
use cbc::cipher::{Array, BlockModeEncrypt, KeyIvInit};
use serde_json::json;

use crate::event::{BLOCK, EncryptKey};

/// Returns a body that contains an encrypted text. The initialization vector is random.
pub(super) fn encrypted_body(key: &EncryptKey, text: &str) -> String {
    let mut vector = [0; BLOCK];
    fastrand::fill(&mut vector);
    let mut encrypted = text.as_bytes().to_vec();
    let padding = BLOCK - encrypted.len() % BLOCK;
    encrypted.resize(encrypted.len() + padding, u8::try_from(padding).unwrap_or_default());
    let (blocks, _) = Array::slice_as_chunks_mut(&mut encrypted);
    cbc::Encryptor::<Aes256>::new(&(*key.cipher_key()).into(), &vector.into()).encrypt_blocks(blocks);
    json!({ "encrypt": STANDARD.encode([&vector[..], &encrypted].concat()) }).to_string()
}
