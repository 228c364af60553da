//! A mock server in a separate process, so that only CPU time and allocations of the caller are measured.

use std::{
    env, error,
    io::{self, BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
};

use feishu_hire::mock;

use crate::page;

const SERVE: &str = "--serve-the-bench";

/// The running server. It ends when this value is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// The URL of the server.
    pub base_url: String,
}

impl Server {
    /// Starts the current program again as the server. Its `main` must call [`serve_if_requested`] first.
    ///
    /// # Errors
    /// Fails if the process cannot be started.
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

/// Runs the server until the benchmark ends, if this process was started as the server. Returns whether it was. `start` returns the base URL and the
/// server.
///
/// # Errors
/// Fails if the server cannot listen.
pub fn serve_if_requested<S>(
    start: impl Future<Output = Result<(String, S), Box<dyn error::Error>>>,
) -> Result<bool, Box<dyn error::Error>> {
    if !env::args().any(|argument| argument == SERVE) {
        return Ok(false);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let (base_url, _server) = runtime.block_on(start)?;
    println!("{base_url}");
    // The benchmark holds the other end of the pipe, which is closed when the benchmark ends for any reason.
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(true)
}

/// Starts a mock server with a page of 100 interviews.
///
/// # Errors
/// Fails if the server cannot listen.
pub async fn interviews() -> Result<(String, mock::Server), Box<dyn error::Error>> {
    let server = mock::Server::start().await?;
    server.on("hire.v1.interview.list")?.set_items(page::items(100));
    Ok((server.base_url().to_owned(), server))
}
