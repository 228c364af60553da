//! Changes the files of the schema: moves, renames and extends the types that drafts share.

use std::collections::BTreeMap;

use feishu_codegen::{
    File, FileId,
    draft::{Node, key, parse_yaml},
    model::{Api, Field, Home, Payload},
};

use super::index::{TypeId, TypeIndex, convert_field};
use super::quirks::Comparison;
use super::types::UnifiedTypes;
use super::unify::{MergedType, UnifiedType};
use crate::drafted::{DraftField, DraftQuirk, DraftValue};
use crate::edit::SchemaFiles;
use crate::yaml::{Writer, format_flow_scalar};

/// Returns the path of a file with types.
pub(super) fn path(home: &Home) -> String {
    match home {
        Home::Shared(topic) => format!("types/{topic}.yaml"),
        Home::Operation(id) => format!("{}.yaml", id.replace('.', "/")),
        Home::Event(id) => format!("{}.yaml", id.stem()),
    }
}

/// Returns the members of a type that the schema defines. The text of the first is kept.
fn schema_members<'t>(index: &'t TypeIndex, unified: &'t UnifiedType) -> impl Iterator<Item = &'t TypeId> {
    unified.members.iter().filter(|id| index.is_in_schema(id))
}

/// Renames and moves types of the schema.
pub(super) fn move_schema_types(index: &TypeIndex, types: &UnifiedTypes, files: &mut SchemaFiles) {
    let mut renames = BTreeMap::new();
    for (unified, _) in &types.types {
        let mut members = schema_members(index, unified);
        let Some(first) = members.next() else { continue };
        for other in members {
            files.take(&path(&other.home), &other.name);
            renames.insert(type_key(other), unified.name.clone());
        }
        files.relocate(&path(&first.home), &first.name, &path(&unified.home));
        if first.name != unified.name {
            renames.insert(type_key(first), unified.name.clone());
        }
    }
    files.rename_all(&renames);
}

fn type_key(id: &TypeId) -> String {
    match &id.home {
        Home::Shared(_) => id.name.clone(),
        Home::Operation(operation) => key(operation.split('.').next().unwrap_or_default(), &id.name),
        Home::Event(event) => key(&event.service, &id.name),
    }
}

/// Changes types of the schema: texts of the plan, fields and values of drafts.
pub(super) fn extend(api: &Api, index: &TypeIndex, types: &UnifiedTypes, files: &mut SchemaFiles, doc: &'static str) {
    for (unified, merged) in &types.types {
        let Some(first) = schema_members(index, unified).next() else { continue };
        let home = path(&unified.home);
        revise(index, first, merged, &mut |key, line| files.replace_line(&home, &unified.name, key, line));
        let own = index.names(first);
        let fields: Vec<DraftField> =
            merged.fields().iter().filter(|field| !own.contains(&field.name)).cloned().collect();
        let mut writer = Writer::new(doc);
        writer.write_fields(6, &fields);
        files.append(&home, &unified.name, "fields", &writer.finish());
        let values: Vec<&DraftValue> = merged.values().filter(|value| !own.contains(&value.code)).collect();
        let mut writer = Writer::new(doc);
        values.iter().for_each(|value| writer.write_value(6, value));
        files.append(&home, &unified.name, "values", &writer.finish());
        if !values.is_empty() {
            restrict_parameters(api, index, first, files);
        }
    }
}

/// Replaces the lines of a type whose texts the plan changes: the start of each line, and the new line.
fn revise(index: &TypeIndex, id: &TypeId, merged: &MergedType, replace: &mut dyn FnMut(&str, &str)) {
    let object = index.objects.get(id).map(|object| (object.it.doc.as_str(), object.it.zh.as_str()));
    let item = index.enums.get(id);
    let (doc, zh) = object.or(item.map(|item| (item.it.doc.as_str(), item.it.zh.as_str()))).unwrap_or_default();
    for (key, before, after) in [("doc", doc, merged.doc()), ("zh", zh, merged.zh())] {
        if before != after {
            let mut writer = Writer::new("");
            writer.write_pair(4, key, after);
            replace(&format!("    {key}: "), &writer.finish());
        }
    }
    let own = |code: &str| item.and_then(|item| item.it.values.iter().find(|value| value.code == code));
    for value in merged.values().filter(|value| own(&value.code).is_some_and(|own| own != *value)) {
        let mut writer = Writer::new("");
        writer.write_value(6, value);
        replace(&format!("      {}: ", value.code), &writer.finish());
    }
}

/// Restricts shared parameters to the values that their enum had before.
fn restrict_parameters(api: &Api, index: &TypeIndex, of: &TypeId, files: &mut SchemaFiles) {
    let Some(item) = index.enums.get(of) else { return };
    let names: Vec<&str> = item.it.values.iter().map(|value| value.name.as_str()).collect();
    let uses = |field: &&Field| convert_field(field).ty.name() == Some(&of.name) && field.values.is_empty();
    for parameter in api.parameters.iter().filter(uses) {
        files.append_key(&parameter.name, &format!("values: [{}]", names.join(", ")));
    }
}

/// Adds quirks to the operations of the schema whose types have more fields or values now.
pub(super) fn add_schema_quirks(api: &Api, index: &TypeIndex, types: &UnifiedTypes, files: &mut SchemaFiles) {
    for operation in &api.operations {
        let home = Home::Operation(operation.id.to_string());
        let has_sample = !operation.samples.is_empty();
        let mut comparison = Comparison { index, types, home: &home, has_sample, quirks: Vec::new() };
        let fields = |fields: &[Field]| fields.iter().map(convert_field).collect::<Vec<_>>();
        if let Payload::Json(body) = &operation.payload {
            comparison.add_fields("body", &fields(body));
        }
        comparison.add_fields("response", &fields(&operation.response));
        // A shared parameter is restricted where it is defined.
        let is_shared = |field: &&Field| api.parameters.iter().any(|parameter| parameter.ty == field.ty);
        let query: Vec<DraftField> = operation.query.iter().filter(|it| !is_shared(it)).map(convert_field).collect();
        comparison.add_fields("query", &query);
        for quirk in &comparison.quirks {
            add_quirk(&path(&home), quirk, files);
        }
    }
}

/// Adds a quirk to the file of an operation. The fields are added to an existing quirk at the same path.
fn add_quirk(path: &str, quirk: &DraftQuirk, files: &mut SchemaFiles) {
    let Some(text) = files.text(path) else { return };
    let file = File::new(path.to_owned(), text.as_bytes().to_vec());
    let Ok(Node::Map(root)) = parse_yaml(FileId::default(), &file) else { return };
    let quirks = root.get("quirks");
    let is_same = |node: &&Node| {
        let Node::Map(map) = node else { return false };
        let is = |key: &str, value: &str| matches!(map.get(key), Some(Node::Text(text)) if text.text == value);
        is("at", &quirk.at) && is("kind", &quirk.kind)
    };
    let items = match quirks {
        Some(Node::List(list)) => list.items.as_slice(),
        _ => &[],
    };
    if let Some(Node::Map(existing)) = items.iter().find(is_same) {
        if let (Some(Node::List(fields)), Some((_, listed))) = (existing.get("fields"), &quirk.listed) {
            let at = fields.items.last().map_or(fields.span.range().end, |last| last.span().range().end);
            let more: String = listed.iter().map(|name| format!(", {}", format_flow_scalar(name))).collect();
            files.insert_at(path, at, &more);
        }
        return;
    }
    let mut writer = Writer::new("");
    writer.write_quirk(quirk);
    let quirk = writer.finish();
    match items.last() {
        Some(last) => files.insert_after_line(path, last.span().range().end, &quirk),
        None => files.insert_section(path, "quirks", &quirk),
    }
}
