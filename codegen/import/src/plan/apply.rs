//! Rewrites drafts and schema according to a plan.

use std::collections::{BTreeMap, BTreeSet};

use feishu_codegen::model::{Api, Home};

use super::index::TypeIndex;
use super::planned::Plan;
use super::quirks::Comparison;
use super::resolve::resolve;
use super::schema_types::{add_schema_quirks, extend, move_schema_types, path};
use super::types::UnifiedTypes;
use super::unify::{MergedType, UnifiedType, promote, rename_types};
use super::values::{ValueNames, rename_values};
use crate::drafted::{DraftField, prune};
use crate::edit::SchemaFiles;
use crate::operation::DraftOperation;
use crate::yaml::Writer;

/// Rewrites drafts and the files of the schema. `files` contains each set of files with its placeholder for missing docs. Returns warnings about the
/// plan.
pub(crate) fn apply(
    plan: &Plan,
    api: &Api,
    drafts: &mut [DraftOperation],
    files: [(&mut SchemaFiles, &'static str); 2],
) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut index = TypeIndex::new(api, drafts.iter());
    let mut types = resolve(plan, &index, &mut warnings);
    promote(&index, &mut types);
    rename_values(&ValueNames::new(&index, &types, &mut warnings), &mut index, drafts);
    let types = UnifiedTypes::merge(&index, types, &mut warnings);
    report_missing(&index, &types, &mut warnings);
    for draft in drafts.iter_mut() {
        rewrite(draft, &index, &types);
    }
    for (files, doc) in files {
        move_schema_types(&index, &types, files);
        extend(api, &index, &types, files, doc);
        add_schema_quirks(api, &index, &types, files);
        define(&index, &types, drafts, files, doc);
    }
    warnings
}

/// Adds a warning for fields and values that a member lacks, and that the plan does not list.
fn report_missing(index: &TypeIndex, types: &UnifiedTypes, warnings: &mut Vec<String>) {
    for (unified, merged) in &types.types {
        for id in &unified.members {
            let own = index.names(id);
            let listed = unified.missing.get(id).map_or(&[][..], Vec::as_slice);
            let unlisted: Vec<String> =
                merged.names().filter(|name| !own.contains(name) && !listed.contains(name)).collect();
            if !unlisted.is_empty() {
                let names = unlisted.join(", ");
                warnings.push(format!(
                    "`{}`: {id} lacks {names}; the plan does not list them under `missing`",
                    unified.name
                ));
            }
        }
    }
}

/// Replaces the types of a draft, and adds quirks for what its page does not have.
fn rewrite(draft: &mut DraftOperation, index: &TypeIndex, types: &UnifiedTypes) {
    let home = Home::Operation(draft.id.to_string());
    for fields in [&mut draft.path, &mut draft.query, &mut draft.body, &mut draft.form] {
        restrict(fields, index, types, &home);
    }
    let mut comparison =
        Comparison { index, types, home: &home, has_sample: !draft.responses.is_empty(), quirks: Vec::new() };
    for (at, fields) in [("body", &draft.body), ("response", &draft.response)] {
        comparison.add_fields(at, fields);
    }
    draft.quirks.retain(|quirk| quirk.kind == "unlisted_example");
    // The quirks for fields result from the comparison of page and draft.
    draft.quirks.extend(comparison.quirks.into_iter().filter(|quirk| quirk.kind == "fewer_values"));
    let renamed = |name: &str| types.renamed(index, &home, name);
    for fields in [&mut draft.path, &mut draft.query, &mut draft.body, &mut draft.form, &mut draft.response] {
        rename_types(fields, &renamed);
    }
    let own = || types.types.iter().filter(|(unified, _)| unified.home == home).map(|(_, merged)| merged);
    draft.objects = own().filter_map(MergedType::object).cloned().collect();
    draft.enums = own().filter_map(MergedType::enumeration).cloned().collect();
    let fields = [&draft.path, &draft.query, &draft.body, &draft.form, &draft.response];
    prune(&fields, &mut draft.enums, &mut draft.objects);
}

/// Restricts parameters to the documented values if their enum gets more values.
fn restrict(fields: &mut [DraftField], index: &TypeIndex, types: &UnifiedTypes, home: &Home) {
    for field in fields.iter_mut().filter(|field| !field.keys.iter().any(|(key, _)| *key == "values")) {
        let Some(id) = field.ty.name().and_then(|name| index.resolve(home, name)) else { continue };
        let (Some(own), Some((_, MergedType::Enum(merged)))) = (index.enums.get(&id), types.replacement(&id)) else {
            continue;
        };
        let listed: Vec<&str> = merged
            .values
            .iter()
            .filter(|it| own.it.codes().any(|code| code == it.code))
            .map(|it| it.name.as_str())
            .collect();
        if listed.len() < merged.values.len() {
            field.keys.push(("values", format!("[{}]", listed.join(", "))));
        }
    }
}

/// Writes the new shared types that are used.
fn define(
    index: &TypeIndex,
    types: &UnifiedTypes,
    drafts: &[DraftOperation],
    files: &mut SchemaFiles,
    doc: &'static str,
) {
    let is_new = |unified: &UnifiedType| !unified.members.iter().any(|id| index.is_in_schema(id));
    let used = used_names(types, drafts);
    for (unified, merged) in
        types.types.iter().filter(|(unified, _)| is_new(unified) && used.contains(unified.name.as_str()))
    {
        if !matches!(unified.home, Home::Shared(_)) {
            continue;
        }
        let mut writer = Writer::new(doc);
        let section = match merged {
            MergedType::Object(object) => {
                writer.write_object(2, object);
                "objects"
            }
            MergedType::Enum(item) => {
                writer.write_item(2, item);
                "enums"
            }
        };
        files.insert(&path(&unified.home), section, &unified.name, &writer.finish());
    }
}

/// Returns the names of all types that drafts use, directly or through other types, or that extended types of the schema use.
fn used_names<'t>(types: &'t UnifiedTypes, drafts: &'t [DraftOperation]) -> BTreeSet<&'t str> {
    let mut open: Vec<&str> = Vec::new();
    for draft in drafts {
        let fields = [&draft.path, &draft.query, &draft.body, &draft.form, &draft.response];
        let own = draft.objects.iter().map(|object| &object.fields);
        open.extend(
            fields
                .into_iter()
                .chain(own)
                .flatten()
                .filter(|field| field.shared.is_none())
                .filter_map(|it| it.ty.name()),
        );
    }
    let by_name: BTreeMap<&str, &MergedType> =
        types.types.iter().map(|(unified, merged)| (unified.name.as_str(), merged)).collect();
    let mut used = BTreeSet::new();
    while let Some(name) = open.pop() {
        if used.insert(name)
            && let Some(merged) = by_name.get(name)
        {
            open.extend(merged.fields().iter().filter_map(|field| field.ty.name()));
        }
    }
    used
}
