//! The base URL of the service.

use std::net::IpAddr;

use url::{Host, Url};

use crate::{Error, Result, input};

/// One of the two services. Both have the same API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// Feishu, the service in China.
    #[default]
    Feishu,
    /// Lark, the service outside China.
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

/// A base URL to which tokens may be sent.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    url: String,
    is_loopback: bool,
    plain_http: PlainHttp,
}

/// The hosts to which plain http is allowed: this machine, and the host that the user allowed, if any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PlainHttp(Option<String>);

impl PlainHttp {
    fn allows(&self, url: &Url) -> bool {
        is_loopback(url) || (self.0.is_some() && self.0.as_deref() == url.host_str())
    }
}

impl Base {
    pub(crate) fn of(region: Region) -> Self {
        Self { url: region.base_url().to_owned(), is_loopback: false, plain_http: PlainHttp::default() }
    }

    /// Parses a base URL. Accepts https, and plain http to this machine for test servers. Refuses a query, a fragment and credentials.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let url = parse(text)?;
        Self::with_plain_http(&url, PlainHttp::default())
    }

    /// Like [`parse`](Self::parse), but accepts plain http for any host except those of Feishu and Lark.
    pub(crate) fn parse_insecure(text: &str) -> Result<Self> {
        let url = parse(text)?;
        let host = url.host_str().filter(|host| !is_of_service(host)).map(str::to_owned);
        Self::with_plain_http(&url, PlainHttp(host))
    }

    fn with_plain_http(url: &Url, plain_http: PlainHttp) -> Result<Self> {
        refuse_unsafe(url, &plain_http).map_err(refused)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refused("must not have a query or a fragment"));
        }
        if url.path().split('/').any(|segment| segment == "open-apis") {
            return Err(refused("must end before `/open-apis`, as in `https://open.feishu.cn`"));
        }
        if url.host_str().is_some_and(is_website) {
            return Err(refused("must have the host of the API, `open.feishu.cn` or `open.larksuite.com`"));
        }
        let is_loopback = is_loopback(url);
        Ok(Self { url: url.as_str().trim_end_matches('/').to_owned(), is_loopback, plain_http })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.url
    }

    /// Returns the URL of a path, which must start with `/` and must already be encoded.
    pub(crate) fn join(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Returns a copy of the base URL with capacity for a path and a query.
    pub(crate) fn start(&self) -> String {
        let mut url = String::with_capacity(self.url.len() + 256);
        url.push_str(&self.url);
        url
    }

    /// Returns the hosts to which plain http is allowed.
    pub(crate) fn plain_http(&self) -> &PlainHttp {
        &self.plain_http
    }

    /// Whether the service is on this machine, so that no proxy is used.
    pub(crate) fn is_loopback(&self) -> bool {
        self.is_loopback
    }
}

fn parse(text: &str) -> Result<Url> {
    let text = input::trim(text);
    if !text.contains("://") {
        return Err(refused("must be complete, as in `https://open.feishu.cn`"));
    }
    Url::parse(text).map_err(|error| refused("is not a valid URL").with_source(error))
}

fn refused(why: &str) -> Error {
    Error::configuration(format!("the base URL {why}"))
}

/// Refuses a URL that uses neither https nor allowed plain http. Also refuses credentials, which the HTTP library would send as a header.
pub(crate) fn refuse_unsafe(url: &Url, plain_http: &PlainHttp) -> Result<(), &'static str> {
    match url.scheme() {
        "https" => {}
        "http" if plain_http.allows(url) => {}
        "http" => return Err("must use https; plain http is allowed on this machine only"),
        _ => return Err("must use https"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not contain credentials");
    }
    Ok(())
}

/// Whether this is a host of Feishu or Lark, but not an API host.
fn is_website(host: &str) -> bool {
    is_of_service(host) && !host.starts_with("open")
}

/// Whether this is a host of Feishu or Lark.
fn is_of_service(host: &str) -> bool {
    let labels = ["feishu.cn", "larksuite.com"].into_iter().find_map(|domain| host.strip_suffix(domain));
    labels.is_some_and(|labels| labels.is_empty() || labels.ends_with('.'))
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
    fn https_and_loopback_are_accepted() {
        for accepted in [
            "https://open.feishu.cn",
            "https://proxy.example/feishu/",
            "http://127.0.0.1:8080",
            "http://[::1]:1",
            "http://localhost",
        ] {
            assert!(Base::parse(accepted).is_ok(), "{accepted}");
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
    fn plain_http_to_other_hosts_must_be_allowed() {
        for accepted in ["http://mock:8080", "http://host.docker.internal", "http://0.0.0.0:1/x/", "https://mock"] {
            assert!(Base::parse_insecure(accepted).is_ok(), "{accepted}");
        }
        for text in
            ["http://open.feishu.cn", "http://OPEN.larksuite.com:80", "ftp://mock", "http://a:b@mock", "mock:8080"]
        {
            assert!(Base::parse_insecure(text).is_err(), "{text}");
        }
    }

    #[test]
    fn errors_explain_what_a_base_url_must_be() {
        for (text, hint) in [
            ("open.feishu.cn", "must be complete, as in `https://open.feishu.cn`"),
            ("open.feishu.cn/open-apis", "must be complete"),
            ("https://open.feishu.cn/open-apis", "must end before `/open-apis`"),
            ("https://open.feishu.cn/open-apis/", "must end before `/open-apis`"),
            ("https://open.feishu.cn/open-apis/hire/v1", "must end before `/open-apis`"),
            ("https://proxy.example/feishu/open-apis", "must end before `/open-apis`"),
            ("https://www.feishu.cn", "must have the host of the API"),
            ("https://feishu.cn", "must have the host of the API"),
            ("https://company.feishu.cn", "must have the host of the API"),
            ("https://www.larksuite.com/", "must have the host of the API"),
            ("\"https://open.feishu.cn\"", "is not a valid URL"),
        ] {
            let error = Base::parse(text).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains(hint), "{text}: {error}");
        }
        for text in ["https://open.feishu.cn \r\n", "\u{feff}https://open.larksuite.com/", "https://notfeishu.cn"] {
            assert!(Base::parse(text).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn joined_urls_have_no_double_slash() -> Result<()> {
        assert_eq!(
            Base::parse("https://proxy.example/feishu/")?.join("/open-apis/x"),
            "https://proxy.example/feishu/open-apis/x"
        );
        assert_eq!(Base::of(Region::Lark).join("/open-apis"), "https://open.larksuite.com/open-apis");
        Ok(())
    }
}
