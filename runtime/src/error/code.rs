//! Error codes that mean the same for every operation, as listed on the documentation page of general error codes.

pub(super) const TENANT_TOKEN_REFUSED: &[i64] = &[99991663, 99991665, 20013];
/// Refusals that another tenant token does not change: a missing or malformed token, or one of another kind.
pub(super) const TOKEN_REFUSED: &[i64] = &[99991661, 99991664, 99991668, 99991669, 99991671, 99991677, 20005];
pub(super) const RATE_LIMITED: &[i64] = &[99991400, 1000004, 1000005, 90217];
pub(super) const QUOTA_EXHAUSTED: &[i64] = &[99991403];
pub(super) const SCOPE_MISSING: &[i64] = &[99991672, 99991676, 99991679];
pub(super) const IP_REFUSED: &[i64] = &[99991401];
pub(super) const APP_REFUSED: &[i64] = &[99991662, 99991673, 10014, 10015];
pub(crate) const INVALID_PARAMETER: &[i64] = &[99992402, 9499, 1002002, 180001];
/// Unlike the others, these belong to single operations.
pub(super) const NOT_FOUND: &[i64] = &[1002201, 1002801];
pub(super) const INTERNAL: &[i64] = &[2200, 5000, 1500, 1663, 1002001, 1020001];
pub(crate) const APP_TOKEN_REFUSED: &[i64] = &[99991664, 20014];
pub(crate) const APP_TICKET_REFUSED: &[i64] = &[10012];
