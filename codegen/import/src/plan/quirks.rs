//! Drafts quirks for fields and values of a shared type that a page lacks.

use feishu_codegen::model::Home;

use super::index::{TypeId, TypeIndex};
use super::types::UnifiedTypes;
use super::unify::MergedType;
use crate::drafted::{DraftField, DraftQuirk, Ty};

/// Compares the types that a page describes with the shared types that replace them.
pub(crate) struct Comparison<'a> {
    pub(crate) index: &'a TypeIndex,
    pub(crate) types: &'a UnifiedTypes,
    pub(crate) home: &'a Home,
    pub(crate) has_sample: bool,
    pub(crate) quirks: Vec<DraftQuirk>,
}

impl Comparison<'_> {
    /// Compares fields at a path such as `response`.
    pub(crate) fn add_fields(&mut self, at: &str, fields: &[DraftField]) {
        self.walk(at, fields, &mut Vec::new());
    }

    fn walk(&mut self, at: &str, fields: &[DraftField], around: &mut Vec<TypeId>) {
        for field in fields.iter().filter(|field| field.shared.is_none()) {
            let Some(id) = field.ty.name().and_then(|name| self.index.resolve(self.home, name)) else { continue };
            let path = format!("{at}.{}", field.name);
            if self.index.enums.contains_key(&id) {
                self.add_values(&path, field, &id);
            } else if !around.contains(&id)
                && let Some(object) = self.index.objects.get(&id)
            {
                let path = format!("{path}{}", brackets(&field.ty));
                self.add_missing_fields(&path, &id, &object.it.fields);
                around.push(id);
                self.walk(&path, &object.it.fields, around);
                around.pop();
            }
        }
    }

    fn add_missing_fields(&mut self, at: &str, id: &TypeId, fields: &[DraftField]) {
        let is_own = |name: &String| fields.iter().any(|field| field.name == *name);
        let Some(shared) = self.types.merged(id).map(MergedType::fields) else { return };
        let missing: Vec<String> = shared.iter().map(|field| field.name.clone()).filter(|name| !is_own(name)).collect();
        if !missing.is_empty() {
            let quirk = DraftQuirk::new(at, "fewer_fields", "Absent from the table.", self.observed().to_owned());
            self.quirks.push(DraftQuirk { listed: Some(("fields", missing)), ..quirk });
        }
    }

    fn add_values(&mut self, at: &str, field: &DraftField, id: &TypeId) {
        let (Some(shared), Some(own)) = (self.types.merged(id), self.index.enums.get(id)) else { return };
        let codes: Vec<String> = own.it.codes().map(str::to_owned).collect();
        let is_restricted = field.keys.iter().any(|(key, _)| *key == "values");
        if shared.values().count() > codes.len() && !is_restricted {
            self.quirks.push(DraftQuirk::fewer_values(at, codes, self.observed()));
        }
    }

    const fn observed(&self) -> &'static str {
        if self.has_sample { "Absent from the sample." } else { "No sample to observe." }
    }
}

/// Returns the brackets of lists and maps in a path.
fn brackets(ty: &Ty) -> String {
    match ty {
        Ty::List(item) => format!("[]{}", brackets(item)),
        Ty::Map(value) => format!("{{}}{}", brackets(value)),
        _ => String::new(),
    }
}
