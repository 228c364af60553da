//! The name under which a client knows the server, for links in responses.

use super::{Received, link, reply::Reply};

/// Makes the links of a response lead to the server under the name that the client uses.
pub(super) fn complete(reply: &mut Reply, received: &Received) {
    if let Ok(text) = str::from_utf8(&reply.body)
        && text.contains(link::HERE)
    {
        let host = received.header("host").filter(|host| is_host(host)).unwrap_or_default();
        reply.body = text.replace(link::HERE, &format!("http://{host}")).into();
    }
}

/// The host is written into JSON.
fn is_host(host: &str) -> bool {
    host.chars()
        .all(|character| character.is_ascii_alphanumeric() || matches!(character, '.' | ':' | '-' | '_' | '[' | ']'))
}
