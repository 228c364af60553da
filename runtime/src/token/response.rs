//! The response of a token endpoint, whose fields are at the same level as the code.

use crate::UnknownFields;

/// The response of any token endpoint. It contains one of the two tokens, depending on the endpoint.
#[derive(Clone, Default)]
pub(crate) struct TokenResponse {
    pub(crate) code: Option<i64>,
    pub(crate) app_access_token: String,
    pub(crate) tenant_access_token: String,
    /// Lifetime of the token in seconds.
    pub(crate) expire: i64,
    unknown_fields: UnknownFields,
}

crate::object!(TokenResponse {
    code: "code";
    app_access_token: "app_access_token", sensitive;
    tenant_access_token: "tenant_access_token", sensitive;
    expire: "expire";
});
