//! TLS by rustls, with the certificates that the system trusts.
//!
//! The cryptography is ring's: reqwest's default takes half of a consumer's build.

use std::sync::Arc;

use rustls::{ClientConfig, crypto::ring};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::{Error, Result};

pub(crate) fn config() -> Result<ClientConfig> {
    let failed = |error: rustls::Error| Error::configuration("TLS cannot be set up").with_source(error);
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .with_platform_verifier()
        .map_err(failed)?;
    Ok(builder.with_no_client_auth())
}
