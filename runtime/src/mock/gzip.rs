//! Bodies that are declared as gzip but cannot be decompressed.

use bytes::Bytes;

use super::reply::Reply;

/// Maximum size of a stored deflate block.
const BLOCK: usize = 0xffff;

/// A way in which a gzip body is invalid.
#[derive(Clone, Copy, Debug)]
pub(super) enum BadGzip {
    /// The body is not compressed.
    Plain,
    /// The second half is missing.
    Truncated,
}

impl BadGzip {
    pub(super) fn apply(self, reply: &mut Reply) {
        reply.set_header("content-encoding", "gzip".to_owned());
        if let Self::Truncated = self {
            reply.body = first_half(&reply.body);
        }
    }
}

/// Returns the first half of a body as truncated gzip. It uses a stored block, which needs no compression library.
fn first_half(body: &[u8]) -> Bytes {
    let stored = body.get(..BLOCK).unwrap_or(body);
    // At most `BLOCK`, so the conversion is lossless.
    let length = stored.len() as u16;
    let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    // Header of a single stored block.
    gzip.push(1);
    gzip.extend(length.to_le_bytes());
    gzip.extend((!length).to_le_bytes());
    gzip.extend(stored.iter().take(stored.len() / 2));
    gzip.into()
}
