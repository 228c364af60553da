//! Opens a link: follows redirects, retries, and maps statuses to errors.

use super::{
    WAITS,
    fetch::{self, Head},
    link::Link,
};
use crate::{Error, ErrorKind, Result, transport::http::Http};

/// Maximum number of redirects.
const MOST_REDIRECTS: usize = 5;

/// Requests the file. Nothing of it was delivered yet, so that a temporary failure is retried.
pub(super) async fn open(http: &Http, link: &Link) -> Result<Head> {
    for wait in WAITS {
        match follow(http, link).await {
            Err(error) if is_temporary(&error) => tokio::time::sleep(wait).await,
            outcome => return outcome,
        }
    }
    follow(http, link).await
}

fn is_temporary(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport) || error.is_server_failure()
}

async fn follow(http: &Http, link: &Link) -> Result<Head> {
    let mut link = link.clone();
    for _ in 0..=MOST_REDIRECTS {
        let head = fetch::get(http, &link).await?;
        match head.metadata.status {
            200 => return Ok(head),
            301 | 302 | 303 | 307 | 308 => link = redirected(&link, &head)?,
            status => return Err(refusal(status).with_answer(&head.metadata)),
        }
    }
    Err(Error::new(ErrorKind::Decode, format!("the link to the file was redirected more than {MOST_REDIRECTS} times")))
}

fn redirected(link: &Link, head: &Head) -> Result<Link> {
    match &head.location {
        Some(location) => link.follow(location),
        None => Err(Error::new(ErrorKind::Decode, "the redirect of the link to the file has no `Location`")),
    }
    .map_err(|error| error.with_answer(&head.metadata))
}

fn refusal(status: u16) -> Error {
    match status {
        400 | 401 | 403 | 404 | 410 => Error::link_expired(),
        _ => Error::new(ErrorKind::Http, format!("HTTP {status} instead of the file")),
    }
}
