//! A mock server in a process of its own, so that only the caller is measured: its CPU, and its allocations.

use std::{
    env, error,
    io::{self, BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
};

use feishu_hire::mock;

use crate::page;

const SERVE: &str = "--serve-the-bench";

/// The running server; it ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub base_url: String,
}

impl Server {
    /// Starts this very program once more, which must begin with [`serve_if_told`].
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start() -> io::Result<Self> {
        let mut child =
            Command::new(env::current_exe()?).arg(SERVE).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut base_url = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut base_url)?;
        }
        Ok(Self { child, base_url: base_url.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Is the server, if this process was started to be it, until the bench has ended; tells whether it was. `start` returns where it listens, and
/// the server itself.
///
/// # Errors
/// When it cannot listen.
pub fn serve_if_told<S>(
    start: impl Future<Output = Result<(String, S), Box<dyn error::Error>>>,
) -> Result<bool, Box<dyn error::Error>> {
    if !env::args().any(|argument| argument == SERVE) {
        return Ok(false);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let (base_url, _server) = runtime.block_on(start)?;
    println!("{base_url}");
    // The bench holds the other end, and lets it go however it ends.
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(true)
}

/// A mock server with a page of 100 interviews.
///
/// # Errors
/// When it cannot listen.
pub async fn interviews() -> Result<(String, mock::Server), Box<dyn error::Error>> {
    let server = mock::Server::start().await?;
    server.on("hire.v1.interview.list")?.items(page::items(100));
    Ok((server.base_url().to_owned(), server))
}
