//! The course of one call: a place within the rate limit, a token, an attempt; and again, where that helps and does no harm.

use std::time::{Duration, Instant};

use tracing::Instrument;

use crate::{
    Client, Error, Metadata, Result,
    call::Prepared,
    call::retry::{Verdict, verdict},
    error::Attempt,
    limit::{Gate, Place},
    operation::Operation,
    response::raw::ReadData,
    token::secret::Token,
    transport::http::Outgoing,
    transport::timer::{Timer, UploadTime},
};

/// One call, from its first attempt to its last.
pub(crate) struct Course<'a> {
    client: &'a Client,
    prepared: &'a Prepared,
    upload: UploadTime,
    timer: Timer,
    stage: Stage,
    failed: Vec<Attempt>,
    /// The token of the last attempt.
    token: Option<Token>,
    /// The attempt before it ended with a token refused: this one is to go with another.
    token_replaced: bool,
    /// For a place within the rate limit, all attempts together.
    waited: Duration,
}

/// What the call is waiting for.
#[derive(Clone, Copy, Debug)]
enum Stage {
    Place,
    Token,
    Answer { since: Instant },
    Pause,
}

impl<'a> Course<'a> {
    pub(crate) fn new(client: &'a Client, prepared: &'a Prepared) -> Self {
        let timeout = prepared.options.timeout.unwrap_or(client.timeout());
        let upload = UploadTime::default();
        let timer = Timer::start(timeout.saturating_add(prepared.body.hidden_time()), upload.clone());
        Self {
            client,
            prepared,
            upload,
            timer,
            stage: Stage::Place,
            failed: Vec::new(),
            token: None,
            token_replaced: false,
            waited: Duration::ZERO,
        }
    }

    /// Makes the call, within its time.
    pub(crate) async fn run(mut self, read: &mut ReadData<'_>) -> Result<Metadata> {
        let operation = self.operation();
        let span = tracing::debug_span!("feishu", operation = operation.id, tenant = self.client.tenant_key());
        let outcome = async {
            let within = self.timer.clone().run(self.attempts(read)).await;
            within.unwrap_or_else(|_| Err(self.late()))
        };
        outcome.instrument(span).await.map_err(|error| error.with_operation(operation).with_attempts(self.failed))
    }

    async fn attempts(&mut self, read: &mut ReadData<'_>) -> Result<Metadata> {
        loop {
            let error = match self.attempt(read).await {
                Ok(metadata) => return Ok(self.told(metadata)),
                Err(error) => error,
            };
            self.note(&error);
            let Some(pause) = self.pause_after(&error) else { return Err(error) };
            self.stage = Stage::Pause;
            tokio::time::sleep(pause).await;
        }
    }

    async fn attempt(&mut self, read: &mut ReadData<'_>) -> Result<Metadata> {
        let mut place = self.place().await;
        self.stage = Stage::Token;
        let token = self.token.insert(self.client.token().await?);
        self.stage = Stage::Answer { since: Instant::now() };
        let Prepared { operation, url, body, options, .. } = self.prepared;
        let attempt = self.failed.len() + 1;
        let outgoing = Outgoing { method: operation.method, url, token: Some(token), body, upload: &self.upload };
        tracing::trace!(attempt, "sending");
        place.sent();
        let mut answer = self.client.http().send(outgoing).await?;
        drop(place);
        tracing::debug!(attempt, status = answer.metadata.status, log_id = answer.metadata.log_id, "answered");
        let mismatches = read(&answer, options.on_mismatch.unwrap_or(self.client.on_mismatch()))?;
        for mismatch in &mismatches {
            let (path, expected) = (mismatch.path(), mismatch.expected());
            tracing::warn!(path, expected, log_id = answer.metadata.log_id, "a value of the response does not fit");
        }
        answer.metadata.mismatches = mismatches;
        Ok(answer.metadata)
    }

    /// A place within the rate limit.
    async fn place(&mut self) -> Place {
        self.stage = Stage::Place;
        let gate = self.client.gate(self.operation());
        if let Some(place) = Gate::pass(&gate) {
            return place;
        }
        let start = Instant::now();
        tracing::debug!("waiting for the rate limit");
        let place = Gate::enter(&gate).await;
        let waited = start.elapsed();
        tracing::debug!(?waited, "waited for the rate limit");
        self.waited = self.waited.saturating_add(waited);
        place
    }

    /// For how long to wait before the next attempt, if there is to be one. What the failure means for other calls is told to them.
    fn pause_after(&mut self, error: &Error) -> Option<Duration> {
        let attempts = u32::try_from(self.failed.len()).unwrap_or(u32::MAX);
        let verdict = verdict(error, self.prepared.idempotent, attempts);
        let token_replaced = std::mem::take(&mut self.token_replaced);
        let wait = match verdict {
            Verdict::GiveUp => return None,
            Verdict::Again(pause) => pause,
            Verdict::Hold(pause) => {
                self.client.gate(self.operation()).hold(pause);
                pause
            }
            Verdict::OtherToken => {
                // Another one that is refused at once as well is no dead one: the operation takes none of its kind.
                if token_replaced || !self.token.as_ref().is_some_and(|token| self.client.token_refused(token)) {
                    return None;
                }
                self.token_replaced = true;
                Duration::ZERO
            }
        };
        let next = Instant::now().checked_add(wait).filter(|next| *next < self.timer.deadline().into_std())?;
        if attempts > self.prepared.options.max_retries.unwrap_or(self.client.max_retries()) {
            return None;
        }
        tracing::info!(?wait, "trying again");
        // After a refusal by the rate limit, the wait is at the gate, where the other callers are.
        let at_the_gate = matches!(verdict, Verdict::Hold(_));
        Some(if at_the_gate { Duration::ZERO } else { next.saturating_duration_since(Instant::now()) })
    }

    /// An attempt has failed.
    fn note(&mut self, error: &Error) {
        let took = match self.stage {
            Stage::Answer { since } => since.elapsed(),
            Stage::Place | Stage::Token | Stage::Pause => Duration::ZERO,
        };
        tracing::info!(
            attempt = self.failed.len() + 1,
            kind = ?error.kind(),
            status = error.status(),
            code = error.code(),
            log_id = error.log_id(),
            ?took,
            "failed"
        );
        self.failed.push(Attempt::new(error, took));
    }

    /// The whole call took too long.
    fn late(&mut self) -> Error {
        let limit = self.timer.limit();
        let unsent = |missing: &str| Error::late_before_sending(missing, limit);
        let error = match self.stage {
            // Nothing was tried since the last attempt, which is noted.
            Stage::Place => return unsent("no place in the rate limit"),
            Stage::Pause => return unsent("no other attempt"),
            Stage::Token => unsent("no token"),
            Stage::Answer { .. } => Error::late(limit),
        };
        self.note(&error);
        error
    }

    fn told(&self, mut metadata: Metadata) -> Metadata {
        metadata.attempts = u32::try_from(self.failed.len()).unwrap_or(u32::MAX).saturating_add(1);
        metadata.waited = self.waited;
        metadata
    }

    fn operation(&self) -> &'static Operation {
        self.prepared.operation
    }
}
