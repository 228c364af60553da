//! One row under one setting: a server of its own, one call, and what came of it.

use std::{sync::LazyLock, time::Duration};

use feishu_hire::{Client, Error, mock::Server, model::Interview};
use serde_json::json;

use super::{
    door::{Closed, Door},
    row::{Row, Setting, Trouble},
};

/// What the caller sees, and what the server saw.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) outcome: Result<Good, Error>,
    /// The items that came before an error, as JSON.
    pub(super) before_error: String,
    /// Requests for the operation.
    pub(super) requests: usize,
    /// How many of them were carried out.
    pub(super) taken: usize,
}

/// A call that went well.
#[derive(Debug)]
pub(super) struct Good {
    /// The items, as JSON; none of a write.
    pub(super) items: Option<String>,
    pub(super) count: usize,
    pub(super) attempts: u32,
}

/// As the client's own.
static HTTP: LazyLock<reqwest::Result<reqwest::Client>> = LazyLock::new(|| {
    let builder = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    builder.build()
});

/// What a call came to, and the items that came before an error.
type Outcome = (Result<Good, Error>, Vec<Interview>);

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// No row takes so long: one that does, hangs.
const PATIENCE: Duration = Duration::from_secs(40);

impl Row {
    /// # Errors
    /// When it hangs, or when the row cannot be set up.
    pub(super) async fn run(&self, setting: Setting) -> Result<Seen, Failure> {
        tokio::time::timeout(PATIENCE, self.call(setting)).await.map_err(|_| "it hangs")?
    }

    async fn call(&self, setting: Setting) -> Result<Seen, Failure> {
        let server = Server::start().await?;
        let operation = server.on(setting.operation())?;
        if setting.operation().ends_with(".list") {
            operation.items([json!({ "id": "1" }), json!({ "id": "2" })]);
        }
        let times = setting.times();
        let outcome = match &self.trouble {
            Trouble::Answer(fault) => {
                operation.next(times, fault.clone());
                call(setting, self.client(setting, server.base_url())?).await
            }
            Trouble::Answers(faults) => {
                for fault in faults {
                    operation.next(1, fault.clone());
                }
                call(setting, self.client(setting, server.base_url())?).await
            }
            Trouble::Token(fault) => {
                server.token().next(times, fault.clone());
                call(setting, self.client(setting, server.base_url())?).await
            }
            Trouble::Refused => self.refused(setting, &server).await?,
            Trouble::Reset => self.reset(setting, &server).await?,
        };
        let requests = server.requests_for(setting.operation())?.len();
        let (outcome, before_error) = outcome;
        Ok(Seen { outcome, before_error: serde_json::to_string(&before_error)?, requests, taken: operation.taken() })
    }

    fn client(&self, setting: Setting, url: &str) -> Result<Client, Failure> {
        let builder = Client::builder("cli_x", "secret").base_url(url).max_retries(setting.retries());
        let builder = builder.attempt_timeout(self.attempt).timeout(self.call);
        // To read the system's certificates for each call would take most of the table's time; once for each row is enough.
        let builder = match setting {
            Setting::Once => builder,
            Setting::ForEver | Setting::OnAWrite => builder.http_client(HTTP.as_ref()?.clone()),
        };
        Ok(builder.build()?)
    }

    async fn refused(&self, setting: Setting, server: &Server) -> Result<Outcome, Failure> {
        let door = Closed::new()?;
        let client = with_token(server, &self.client(setting, &door.url()?)?).await?;
        if setting == Setting::ForEver {
            return Ok(call(setting, client).await);
        }
        // The first attempt is refused at once; the gate opens before the second one, which follows after 125 ms at least.
        let open = async {
            tokio::time::sleep(Duration::from_millis(60)).await;
            door.open(server.base_url().to_owned()).await
        };
        tokio::select! {
            outcome = call(setting, client) => Ok(outcome),
            ended = open => Err(format!("the gate: {ended:?}").into()),
        }
    }

    async fn reset(&self, setting: Setting, server: &Server) -> Result<Outcome, Failure> {
        let door = Door::new().await?;
        let client = with_token(server, &self.client(setting, &door.url()?)?).await?;
        tokio::select! {
            outcome = call(setting, client) => Ok(outcome),
            ended = door.lead_to(server.base_url().to_owned(), setting.times()) => Err(format!("the gate: {ended:?}").into()),
        }
    }
}

/// So that the first connection is the call's own.
async fn with_token(server: &Server, client: &Client) -> Result<Client, Failure> {
    server.client()?.v1().note().delete("1").send().await?;
    Ok(client.with_token("t-1")?)
}

async fn call(setting: Setting, client: Client) -> Outcome {
    match setting {
        Setting::Once | Setting::ForEver => list(client).await,
        Setting::OnAWrite => (write(client).await, Vec::new()),
    }
}

async fn write(client: Client) -> Result<Good, Error> {
    let answer = client.v1().note().create("1", "text").send_with_metadata().await?;
    Ok(Good { items: None, count: 0, attempts: answer.metadata.attempts })
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
    (Ok(Good { items: Some(text), count: items.len(), attempts }), items)
}
