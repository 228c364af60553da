//! The response of a token endpoint: its fields are at the top level, beside the code.

use crate::UnknownFields;

/// The response of any token endpoint. The endpoint decides which of the two tokens it has.
#[derive(Clone, Default)]
pub(crate) struct Granted {
    pub(crate) code: Option<i64>,
    pub(crate) app_access_token: String,
    pub(crate) tenant_access_token: String,
    /// In seconds.
    pub(crate) expire: i64,
    unknown_fields: UnknownFields,
}

crate::object!(Granted {
    code: "code";
    app_access_token: "app_access_token", sensitive;
    tenant_access_token: "tenant_access_token", sensitive;
    expire: "expire";
});
