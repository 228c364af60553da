//! A Redis server for one test.

use std::{
    env, io,
    net::{Ipv4Addr, TcpListener},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

/// A `redis-server` process without persistence. It is killed when this value is dropped.
pub(crate) struct RedisServer {
    port: u16,
    child: Child,
}

impl RedisServer {
    /// Starts a server. Without `redis-server`, prints a notice and returns `None`; in CI (`FEISHU_CI`), returns an error.
    pub(crate) fn start() -> io::Result<Option<Self>> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        match start_at(port) {
            Ok(child) => Ok(Some(Self { port, child })),
            Err(error) if error.kind() == io::ErrorKind::NotFound && env::var_os("FEISHU_CI").is_none() => {
                eprintln!("skipped: redis-server is not installed");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(crate) fn kill(&mut self) -> io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(drop)
    }

    /// Starts an empty server on the same port.
    pub(crate) fn start_again(&mut self) -> io::Result<()> {
        self.child = start_at(self.port)?;
        Ok(())
    }

    pub(crate) fn connect(&self) -> redis::RedisResult<redis::Connection> {
        redis::Client::open(self.url())?.get_connection()
    }

    /// Waits until this number of clients is connected.
    pub(crate) async fn wait_for_clients(&self, clients: usize) -> Result<(), Box<dyn std::error::Error>> {
        let mut connection = self.connect()?;
        for _ in 0..500 {
            let list: String = redis::cmd("CLIENT").arg("LIST").query(&mut connection)?;
            // One of them is this connection.
            if list.lines().count() > clients {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Err(format!("{clients} clients do not connect").into())
    }

    /// Returns all keys with their raw values.
    pub(crate) fn contents(&self) -> redis::RedisResult<Vec<(String, redis::Value)>> {
        let mut connection = self.connect()?;
        let keys: Vec<String> = redis::cmd("KEYS").arg("*").query(&mut connection)?;
        let mut contents = Vec::new();
        for key in keys {
            let kind: String = redis::cmd("TYPE").arg(&key).query(&mut connection)?;
            let value = if kind == "zset" {
                redis::cmd("ZRANGE").arg(&key).arg(0).arg(-1).arg("WITHSCORES").query(&mut connection)?
            } else {
                redis::cmd("GET").arg(&key).query(&mut connection)?
            };
            contents.push((key, value));
        }
        Ok(contents)
    }
}

/// Starts a server, and waits until it responds.
fn start_at(port: u16) -> io::Result<Child> {
    let mut child = Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "no"])
        .stdout(Stdio::null())
        .spawn()?;
    for _ in 0..500 {
        let ready = redis::Client::open(format!("redis://127.0.0.1:{port}")).and_then(|client| client.get_connection());
        if ready.is_ok() {
            return Ok(child);
        }
        sleep(Duration::from_millis(10));
    }
    child.kill()?;
    Err(io::Error::other("redis-server does not respond"))
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // The process may have exited already.
        let _ = self.kill();
    }
}
