//! Signals that end the program.

use std::{future::Future, io, process, thread, time::Duration};

use tokio::{runtime, sync::watch};

use crate::failure::Failure;

/// The time in which the program can end by itself after a signal. It cannot while it writes to a pipe that is not read.
const GRACE: Duration = Duration::from_secs(2);

/// A signal that ends the program.
#[derive(Clone, Copy)]
enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// SIGTERM.
    Terminate,
}

impl Signal {
    fn failure(self) -> Failure {
        match self {
            Self::Interrupt => Failure::Interrupted,
            Self::Terminate => Failure::Terminated,
        }
    }
}

/// Receives signals from its creation on. A signal that arrives between two waits ends the second one.
pub(crate) struct Stop(watch::Receiver<Option<Signal>>);

impl Stop {
    /// Installs the signal handlers. Before that, a signal ends the program.
    pub(crate) fn listen() -> Result<Self, Failure> {
        let (sender, receiver) = watch::channel(None);
        // A separate thread with its own runtime, because the runtime of the program blocks while it writes output.
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let signals = {
            let _inside = runtime.enter();
            Signals::install()?
        };
        thread::spawn(move || {
            runtime.block_on(async {
                let signal = signals.next().await;
                sender.send_replace(Some(signal));
                tokio::time::sleep(GRACE).await;
                process::exit(signal.failure().exit_code().into());
            });
        });
        Ok(Self(receiver))
    }

    /// Runs a future until it is done or a signal stops the program.
    pub(crate) async fn until<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Failure> {
        tokio::select! {
            biased;
            Ok(signal) = self.0.wait_for(Option::is_some) => Err(signal.map_or(Failure::Interrupted, Signal::failure)),
            outcome = work => Ok(outcome),
        }
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn install() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.terminate.recv() => Signal::Terminate,
        }
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn install() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(mut self) -> Signal {
        self.0.recv().await;
        Signal::Interrupt
    }
}
