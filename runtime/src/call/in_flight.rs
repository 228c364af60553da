//! Runs a request in its own task.

use std::{panic::resume_unwind, sync::Arc};

use tokio::task::JoinHandle;
use tracing::Instrument;

use crate::{
    Error, ErrorKind, Result,
    call::prepared::Prepared,
    limit::Permit,
    response::raw::RawResponse,
    token::secret::Token,
    transport::http::{Http, Outgoing},
    transport::timer::UploadTime,
};

/// A request in flight. It runs in its own task, so that the response is received and the permit released even while the call is not polled.
/// Dropping it aborts the request.
pub(crate) struct InFlight {
    task: JoinHandle<Result<RawResponse>>,
    permit: Arc<Permit>,
}

impl InFlight {
    /// Sends the request.
    pub(crate) fn start(http: &Http, prepared: &Prepared, upload: UploadTime, token: Token, permit: Permit) -> Self {
        let permit = Arc::new(permit);
        let (http, released) = (http.clone(), Arc::clone(&permit));
        let (method, url, body) = (prepared.operation.method, prepared.url.clone(), prepared.body.clone());
        let request = async move {
            let outgoing = Outgoing { method, url: &url, token: Some(&token), body: &body, upload: &upload };
            let outcome = released.keep_during(http.send(outgoing)).await;
            released.release();
            outcome
        };
        Self { task: tokio::spawn(request.in_current_span()), permit }
    }

    pub(crate) async fn response(mut self) -> Result<RawResponse> {
        match (&mut self.task).await {
            Ok(outcome) => outcome,
            Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
            Err(error) => {
                let message = "the runtime that the request ran on was shut down";
                Err(Error::new(ErrorKind::Transport, message).with_source(error))
            }
        }
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.task.abort();
        // The runtime may drop the aborted task much later, so the permit is released here.
        self.permit.release();
    }
}
