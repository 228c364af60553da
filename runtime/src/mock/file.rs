//! Files outside of the API, such as those that an answer has the address of.

use std::{
    collections::HashMap,
    error, fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;

use super::{
    Received,
    fault::{Fault, Faults},
    reply::Reply,
};

/// A file of a [`Server`](super::Server).
#[derive(Clone)]
pub struct FileEndpoint {
    state: Arc<FileState>,
}

impl FileEndpoint {
    /// The next so many requests for the file get this fault; after those that already stand in line. `usize::MAX` is for ever.
    pub fn next(self, requests: usize, fault: Fault) -> Self {
        self.state.faults().push(requests, fault);
        self
    }
}

impl fmt::Debug for FileEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FileEndpoint").field(&self.state.path).finish()
    }
}

/// There is no file at this path of the server.
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

/// A file and its script.
#[derive(Debug)]
pub(super) struct FileState {
    path: String,
    content_type: String,
    body: Bytes,
    faults: Mutex<Faults>,
}

impl FileState {
    pub(super) fn take_fault(&self) -> Option<Fault> {
        self.faults().take()
    }

    pub(super) fn answer(&self) -> Reply {
        Reply::new(200, &self.content_type, self.body.clone())
    }

    fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The files by their paths.
#[derive(Debug, Default)]
pub(super) struct Files(Mutex<HashMap<String, Arc<FileState>>>);

impl Files {
    /// Puts a file at a path, in place of what was there, and gives the path back as it stands in a URL.
    pub(super) fn put(&self, path: &str, content_type: String, body: Bytes) -> String {
        let path = from_root(path);
        let state = FileState { path: path.clone(), content_type, body, faults: Mutex::default() };
        self.lock().insert(path.clone(), Arc::new(state));
        path
    }

    /// A file, to be scripted.
    pub(super) fn endpoint(&self, path: &str) -> Result<FileEndpoint, UnknownFile> {
        let path = from_root(path);
        let state = self.lock().get(&path).cloned();
        state.map(|state| FileEndpoint { state }).ok_or(UnknownFile { path })
    }

    /// The file that a request is for.
    pub(super) fn find(&self, received: &Received) -> Option<Arc<FileState>> {
        self.lock().get(&received.path).filter(|_| received.method == "GET").cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<FileState>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn from_root(path: &str) -> String {
    format!("/{}", path.trim_start_matches('/'))
}
