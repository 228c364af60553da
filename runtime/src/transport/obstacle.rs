//! Settings of this machine that prevent every request: missing certificates and unusable proxies. They are reported before the first attempt, and
//! are never retried.

use std::sync::Arc;

use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use crate::{Error, Result};

/// Environment variables for the proxy of https URLs, in the order in which they are read.
const PROXY_VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// Environment variables for CA certificates, which replace the folders of the system.
const CERTIFICATE_VARIABLES: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

/// The settings that can prevent requests.
#[derive(Clone, Default)]
pub(crate) struct Obstacles {
    /// Why there are no CA certificates.
    missing_certificates: Option<String>,
    /// The proxies of the environment and the system; `None` for a client that does not use proxies.
    proxies: Option<Arc<Matcher>>,
    supports_socks: bool,
}

impl Obstacles {
    pub(crate) fn new(missing_certificates: Option<String>, uses_proxies: bool) -> Self {
        let proxies = uses_proxies.then(|| Arc::new(Matcher::from_system()));
        Self { missing_certificates, proxies, supports_socks: cfg!(feature = "socks") }
    }

    /// Returns an error if this client cannot reach `url`.
    pub(crate) fn check(&self, url: &str) -> Result<()> {
        if let Some(cause) = self.missing_certificates.as_ref().filter(|_| url.starts_with("https:")) {
            return Err(no_certificates(cause));
        }
        match self.proxy(url) {
            Some(proxy) if is_socks(&proxy) && !self.supports_socks => Err(Error::configuration(format!(
                "{} names a SOCKS proxy; enable the feature `socks` of this crate, or use an http proxy",
                source_of(&proxy)
            ))),
            _ => Ok(()),
        }
    }

    /// Adds to the error of a failed connection that it went through a proxy.
    pub(crate) fn explain(&self, url: &str, error: Error) -> Error {
        match self.proxy(url).filter(|_| error.is_connect()) {
            Some(proxy) => error.with_context(&format!("through the proxy that {} names", source_of(&proxy))),
            None => error,
        }
    }

    fn proxy(&self, url: &str) -> Option<Intercept> {
        self.proxies.as_ref()?.intercept(&url.parse().ok()?)
    }
}

fn no_certificates(cause: &str) -> Error {
    let advice = match CERTIFICATE_VARIABLES.into_iter().find(|name| std::env::var_os(name).is_some()) {
        Some(name) => format!("check {name}"),
        None => "install the CA certificates of this system".to_owned(),
    };
    Error::configuration(format!("no CA certificates for https: {cause}; {advice}"))
}

fn is_socks(proxy: &Intercept) -> bool {
    proxy.uri().scheme_str().is_some_and(|scheme| scheme.starts_with("socks"))
}

/// Returns where the proxy is configured. The address of the proxy is omitted, because it may contain a password.
fn source_of(proxy: &Intercept) -> &'static str {
    let address = proxy.uri().authority().map_or("", |authority| authority.as_str());
    let names_it = |name: &&str| std::env::var(name).is_ok_and(|value| value.contains(address));
    PROXY_VARIABLES.into_iter().find(names_it).unwrap_or("the system's setting")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    fn obstacles(proxy: &str, exceptions: &str, supports_socks: bool) -> Obstacles {
        let matcher = Matcher::builder().https(proxy.to_owned()).no(exceptions.to_owned()).build();
        Obstacles { missing_certificates: None, proxies: Some(Arc::new(matcher)), supports_socks }
    }

    #[test]
    fn only_socks_proxies_are_refused() {
        for (proxy, exceptions, url, is_refused) in [
            ("socks5h://u:very-secret@127.0.0.1:1080", "", "https://open.feishu.cn", true),
            ("socks5://127.0.0.1", "", "https://open.feishu.cn/x?y=张", true),
            ("socks4a://127.0.0.1", "example.com", "https://open.feishu.cn", true),
            ("socks5h://127.0.0.1", "feishu.cn", "https://open.feishu.cn", false),
            ("socks5h://127.0.0.1", "", "http://127.0.0.1:1", false),
            ("http://127.0.0.1:3128", "", "https://open.feishu.cn", false),
            ("", "", "https://open.feishu.cn", false),
        ] {
            assert!(obstacles(proxy, exceptions, true).check(url).is_ok(), "{proxy} {url}");
            let error = obstacles(proxy, exceptions, false).check(url).err();
            assert_eq!(
                error.as_ref().map(Error::kind),
                is_refused.then_some(ErrorKind::Configuration),
                "{proxy} {url}"
            );
            let text = error.map(|error| format!("{error} {error:?}")).unwrap_or_default();
            assert!(!is_refused || text.contains("`socks`"), "{text}");
            assert!(!text.contains("very-secret"), "{text}");
        }
    }

    #[test]
    fn missing_certificates_only_affect_https() {
        let obstacles = Obstacles::new(Some("no roots found".to_owned()), false);
        assert!(obstacles.check("http://127.0.0.1:1/x").is_ok());
        let error = obstacles.check("https://open.feishu.cn").err().map(|error| (error.kind(), error.to_string()));
        assert!(error.is_some_and(|(kind, text)| kind == ErrorKind::Configuration && text.contains("no roots found")));
    }
}
