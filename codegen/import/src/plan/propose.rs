//! Proposes a plan.

use std::collections::{BTreeMap, BTreeSet};

use feishu_codegen::{
    draft::operation_types,
    model::{Home, OperationId},
};

use super::index::{TypeId, TypeIndex};
use super::name::{UnnamedType, propose_name};
use super::planned::{Plan, PlannedHome, PlannedType, PlannedValue};
use super::shape::Groups;
use super::unify::{UnifiedType, merge_group, promote};
use crate::drafted::{DraftEnum, DraftObject};

/// Groups the types of drafts and schema. `topics` are the groups of resources by operation, and `operations` all operations.
pub(crate) fn propose(index: &TypeIndex, topics: &BTreeMap<String, String>, operations: &[OperationId]) -> Plan {
    let mut taken: BTreeSet<String> = operations.iter().flat_map(operation_types).collect();
    taken.extend(index.ids().filter(|id| index.is_in_schema(id)).map(|id| id.name.clone()));
    let mut types = Vec::new();
    for members in Groups::new(index).members() {
        let schema_members = members.iter().find(|id| index.is_in_schema(id)).cloned();
        if schema_members.is_some() && members.len() == 1 {
            continue;
        }
        let name = schema_members.map_or_else(
            || propose_name(&collect_unnamed(index, &members, operations), &taken),
            |schema_members| schema_members.name,
        );
        taken.insert(name.clone());
        let home = choose_home(&members, topics);
        types.push(UnifiedType::new(name, home, members));
    }
    promote(index, &mut types);
    let mut plan = Plan::default();
    for unified in &types {
        let is_object = unified.members.iter().any(|id| index.objects.contains_key(id));
        let section = if is_object { &mut plan.objects } else { &mut plan.enums };
        section.push(plan_type(index, unified));
    }
    plan.objects.sort_by(|a, b| a.name.cmp(&b.name));
    plan.enums.sort_by(|a, b| a.name.cmp(&b.name));
    plan
}

/// Returns the file of a group: that of its shared type, that of its only operation, or that of the topic of its operations.
fn choose_home(members: &[TypeId], topics: &BTreeMap<String, String>) -> Home {
    if let Some(shared) = members.iter().find(|id| matches!(id.home, Home::Shared(_))) {
        return shared.home.clone();
    }
    let homes: BTreeSet<&Home> = members.iter().map(|id| &id.home).collect();
    let topic = |home: &Home| match home {
        Home::Operation(id) => topics.get(id),
        Home::Shared(_) | Home::Event(_) => None,
    };
    let mut found = homes.iter().map(|home| topic(home));
    match (homes.first(), found.next().flatten()) {
        (Some(home), _) if homes.len() == 1 => (*home).clone(),
        (_, Some(topic)) if found.all(|other| other == Some(topic)) => Home::Shared(topic.clone()),
        _ => Home::Shared("common".to_owned()),
    }
}

fn collect_unnamed<'p>(index: &'p TypeIndex, members: &[TypeId], operations: &'p [OperationId]) -> UnnamedType<'p> {
    let objects: Vec<&DraftObject> = members.iter().filter_map(|id| index.objects.get(id)).map(|it| &it.it).collect();
    let enums: Vec<&DraftEnum> = members.iter().filter_map(|id| index.enums.get(id)).map(|it| &it.it).collect();
    let titles = objects.iter().map(|it| it.title.as_str()).chain(enums.iter().map(|it| it.title.as_str()));
    let owners = objects.iter().map(|it| it.owner.as_str()).chain(enums.iter().map(|it| it.owner.as_str()));
    let of = |member: &TypeId| match &member.home {
        Home::Operation(id) => operations.iter().find(|operation| operation.to_string() == *id),
        Home::Shared(_) | Home::Event(_) => None,
    };
    UnnamedType {
        titles: titles.collect(),
        owners: owners.filter(|owner| !owner.is_empty()).collect(),
        operations: members.iter().filter_map(of).map(|id| (id.resource.as_str(), id.method.as_str())).collect(),
        is_sent: objects.iter().any(|object| object.sent),
    }
}

fn plan_type(index: &TypeIndex, unified: &UnifiedType) -> PlannedType {
    let merged = merge_group(index, unified, &|_, name| name.to_owned(), &mut Vec::new());
    let mut missing = BTreeMap::new();
    for id in &unified.members {
        let lacks: Vec<String> = merged.names().filter(|name| !index.names(id).contains(name)).collect();
        if !lacks.is_empty() {
            missing.insert(id.to_string(), lacks);
        }
    }
    let values = merged.values().map(|value| PlannedValue {
        code: value.code.clone(),
        name: value.name.clone(),
        label: value.label.clone(),
        doc: value.doc.clone(),
    });
    PlannedType {
        name: unified.name.clone(),
        home: match &unified.home {
            Home::Shared(topic) => PlannedHome::Shared(topic.clone()),
            Home::Operation(_) | Home::Event(_) => PlannedHome::Operation,
        },
        zh: merged.zh().to_owned(),
        doc: merged.doc().to_owned(),
        members: unified.members.iter().map(TypeId::to_string).collect(),
        missing,
        values: values.collect(),
    }
}
