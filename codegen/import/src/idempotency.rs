//! Whether a call may be repeated, as far as its page says.

use crate::drafted::DraftField;
use crate::page::Page;
use crate::rules;

/// Whether the server recognizes a repeated call, or it has no further effect, although the method is not idempotent.
pub(crate) fn is_idempotent(
    page: &Page,
    sent: &[&Vec<DraftField>; 3],
    replaces_whole: bool,
    notes: &mut Vec<String>,
) -> bool {
    if !is_not_idempotent(page) {
        return false;
    }
    let key = sent.iter().flat_map(|fields| fields.iter()).find(|field| rules::is_idempotency_key(field));
    let reason = match key {
        Some(key) => format!("the server recognizes a repeated call by `{}`", key.name),
        None if replaces_whole => "a repeated complete update stores the same values".to_owned(),
        None => return false,
    };
    notes.push(format!("check: idempotent, because {reason}"));
    true
}

/// Whether a page says that the payload replaces all stored values.
pub(crate) fn replaces_whole(page: &Page, payload: &[&Vec<DraftField>; 2], notes: &mut Vec<String>) -> bool {
    let says = ["全量更新", "全量覆盖", "全量替换"].iter().any(|word| page.intro.contains(word));
    let replaces = says && payload.iter().any(|fields| !fields.is_empty());
    if replaces {
        notes.push("check: `replaces: whole`, because the page documents a complete update".to_owned());
    }
    replaces
}

/// Whether the method is not idempotent by default.
fn is_not_idempotent(page: &Page) -> bool {
    matches!(page.method.as_str(), "POST" | "PATCH")
}
