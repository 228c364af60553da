//! The new names of enum values, in the defaults and `values` of drafts.

use std::collections::BTreeMap;

use feishu_codegen::model::Home;

use super::pool::{Pool, TypeId};
use super::unify::{Merged, Unified, merge_group};
use crate::drafted::DraftField;
use crate::operation::DraftOperation;

/// The new names of values by enum and name.
pub(crate) struct NewNames(BTreeMap<TypeId, BTreeMap<String, String>>);

impl NewNames {
    /// Compares the values of members with those of the merged enums. Warns of planned values that no member has.
    pub(crate) fn of(pool: &Pool, types: &[Unified], warnings: &mut Vec<String>) -> Self {
        let mut names = BTreeMap::new();
        for unified in types {
            let merged = merge_group(pool, unified, &|_, name| name.to_owned(), &mut Vec::new());
            let Merged::Enum(item) = merged else { continue };
            for planned in unified.values.iter().filter(|planned| !item.codes().any(|code| code == planned.code)) {
                warnings.push(format!("`{}`: no member has the code `{}`", unified.name, planned.code));
            }
            for id in &unified.members {
                let Some(own) = pool.enums.get(id) else { continue };
                let new = |code: &str| item.values.iter().find(|value| value.code == code);
                let pairs = own.it.values.iter().filter_map(|it| Some((it.name.clone(), new(&it.code)?.name.clone())));
                names.insert(id.clone(), pairs.collect());
            }
        }
        Self(names)
    }

    /// Renames values in fields of a file.
    fn rename(&self, pool: &Pool, home: &Home, fields: &mut [DraftField]) {
        for field in fields {
            let id = field.ty.name().and_then(|name| pool.resolve(home, name));
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
pub(crate) fn rename_values(names: &NewNames, pool: &mut Pool, drafts: &mut [DraftOperation]) {
    for draft in drafts {
        let home = Home::Operation(draft.id.to_string());
        for fields in [&mut draft.path, &mut draft.query, &mut draft.body, &mut draft.form, &mut draft.response] {
            names.rename(pool, &home, fields);
        }
    }
    let drafted: Vec<TypeId> = pool.objects.iter().filter(|(_, it)| !it.is_bound).map(|(id, _)| id.clone()).collect();
    for id in drafted {
        let object = pool.objects.get_mut(&id);
        let mut fields = object.map(|object| std::mem::take(&mut object.it.fields)).unwrap_or_default();
        names.rename(pool, &id.home, &mut fields);
        if let Some(object) = pool.objects.get_mut(&id) {
            object.it.fields = fields;
        }
    }
}
