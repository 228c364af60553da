//! The bearer token of a call.

use crate::error::code;

use super::{
    ReceivedRequest,
    tenant::{Tenant, TenantTokens},
};
use crate::operation::{Operation, TokenKind};

/// The access token of the only user. The user belongs to the tenant of the custom app.
pub(super) const USER_TOKEN: &str = "u-1";

/// Returns the tenant of a call.
///
/// # Errors
/// Returns the error code for a missing or invalid token.
pub(super) fn tenant_of_call(
    operation: &Operation,
    received: &ReceivedRequest,
    tokens: &TenantTokens,
) -> Result<Tenant, (i64, &'static str)> {
    let header = received.header("authorization").unwrap_or_default();
    let token = match header.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => return Err(code::TOKEN_MISSING[0]),
    };
    if token.starts_with("u-") {
        let is_valid = token == USER_TOKEN && operation.tokens.contains(&TokenKind::User);
        return if is_valid { Ok(Tenant::Own) } else { Err(code::USER_TOKEN_REFUSED[0]) };
    }
    let number = token.strip_prefix("t-").ok_or(code::TOKEN_MALFORMED[0])?;
    let takes_tenant_tokens = operation.tokens.is_empty() || operation.tokens.contains(&TokenKind::Tenant);
    tokens.tenant(number).filter(|_| takes_tenant_tokens).ok_or(code::TENANT_TOKEN_REFUSED[0])
}
