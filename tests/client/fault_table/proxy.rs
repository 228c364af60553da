//! Connections that fail: a TCP proxy in front of the server that resets some of them, and a port without a listener.

use std::{
    error::Error,
    io,
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
};

use feishu_hire::mock::Server;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinSet,
};

/// A reserved port without a listener.
pub(super) struct ClosedPort(TcpSocket);

impl ClosedPort {
    pub(super) fn new() -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        Ok(Self(socket))
    }

    pub(super) fn url(&self) -> io::Result<String> {
        Ok(format!("http://{}", self.0.local_addr()?))
    }
}

/// Resolves every host to a closed port first, and to the server from the second connection. The port is that of the address, because the URL
/// contains none.
pub(super) struct FirstClosed {
    closed: SocketAddr,
    server: SocketAddr,
    is_first: AtomicBool,
}

impl FirstClosed {
    pub(super) fn new(port: &ClosedPort, server: &Server) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let server = server.base_url().trim_start_matches("http://").parse()?;
        Ok(Self { closed: port.0.local_addr()?, server, is_first: AtomicBool::new(true) })
    }
}

impl Resolve for FirstClosed {
    fn resolve(&self, _: Name) -> Resolving {
        let address = if self.is_first.swap(false, Ordering::Relaxed) { self.closed } else { self.server };
        let addresses: Addrs = Box::new(std::iter::once(address));
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

/// A TCP proxy.
pub(super) struct Proxy(TcpListener);

impl Proxy {
    pub(super) async fn new() -> io::Result<Self> {
        TcpListener::bind(("127.0.0.1", 0)).await.map(Self)
    }

    pub(super) fn url(&self) -> io::Result<String> {
        Ok(format!("http://{}", self.0.local_addr()?))
    }

    /// Resets this number of connections and forwards the others to the server.
    pub(super) async fn forward_to(self, server: String, mut resets: usize) -> io::Result<()> {
        let mut connections = JoinSet::new();
        loop {
            let (stream, _) = self.0.accept().await?;
            if resets > 0 {
                resets -= 1;
                reset(&stream).await?;
            } else {
                connections.spawn(forward(stream, server.clone()));
            }
        }
    }
}

/// Resets a connection after the client has sent data. Before that, some systems report that the connection was never established.
async fn reset(stream: &TcpStream) -> io::Result<()> {
    stream.peek(&mut [0]).await?;
    stream.set_zero_linger()
}

async fn forward(mut from: TcpStream, server: String) -> io::Result<()> {
    let mut to = TcpStream::connect(server.trim_start_matches("http://")).await?;
    copy_bidirectional(&mut from, &mut to).await.map(drop)
}
