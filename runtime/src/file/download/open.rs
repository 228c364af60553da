//! From a link to the beginning of a file: redirects, further attempts, and what a status means.

use super::{
    WAITS,
    fetch::{self, Answer},
    link::Link,
};
use crate::{Error, ErrorKind, Result, transport::http::Http};

/// More redirects are a circle.
const MOST_REDIRECTS: usize = 5;

/// The answer with the file. Nothing was handed on yet, so that a failure that may pass is tried again.
pub(super) async fn open(http: &Http, link: &Link) -> Result<Answer> {
    for wait in WAITS {
        match follow(http, link).await {
            Err(error) if may_pass(&error) => tokio::time::sleep(wait).await,
            outcome => return outcome,
        }
    }
    follow(http, link).await
}

fn may_pass(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport) || error.is_server_failure()
}

async fn follow(http: &Http, link: &Link) -> Result<Answer> {
    let mut link = link.clone();
    for _ in 0..=MOST_REDIRECTS {
        let answer = fetch::get(http, &link).await?;
        match answer.metadata.status {
            200 => return Ok(answer),
            301 | 302 | 303 | 307 | 308 => link = redirected(&link, &answer)?,
            status => return Err(refusal(status).with_answer(&answer.metadata)),
        }
    }
    Err(Error::new(ErrorKind::Decode, format!("the link to the file was redirected more than {MOST_REDIRECTS} times")))
}

fn redirected(link: &Link, answer: &Answer) -> Result<Link> {
    match &answer.location {
        Some(location) => link.follow(location),
        None => Err(Error::new(ErrorKind::Decode, "the redirect of the link to the file has no `Location`")),
    }
    .map_err(|error| error.with_answer(&answer.metadata))
}

fn refusal(status: u16) -> Error {
    match status {
        400 | 401 | 403 | 404 | 410 => Error::link_expired(),
        _ => Error::new(ErrorKind::Http, format!("HTTP {status} instead of the file")),
    }
}
