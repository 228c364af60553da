//! Faults that tests inject into responses.

use std::{collections::VecDeque, time::Duration};

use bytes::Bytes;
use serde_json::json;

use crate::error::code;

use super::{
    delivery::{Delivery, Disconnect, Drip},
    gzip::BadGzip,
    reply::Reply,
};

/// A fault that is injected into a response. Faults can be combined: `Fault::status(502).body("<html>").delayed(SECOND)`.
///
/// A fault with a status or a body replaces the response, and [`disconnect`](Self::disconnect) prevents it: the server does not execute the request.
/// Other faults only affect how the response is sent.
#[derive(Clone, Debug, Default)]
#[must_use = "faults do nothing unless passed to `inject_fault` or `inject_faults`"]
pub struct Fault(Box<Parts>);

/// The parts of a fault. They are boxed to keep `Result<_, Fault>` small.
#[derive(Clone, Debug, Default)]
struct Parts {
    delay: Duration,
    status: Option<u16>,
    body: Option<Bytes>,
    headers: Vec<(String, String)>,
    gzip: Option<BadGzip>,
    delivery: Delivery,
}

impl Fault {
    fn of(parts: Parts) -> Self {
        Self(Box::new(parts))
    }

    /// Responds with this HTTP status and an empty body; set the body with [`body`](Self::body).
    pub fn status(status: u16) -> Self {
        Self::of(Parts { status: Some(status), ..Parts::default() })
    }

    /// Responds with a Feishu error, `{"code": …, "msg": …}`, and this HTTP status.
    pub fn api(status: u16, code: i64, message: &str) -> Self {
        Self::status(status).body(json!({ "code": code, "msg": message }).to_string())
    }

    /// Responds with the error for an invalid tenant token: HTTP 400, code 99991663.
    pub fn refuse_token() -> Self {
        let [(code, message), ..] = code::TENANT_TOKEN_REFUSED;
        Self::api(400, code, message)
    }

    /// Delays the response.
    pub fn delay(delay: Duration) -> Self {
        Self::default().delayed(delay)
    }

    /// Closes the connection without a response. The request is not executed.
    pub fn disconnect() -> Self {
        let delivery = Delivery { disconnect: Disconnect::BeforeResponse, ..Delivery::default() };
        Self::of(Parts { delivery, ..Parts::default() })
    }

    /// Closes the connection after this number of bytes of the body. The `Content-Length` states the full length. A shorter body is sent completely.
    pub fn disconnect_after(bytes: usize) -> Self {
        Self::default().disconnected_after(bytes)
    }

    /// Sends the body in chunks of this number of bytes, with a pause between chunks. 0 is treated as 1.
    pub fn drip(bytes: usize, every: Duration) -> Self {
        Self::default().dripped(bytes, every)
    }

    /// Declares the body as gzip, but sends it uncompressed.
    pub fn broken_gzip() -> Self {
        Self::of(Parts { gzip: Some(BadGzip::Plain), ..Parts::default() })
    }

    /// Sends a truncated gzip body, from which the first half can be decompressed. The `Content-Length` matches the truncated body.
    pub fn truncated_gzip() -> Self {
        Self::of(Parts { gzip: Some(BadGzip::Truncated), ..Parts::default() })
    }

    /// Responds with this body. If no status is set, the status is HTTP 200.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.0.body = Some(body.into());
        self
    }

    /// Sets a header of the response and replaces an existing one.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.0.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds a [`delay`](Self::delay) to this fault.
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.0.delay = delay;
        self
    }

    /// Adds [`disconnect_after`](Self::disconnect_after) to this fault.
    pub fn disconnected_after(mut self, bytes: usize) -> Self {
        self.0.delivery.disconnect = Disconnect::InBody(bytes);
        self
    }

    /// Adds [`drip`](Self::drip) to this fault.
    pub fn dripped(mut self, bytes: usize, every: Duration) -> Self {
        self.0.delivery.drip = Some(Drip { bytes: bytes.max(1), every });
        self
    }

    /// Sets a wrong `Content-Length`, in bytes.
    ///
    /// If it exceeds the length of the body, the connection is closed after the body. If it is smaller, the body is cut to this length and the
    /// connection stays open, because hyper does not send more than announced.
    pub fn content_length(mut self, length: usize) -> Self {
        self.0.delivery.announced = Some(length);
        self
    }

    /// Waits for the delay of the fault.
    pub(super) async fn wait(&self) {
        if !self.0.delay.is_zero() {
            tokio::time::sleep(self.0.delay).await;
        }
    }

    /// Returns the response to a request for which there is no other response.
    pub(super) async fn respond(self, log_id: &str) -> Reply {
        self.wait().await;
        let mut reply = self.replacement().unwrap_or_else(|| Reply::json(200, Bytes::new()));
        reply.set_header("x-tt-logid", log_id.to_owned());
        self.apply(reply)
    }

    /// Returns the response that replaces the regular one, if there is one.
    pub(super) fn replacement(&self) -> Option<Reply> {
        let replaces = self.0.status.is_some()
            || self.0.body.is_some()
            || self.0.delivery.disconnect == Disconnect::BeforeResponse;
        replaces.then(|| Reply::json(self.0.status.unwrap_or(200), self.0.body.clone().unwrap_or_default()))
    }

    /// Applies the headers and the delivery of the fault to a response.
    pub(super) fn apply(self, mut reply: Reply) -> Reply {
        if let Some(gzip) = self.0.gzip {
            gzip.apply(&mut reply);
        }
        for (name, value) in self.0.headers {
            reply.set_header(&name, value);
        }
        reply.delivery = self.0.delivery;
        reply
    }
}

/// Queue of faults, and of calls without one.
#[derive(Debug, Default)]
pub(super) struct Faults(VecDeque<(usize, Option<Fault>)>);

impl Faults {
    /// Queues a fault for this number of calls.
    pub(super) fn push(&mut self, calls: usize, fault: Fault) {
        self.extend(calls, Some(fault));
    }

    /// Queues this number of calls without a fault.
    pub(super) fn pass(&mut self, calls: usize) {
        self.extend(calls, None);
    }

    fn extend(&mut self, calls: usize, fault: Option<Fault>) {
        if calls > 0 {
            self.0.push_back((calls, fault));
        }
    }

    /// Takes the fault for the current call.
    pub(super) fn take(&mut self) -> Option<Fault> {
        let (left, fault) = self.0.front_mut()?;
        *left -= 1;
        let fault = fault.clone();
        if *left == 0 {
            self.0.pop_front();
        }
        fault
    }
}
