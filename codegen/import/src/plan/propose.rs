//! Proposes a plan.

use std::collections::{BTreeMap, BTreeSet};

use feishu_codegen::{
    draft::operation_types,
    model::{Home, OperationId},
};

use super::name::{Unnamed, propose_name};
use super::planned::{Plan, PlannedHome, PlannedType, PlannedValue};
use super::pool::{Pool, TypeId};
use super::shape::Groups;
use super::unify::{Unified, merge_group, promote};
use crate::drafted::{DraftEnum, DraftObject};

/// Groups the types of drafts and schema. `topics` are the groups of resources by operation, and `operations` all operations.
pub(crate) fn propose(pool: &Pool, topics: &BTreeMap<String, String>, operations: &[OperationId]) -> Plan {
    let mut taken: BTreeSet<String> = operations.iter().flat_map(operation_types).collect();
    taken.extend(pool.ids().filter(|id| pool.is_bound(id)).map(|id| id.name.clone()));
    let mut types = Vec::new();
    for members in Groups::of(pool).members() {
        let bound = members.iter().find(|id| pool.is_bound(id)).cloned();
        if bound.is_some() && members.len() == 1 {
            continue;
        }
        let name = bound
            .map_or_else(|| propose_name(&collect_unnamed(pool, &members, operations), &taken), |bound| bound.name);
        taken.insert(name.clone());
        let home = choose_home(&members, topics);
        types.push(Unified::new(name, home, members));
    }
    promote(pool, &mut types);
    let mut plan = Plan::default();
    for unified in &types {
        let is_object = unified.members.iter().any(|id| pool.objects.contains_key(id));
        let section = if is_object { &mut plan.objects } else { &mut plan.enums };
        section.push(plan_type(pool, unified));
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

fn collect_unnamed<'p>(pool: &'p Pool, members: &[TypeId], operations: &'p [OperationId]) -> Unnamed<'p> {
    let objects: Vec<&DraftObject> = members.iter().filter_map(|id| pool.objects.get(id)).map(|it| &it.it).collect();
    let enums: Vec<&DraftEnum> = members.iter().filter_map(|id| pool.enums.get(id)).map(|it| &it.it).collect();
    let titles = objects.iter().map(|it| it.title.as_str()).chain(enums.iter().map(|it| it.title.as_str()));
    let owners = objects.iter().map(|it| it.owner.as_str()).chain(enums.iter().map(|it| it.owner.as_str()));
    let of = |member: &TypeId| match &member.home {
        Home::Operation(id) => operations.iter().find(|operation| operation.to_string() == *id),
        Home::Shared(_) | Home::Event(_) => None,
    };
    Unnamed {
        titles: titles.collect(),
        owners: owners.filter(|owner| !owner.is_empty()).collect(),
        operations: members.iter().filter_map(of).map(|id| (id.resource.as_str(), id.method.as_str())).collect(),
        is_sent: objects.iter().any(|object| object.sent),
    }
}

fn plan_type(pool: &Pool, unified: &Unified) -> PlannedType {
    let merged = merge_group(pool, unified, &|_, name| name.to_owned(), &mut Vec::new());
    let mut missing = BTreeMap::new();
    for id in &unified.members {
        let lacks: Vec<String> = merged.names().filter(|name| !pool.names(id).contains(name)).collect();
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
