//! Faults: what goes wrong with an answer when a test says so.

use std::{collections::VecDeque, time::Duration};

use bytes::Bytes;
use serde_json::json;

use super::{
    delivery::{Cut, Delivery, Drip},
    gzip::BadGzip,
    reply::{Reply, code},
};

/// What goes wrong with an answer. The parts can be put together: `Fault::status(502).body("<html>").delayed(SECOND)`.
///
/// A fault with a status or a body takes the place of the answer; one without lets the server do its work and only delays or spoils what it says.
#[derive(Clone, Debug, Default)]
#[must_use = "a fault does nothing until it is given to `next`"]
pub struct Fault {
    delay: Duration,
    status: Option<u16>,
    body: Option<Bytes>,
    headers: Vec<(String, String)>,
    gzip: Option<BadGzip>,
    delivery: Delivery,
}

impl Fault {
    /// Another HTTP status, with an empty body unless [`body`](Self::body) gives one.
    pub fn status(status: u16) -> Self {
        Self { status: Some(status), ..Self::default() }
    }

    /// An error of Feishu: `{"code": …, "msg": …}` under an HTTP status.
    pub fn api(status: u16, code: i64, message: &str) -> Self {
        Self::status(status).body(json!({ "code": code, "msg": message }).to_string())
    }

    /// The error that says that the tenant token is not valid: HTTP 400, code 99991663.
    pub fn refuse_token() -> Self {
        Self::api(400, code::INVALID_TOKEN.0, code::INVALID_TOKEN.1)
    }

    /// The answer comes later by this.
    pub fn delay(delay: Duration) -> Self {
        Self::default().delayed(delay)
    }

    /// The connection closes without a byte of an answer; nothing is done for the request.
    pub fn cut() -> Self {
        let delivery = Delivery { cut: Cut::BeforeAnswer, ..Delivery::default() };
        Self { delivery, ..Self::default() }
    }

    /// The connection closes after so many bytes of the body, all of which was announced. A shorter body arrives whole.
    pub fn cut_after(bytes: usize) -> Self {
        Self::default().cut_body_after(bytes)
    }

    /// The body comes so many bytes at a time, with a pause before each piece but the first. Of 0 bytes, 1 is made.
    pub fn drip(bytes: usize, every: Duration) -> Self {
        Self::default().dripped(bytes, every)
    }

    /// The answer says that it is gzip, and its bytes are not: they are those of the plain body.
    pub fn gzip_broken() -> Self {
        Self { gzip: Some(BadGzip::Plain), ..Self::default() }
    }

    /// The answer is gzip that ends in the middle: half of the body can be unpacked. Its `Content-Length` is right.
    pub fn gzip_truncated() -> Self {
        Self { gzip: Some(BadGzip::Truncated), ..Self::default() }
    }

    /// An answer with this body, under HTTP 200 unless a status is given.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// A header of the answer; it takes the place of one that would be there.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// As [`delay`](Self::delay), together with something else.
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// As [`cut_after`](Self::cut_after), together with something else.
    pub fn cut_body_after(mut self, bytes: usize) -> Self {
        self.delivery.cut = Cut::InBody(bytes);
        self
    }

    /// As [`drip`](Self::drip), together with something else.
    pub fn dripped(mut self, bytes: usize, every: Duration) -> Self {
        self.delivery.drip = Some(Drip { bytes: bytes.max(1), every });
        self
    }

    /// A wrong `Content-Length`, in bytes.
    ///
    /// When it is longer than the body, the connection closes after the body. When it is shorter, only so many bytes of the body are sent, and
    /// the connection stays open: hyper sends no more than was announced.
    pub fn announces(mut self, length: usize) -> Self {
        self.delivery.announced = Some(length);
        self
    }

    /// Waits as long as the fault says.
    pub(super) async fn wait(&self) {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
    }

    /// What is answered in place of the proper answer, if anything.
    pub(super) fn replacement(&self) -> Option<Reply> {
        let replaces = self.status.is_some() || self.body.is_some() || self.delivery.cut == Cut::BeforeAnswer;
        replaces.then(|| Reply::json(self.status.unwrap_or(200), self.body.clone().unwrap_or_default()))
    }

    /// Gives an answer the headers of the fault, and its way of being sent.
    pub(super) fn spoil(self, mut reply: Reply) -> Reply {
        if let Some(gzip) = self.gzip {
            gzip.apply(&mut reply);
        }
        for (name, value) in self.headers {
            reply.set_header(&name, value);
        }
        reply.delivery = self.delivery;
        reply
    }
}

/// The faults that are still to come, in order.
#[derive(Debug, Default)]
pub(super) struct Faults(VecDeque<(usize, Fault)>);

impl Faults {
    /// After those that stand in line already, so many calls get this fault.
    pub(super) fn push(&mut self, calls: usize, fault: Fault) {
        if calls > 0 {
            self.0.push_back((calls, fault));
        }
    }

    /// The fault of the call that is being answered.
    pub(super) fn take(&mut self) -> Option<Fault> {
        let (left, fault) = self.0.front_mut()?;
        *left -= 1;
        let fault = fault.clone();
        if *left == 0 {
            self.0.pop_front();
        }
        Some(fault)
    }
}
