//! Merges definitions of the same type.

use crate::drafted::{DraftEnum, DraftField, DraftObject, Ty};

/// Returns the object with the fields of all members, in the order of the first. The types must already have their new names.
pub(crate) fn merge_objects(members: &[(String, DraftObject)], warnings: &mut Vec<String>) -> Option<DraftObject> {
    let ((first_id, first), others) = members.split_first()?;
    let mut merged = first.clone();
    // A suggestion for one draft may not apply to all members.
    merged.note = merged.note.filter(|_| others.is_empty());
    for (id, object) in others {
        for field in &object.fields {
            match merged.fields.iter_mut().find(|existing| existing.name == field.name) {
                Some(existing) => {
                    let at = || format!("`{}` of {first_id} and {id}", field.name);
                    warnings.extend(merge_field(existing, field, merged.sent && object.sent, at));
                }
                None => merged.fields.push(field.clone()),
            }
        }
        let lacks = |field: &&mut DraftField| !object.fields.iter().any(|other| other.name == field.name);
        if object.sent {
            merged.fields.iter_mut().filter(lacks).for_each(|field| field.is_required = false);
        }
        if !merged.sent {
            merged.rules.clone_from(&object.rules);
        } else if object.sent {
            merged.rules.retain(|rule| object.rules.contains(rule));
        }
        merged.sent |= object.sent;
    }
    Some(merged)
}

/// Merges a field. `both_sent` is `true` if both objects are sent. Returns a warning if the two fields contradict each other.
fn merge_field(
    merged: &mut DraftField,
    other: &DraftField,
    both_sent: bool,
    at: impl Fn() -> String,
) -> Option<String> {
    let mut warning = None;
    match more_specific(&merged.ty, &other.ty) {
        Some(ty) => merged.ty = ty,
        None => {
            warning =
                Some(format!("{} have different types: `{}` and `{}`; kept the first", at(), merged.ty, other.ty));
        }
    }
    if both_sent && merged.is_required != other.is_required {
        warning = Some(format!("{} differ in `required`; the field becomes optional", at()));
    }
    if both_sent {
        merged.is_required &= other.is_required;
        merged.keys.retain(|key| other.keys.contains(key));
        if merged.default != other.default {
            merged.default = None;
        }
    } else if merged.is_required != other.is_required {
        // Only one of the objects is sent, and only that one has required fields.
        merged.is_required = true;
    }
    if merged.doc.is_empty() {
        merged.doc.clone_from(&other.doc);
    }
    if merged.text.is_empty() {
        merged.text.clone_from(&other.text);
    }
    merged.is_sensitive |= other.is_sensitive;
    warning
}

/// Returns the more specific of two types with the same wire type.
pub(crate) fn more_specific(a: &Ty, b: &Ty) -> Option<Ty> {
    let rank = |ty: &Ty| match ty {
        Ty::Plain("string") => Some(("string", 0)),
        Ty::Plain("url" | "date") | Ty::AsString(_) => Some(("string", 1)),
        Ty::Plain("int32") => Some(("int", 0)),
        Ty::Plain("int64") => Some(("int", 1)),
        Ty::Plain("timestamp" | "seconds") => Some(("int", 2)),
        _ => None,
    };
    match (a, b) {
        _ if a == b => Some(a.clone()),
        (Ty::Plain("json"), ty) | (ty, Ty::Plain("json")) => Some(ty.clone()),
        (Ty::List(a), Ty::List(b)) => Some(Ty::List(Box::new(more_specific(a, b)?))),
        (Ty::Map(a), Ty::Map(b)) => Some(Ty::Map(Box::new(more_specific(a, b)?))),
        // An id, or an enum whose values only one page lists.
        (Ty::Named(_), Ty::Plain(_)) if rank(b).is_some() => Some(a.clone()),
        (Ty::Plain(_), Ty::Named(_)) if rank(a).is_some() => Some(b.clone()),
        _ => match (rank(a)?, rank(b)?) {
            ((wire, a_rank), (other, b_rank)) if wire == other => Some(if a_rank < b_rank { b } else { a }.clone()),
            _ => None,
        },
    }
}

/// Returns the enum with the values of all members, in the order of the first.
pub(crate) fn merge_enums(members: &[(String, DraftEnum)], warnings: &mut Vec<String>) -> Option<DraftEnum> {
    let ((first_id, first), others) = members.split_first()?;
    let mut merged = first.clone();
    merged.note = merged.note.filter(|_| others.is_empty());
    for (id, item) in others {
        if item.int != merged.int {
            warnings.push(format!("the codes of {first_id} and {id} have different types; kept the first"));
            continue;
        }
        for value in &item.values {
            if !merged.codes().any(|code| code == value.code) {
                merged.values.push(value.clone());
            }
        }
    }
    Some(merged)
}
