//! Page sizes, page tokens, and the fields with which a response refers to the next page.

use serde_json::{Map, Value};

use super::{check::Violation, parameters::RequestParameters};
use crate::operation::Paging;

/// Default page size.
pub(super) const DEFAULT_SIZE: usize = 10;

/// Returns the start and the size of the requested page. `len` is the number of positions at which a page can start.
///
/// # Errors
/// Returns an error for an unknown page token.
pub(super) fn requested(paging: Paging, request: &RequestParameters, len: usize) -> Result<(usize, usize), Violation> {
    let size = request.get(paging.size).and_then(|size| size.text().parse().ok());
    let start = match request.get(paging.token).map(|token| token.text()) {
        None => 0,
        Some(token) => start_of(&token)
            .filter(|start| *start == 0 || *start < len)
            .ok_or_else(|| Violation::new(paging.token, token, "page token is invalid"))?,
    };
    Ok((start, size.unwrap_or(DEFAULT_SIZE).max(1)))
}

/// Sets the items, and the start of the next page if there is one.
pub(super) fn set(data: &mut Map<String, Value>, paging: Paging, items: Vec<Value>, next: Option<usize>) {
    data.insert(paging.items.to_owned(), items.into());
    data.insert(paging.more.to_owned(), next.is_some().into());
    match next {
        Some(next) => data.insert(paging.next.to_owned(), token_for(next).into()),
        None => data.remove(paging.next),
    };
}

/// Returns a page token. Like Feishu's tokens, it contains base64 characters, so tests detect clients that do not percent-encode it.
fn token_for(start: usize) -> String {
    format!("page+{start}/==")
}

fn start_of(token: &str) -> Option<usize> {
    token.strip_prefix("page+")?.strip_suffix("/==")?.parse().ok()
}
