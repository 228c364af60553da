//! Files, down and up: against a small scripted server.

mod down;
mod down_to_file;
mod links;
mod resumed;
mod server;
mod slow_line;
mod up;

use std::{
    error::Error,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use feishu_hire::{Client, Progress, model::Attachment};

type TestResult<T = ()> = Result<T, Box<dyn Error>>;

/// A client that gives up soon on silence.
fn client() -> TestResult<Client> {
    let builder = Client::builder("cli_x", "very-secret").base_url("http://127.0.0.1:1");
    Ok(builder.attempt_timeout(Duration::from_millis(400)).build()?)
}

fn attachment(url: &str) -> Attachment {
    Attachment { url: Some(url.into()), mime: Some("application/pdf".into()), ..Attachment::default() }
}

/// A file that no piece holds whole.
fn content() -> Vec<u8> {
    (0..300_000_u32).map(|number| number.to_le_bytes()[0] ^ number.to_le_bytes()[1]).collect()
}

/// What was told, one after the other.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<Progress>>>);

impl Told {
    fn listener(&self) -> impl Fn(Progress) + Send + Sync + 'static {
        let told = Arc::clone(&self.0);
        move |progress| told.lock().unwrap_or_else(PoisonError::into_inner).push(progress)
    }

    fn all(&self) -> Vec<Progress> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The names in a folder.
fn names(folder: &Path) -> TestResult<Vec<String>> {
    let entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    Ok(entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}
