//! Assigns Rust names to fields whose derived name is already used or invalid.

use std::collections::HashSet;

use feishu_codegen::draft::{is_usable, rust_name};

use crate::drafted::DraftField;

/// Adds the key `rust_name` to fields that share a struct or a builder, if their names are equal or invalid. Shared parameters, and fields whose key
/// is already in snake_case, keep their names.
pub(crate) fn assign(levels: &mut [&mut Vec<DraftField>]) {
    let is_plain = |field: &DraftField| field.shared.is_some() || rust_name(&field.name) == field.name;
    let mut taken: HashSet<String> = HashSet::new();
    for is_first in [true, false] {
        for field in levels.iter_mut().flat_map(|fields| fields.iter_mut()).filter(|field| is_plain(field) == is_first)
        {
            let name = rust_name(&field.name);
            if is_usable(&name) && taken.insert(name.clone()) {
                continue;
            }
            let stem = if is_usable(&name) { name } else { format!("field_{}", name.trim_matches('_')) };
            let stem = stem.trim_end_matches('_');
            let numbered = (2..).map(|number| format!("{stem}_{number}"));
            let free = std::iter::once(stem.to_owned()).chain(numbered).find(|name| taken.insert(name.clone()));
            field.keys.extend(free.map(|name| ("rust_name", name)));
        }
    }
}
