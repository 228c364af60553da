//! Bodies that say they are gzip and cannot be unpacked.

use bytes::Bytes;

use super::reply::Reply;

/// The most that one stored block of deflate can hold.
const BLOCK: usize = 0xffff;

/// What is wrong with the gzip of a body.
#[derive(Clone, Copy, Debug)]
pub(super) enum BadGzip {
    /// The bytes are those of the plain body.
    Plain,
    /// It is gzip as far as it goes; half of the body is missing.
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

/// A gzip of the body, up to the middle of it. Nothing is compressed, which gzip allows, and which needs no library.
fn first_half(body: &[u8]) -> Bytes {
    let stored = body.get(..BLOCK).unwrap_or(body);
    // At most `BLOCK`, so it fits.
    let length = stored.len() as u16;
    let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    // The one block there is, and not compressed.
    gzip.push(1);
    gzip.extend(length.to_le_bytes());
    gzip.extend((!length).to_le_bytes());
    gzip.extend(stored.iter().take(stored.len() / 2));
    gzip.into()
}
