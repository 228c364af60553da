//! Verifies the credentials of a client.

use tokio::time;

use crate::{
    Client, Error, Result,
    call::retry::{Verdict, verdict},
    transport::executor::require_tokio,
};

impl Client {
    /// Verifies that Feishu accepts the app id and the app secret, for example when a program starts.
    ///
    /// Gets a tenant access token, or the app access token of a store app without a [tenant](Self::tenant), and keeps it for the following calls. A
    /// token that the client or its cache already has is not fetched again. Temporary failures are retried as for calls. Scopes are not checked. With
    /// your own token, the method sends nothing and succeeds.
    ///
    /// # Errors
    /// - [`Error::is_app_refused`]: app id and secret do not match, or the app is not available;
    /// - [`ErrorKind::Connect`](crate::ErrorKind::Connect) and other errors that [are retryable](Error::is_retryable): Feishu cannot be reached;
    /// - [`ErrorKind::Configuration`](crate::ErrorKind::Configuration): a store app has no ticket yet, or a setting of this machine prevents requests.
    pub async fn check(&self) -> Result<()> {
        require_tokio()?;
        let limit = self.timeout();
        let outcome = time::timeout(limit, self.get_token_with_retries()).await;
        outcome.unwrap_or_else(|_| Err(Error::timeout_before_sending("no token", limit)))
    }

    async fn get_token_with_retries(&self) -> Result<()> {
        let mut attempts = 0;
        loop {
            let Err(error) = self.any_token().await else { return Ok(()) };
            attempts += 1;
            match verdict(&error, true, attempts) {
                Verdict::Retry(pause) if attempts <= self.max_retries() => time::sleep(pause).await,
                _ => return Err(error),
            }
        }
    }
}
