//! Applies the meaning of a field in the glossary to its draft.

use crate::drafted::{DraftField, Ty};
use crate::glossary::FieldMeaning;
use crate::known::{KnownDefinitions, LocalTypes};
use crate::source::CallPart;

/// Replaces the drafted type with that of the glossary if both have the same wire type. Lists and maps around it are kept.
pub(crate) fn refine_type(
    known: &KnownDefinitions,
    local: &LocalTypes<'_>,
    meaning: &FieldMeaning,
    part: CallPart,
    field: &mut DraftField,
) {
    let Some(wanted) = meaning.ty.as_ref().map(Ty::innermost) else { return };
    // The values on the page determine whether the unit is seconds or milliseconds.
    if is_time(wanted) && is_time(field.ty.innermost()) {
        return;
    }
    if let Ty::Named(name) = wanted
        && known.wire(name).is_none()
        && !known.is_object(name)
    {
        field.notes.push(format!("check: the glossary has the type `{name}`, which the schema does not define"));
        return;
    }
    let drafted = wire(known, local, field.ty.innermost());
    let wanted = match wanted {
        Ty::AsString(name) if part.is_text() => Ty::Plain(name),
        Ty::Plain(name @ ("timestamp" | "seconds" | "int64" | "float")) if drafted == "string" && !part.is_text() => {
            Ty::AsString(name)
        }
        ty => ty.clone(),
    };
    if part.is_text() || wire(known, local, &wanted) == drafted {
        let is_list = matches!(field.ty, Ty::List(_) | Ty::Map(_));
        // `as string` is for single values.
        if !(is_list && matches!(wanted, Ty::AsString(_))) {
            field.ty = field.ty.with_innermost(wanted);
        }
    } else {
        field.notes.push(format!("check: the glossary has the type `{wanted}`, which contradicts the page"));
    }
}

/// Adds the description and the flags of the glossary, and removes the suggestions that they replace.
pub(crate) fn describe_field(meaning: &FieldMeaning, field: &mut DraftField) {
    field.doc.clone_from(&meaning.doc);
    field.is_sensitive = meaning.sensitive;
    field.notes.retain(|note| !note.starts_with("suggestion:"));
    if let Some(other) = &meaning.deprecated {
        field.keys.retain(|(key, _)| *key != "deprecated");
        field.keys.push(("deprecated", other.clone()));
    }
}

fn is_time(ty: &Ty) -> bool {
    matches!(ty, Ty::Plain("timestamp" | "seconds") | Ty::AsString("timestamp" | "seconds"))
}

/// Returns the wire type.
fn wire(known: &KnownDefinitions, local: &LocalTypes<'_>, ty: &Ty) -> &'static str {
    match ty {
        Ty::AsString(_) | Ty::Plain("string" | "url" | "date" | "file") => "string",
        Ty::Plain("int32" | "int64" | "timestamp" | "seconds") => "int",
        Ty::Plain(name) => name,
        Ty::Named(name) => match local.find_enum(name) {
            Some(item) if item.int => "int",
            Some(_) => "string",
            None => known.wire(name).unwrap_or("object"),
        },
        Ty::List(_) | Ty::Map(_) => "list",
    }
}
