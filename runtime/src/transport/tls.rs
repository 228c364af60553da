//! TLS with rustls and the certificates that the system trusts.
//!
//! The cryptography provider is ring, because reqwest's default would double the build time of programs that use this crate.

use std::sync::Arc;

use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier, crypto::ring};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::{Error, Result};

/// The TLS configuration, and whether it can verify certificates.
pub(crate) struct Tls {
    pub(crate) config: ClientConfig,
    /// Why the certificates of the system are not available. Without them, every https request fails.
    pub(crate) missing_certificates: Option<String>,
}

impl Tls {
    /// Sets up TLS. Missing certificates are not an error yet, because plain http to this machine needs none.
    pub(crate) fn set_up() -> Result<Self> {
        let (builder, missing_certificates) = match builder()?.with_platform_verifier() {
            Ok(builder) => (builder, None),
            Err(error) => (builder()?.with_root_certificates(RootCertStore::empty()), Some(cause(error))),
        };
        Ok(Self { config: builder.with_no_client_auth(), missing_certificates })
    }
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::configuration(format!("TLS cannot be set up: {error}")))
}

fn cause(error: rustls::Error) -> String {
    match error {
        rustls::Error::General(cause) => cause,
        error => error.to_string(),
    }
}
