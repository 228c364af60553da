//! Random names that are unlikely to collide. They are not cryptographically secure.

/// Returns 16 random hexadecimal digits.
pub(crate) fn hex() -> String {
    format!("{:016x}", fastrand::u64(..))
}
