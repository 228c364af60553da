//! The execution of one call: gets a token and a rate limit permit, sends the request, and retries.

use std::time::{Duration, Instant};

use tracing::Instrument;

use crate::{
    Client, Error, Metadata, Result,
    call::in_flight::InFlight,
    call::prepared::Prepared,
    call::retry::{Verdict, hold, verdict},
    error::Attempt,
    limit::Permit,
    log,
    operation::Operation,
    response::raw::ReadData,
    token::secret::Token,
    transport::timer::{Timer, UploadTime},
};

/// Added to the attempt timeout to get the lease of a permit. A request without an upload always ends within its lease; the lease of an upload is
/// renewed.
const LEASE_MARGIN: Duration = Duration::from_secs(2);

/// One call, from its first attempt to its last.
pub(crate) struct CallExecution<'a> {
    client: &'a Client,
    prepared: &'a Prepared,
    upload: UploadTime,
    timer: Timer,
    stage: Stage,
    failed: Vec<Attempt>,
    /// The token of the last attempt.
    token: Option<Token>,
    /// Whether the token of the last attempt was refused, so that this attempt uses another one.
    token_replaced: bool,
    /// The time spent waiting for permits, over all attempts.
    waited: Duration,
}

/// What the call is waiting for.
#[derive(Clone, Copy, Debug)]
enum Stage {
    Token,
    Permit,
    Response { since: Instant },
    Pause,
}

impl<'a> CallExecution<'a> {
    pub(crate) fn new(client: &'a Client, prepared: &'a Prepared) -> Self {
        let timeout = prepared.options.timeout.unwrap_or(client.timeout());
        let upload = UploadTime::default();
        let timer = Timer::start(timeout.saturating_add(prepared.body.hidden_time()), upload.clone());
        Self {
            client,
            prepared,
            upload,
            timer,
            stage: Stage::Token,
            failed: Vec::new(),
            token: None,
            token_replaced: false,
            waited: Duration::ZERO,
        }
    }

    /// Executes the call within its timeout.
    pub(crate) async fn run(mut self, read: &mut ReadData<'_>) -> Result<Metadata> {
        let operation = self.operation();
        let span = tracing::debug_span!(target: log::TARGET, "feishu", operation = operation.id, tenant = self.client.tenant_key());
        let outcome = async {
            let outcome = self.timer.clone().run(self.attempts(read)).await;
            outcome.unwrap_or_else(|_| Err(self.timeout_error()))
        };
        outcome.instrument(span).await.map_err(|error| error.with_operation(operation).with_attempts(self.failed))
    }

    async fn attempts(&mut self, read: &mut ReadData<'_>) -> Result<Metadata> {
        loop {
            let error = match self.attempt(read).await {
                Ok(metadata) => return Ok(self.with_stats(metadata)),
                // Without a permit, there was no attempt.
                Err(error) if matches!(self.stage, Stage::Permit) => return Err(error),
                Err(error) => error,
            };
            self.record_failure(&error);
            let Some(pause) = self.pause_after(&error) else { return Err(error) };
            self.stage = Stage::Pause;
            tokio::time::sleep(pause).await;
        }
    }

    async fn attempt(&mut self, read: &mut ReadData<'_>) -> Result<Metadata> {
        let (token, permit) = self.token_and_permit().await?;
        self.token = Some(token.clone());
        self.stage = Stage::Response { since: Instant::now() };
        let attempt = self.failed.len() + 1;
        tracing::trace!(target: log::TARGET, attempt, "sending");
        let mut response =
            InFlight::start(self.client.http(), self.prepared, self.upload.clone(), token, permit).response().await?;
        tracing::debug!(target: log::TARGET, attempt, status = response.metadata.status, log_id = response.metadata.log_id, "response");
        let on_mismatch = self.prepared.options.on_mismatch.unwrap_or(self.client.on_mismatch());
        let mismatches = read(&response, on_mismatch)?;
        for mismatch in &mismatches {
            let (path, expected) = (mismatch.path(), mismatch.expected());
            tracing::warn!(target: log::TARGET, path, expected, log_id = response.metadata.log_id, "a value of the response does not fit");
        }
        response.metadata.mismatches = mismatches;
        Ok(response.metadata)
    }

    /// Returns a token and a permit. Gets the token first, so that no call holds a permit while it waits for something else.
    async fn token_and_permit(&mut self) -> Result<(Token, Permit)> {
        loop {
            self.stage = Stage::Token;
            self.client.token().await?;
            self.stage = Stage::Permit;
            let permit = self.acquire_permit().await?;
            // The token may have expired meanwhile.
            match self.client.token_now() {
                Some(token) => return Ok((token, permit)),
                None => permit.give_back(),
            }
        }
    }

    async fn acquire_permit(&mut self) -> Result<Permit> {
        let limiter = self.client.rate_limiter(self.operation());
        let lease = self.client.http().attempt_timeout.saturating_add(LEASE_MARGIN);
        if let Some(permit) = limiter.try_acquire(lease) {
            return Ok(permit);
        }
        let start = Instant::now();
        tracing::debug!(target: log::TARGET, "waiting for the rate limit");
        let outcome = limiter.acquire(self.timer.deadline(), lease).await;
        let waited = start.elapsed();
        tracing::debug!(target: log::TARGET, ?waited, "waited for the rate limit");
        self.waited = self.waited.saturating_add(waited);
        outcome.map_err(|error| Error::wait_too_long(error.wait, self.timer.limit()))
    }

    /// Returns the pause before the next attempt; `None` if the call is not retried. If the error affects other calls, informs the rate limiter and
    /// the token cell.
    fn pause_after(&mut self, error: &Error) -> Option<Duration> {
        let attempts = u32::try_from(self.failed.len()).unwrap_or(u32::MAX);
        let token_replaced = std::mem::take(&mut self.token_replaced);
        let hold = hold(error);
        if let Some(pause) = hold {
            self.client.rate_limiter(self.operation()).hold(pause);
        }
        let pause = match verdict(error, self.prepared.idempotent, attempts) {
            Verdict::GiveUp => return None,
            Verdict::Retry(pause) => hold.unwrap_or(pause),
            Verdict::ReplaceToken => {
                // If the replacement is refused as well, the operation does not accept tokens of this kind.
                if token_replaced || !self.token.as_ref().is_some_and(|token| self.client.record_refusal(token)) {
                    return None;
                }
                self.token_replaced = true;
                Duration::ZERO
            }
        };
        let next = Instant::now().checked_add(pause).filter(|next| *next < self.timer.deadline().into_std())?;
        if attempts > self.prepared.options.max_retries.unwrap_or(self.client.max_retries()) {
            return None;
        }
        tracing::info!(target: log::TARGET, ?pause, "retrying");
        // While the operation is held, this call waits for its permit like all others.
        Some(if hold.is_some() { Duration::ZERO } else { next.saturating_duration_since(Instant::now()) })
    }

    /// Records a failed attempt.
    fn record_failure(&mut self, error: &Error) {
        let duration = match self.stage {
            Stage::Response { since } => since.elapsed(),
            Stage::Token | Stage::Permit | Stage::Pause => Duration::ZERO,
        };
        tracing::info!(target: log::TARGET,
            attempt = self.failed.len() + 1,
            kind = ?error.kind(),
            status = error.status(),
            code = error.code(),
            log_id = error.log_id(),
            ?duration,
            "failed"
        );
        self.failed.push(error.to_attempt(duration));
    }

    /// Returns the error of a call that exceeded its timeout.
    fn timeout_error(&mut self) -> Error {
        let limit = self.timer.limit();
        let unsent = |missing: &str| Error::timeout_before_sending(missing, limit);
        let error = match self.stage {
            // There was no attempt since the last failure, which is already recorded.
            Stage::Permit => return Error::rate_limit_timeout(limit),
            Stage::Pause => return unsent("no further attempt"),
            Stage::Token => unsent("no token"),
            Stage::Response { .. } => Error::response_timeout(limit),
        };
        self.record_failure(&error);
        error
    }

    fn with_stats(&self, mut metadata: Metadata) -> Metadata {
        metadata.attempts = u32::try_from(self.failed.len()).unwrap_or(u32::MAX).saturating_add(1);
        metadata.waited = self.waited;
        metadata
    }

    fn operation(&self) -> &'static Operation {
        self.prepared.operation
    }
}
