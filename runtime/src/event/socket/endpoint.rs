//! Requests the URL of a long connection.

use bytes::Bytes;
use reqwest::header::CONTENT_TYPE;
use serde_json::json;
use tokio::time::timeout;
use url::Url;

use super::{
    error::{SocketError, SocketErrorKind},
    handshake::{Failure, http_url, passing},
    pace::ClientConfig,
};
use crate::{
    Error, ErrorKind, Metadata, UnknownFields,
    response::raw::{OnMismatch, RawResponse},
    token::AppCredentials,
    transport::http::Http,
    wire::Slot,
};

const PATH: &str = "/callback/ws/endpoint";

/// Codes of temporary errors of the server: busy, and an internal error.
const TEMPORARY: [i64; 2] = [1, 1_000_040_343];

/// Maximum size of a response, in bytes.
const MAX_SIZE: usize = 64 * 1024;

/// The URL of a long connection, which contains credentials, and its configuration.
pub(super) struct Endpoint {
    pub(super) url: Url,
    /// The service id, which pings contain.
    pub(super) service: i32,
    pub(super) config: ClientConfig,
}

#[derive(Clone, Default)]
struct Data {
    url: String,
    config: Option<ClientConfig>,
    unknown_fields: UnknownFields,
}

crate::object!(Data {
    url: "URL", sensitive;
    config: "ClientConfig";
});

/// Requests the URL of a connection.
pub(super) async fn request(http: &Http, app: &AppCredentials) -> Result<Endpoint, Failure> {
    http.check_reachable(http.base.as_str()).map_err(passing)?;
    let limit = http.attempt_timeout;
    let response = timeout(limit, send(http, app)).await;
    let response = response.unwrap_or_else(|_| Err(passing(format!("no response within {limit:?}"))))?;
    let mut data = Data::vacant();
    match response.read_data(&mut data, OnMismatch::Keep) {
        Ok(_) => {}
        Err(error) if response.metadata.status == 200 && is_final(&error) => {
            return Err(Failure::Final(SocketError::new(SocketErrorKind::Refused, error.code(), error.message())));
        }
        Err(error) => return Err(passing(error)),
    }
    let url = http_url(&data.url).ok_or_else(|| passing("the server states no URL that can be used"))?;
    let service = url.query_pairs().find(|(key, _)| key == "service_id").and_then(|(_, id)| id.parse().ok());
    Ok(Endpoint { service: service.unwrap_or_default(), url, config: data.config.unwrap_or_default() })
}

async fn send(http: &Http, app: &AppCredentials) -> Result<RawResponse, Failure> {
    let url = http.base.join(PATH);
    let failed = |error| passing(http.explain(&url, Error::transport(error)));
    let body = json!({ "AppID": app.id, "AppSecret": app.secret.reveal() }).to_string();
    let client = http.clients.current().map_err(passing)?;
    let request = client.post(&url).header("locale", "zh").header(CONTENT_TYPE, "application/json").body(body);
    let mut response = request.send().await.map_err(failed)?;
    let metadata = Metadata::from_headers(response.status().as_u16(), response.headers());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_SIZE {
            return Err(passing("the response is too long"));
        }
    }
    Ok(RawResponse { metadata, body: Bytes::from(body) })
}

fn is_final(error: &Error) -> bool {
    error.kind() == ErrorKind::Api && error.code().is_none_or(|code| !TEMPORARY.contains(&code))
}
