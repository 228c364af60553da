//! Files that the server serves in addition to the API, such as those to which a response links.

use std::{
    collections::HashMap,
    error, fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;

use super::{
    ReceivedRequest,
    fault::{Fault, Faults},
    link,
    reply::Reply,
};

/// A file of a [`Server`](super::Server).
#[derive(Clone)]
pub struct FileEndpoint {
    state: Arc<FileState>,
}

impl FileEndpoint {
    /// Queues this number of requests without a fault, after the faults that are already queued.
    pub fn pass(self, requests: usize) -> Self {
        self.state.faults().pass(requests);
        self
    }

    /// Queues a fault for this number of requests, after the faults that are already queued. `usize::MAX` means all following requests.
    pub fn inject_fault(self, requests: usize, fault: Fault) -> Self {
        self.state.faults().push(requests, fault);
        self
    }
}

impl fmt::Debug for FileEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FileEndpoint").field(&self.state.path).finish()
    }
}

/// The error of a path at which there is no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFile {
    path: String,
}

impl fmt::Display for UnknownFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the mock server has no file at `{}`", self.path)
    }
}

impl error::Error for UnknownFile {}

/// A file and its queued faults.
#[derive(Debug)]
pub(super) struct FileState {
    path: String,
    content_type: String,
    body: Bytes,
    faults: Mutex<Faults>,
}

impl FileState {
    fn new(path: &str, content_type: String, body: Bytes) -> Self {
        Self { path: path.to_owned(), content_type, body, faults: Mutex::default() }
    }

    pub(super) fn take_fault(&self) -> Option<Fault> {
        self.faults().take()
    }

    pub(super) fn respond(&self) -> Reply {
        Reply::new(200, &self.content_type, self.body.clone())
    }

    fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Files by path.
#[derive(Debug, Default)]
pub(super) struct Files(Mutex<HashMap<String, Arc<FileState>>>);

impl Files {
    /// Stores a file at a path, replaces an existing one, and returns the path for use in a URL.
    pub(super) fn put(&self, path: &str, content_type: String, body: Bytes) -> String {
        let path = with_leading_slash(path);
        self.lock().insert(path.clone(), Arc::new(FileState::new(&path, content_type, body)));
        path
    }

    /// Returns the endpoint of a file.
    pub(super) fn endpoint(&self, path: &str) -> Result<FileEndpoint, UnknownFile> {
        let path = with_leading_slash(path);
        let state = self.get(&path);
        state.map(|state| FileEndpoint { state }).ok_or(UnknownFile { path })
    }

    /// Returns the file of a request.
    pub(super) fn find(&self, received: &ReceivedRequest) -> Option<Arc<FileState>> {
        if received.method == "GET" { self.get(&received.path) } else { None }
    }

    /// Returns a file. A file to which a sample links is created on first access.
    fn get(&self, path: &str) -> Option<Arc<FileState>> {
        let mut files = self.lock();
        if let Some(body) = link::file(path).filter(|_| !files.contains_key(path)) {
            let state = FileState::new(path, "application/octet-stream".to_owned(), body);
            files.insert(path.to_owned(), Arc::new(state));
        }
        files.get(path).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<FileState>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn with_leading_slash(path: &str) -> String {
    format!("/{}", path.trim_start_matches('/'))
}
