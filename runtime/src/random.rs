//! Random names: unlikely to be taken, and not to be guessed from outside.

use std::hash::{BuildHasher, Hasher, RandomState};

/// 16 hexadecimal digits. The standard library's own randomness does: nothing here protects a secret.
pub(crate) fn hex() -> String {
    format!("{:016x}", RandomState::new().build_hasher().finish())
}
