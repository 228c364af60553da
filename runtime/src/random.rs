//! Random names, unlikely to be taken: nothing here protects a secret.

/// 16 hexadecimal digits.
pub(crate) fn hex() -> String {
    format!("{:016x}", fastrand::u64(..))
}
