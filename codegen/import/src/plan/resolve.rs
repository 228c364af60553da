//! Finds the types that a plan names.

use std::collections::{BTreeMap, BTreeSet};

use feishu_codegen::{draft::nearest, model::Home};

use super::index::{TypeId, TypeIndex};
use super::planned::{Plan, PlannedHome, PlannedType};
use super::unify::UnifiedType;

/// Returns one type per entry of the plan, and one per draft type that the plan does not name. Adds a warning for each member that does
/// not exist.
pub(crate) fn resolve(plan: &Plan, index: &TypeIndex, warnings: &mut Vec<String>) -> Vec<UnifiedType> {
    let mut used = BTreeSet::new();
    let mut types = Vec::new();
    for (planned, is_object) in
        plan.objects.iter().map(|planned| (planned, true)).chain(plan.enums.iter().map(|planned| (planned, false)))
    {
        types.extend(resolve_type(planned, is_object, index, &mut used, warnings));
    }
    for id in index.ids().filter(|id| !index.is_in_schema(id) && !used.contains(*id)) {
        types.push(UnifiedType::new(id.name.clone(), id.home.clone(), vec![id.clone()]));
    }
    report_duplicates(&types, index, warnings);
    types
}

fn resolve_type(
    planned: &PlannedType,
    is_object: bool,
    index: &TypeIndex,
    used: &mut BTreeSet<TypeId>,
    warnings: &mut Vec<String>,
) -> Option<UnifiedType> {
    let mut members: Vec<TypeId> = Vec::new();
    let existing = index.shared(&planned.name);
    for member in existing.iter().map(TypeId::to_string).chain(planned.members.iter().cloned()) {
        match find(&member, is_object, index) {
            Ok(id) if members.contains(&id) => {}
            Ok(id) if used.insert(id.clone()) => members.push(id),
            Ok(id) => warnings.push(format!("`{}`: {id} already belongs to another type", planned.name)),
            Err(why) => warnings.push(format!("`{}`: {why}", planned.name)),
        }
    }
    // The text of the first type of the schema is kept; a shared one takes precedence.
    members.sort_by_key(|id| (!index.is_in_schema(id), !matches!(id.home, Home::Shared(_))));
    let first = members.first()?;
    let home = match &planned.home {
        PlannedHome::Shared(topic) => Home::Shared(topic.clone()),
        PlannedHome::Operation if members.iter().all(|id| id.home == first.home) => first.home.clone(),
        PlannedHome::Operation => {
            warnings.push(format!("`{}` is used by several operations; moved to types/common.yaml", planned.name));
            Home::Shared("common".to_owned())
        }
    };
    let missing = planned
        .missing
        .iter()
        .filter_map(|(member, names)| Some((find(member, is_object, index).ok()?, names.clone())));
    Some(UnifiedType {
        name: planned.name.clone(),
        home,
        doc: planned.doc.clone(),
        zh: planned.zh.clone(),
        missing: missing.collect::<BTreeMap<_, _>>(),
        values: planned.values.clone(),
        members,
    })
}

/// Finds a type by the notation of a plan.
fn find(member: &str, is_object: bool, index: &TypeIndex) -> Result<TypeId, String> {
    let (place, name) = member.trim().split_once(char::is_whitespace).ok_or(format!("`{member}` has no type name"))?;
    let name = name.trim();
    let homes = match place.strip_prefix("types/").and_then(|file| file.strip_suffix(".yaml")) {
        Some(topic) => vec![Home::Shared(topic.to_owned())],
        None => vec![Home::Operation(place.to_owned()), Home::Operation(format!("hire.v1.{place}"))],
    };
    let in_section =
        |id: &&TypeId| if is_object { index.objects.contains_key(id) } else { index.enums.contains_key(id) };
    let of_home: Vec<&TypeId> = index.ids().filter(in_section).filter(|id| homes.contains(&id.home)).collect();
    if let Some(found) = of_home.iter().find(|id| id.name == name) {
        return Ok((*found).clone());
    }
    let near = nearest(name, of_home.iter().map(|id| id.name.as_str()));
    let near = near.map(|near| format!("; did you mean `{place} {near}`?"));
    let everywhere = || {
        let other = index.ids().filter(in_section).find(|id| id.name == name)?;
        Some(format!("; did you mean `{other}`?"))
    };
    let what = if is_object { "object" } else { "enum" };
    Err(format!("no {what} `{member}`{}", near.or_else(everywhere).unwrap_or_default()))
}

/// Adds a warning for each name that several types have.
fn report_duplicates(types: &[UnifiedType], index: &TypeIndex, warnings: &mut Vec<String>) {
    let mut homes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for unified in types {
        let home = TypeId { home: unified.home.clone(), name: unified.name.clone() };
        homes.entry(&unified.name).or_default().push(home.to_string());
    }
    let members: BTreeSet<&TypeId> = types.iter().flat_map(|unified| &unified.members).collect();
    for id in index.ids().filter(|id| index.is_in_schema(id) && !members.contains(id)) {
        if let Some(homes) = homes.get_mut(id.name.as_str()) {
            homes.push(id.to_string());
        }
    }
    for (name, homes) in homes.iter().filter(|(_, homes)| homes.len() > 1) {
        warnings.push(format!("`{name}` is the name of several types: {}", homes.join(", ")));
    }
}
