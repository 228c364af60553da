//! The types after unification: each with its members, its name and its file.

use std::collections::BTreeMap;

use feishu_codegen::model::Home;

use super::index::{TypeId, TypeIndex};
use super::merge::{merge_enums, merge_objects};
use super::planned::PlannedValue;
use crate::drafted::{DraftEnum, DraftField, DraftObject, DraftValue};

/// A type after unification.
#[derive(Clone, Debug)]
pub(crate) struct UnifiedType {
    pub(crate) name: String,
    pub(crate) home: Home,
    pub(crate) doc: String,
    pub(crate) zh: String,
    /// The types that this type replaces. A type of the schema is the first. Its text is kept.
    pub(crate) members: Vec<TypeId>,
    /// The fields or codes that members lack.
    pub(crate) missing: BTreeMap<TypeId, Vec<String>>,
    /// Names and descriptions of values.
    pub(crate) values: Vec<PlannedValue>,
}

impl UnifiedType {
    /// Creates a type without texts.
    pub(crate) fn new(name: String, home: Home, members: Vec<TypeId>) -> Self {
        let (doc, zh) = (String::new(), String::new());
        Self { name, home, doc, zh, members, missing: BTreeMap::new(), values: Vec::new() }
    }
}

/// The merged definition of a type.
#[derive(Clone)]
pub(crate) enum MergedType {
    Object(DraftObject),
    Enum(DraftEnum),
}

impl MergedType {
    pub(crate) fn object(&self) -> Option<&DraftObject> {
        match self {
            Self::Object(object) => Some(object),
            Self::Enum(_) => None,
        }
    }

    pub(crate) fn enumeration(&self) -> Option<&DraftEnum> {
        match self {
            Self::Object(_) => None,
            Self::Enum(item) => Some(item),
        }
    }

    /// Returns the names of fields or the codes of values.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        let fields = self.fields().iter().map(|field| field.name.clone());
        fields.chain(self.values().map(|value| value.code.clone()))
    }

    pub(crate) fn fields(&self) -> &[DraftField] {
        match self {
            Self::Object(object) => &object.fields,
            Self::Enum(_) => &[],
        }
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &DraftValue> {
        let values = match self {
            Self::Object(_) => &[][..],
            Self::Enum(item) => item.values.as_slice(),
        };
        values.iter()
    }

    pub(crate) fn doc(&self) -> &str {
        match self {
            Self::Object(object) => &object.doc,
            Self::Enum(item) => &item.doc,
        }
    }

    pub(crate) fn zh(&self) -> &str {
        match self {
            Self::Object(object) => &object.zh,
            Self::Enum(item) => &item.zh,
        }
    }
}

/// Merges the members of a type. `renamed` returns the new name of a type to which a file refers.
pub(crate) fn merge_group(
    index: &TypeIndex,
    unified: &UnifiedType,
    renamed: &dyn Fn(&Home, &str) -> String,
    warnings: &mut Vec<String>,
) -> MergedType {
    let mut members: Vec<&TypeId> = unified.members.iter().collect();
    // The text of the schema takes precedence, then the text of the member with the most fields.
    members.sort_by_key(|id| {
        (!index.is_in_schema(id), std::cmp::Reverse(index.objects.get(id).map(|it| it.it.fields.len())))
    });
    let objects: Vec<(String, DraftObject)> = members
        .iter()
        .filter_map(|id| Some((id, index.objects.get(id)?)))
        .map(|(id, object)| (id.to_string(), rename_fields(&object.it, |name| renamed(&id.home, name))))
        .collect();
    if let Some(mut object) = merge_objects(&objects, warnings) {
        object.name.clone_from(&unified.name);
        set(&mut object.doc, &unified.doc);
        set(&mut object.zh, &unified.zh);
        return MergedType::Object(object);
    }
    let enums: Vec<(String, DraftEnum)> =
        members.iter().filter_map(|id| Some((id.to_string(), index.enums.get(id)?.it.clone()))).collect();
    let mut item = merge_enums(&enums, warnings).unwrap_or_else(|| DraftEnum {
        name: String::new(),
        title: String::new(),
        owner: String::new(),
        doc: String::new(),
        zh: String::new(),
        int: false,
        values: Vec::new(),
        note: None,
    });
    for planned in &unified.values {
        if let Some(value) = item.values.iter_mut().find(|value| value.code == planned.code) {
            set(&mut value.name, &planned.name);
            set(&mut value.label, &planned.label);
            set(&mut value.doc, &planned.doc);
        }
    }
    item.name.clone_from(&unified.name);
    set(&mut item.doc, &unified.doc);
    set(&mut item.zh, &unified.zh);
    MergedType::Enum(item)
}

/// Replaces a text unless the new one is empty.
fn set(text: &mut String, new: &str) {
    if !new.is_empty() {
        new.clone_into(text);
    }
}

fn rename_fields(object: &DraftObject, renamed: impl Fn(&str) -> String) -> DraftObject {
    let mut object = object.clone();
    rename_types(&mut object.fields, &renamed);
    object
}

/// Renames the types of fields.
pub(crate) fn rename_types(fields: &mut [DraftField], renamed: &impl Fn(&str) -> String) {
    for field in fields {
        if let Some(name) = field.ty.name() {
            field.ty = field.ty.with_innermost(crate::drafted::Ty::Named(renamed(name)));
        }
    }
}

/// Moves types to the file of a shared type that refers to them, because a file in `types/` cannot refer to a type of one operation.
pub(crate) fn promote(index: &TypeIndex, types: &mut [UnifiedType]) {
    let owner = |types: &[UnifiedType], id: &TypeId| types.iter().position(|unified| unified.members.contains(id));
    let mut open: Vec<usize> = (0..types.len()).collect();
    while let Some(at) = open.pop() {
        let Some(unified) = types.get(at).filter(|unified| matches!(unified.home, Home::Shared(_))).cloned() else {
            continue;
        };
        let objects = unified.members.iter().filter_map(|id| Some((id, index.objects.get(id)?)));
        let used = objects.flat_map(|(id, object)| object.it.fields.iter().map(move |field| (id, field)));
        let used: Vec<TypeId> = used.filter_map(|(id, field)| index.resolve(&id.home, field.ty.name()?)).collect();
        for id in used {
            let Some(inner) = owner(types, &id) else { continue };
            if let Some(other) = types.get_mut(inner).filter(|other| !matches!(other.home, Home::Shared(_))) {
                other.home = unified.home.clone();
                open.push(inner);
            }
        }
    }
}
