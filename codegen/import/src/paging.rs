//! The paging of a drafted operation.

use crate::drafted::{DraftField, Ty};

/// Returns the paging of the operation. Adds a note if the response only has a part of the fields.
pub(crate) fn draft_paging(
    query: &[DraftField],
    body: &[DraftField],
    response: &[DraftField],
    notes: &mut Vec<String>,
) -> Option<String> {
    let paging = find_paging(query, body, response);
    if paging.is_none() && response.iter().any(|field| field.name == "has_more") {
        notes.push("check: the response has `has_more`, but not all paging fields".to_owned());
    }
    paging
}

/// Returns the value of `paging` if the operation has all paging fields.
fn find_paging(query: &[DraftField], body: &[DraftField], response: &[DraftField]) -> Option<String> {
    let parameter = |name: &str, types: &[&str]| {
        let mut all = query.iter().chain(body);
        all.any(|field| field.name == name && matches!(field.ty, Ty::Plain(ty) if types.contains(&ty)))
    };
    let has_field = |name: &str, ty: &str| {
        response.iter().any(|field| field.name == name && matches!(field.ty, Ty::Plain(found) if found == ty))
    };
    let lists: Vec<&DraftField> = response.iter().filter(|field| matches!(field.ty, Ty::List(_))).collect();
    let items =
        lists.iter().find(|field| field.name == "items").or_else(|| lists.first().filter(|_| lists.len() == 1))?;
    let whole = parameter("page_size", &["int32", "int64"])
        && parameter("page_token", &["string"])
        && has_field("page_token", "string")
        && has_field("has_more", "bool");
    whole.then(|| {
        format!("{{ size: page_size, token: page_token, items: {}, next: page_token, more: has_more }}", items.name)
    })
}
