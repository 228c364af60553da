//! A plain HTTP client for tests.

use std::io;

use feishu_runtime::{Value, mock::Server};
use reqwest::{Method, header::HeaderMap};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

pub(crate) const TOKEN_PATH: &str = "/open-apis/auth/v3/tenant_access_token/internal";
pub(crate) const HIRE: &str = "/open-apis/hire/v1";

/// Sends arbitrary requests, with a token of the server.
pub(crate) struct RawClient {
    http: reqwest::Client,
    base: String,
    pub(crate) authorization: Option<String>,
}

/// A response as text.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl RawClient {
    pub(crate) fn without_token(server: &Server) -> reqwest::Result<Self> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().build()?;
        Ok(Self { http, base: server.base_url().to_owned(), authorization: None })
    }

    pub(crate) async fn new(server: &Server) -> reqwest::Result<Self> {
        let mut raw = Self::without_token(server)?;
        let token = raw.post(TOKEN_PATH, r#"{"app_id": "a", "app_secret": "s"}"#).await?;
        let token = token.json().get("tenant_access_token").and_then(Value::as_str).map(str::to_owned);
        raw.authorization = Some(format!("Bearer {}", token.unwrap_or_default()));
        Ok(raw)
    }

    pub(crate) async fn get(&self, path: &str) -> reqwest::Result<Response> {
        self.send(Method::GET, path, None, "").await
    }

    /// Returns a response whose body has not been read.
    pub(crate) async fn open(&self, path: &str) -> reqwest::Result<reqwest::Response> {
        let authorization = self.authorization.as_deref().unwrap_or_default();
        self.http.get(format!("{}{path}", self.base)).header("authorization", authorization).send().await
    }

    /// Posts a body without a `Content-Type`.
    pub(crate) async fn post(&self, path: &str, body: &str) -> reqwest::Result<Response> {
        self.send(Method::POST, path, None, body).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        content_type: Option<&str>,
        body: &str,
    ) -> reqwest::Result<Response> {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        if !body.is_empty() {
            request = request.body(body.to_owned());
        }
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Response { status, headers, text: response.text().await? })
    }
}

impl Response {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    pub(crate) fn code(&self) -> Option<i64> {
        self.json().get("code").and_then(Value::as_i64)
    }

    /// Returns `data.id`.
    pub(crate) fn id(&self) -> Option<String> {
        self.json().pointer("/data/id").and_then(Value::as_str).map(str::to_owned)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns `field: value: description` for each violation.
    pub(crate) fn violations(&self) -> Vec<String> {
        let json = self.json();
        let list = json.pointer("/error/field_violations").and_then(Value::as_array).into_iter().flatten();
        let text =
            |violation: &Value, key| violation.get(key).and_then(Value::as_str).map(str::to_owned).unwrap_or_default();
        let line = |it: &Value| [text(it, "field"), text(it, "value"), text(it, "description")].join(": ");
        list.map(line).collect()
    }
}

/// Sends a request on a new connection and returns all received bytes until the server closes the connection.
pub(crate) async fn send_raw(server: &Server, request: &str) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(server.base_url().trim_start_matches("http://")).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    Ok(bytes)
}
