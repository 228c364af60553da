//! A proxy between client and server. It disturbs some of the requests, chosen by a seed.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

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
    /// The response comes late.
    Late,
    /// The response comes in pieces.
    Pieces,
    /// A page of a listing refers to a next page without naming it.
    NoPageToken,
}

const FAULTS: [Fault; 9] = [
    Fault::LostRequest,
    Fault::LostResponse,
    Fault::HalfResponse,
    Fault::BadGateway,
    Fault::FirewallPage,
    Fault::Overloaded,
    Fault::Late,
    Fault::Pieces,
    Fault::NoPageToken,
];

/// Of the requests chosen for [`Fault::Overloaded`], only one in this number gets it, because it makes all calls of the operation wait for a second.
const OVERLOADED_ONE_IN: u64 = 6;

/// The proxy. It ends when it is dropped.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
    _tasks: JoinSet<()>,
}

struct Shared {
    server: SocketAddr,
    one_in: u64,
    random: Mutex<u64>,
    faults: Mutex<Vec<Fault>>,
}

impl Proxy {
    /// Disturbs about one in `one_in` requests.
    pub(crate) async fn start(server: SocketAddr, seed: u64, one_in: u64) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { server, one_in, random: Mutex::new(seed), faults: Mutex::default() });
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

    /// The faults so far.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        self.shared.faults.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Shared {
    /// Passes requests on until the connection ends.
    async fn serve(&self, mut client: TcpStream) -> io::Result<()> {
        let mut server = TcpStream::connect(self.server).await?;
        while let Some(request) = message(&mut client).await? {
            let fault = self.choose(&request);
            match fault {
                Some(Fault::LostRequest) => return Ok(()),
                Some(Fault::BadGateway) => page(&mut client, "502 Bad Gateway", "text/html", "").await?,
                Some(Fault::FirewallPage) => page(&mut client, "200 OK", "text/html; title=错误", "").await?,
                Some(Fault::Overloaded) => {
                    page(&mut client, "503 Service Unavailable", "text/html", "retry-after: 1\r\n").await?;
                }
                _ => {
                    server.write_all(&request).await?;
                    let Some(response) = message(&mut server).await? else { return Ok(()) };
                    if !deliver(&mut client, response, fault).await? {
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
        let fault = FAULTS.get(usize::try_from(self.below(FAULTS.len() as u64)).ok()?).copied()?;
        let fault = match fault {
            Fault::NoPageToken if !is_listing => Fault::Late,
            Fault::Overloaded if self.below(OVERLOADED_ONE_IN) > 0 => Fault::BadGateway,
            fault => fault,
        };
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
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
async fn deliver(client: &mut TcpStream, response: Vec<u8>, fault: Option<Fault>) -> io::Result<bool> {
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
            client.write_all(&without_page_token(&response)).await?;
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

/// Removes the token of the next page, if there is a next page.
fn without_page_token(response: &[u8]) -> Vec<u8> {
    let changed = || -> Option<Vec<u8>> {
        let head = head_length(response)?;
        let mut body: Value = serde_json::from_slice(response.get(head..)?).ok()?;
        body.pointer_mut("/data")?.as_object_mut()?.remove("page_token")?;
        let body = body.to_string();
        let length = body.len();
        Some(
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
                .into_bytes(),
        )
    };
    changed().unwrap_or_else(|| response.to_vec())
}
