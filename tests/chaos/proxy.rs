//! A proxy between client and server. It disturbs some of the requests, chosen by a seed.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use percent_encoding::percent_decode_str;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::sleep,
};

/// A disturbance of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// The connection ends before the server gets the request.
    LostRequest,
    /// The server executes the request, and its response is lost.
    LostResponse,
    /// The connection ends within the body of the response.
    HalfResponse,
    /// A page of a gateway with HTTP 502.
    BadGateway,
    /// A page of a firewall with HTTP 200, and a media type beyond ASCII.
    FirewallPage,
    /// HTTP 503 with `Retry-After`.
    Overloaded,
    /// HTTP 429 with Feishu's code, without `Retry-After`.
    RateLimited,
    /// HTTP 429 of a gateway, with `Retry-After`.
    Throttled,
    /// HTTP 302. A link is redirected to itself, a call to another host.
    Redirect,
    /// Feishu does not accept the token, for one of several reasons.
    RefusedToken,
    /// The response is late.
    Late,
    /// The response arrives in pieces.
    Pieces,
    /// A page of a listing reports further pages but has no page token.
    NoPageToken,
    /// A page of a listing refers to itself as the next page.
    RepeatedPageToken,
}

pub(crate) const FAULTS: [Fault; 14] = [
    Fault::LostRequest,
    Fault::LostResponse,
    Fault::HalfResponse,
    Fault::BadGateway,
    Fault::FirewallPage,
    Fault::Overloaded,
    Fault::RateLimited,
    Fault::Throttled,
    Fault::Redirect,
    Fault::RefusedToken,
    Fault::Late,
    Fault::Pieces,
    Fault::NoPageToken,
    Fault::RepeatedPageToken,
];

/// A fault that makes all calls of the operation wait for a second is injected less often: after its first occurrence, only into one in this number
/// of the requests that would get it.
const HOLD_ONE_IN: u64 = 12;

/// The codes with which Feishu refuses tenant access tokens.
const TOKEN_CODES: [i64; 3] = [99991663, 99991665, 20013];

/// The proxy. It ends when it is dropped.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
    _tasks: JoinSet<()>,
}

struct Shared {
    server: SocketAddr,
    kinds: &'static [Fault],
    one_in: u64,
    requests: AtomicUsize,
    random: Mutex<u64>,
    faults: Mutex<Vec<Fault>>,
}

impl Proxy {
    /// Disturbs about one in `one_in` requests, with faults of these kinds.
    pub(crate) async fn start(server: SocketAddr, seed: u64, kinds: &'static [Fault], one_in: u64) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (requests, random) = (AtomicUsize::new(0), Mutex::new(seed));
        let shared = Arc::new(Shared { server, kinds, one_in, requests, random, faults: Mutex::default() });
        let (mut tasks, connections) = (JoinSet::new(), Arc::clone(&shared));
        tasks.spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let shared = Arc::clone(&connections);
                // The error of a closed connection is expected here.
                open.spawn(async move { shared.serve(client).await.unwrap_or_default() });
                while open.try_join_next().is_some() {}
            }
        });
        Ok(Self { address, shared, _tasks: tasks })
    }

    /// Returns the number of requests so far.
    pub(crate) fn requests(&self) -> usize {
        self.shared.requests.load(Ordering::Relaxed)
    }

    /// Returns the faults so far.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        self.shared.faults().clone()
    }
}

impl Shared {
    fn faults(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Passes requests on until the connection ends.
    async fn serve(&self, mut client: TcpStream) -> io::Result<()> {
        let mut server = TcpStream::connect(self.server).await?;
        while let Some(request) = message(&mut client).await? {
            self.requests.fetch_add(1, Ordering::Relaxed);
            let fault = self.choose(&request);
            match fault {
                Some(Fault::LostRequest) => return Ok(()),
                Some(Fault::BadGateway) => page(&mut client, "502 Bad Gateway", "text/html", "").await?,
                Some(Fault::FirewallPage) => page(&mut client, "200 OK", "text/html; title=错误", "").await?,
                Some(Fault::Overloaded) => {
                    page(&mut client, "503 Service Unavailable", "text/html", "retry-after: 1\r\n").await?;
                }
                Some(Fault::Throttled) => {
                    page(&mut client, "429 Too Many Requests", "text/html", "retry-after: 1\r\n").await?;
                }
                Some(Fault::Redirect) => {
                    let location = format!("location: {}\r\n", redirected(&request));
                    page(&mut client, "302 Found", "text/html", &location).await?;
                }
                Some(Fault::RateLimited) => refuse(&mut client, "429 Too Many Requests", 99991400).await?,
                Some(Fault::RefusedToken) => {
                    let index = usize::try_from(self.below(TOKEN_CODES.len() as u64)).unwrap_or_default();
                    let code = TOKEN_CODES.get(index).copied().unwrap_or(99991663);
                    refuse(&mut client, "400 Bad Request", code).await?;
                }
                _ => {
                    server.write_all(&request).await?;
                    let Some(response) = message(&mut server).await? else { return Ok(()) };
                    if !deliver(&mut client, &request, response, fault).await? {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    fn choose(&self, request: &[u8]) -> Option<Fault> {
        let is_listing = request.starts_with(b"GET /open-apis/hire/v1/interviews?");
        if self.below(self.one_in) > 0 {
            return None;
        }
        let fault = self.kinds.get(usize::try_from(self.below(self.kinds.len() as u64)).ok()?).copied()?;
        let is_hold = matches!(fault, Fault::Overloaded | Fault::RateLimited | Fault::Throttled);
        let fault = match fault {
            // Listings are rare. Therefore, a third of their faults affect the page tokens.
            _ if is_listing && self.below(3) == 0 => {
                if page_token(request).is_some() && self.below(2) == 0 {
                    Fault::RepeatedPageToken
                } else {
                    Fault::NoPageToken
                }
            }
            Fault::NoPageToken if !is_listing => Fault::Late,
            Fault::RepeatedPageToken if page_token(request).is_none() => Fault::Late,
            Fault::RefusedToken if !is_call(request) => Fault::Late,
            _ if is_hold && self.faults().contains(&fault) && self.below(HOLD_ONE_IN) > 0 => Fault::BadGateway,
            fault => fault,
        };
        self.faults().push(fault);
        Some(fault)
    }

    /// Returns a random number from the generator SplitMix64.
    fn below(&self, bound: u64) -> u64 {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        *random = random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*random ^ (*random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// Returns whether the connection stays open.
async fn deliver(client: &mut TcpStream, request: &[u8], response: Vec<u8>, fault: Option<Fault>) -> io::Result<bool> {
    match fault {
        Some(Fault::LostResponse) => return Ok(false),
        Some(Fault::HalfResponse) => {
            let half = head_length(&response).map_or(0, |head| head + (response.len() - head) / 2);
            client.write_all(response.get(..half).unwrap_or_default()).await?;
            return Ok(false);
        }
        Some(Fault::Late) => sleep(Duration::from_millis(80)).await,
        Some(Fault::Pieces) => {
            for piece in response.chunks(response.len().div_ceil(5).max(1)) {
                client.write_all(piece).await?;
                sleep(Duration::from_millis(5)).await;
            }
            return Ok(true);
        }
        Some(Fault::NoPageToken) => {
            client.write_all(&with_page_token(&response, None)).await?;
            return Ok(true);
        }
        Some(Fault::RepeatedPageToken) => {
            client.write_all(&with_page_token(&response, page_token(request).as_deref())).await?;
            return Ok(true);
        }
        _ => {}
    }
    client.write_all(&response).await?;
    Ok(true)
}

async fn page(client: &mut TcpStream, status: &str, media_type: &str, header: &str) -> io::Result<()> {
    let body = "<html>blocked</html>";
    let length = body.len();
    let page =
        format!("HTTP/1.1 {status}\r\ncontent-type: {media_type}\r\n{header}content-length: {length}\r\n\r\n{body}");
    client.write_all(page.as_bytes()).await
}

async fn refuse(client: &mut TcpStream, status: &str, code: i64) -> io::Result<()> {
    let body = format!(r#"{{"code":{code},"msg":"no"}}"#);
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
    client.write_all((head + &body).as_bytes()).await
}

/// Whether a request is a call of an operation: it has a token. Requests for tokens and files have none.
fn is_call(request: &[u8]) -> bool {
    String::from_utf8_lossy(request).to_ascii_lowercase().contains("\r\nauthorization: bearer")
}

/// Returns the target to which a request is redirected.
fn redirected(request: &[u8]) -> String {
    let head = String::from_utf8_lossy(request);
    let path = head.split(' ').nth(1).unwrap_or("/");
    if path.starts_with("/open-apis/") { "http://127.0.0.1:1/elsewhere".to_owned() } else { path.to_owned() }
}

/// Returns the page token of a request.
fn page_token(request: &[u8]) -> Option<String> {
    let line = std::str::from_utf8(request.split(|byte| *byte == b'\r').next()?).ok()?;
    let token = line.split(['?', '&', ' ']).find_map(|part| part.strip_prefix("page_token="))?;
    Some(percent_decode_str(token).decode_utf8_lossy().into_owned()).filter(|token| !token.is_empty())
}

/// Reads a request or a response. Returns `None` if the connection has ended.
async fn message(from: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    loop {
        if let Some(head) = head_length(&bytes)
            && bytes.len() >= head + content_length(bytes.get(..head).unwrap_or_default())
        {
            return Ok(Some(bytes));
        }
        if from.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    }
}

fn head_length(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|end| end + 4)
}

fn content_length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let line = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    line.and_then(|length| length.trim().parse().ok()).unwrap_or_default()
}

/// Replaces or removes the token of the next page, if there is a next page.
fn with_page_token(response: &[u8], token: Option<&str>) -> Vec<u8> {
    let changed = || -> Option<Vec<u8>> {
        let head = head_length(response)?;
        let mut body: Value = serde_json::from_slice(response.get(head..)?).ok()?;
        let data = body.pointer_mut("/data")?.as_object_mut()?;
        data.remove("page_token")?;
        data.extend(token.map(|token| ("page_token".to_owned(), token.into())));
        let body = body.to_string();
        let length = body.len();
        Some(
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
                .into_bytes(),
        )
    };
    changed().unwrap_or_else(|| response.to_vec())
}
