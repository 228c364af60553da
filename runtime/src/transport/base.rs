//! Where Feishu is.

use std::net::IpAddr;

use url::{Host, Url};

use crate::{Error, Result};

/// Which of the two services to talk to. Paths are the same in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// Feishu, in China.
    #[default]
    Feishu,
    /// Lark, elsewhere.
    Lark,
}

impl Region {
    const fn base_url(self) -> &'static str {
        match self {
            Self::Feishu => "https://open.feishu.cn",
            Self::Lark => "https://open.larksuite.com",
        }
    }
}

/// A base address that tokens may be sent to.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    url: String,
    is_loopback: bool,
}

impl Base {
    pub(crate) fn of(region: Region) -> Self {
        Self { url: region.base_url().to_owned(), is_loopback: false }
    }

    /// Takes https anywhere and plain http on this machine, for test servers; without query, fragment or credentials.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let refused = |why: &str| Error::configuration(format!("the base URL {why}"));
        let url = Url::parse(text).map_err(|error| refused("is no URL").with_source(error))?;
        refuse_unsafe(&url).map_err(refused)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refused("must not hold a query or a fragment"));
        }
        Ok(Self { url: url.as_str().trim_end_matches('/').to_owned(), is_loopback: is_loopback(&url) })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.url
    }

    /// The address of a path, which starts with `/` and is encoded already.
    pub(crate) fn join(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// The start of an address, with room for the rest.
    pub(crate) fn start(&self) -> String {
        let mut url = String::with_capacity(self.url.len() + 256);
        url.push_str(&self.url);
        url
    }

    /// Whether it is on this machine, where no proxy has a place in between.
    pub(crate) fn is_loopback(&self) -> bool {
        self.is_loopback
    }
}

/// Takes https anywhere and plain http on this machine; without credentials, which the HTTP library would send as a header.
pub(crate) fn refuse_unsafe(url: &Url) -> Result<(), &'static str> {
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(url) => {}
        "http" => return Err("must be https; plain http is for this machine alone"),
        _ => return Err("must be https"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold credentials");
    }
    Ok(())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_https_and_loopback() {
        for taken in [
            "https://open.feishu.cn",
            "https://proxy.example/feishu/",
            "http://127.0.0.1:8080",
            "http://[::1]:1",
            "http://localhost",
        ] {
            assert!(Base::parse(taken).is_ok(), "{taken}");
        }
        for refused in [
            "http://open.feishu.cn",
            "http://127.0.0.1.example.com",
            "ftp://127.0.0.1",
            "http://localhost.example.com",
            "https://user@example.com",
            "https://:secret@example.com",
            "https://example.com?x=1",
            "https://example.com#x",
            "open.feishu.cn",
            "",
        ] {
            assert!(Base::parse(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn joins_without_a_second_slash() -> Result<()> {
        assert_eq!(
            Base::parse("https://proxy.example/feishu/")?.join("/open-apis/x"),
            "https://proxy.example/feishu/open-apis/x"
        );
        assert_eq!(Base::of(Region::Lark).join("/open-apis"), "https://open.larksuite.com/open-apis");
        Ok(())
    }
}
