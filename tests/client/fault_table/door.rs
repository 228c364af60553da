//! Connections that come to nothing: a door before the server.

use std::{io, net::SocketAddr};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinSet,
};

/// A reserved address without a listener.
pub(super) struct Closed(TcpSocket);

impl Closed {
    pub(super) fn new() -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        Ok(Self(socket))
    }

    pub(super) fn url(&self) -> io::Result<String> {
        Ok(format!("http://{}", self.0.local_addr()?))
    }

    pub(super) async fn open(self, server: String) -> io::Result<()> {
        Door(self.0.listen(64)?).lead_to(server, 0).await
    }
}

/// An open door.
pub(super) struct Door(TcpListener);

impl Door {
    pub(super) async fn new() -> io::Result<Self> {
        TcpListener::bind(("127.0.0.1", 0)).await.map(Self)
    }

    pub(super) fn url(&self) -> io::Result<String> {
        Ok(format!("http://{}", self.0.local_addr()?))
    }

    /// Resets this number of connections and forwards the others to the server.
    pub(super) async fn lead_to(self, server: String, mut resets: usize) -> io::Result<()> {
        let mut connections = JoinSet::new();
        loop {
            let (stream, _) = self.0.accept().await?;
            if resets > 0 {
                resets -= 1;
                reset(&stream).await?;
            } else {
                connections.spawn(lead(stream, server.clone()));
            }
        }
    }
}

/// Not before the client has sent something: earlier, some systems say that there was no connection at all.
async fn reset(stream: &TcpStream) -> io::Result<()> {
    stream.peek(&mut [0]).await?;
    stream.set_zero_linger()
}

async fn lead(mut from: TcpStream, server: String) -> io::Result<()> {
    let mut to = TcpStream::connect(server.trim_start_matches("http://")).await?;
    copy_bidirectional(&mut from, &mut to).await.map(drop)
}
