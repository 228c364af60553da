//! Inserts the host name that the client uses into the links of a response.

use super::{Received, link, reply::Reply};

/// Replaces the placeholder in the links of a response by the host that the client used.
pub(super) fn complete(reply: &mut Reply, received: &Received) {
    if let Ok(text) = str::from_utf8(&reply.body)
        && text.contains(link::HERE)
    {
        let host = received.header("host").filter(|host| is_host(host)).unwrap_or_default();
        reply.body = text.replace(link::HERE, &format!("http://{host}")).into();
    }
}

/// Whether a `Host` header is safe to insert into JSON.
fn is_host(host: &str) -> bool {
    host.chars()
        .all(|character| character.is_ascii_alphanumeric() || matches!(character, '.' | ':' | '-' | '_' | '[' | ']'))
}
