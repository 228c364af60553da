//! Requests the file of a link: follows redirects, retries, and interprets the HTTP status.

use tokio::time::Instant;

use super::{
    attempts::Attempts,
    fetch::{self, Head},
    link::Link,
    media_type::Expected,
    rest::Rest,
};
use crate::{Client, Error, ErrorKind, Result};

/// Maximum number of redirects.
const MAX_REDIRECTS: usize = 5;

/// The source of a file, with the attempts made so far.
#[derive(Clone)]
pub(super) struct Source {
    client: Client,
    link: Link,
    expected: Expected,
    attempts: Attempts,
}

impl Source {
    #[inline]
    pub(super) fn new(client: &Client, link: Link, expected: Expected) -> Self {
        Self { client: client.clone(), link, expected, attempts: Attempts::new(client.timeout()) }
    }

    /// Requests the file.
    #[inline]
    pub(super) async fn open(&mut self) -> Result<Head> {
        let head = self.attempt(None, Instant::now()).await?;
        self.expected.check(&head)?;
        Ok(head)
    }

    /// Requests the file again from its beginning after this error.
    #[inline]
    pub(super) async fn open_again(&mut self, error: Error) -> Result<Head> {
        let start = Instant::now();
        self.wait_after(error, start).await?;
        let head = self.attempt(None, start).await?;
        self.expected.check(&head)?;
        Ok(head)
    }

    /// Requests the rest of the file after this error.
    #[inline]
    pub(super) async fn resume(&mut self, rest: &Rest, error: Error) -> Result<Head> {
        let start = Instant::now();
        let Some(wait) = self.attempts.wait_for_rest() else { return Err(error) };
        tokio::time::sleep(wait).await;
        let head = self.attempt(Some(rest), start).await?;
        if head.is_rest {
            return Ok(head);
        }
        // The file has changed, or the server does not support ranges after all. A download into a file starts again from the beginning.
        let message = "the connection was lost, and the server does not send the rest of the file";
        Err(Error::new(ErrorKind::Transport, message).with_metadata(&head.metadata))
    }

    #[inline]
    async fn attempt(&mut self, rest: Option<&Rest>, start: Instant) -> Result<Head> {
        loop {
            match self.follow(rest).await {
                Ok(head) => return Ok(head),
                Err(error) => self.wait_after(error, start).await?,
            }
        }
    }

    /// Waits before the next attempt, or returns the error if there is none.
    #[inline]
    async fn wait_after(&mut self, error: Error, start: Instant) -> Result<()> {
        let Some(wait) = self.attempts.next_wait(&error, start) else { return Err(error) };
        tokio::time::sleep(wait).await;
        Ok(())
    }

    #[inline]
    async fn follow(&self, rest: Option<&Rest>) -> Result<Head> {
        let mut link = self.link.clone();
        for _ in 0..=MAX_REDIRECTS {
            let head = fetch::get(self.client.http(), &link, rest).await?;
            match head.metadata.status {
                200 => return Ok(head),
                206 | 416 if rest.is_some() => return Ok(head),
                301 | 302 | 303 | 307 | 308 => link = redirected(&link, &head)?,
                status => return Err(refusal(status, &head)),
            }
        }
        Err(Error::new(
            ErrorKind::Decode,
            format!("the link to the file was redirected more than {MAX_REDIRECTS} times"),
        ))
    }
}

#[inline]
fn redirected(link: &Link, head: &Head) -> Result<Link> {
    match &head.location {
        Some(location) => link.follow(location),
        None => Err(Error::new(ErrorKind::Decode, "the redirect of the link to the file has no `Location`")),
    }
    .map_err(|error| error.with_metadata(&head.metadata))
}

#[inline]
fn refusal(status: u16, head: &Head) -> Error {
    let error = match status {
        400 | 401 | 403 | 404 | 410 => Error::link_expired(),
        _ => Error::new(ErrorKind::Http, format!("HTTP {status} instead of the file")),
    };
    let error = error.with_metadata(&head.metadata);
    match head.metadata.retry_after {
        Some(pause) => error.with_pause(pause),
        None => error,
    }
}
