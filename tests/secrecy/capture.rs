//! Captures everything that the process logs or prints.

use std::{
    fmt,
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use tracing_subscriber::fmt::{MakeWriter, format::FmtSpan};

/// The captured text.
#[derive(Clone, Default)]
pub(crate) struct Capture(Arc<Mutex<Vec<u8>>>);

impl Capture {
    /// Starts to capture all events and log lines of the process at TRACE, and the messages of panics.
    pub(crate) fn start() -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let capture = Self::default();
        tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(capture.clone())
            .try_init()?;
        let panics = capture.clone();
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            panics.print(format_args!("{panic}"));
            usual(panic);
        }));
        capture.print(format_args!("panic hook in place"));
        Ok(capture)
    }

    pub(crate) fn print(&self, text: fmt::Arguments<'_>) {
        let _ = writeln!(self.make_writer(), "{text}");
    }

    pub(crate) fn printed(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for Capture {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Capture {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
