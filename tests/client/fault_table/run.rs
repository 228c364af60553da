//! Runs one row in one setting: one call to a separate mock server.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use feishu_hire::{Client, Error, mock::Server, model::Interview};
use serde_json::json;

use super::{
    proxy::{ClosedPort, FirstClosed, Proxy},
    row::{Injection, Row, Setting},
};

/// The observed outcome: the result of the call, and the requests that the server received.
#[derive(Debug)]
pub(super) struct Observation {
    pub(super) outcome: Result<Success, Error>,
    /// The items before the error, as JSON.
    pub(super) before_error: String,
    /// The number of requests for the operation.
    pub(super) requests: usize,
    /// The number of requests that the server executed.
    pub(super) taken: usize,
}

/// The result of a successful call.
#[derive(Debug)]
pub(super) struct Success {
    /// The items as JSON. `None` for a write.
    pub(super) items: Option<String>,
    pub(super) count: usize,
    pub(super) attempts: u32,
}

/// An HTTP client with the settings that the client would use.
static HTTP: LazyLock<reqwest::Result<reqwest::Client>> = LazyLock::new(|| http().build());

fn http() -> reqwest::ClientBuilder {
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none())
}

/// The result of a call, and the items before an error.
type Outcome = (Result<Success, Error>, Vec<Interview>);

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A row that takes longer than this is considered to hang.
const HANG_TIMEOUT: Duration = Duration::from_secs(150);

impl Row {
    /// Runs the row.
    ///
    /// # Errors
    /// Fails if the call hangs, or if the server or the client cannot be started.
    pub(super) async fn run(&self, setting: Setting) -> Result<Observation, Failure> {
        tokio::time::timeout(HANG_TIMEOUT, self.call(setting)).await.map_err(|_| "the call hangs")?
    }

    async fn call(&self, setting: Setting) -> Result<Observation, Failure> {
        let server = Server::start().await?;
        let operation = server.on(setting.operation())?;
        if setting.operation().ends_with(".list") {
            operation.set_items([json!({ "id": "1" }), json!({ "id": "2" })]);
        }
        let times = setting.times();
        let outcome = match &self.injection {
            Injection::Response(fault) => {
                operation.inject_fault(times, fault.clone());
                call(setting, self.client(setting, server.base_url())?).await
            }
            Injection::Responses(faults) => {
                for fault in faults {
                    operation.inject_fault(1, fault.clone());
                }
                call(setting, self.client(setting, server.base_url())?).await
            }
            Injection::Token(fault) => {
                server.token_endpoint().inject_fault(times, fault.clone());
                call(setting, self.client(setting, server.base_url())?).await
            }
            Injection::Refused => self.refused(setting, &server).await?,
            Injection::Reset => self.reset(setting, &server).await?,
        };
        let requests = server.requests_for(setting.operation())?.len();
        let (outcome, before_error) = outcome;
        Ok(Observation {
            outcome,
            before_error: serde_json::to_string(&before_error)?,
            requests,
            taken: operation.accepted_calls(),
        })
    }

    fn client(&self, setting: Setting, url: &str) -> Result<Client, Failure> {
        let builder = Client::builder("cli_x", "secret").base_url(url).max_retries(setting.retries());
        let builder = builder.attempt_timeout(self.attempt_timeout).timeout(self.timeout);
        // Most of the time would be spent on reading the certificates of the system, so at most one call per row reads them, and none that depends on
        // time.
        let builder = match setting {
            Setting::Once if !self.is_timed() && !self.fails_to_fetch_a_token() => builder,
            Setting::Once | Setting::Always | Setting::Write => builder.http_client(HTTP.as_ref()?.clone()),
        };
        Ok(builder.build()?)
    }

    async fn refused(&self, setting: Setting, server: &Server) -> Result<Outcome, Failure> {
        let port = ClosedPort::new()?;
        let client = match setting {
            Setting::Always => self.client(setting, &port.url()?)?,
            Setting::Once | Setting::Write => {
                let http = http().dns_resolver(Arc::new(FirstClosed::new(&port, server)?)).build()?;
                let builder = Client::builder("cli_x", "secret").base_url("http://localhost").http_client(http);
                builder.max_retries(setting.retries()).build()?
            }
        };
        Ok(call(setting, with_token(server, &client).await?).await)
    }

    async fn reset(&self, setting: Setting, server: &Server) -> Result<Outcome, Failure> {
        let proxy = Proxy::new().await?;
        let client = with_token(server, &self.client(setting, &proxy.url()?)?).await?;
        tokio::select! {
            outcome = call(setting, client) => Ok(outcome),
            ended = proxy.forward_to(server.base_url().to_owned(), setting.times()) => Err(format!("the proxy ended: {ended:?}").into()),
        }
    }
}

/// Returns the client with a token, so that its first connection is that of the call.
async fn with_token(server: &Server, client: &Client) -> Result<Client, Failure> {
    server.client()?.v1().note().delete("1").send().await?;
    Ok(client.with_token("t-1")?)
}

async fn call(setting: Setting, client: Client) -> Outcome {
    match setting {
        Setting::Once | Setting::Always => list(client).await,
        Setting::Write => (write(client).await, Vec::new()),
    }
}

async fn write(client: Client) -> Result<Success, Error> {
    let response = client.v1().note().create("1", "text").send_with_metadata().await?;
    Ok(Success { items: None, count: 0, attempts: response.metadata.attempts })
}

async fn list(client: Client) -> Outcome {
    let mut interviews = client.v1().interview().list().interview_id("1").items();
    let mut items = Vec::new();
    loop {
        match interviews.try_next().await {
            Ok(Some(interview)) => items.push(interview),
            Ok(None) => break,
            Err(error) => return (Err(error), items),
        }
        assert!(items.len() <= 1000, "the pages repeat");
    }
    let text = serde_json::to_string(&items).unwrap_or_else(|error| error.to_string());
    let attempts = interviews.metadata().map_or(0, |metadata| metadata.attempts);
    (Ok(Success { items: Some(text), count: items.len(), attempts }), items)
}
