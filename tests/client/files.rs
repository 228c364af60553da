//! Downloads from a scripted server, and uploads.

mod downloads;
mod downloads_to_file;
mod links;
mod resumed;
mod server;
mod slow_uploads;
mod uploads;

use std::{
    error::Error,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use feishu_hire::{Client, Progress, model::Attachment};

type TestResult<T = ()> = Result<T, Box<dyn Error>>;

/// Creates a client with a short attempt timeout.
fn client() -> TestResult<Client> {
    let builder = Client::builder("cli_x", "very-secret").base_url("http://127.0.0.1:1");
    Ok(builder.attempt_timeout(Duration::from_millis(400)).build()?)
}

fn attachment(url: &str) -> Attachment {
    Attachment { url: Some(url.into()), mime: Some("application/pdf".into()), ..Attachment::default() }
}

/// Returns the content of a file that is larger than one chunk.
fn content() -> Vec<u8> {
    (0..300_000_u32).map(|number| number.to_le_bytes()[0] ^ number.to_le_bytes()[1]).collect()
}

/// Records the progress reports, in order.
#[derive(Clone, Default)]
struct ProgressLog(Arc<Mutex<Vec<Progress>>>);

impl ProgressLog {
    fn listener(&self) -> impl Fn(Progress) + Send + Sync + 'static {
        let log = Arc::clone(&self.0);
        move |progress| log.lock().unwrap_or_else(PoisonError::into_inner).push(progress)
    }

    fn all(&self) -> Vec<Progress> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Returns the names of the files in a folder.
fn names(folder: &Path) -> TestResult<Vec<String>> {
    let entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    Ok(entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}
