//! The new names of enum values, in the defaults and `values` of drafts.

use std::collections::BTreeMap;

use feishu_codegen::model::Home;

use super::index::{TypeId, TypeIndex};
use super::unify::{MergedType, UnifiedType, merge_group};
use crate::drafted::DraftField;
use crate::operation::DraftOperation;

/// The new names of values by enum and name.
pub(crate) struct ValueNames(BTreeMap<TypeId, BTreeMap<String, String>>);

impl ValueNames {
    /// Compares the values of members with those of the merged enums. Adds a warning for each planned value that no member has.
    pub(crate) fn new(index: &TypeIndex, types: &[UnifiedType], warnings: &mut Vec<String>) -> Self {
        let mut names = BTreeMap::new();
        for unified in types {
            let merged = merge_group(index, unified, &|_, name| name.to_owned(), &mut Vec::new());
            let MergedType::Enum(item) = merged else { continue };
            for planned in unified.values.iter().filter(|planned| !item.codes().any(|code| code == planned.code)) {
                warnings.push(format!("`{}`: no member has the code `{}`", unified.name, planned.code));
            }
            for id in &unified.members {
                let Some(own) = index.enums.get(id) else { continue };
                let new = |code: &str| item.values.iter().find(|value| value.code == code);
                let pairs = own.it.values.iter().filter_map(|it| Some((it.name.clone(), new(&it.code)?.name.clone())));
                names.insert(id.clone(), pairs.collect());
            }
        }
        Self(names)
    }

    /// Renames values in fields of a file.
    fn rename(&self, index: &TypeIndex, home: &Home, fields: &mut [DraftField]) {
        for field in fields {
            let id = field.ty.name().and_then(|name| index.resolve(home, name));
            let Some(names) = id.and_then(|id| self.0.get(&id)) else { continue };
            let new = |name: &str| names.get(name).cloned().unwrap_or_else(|| name.to_owned());
            field.default = field.default.as_deref().map(new);
            for (_, list) in field.keys.iter_mut().filter(|(key, _)| *key == "values") {
                let renamed: Vec<String> = list.trim_matches(['[', ']']).split(", ").map(new).collect();
                *list = format!("[{}]", renamed.join(", "));
            }
        }
    }
}

/// Renames the values to which drafts refer.
pub(crate) fn rename_values(names: &ValueNames, index: &mut TypeIndex, drafts: &mut [DraftOperation]) {
    for draft in drafts {
        let home = Home::Operation(draft.id.to_string());
        for fields in [&mut draft.path, &mut draft.query, &mut draft.body, &mut draft.form, &mut draft.response] {
            names.rename(index, &home, fields);
        }
    }
    let drafted: Vec<TypeId> =
        index.objects.iter().filter(|(_, it)| !it.is_in_schema).map(|(id, _)| id.clone()).collect();
    for id in drafted {
        let object = index.objects.get_mut(&id);
        let mut fields = object.map(|object| std::mem::take(&mut object.it.fields)).unwrap_or_default();
        names.rename(index, &id.home, &mut fields);
        if let Some(object) = index.objects.get_mut(&id) {
            object.it.fields = fields;
        }
    }
}
