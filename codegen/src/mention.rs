//! Operations that a description mentions, as code spans such as `` `hire.v1.note.get` ``.

use crate::{check::operation_id, model::OperationId};

/// Returns the operations that a description mentions.
pub(crate) fn operations(text: &str) -> impl Iterator<Item = OperationId> {
    text.split('`').skip(1).step_by(2).filter_map(mentioned)
}

/// Converts every mentioned operation to a link. `target` returns its target.
pub(crate) fn linked(text: &str, target: impl Fn(&OperationId) -> String) -> String {
    linked_code(text, |code| mentioned(code).map(|id| target(&id)))
}

/// Converts code spans to links. `target` returns the target of a link, or `None` for a code span that stays as it is.
pub(crate) fn linked_code(text: &str, target: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    for (index, piece) in text.split('`').enumerate() {
        let is_code = index % 2 == 1;
        match is_code.then(|| target(piece)).flatten() {
            Some(target) => out.push_str(&format!("[`{piece}`]({target})")),
            None if is_code => out.push_str(&format!("`{piece}`")),
            None => out.push_str(piece),
        }
    }
    out
}

/// Parses an operation id. Other code spans have no version as their second part.
fn mentioned(code: &str) -> Option<OperationId> {
    let parts: Vec<&str> = code.split('.').collect();
    let id = operation_id(&parts)?;
    let number = id.version.strip_prefix('v')?;
    number.parse::<u8>().is_ok().then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_spans_with_a_version_are_operations() {
        let text = "Call `hire.v1.note.get`, not hire.v1.note.list; see `hire.note.get.x` and `note`.";
        assert_eq!(operations(text).map(|id| id.to_string()).collect::<Vec<_>>(), ["hire.v1.note.get"]);
        let linked = linked(text, |id| id.method.clone());
        assert_eq!(linked, text.replace("`hire.v1.note.get`", "[`hire.v1.note.get`](get)"));
    }
}
