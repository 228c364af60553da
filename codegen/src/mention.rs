//! Operations and events that a description mentions, as code spans such as `` `hire.v1.note.get` `` and `` `hire.talent.deleted_v1` ``.

use crate::{
    check::{event_type, operation_id},
    model::{EventId, OWN_SERVICE, OperationId},
};

/// An operation or an event that a code span mentions.
#[derive(Debug)]
pub(crate) enum Mention {
    Operation(OperationId),
    Event(EventId),
}

/// Returns the operations and events that a description mentions.
pub(crate) fn mentions(text: &str) -> impl Iterator<Item = Mention> {
    text.split('`').skip(1).step_by(2).filter_map(mentioned)
}

/// Converts every mention to a link. `target` returns its target.
pub(crate) fn linked(text: &str, target: impl Fn(&Mention) -> String) -> String {
    linked_code(text, |code| mentioned(code).map(|mention| target(&mention)))
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

/// Parses the id of an operation or an event, which contains a version. A text of three parts is an event only if it starts with `hire`. Otherwise it may
/// be the path of a field.
fn mentioned(code: &str) -> Option<Mention> {
    let parts: Vec<&str> = code.split('.').collect();
    let operation = operation_id(&parts).filter(|id| is_version(&id.version)).map(Mention::Operation);
    operation.or_else(|| {
        event_type(code).filter(|id| id.service == OWN_SERVICE && is_version(&id.version)).map(Mention::Event)
    })
}

fn is_version(text: &str) -> bool {
    text.strip_prefix('v').is_some_and(|number| number.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_spans_with_a_version_are_mentions() {
        let text = "Call `hire.v1.note.get`, not hire.v1.note.list; see `hire.note.get.x`, `note`, `a.b.time_v2` and `hire.note.created_v1`.";
        let name = |mention: &Mention| match mention {
            Mention::Operation(id) => id.method.clone(),
            Mention::Event(id) => id.name.clone(),
        };
        assert_eq!(mentions(text).map(|mention| name(&mention)).collect::<Vec<_>>(), ["get", "created"]);
        let expected = text
            .replace("`hire.v1.note.get`", "[`hire.v1.note.get`](get)")
            .replace("`hire.note.created_v1`", "[`hire.note.created_v1`](created)");
        assert_eq!(linked(text, name), expected);
    }
}
