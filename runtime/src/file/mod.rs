//! Uploads as parts of a form (`upload`), downloads from the links in a response (`download`), and the progress of both (`progress`).

pub(crate) mod download;
mod progress;
pub(crate) mod upload;

pub use download::{Download, DownloadStream, Downloaded};
pub use progress::Progress;
pub use upload::Upload;
