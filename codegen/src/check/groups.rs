//! `groups.yaml`, and which group uses what.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::documents::{Documents, Slot};
use super::keys::{self, Keys, Shape};
use super::report::Report;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Entry, Node, Piece};
use crate::model::{Api, Field, Group, GroupNames, OWN_SERVICE, Operation, OperationId, Resource, Type};
use crate::names;
use crate::source::Span;

pub(super) const GROUP: Shape =
    Shape { what: "a group", needed: &["zh", "doc", "resources"], known: &["zh", "doc", "resources"] };

/// The features of the emitted crate that do not depend on the schema. No group has one of these names.
pub const FIXED_FEATURES: &[&str] =
    &["blocking", "chrono", "default", "events", "full", "jiff", "mock", "redis", "reqwest", "time"];

/// Reads the groups; nothing comes back while the file is missing or cannot be read.
pub(crate) fn read_groups(documents: &Documents, report: &mut Report) -> Option<Vec<Group>> {
    let Slot::Read(root) = &documents.groups else { return None };
    let mut groups: Vec<Group> = Vec::new();
    let mut listed: HashMap<(String, String), (Span, String)> = HashMap::new();
    for entry in keys::map(root, "`groups.yaml`", report).map_or(&[][..], |map| &map.entries) {
        let group = read_group(entry, report);
        for resource in &group.resources {
            let key = (resource.service.clone(), resource.name.clone());
            match listed.get(&key) {
                Some((first, other)) => report.add(
                    Diagnostic::new(
                        Code::GroupedTwice,
                        resource.span,
                        format!("`{}` is in `{other}` and in `{}`", resource.name, group.name),
                    )
                    .label("again")
                    .other(*first, "first listed here")
                    .help("a resource belongs to one group"),
                ),
                None => {
                    listed.insert(key, (resource.span, group.name.clone()));
                }
            }
        }
        groups.push(group);
    }
    Some(groups)
}

fn resource_of(id: &OperationId) -> (&str, &str) {
    (&id.service, &id.resource)
}

fn read_group(entry: &Entry, report: &mut Report) -> Group {
    check_name(entry.key.piece(), report);
    let mut group = Group {
        name: entry.key.text.clone(),
        zh: String::new(),
        doc: String::new(),
        resources: Vec::new(),
        span: entry.key.span,
    };
    let Some(keys) = Keys::read(&entry.value, entry.key.span, &GROUP, report) else { return group };
    group.zh = keys.text("zh", report).map(|zh| text::label(zh, "the label", report)).unwrap_or_default();
    group.doc = keys.text("doc", report).map(|doc| text::doc(doc, report)).unwrap_or_default();
    let texts = keys.texts("resources", report);
    if let Some(Node::List(list)) = keys.get("resources")
        && list.items.is_empty()
    {
        report.add(Diagnostic::new(Code::Empty, list.span, format!("`{}` has no resources", group.name)));
    }
    group.resources = texts.into_iter().map(read_resource).collect();
    group
}

/// Cargo takes more, but a feature is written as its module is.
fn check_name(name: Piece<'_>, report: &mut Report) {
    if !text::is_snake_case(name.text) {
        let mistake = Diagnostic::new(Code::GroupName, name.span, format!("`{}` is no name of a group", name.text));
        report.add(mistake.help("a group is a Cargo feature, written in snake_case"));
    } else if FIXED_FEATURES.contains(&name.text) {
        let message = format!("`{}` is a feature that the crate has already", name.text);
        report.add(Diagnostic::new(Code::GroupName, name.span, message).help("choose another name"));
    }
}

/// `interview` of the crate's own service, or `contact.user`.
fn read_resource(text: Piece<'_>) -> Resource {
    let (service, name) = text.text.split_once('.').unwrap_or((OWN_SERVICE, text.text));
    Resource { service: service.to_owned(), name: name.to_owned(), span: text.span }
}

/// Resources that no operation has.
pub(crate) fn report_unknown(groups: &[Group], documents: &Documents, report: &mut Report) {
    let known: BTreeSet<(&str, &str)> = documents.ids.iter().map(resource_of).collect();
    let unknown = |it: &&Resource| !known.contains(&(it.service.as_str(), it.name.as_str()));
    for resource in groups.iter().flat_map(|group| &group.resources).filter(unknown) {
        let names: Vec<String> = known.iter().map(|(service, name)| names::key(service, name)).collect();
        let name = names::key(&resource.service, &resource.name);
        let mistake =
            Diagnostic::new(Code::UnknownResource, resource.span, format!("no operation has the resource `{name}`"))
                .help("write `<resource>`, or `<service>.<resource>` for another service than `hire`");
        report.add(mistake.did_you_mean(&name, names.iter().map(String::as_str)));
    }
}

/// Gives every operation its group and every type the groups that use it.
pub(crate) fn settle(api: &mut Api, groups: Option<Vec<Group>>, documents: &Documents, report: &mut Report) {
    let Some(groups) = groups else {
        if let (Slot::Missing, Some(first)) = (&documents.groups, api.operations.first()) {
            report.add(missing_file(api, first));
        }
        return;
    };
    let by_resource: HashMap<(&str, &str), &str> = groups
        .iter()
        .flat_map(|group| {
            group.resources.iter().map(|it| ((it.service.as_str(), it.name.as_str()), group.name.as_str()))
        })
        .collect();
    let mut told = BTreeSet::new();
    for operation in &mut api.operations {
        match by_resource.get(&resource_of(&operation.id)) {
            Some(group) => (*group).clone_into(&mut operation.group),
            None if told.insert((operation.id.service.clone(), operation.id.resource.clone())) => {
                report.add(ungrouped(operation, &groups));
            }
            None => {}
        }
    }
    api.groups = groups;
    let users = users(api);
    let take = |name: &str| users.get(name).cloned().unwrap_or_default();
    api.ids.iter_mut().for_each(|it| it.groups = take(&it.name));
    api.enums.iter_mut().for_each(|it| it.groups = take(&it.name));
    api.objects.iter_mut().for_each(|it| it.groups = take(&it.name));
}

fn missing_file(api: &Api, first: &Operation) -> Diagnostic {
    let resources: BTreeSet<String> =
        api.operations.iter().map(|it| names::key(&it.id.service, &it.id.resource)).collect();
    let listed = resources.into_iter().collect::<Vec<_>>().join(", ");
    let help = format!(
        "write it beside `errors.yaml`, an entry per group: `{}: {{ zh: …, doc: …, resources: [{listed}] }}`",
        first.id.resource
    );
    Diagnostic::new(Code::NoGroups, first.span, "there is no `groups.yaml`")
        .label("this operation is in no group")
        .help(help)
}

fn ungrouped(operation: &Operation, groups: &[Group]) -> Diagnostic {
    let resource = names::key(&operation.id.service, &operation.id.resource);
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let help = format!(
        "add `{resource}` in `groups.yaml` to the `resources` of a group ({}), or write a new one",
        names.join(", ")
    );
    Diagnostic::new(Code::Ungrouped, operation.span, format!("the resource `{resource}` is in no group")).help(help)
}

/// For each type, by its key, the groups whose operations use it.
fn users(api: &Api) -> BTreeMap<String, GroupNames> {
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for operation in api.operations.iter().filter(|operation| !operation.group.is_empty()) {
        let mut open: Vec<&Field> = operation.parameters().chain(&operation.response).collect();
        while let Some(field) = open.pop() {
            let Some(name) = named(&field.ty) else { continue };
            if users.entry(name).or_default().insert(&operation.group) {
                open.extend(api.object(name).into_iter().flat_map(|object| &object.fields));
            }
        }
    }
    let owned = |groups: BTreeSet<&str>| groups.into_iter().map(str::to_owned).collect();
    users.into_iter().map(|(name, groups)| (name.to_owned(), owned(groups))).collect()
}

/// The type of the schema in a type.
fn named(ty: &Type) -> Option<&str> {
    match ty {
        Type::Id(name) | Type::IntEnum(name) | Type::TextEnum(name) | Type::Object(name) | Type::Boxed(name) => {
            Some(name)
        }
        Type::List(item) | Type::Map(item) => named(item),
        _ => None,
    }
}
