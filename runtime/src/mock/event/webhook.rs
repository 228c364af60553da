//! The webhook of an app, and the deliveries to it.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use serde_json::{Value, json};

use super::{Event, Request, encrypt::encrypted_body, post::post};
use crate::{Timestamp, event::EncryptKey, random};

/// The time within which Feishu expects the response to an event.
const EVENT_LIMIT: Duration = Duration::from_secs(3);

/// The time within which Feishu expects the response to a verification request.
const CHALLENGE_LIMIT: Duration = Duration::from_secs(1);

/// The request URL of an app, with the credentials that the app has set in the developer console. `Debug` does not show them.
#[derive(Clone)]
pub struct Webhook {
    url: String,
    verification_token: String,
    encrypt_key: Option<String>,
    time: Option<SystemTime>,
    repeats: Vec<Duration>,
}

/// The result of one attempt to deliver an event: the HTTP status of the response, or `None` if there was no response within 3 s.
pub type DeliveryAttempt = Option<u16>;

impl Webhook {
    /// Creates a webhook with an `http://` URL. Default: no encrypt key; an empty verification token.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            verification_token: String::new(),
            encrypt_key: None,
            time: None,
            repeats: [15, 300, 3600, 21600].map(Duration::from_secs).to_vec(),
        }
    }

    /// Sets the verification token.
    #[must_use]
    pub fn verification_token(mut self, token: impl Into<String>) -> Self {
        self.verification_token = token.into();
        self
    }

    /// Sets the encrypt key. All requests are then encrypted, and all except verification requests are signed.
    #[must_use]
    pub fn encrypt_key(mut self, key: impl Into<String>) -> Self {
        self.encrypt_key = Some(key.into());
        self
    }

    /// Sets the time of all signatures, for example to send stale ones. Default: the current time.
    #[must_use]
    pub fn time(mut self, time: SystemTime) -> Self {
        self.time = Some(time);
        self
    }

    /// Sets the pauses before a delivery is repeated. Default: 15 s, 5 min, 1 h and 6 h, like Feishu.
    #[must_use]
    pub fn repeats(mut self, pauses: impl IntoIterator<Item = Duration>) -> Self {
        self.repeats = pauses.into_iter().collect();
        self
    }

    /// Returns the request that delivers an event.
    #[must_use]
    pub fn request(&self, event: &Event) -> Request {
        let text = event.envelope(&self.verification_token);
        let Some(key) = &self.encrypt_key else { return plain(text) };
        let key = EncryptKey::new(key.as_str());
        let body = encrypted_body(&key, &text);
        let seconds = Timestamp::from(self.time.unwrap_or_else(SystemTime::now)).as_millis() / 1000;
        let (timestamp, nonce) = (seconds.to_string(), random::hex());
        let signature = key.signature(&timestamp, &nonce, body.as_bytes());
        plain(body)
            .with_header("X-Lark-Request-Timestamp", timestamp)
            .with_header("X-Lark-Request-Nonce", nonce)
            .with_header("X-Lark-Signature", signature)
    }

    /// Returns the request that verifies the request URL. It has no signature.
    #[must_use]
    pub fn verification(&self, challenge: &str) -> Request {
        let text = json!({ "challenge": challenge, "token": self.verification_token, "type": "url_verification" });
        match &self.encrypt_key {
            Some(key) => plain(encrypted_body(&EncryptKey::new(key.as_str()), &text.to_string())),
            None => plain(text.to_string()),
        }
    }

    /// Sends a request once. Returns the status of the response; `None` if there is none within 3 s.
    pub async fn send(&self, request: &Request) -> DeliveryAttempt {
        post(&self.url, request, EVENT_LIMIT).await.map(|(status, _)| status)
    }

    /// Sends a verification request. Returns whether the webhook responds with the challenge within 1 s.
    pub async fn verify(&self) -> bool {
        let challenge = random::hex();
        let response = post(&self.url, &self.verification(&challenge), CHALLENGE_LIMIT).await;
        let body = response.filter(|(status, _)| *status == 200).map(|(_, body)| serde_json::from_slice(&body));
        matches!(body, Some(Ok(Value::Object(body))) if body.get("challenge") == Some(&json!(challenge)))
    }

    /// Delivers an event, and repeats the delivery until the response has status 200. Returns all attempts.
    pub async fn deliver(&self, event: &Event) -> Vec<DeliveryAttempt> {
        let mut attempts = vec![self.send(&self.request(event)).await];
        for pause in &self.repeats {
            if attempts.last() == Some(&Some(200)) {
                break;
            }
            tokio::time::sleep(*pause).await;
            attempts.push(self.send(&self.request(event)).await);
        }
        attempts
    }
}

fn plain(body: String) -> Request {
    let headers = vec![("Content-Type".to_owned(), "application/json; charset=utf-8".to_owned())];
    Request { headers, body: body.into() }
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook").field("url", &self.url).finish_non_exhaustive()
    }
}
