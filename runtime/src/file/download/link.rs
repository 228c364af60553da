//! The link to a file. Everyone who has the link can access the file.

use std::fmt;

use url::Url;

use crate::{
    Error, ErrorKind, Result,
    transport::base::{PlainHttp, refuse_unsafe},
};

/// A link that may be followed. `Debug` and errors contain only its scheme and host.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Link {
    url: Url,
    plain_http: PlainHttp,
}

impl Link {
    /// Parses a link from a response.
    #[inline]
    pub(super) fn parse(text: &str, plain_http: &PlainHttp) -> Result<Self> {
        let refused = |why: &str| Error::new(ErrorKind::InvalidParameter, format!("the link to the file {why}"));
        let url = Url::parse(text).map_err(|_| refused("is not a valid URL"))?;
        refuse_unsafe(&url, plain_http).map_err(refused)?;
        Ok(Self { url, plain_http: plain_http.clone() })
    }

    /// Returns the target of a redirect, which may be relative to this link.
    #[inline]
    pub(super) fn follow(&self, location: &str) -> Result<Self> {
        let url = self.url.join(location).map_err(|_| refused_redirect("is not a valid URL"))?;
        self.moved_to(&url)
    }

    /// Checks the target of a redirect by the rules for links. A redirect from https to plain http is refused.
    #[inline]
    pub(super) fn moved_to(&self, url: &Url) -> Result<Self> {
        refuse_unsafe(url, &self.plain_http).map_err(refused_redirect)?;
        if self.url.scheme() == "https" && url.scheme() != "https" {
            return Err(refused_redirect("must use https"));
        }
        Ok(Self { url: url.clone(), plain_http: self.plain_http.clone() })
    }

    #[inline]
    pub(super) fn as_str(&self) -> &str {
        self.url.as_str()
    }
}

#[inline]
fn refused_redirect(why: &str) -> Error {
    Error::new(ErrorKind::Decode, format!("the redirect of the link to the file {why}"))
}

impl fmt::Debug for Link {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}/…", self.url.scheme(), self.url.host_str().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_must_use_https_except_on_this_machine() {
        for accepted in ["https://internal-api.feishu.cn/file?code=1", "http://127.0.0.1:80/x", "http://localhost/x"] {
            assert!(Link::parse(accepted, &PlainHttp::default()).is_ok(), "{accepted}");
        }
        for refused in ["http://internal-api.feishu.cn/x", "file:///etc/passwd", "https://a:secret@x.cn/", "/x", ""] {
            let error = Link::parse(refused, &PlainHttp::default()).err();
            assert_eq!(error.as_ref().map(Error::kind), Some(ErrorKind::InvalidParameter), "{refused}");
            assert!(!format!("{error:?}").contains("secret"), "{error:?}");
        }
    }

    #[test]
    fn redirects_from_https_to_http_are_refused() -> Result<()> {
        let link = Link::parse("https://x.cn/a/b?code=secret", &PlainHttp::default())?;
        for (location, target) in [
            ("c?d", Some("https://x.cn/a/c?d")),
            ("/c", Some("https://x.cn/c")),
            ("//y.cn/c", Some("https://y.cn/c")),
            ("https://z.cn", Some("https://z.cn/")),
            ("http://x.cn/a", None),
            ("http://127.0.0.1/a", None),
            ("https://a:b@x.cn/", None),
            ("https://", None),
        ] {
            let link = link.follow(location);
            assert_eq!(link.as_ref().ok().map(Link::as_str), target, "{location}");
            assert!(link.err().is_none_or(|error| error.kind() == ErrorKind::Decode));
        }
        assert_eq!(
            Link::parse("http://127.0.0.1/a", &PlainHttp::default())?.follow("b")?.as_str(),
            "http://127.0.0.1/b"
        );
        assert_eq!(format!("{link:?}"), "https://x.cn/…");
        Ok(())
    }
}
