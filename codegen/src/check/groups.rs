//! Reads `groups.yaml`, and determines the groups that use each type.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::documents::{Documents, SingleFile};
use super::keys::{self, Keys, Shape};
use super::report::Report;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Entry, Piece};
use crate::model::{Api, EventId, Field, Group, GroupNames, OWN_SERVICE, OperationId, Resource, Type};
use crate::names;
use crate::source::Span;

pub(super) const GROUP: Shape =
    Shape { what: "a group", required: &["zh", "doc", "resources"], known: &["zh", "doc", "resources"] };

pub(super) const RESOURCE: Shape =
    Shape { what: "a resource", required: &["title", "zh", "doc"], known: &["title", "zh", "doc", "doc_zh"] };

/// The features of the emitted crate that do not depend on the schema. No group has one of these names.
pub const FIXED_FEATURES: &[&str] =
    &["blocking", "chrono", "default", "events", "full", "jiff", "mock", "redis", "reqwest", "time"];

/// Reads the groups. Returns `None` if the file is missing or unreadable.
pub(crate) fn read_groups(documents: &Documents, report: &mut Report) -> Option<Vec<Group>> {
    let SingleFile::Read(root) = &documents.groups else { return None };
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
                        format!("resource `{}` is in both `{other}` and `{}`", resource.name, group.name),
                    )
                    .label("listed again here")
                    .other(*first, "first listed here")
                    .help("keep it in one group"),
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

/// An item that belongs to a resource.
trait HasResource {
    /// Returns service and name of the resource.
    fn resource(&self) -> (&str, &str);
}

impl HasResource for OperationId {
    fn resource(&self) -> (&str, &str) {
        (&self.service, &self.resource)
    }
}

impl HasResource for EventId {
    fn resource(&self) -> (&str, &str) {
        (&self.service, &self.resource)
    }
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
    let Some(map) = keys.map("resources", report) else { return group };
    if map.entries.is_empty() {
        report.add(
            Diagnostic::new(Code::Empty, map.span, format!("`{}` has no resources", group.name))
                .help("list at least one resource"),
        );
    }
    group.resources = map.entries.iter().map(|entry| read_resource(entry, report)).collect();
    group
}

/// Checks the name of a group. Cargo accepts more names than snake_case, but the module has the same name.
fn check_name(name: Piece<'_>, report: &mut Report) {
    if !text::is_snake_case(name.text) {
        let diagnostic =
            Diagnostic::new(Code::InvalidGroupName, name.span, format!("invalid group name `{}`", name.text));
        report.add(diagnostic.help("write it in snake_case, because it becomes a Cargo feature"));
    } else if FIXED_FEATURES.contains(&name.text) {
        let message = format!("`{}` is a reserved feature name", name.text);
        report.add(Diagnostic::new(Code::InvalidGroupName, name.span, message).help("choose another name"));
    }
}

/// Reads a resource: `interview` of the service `hire`, or `contact.user` of another service.
fn read_resource(entry: &Entry, report: &mut Report) -> Resource {
    let key = entry.key.text.as_str();
    let (service, name) = key.split_once('.').unwrap_or((OWN_SERVICE, key));
    let keys = Keys::read(&entry.value, entry.key.span, &RESOURCE, report);
    let mut label = |key| {
        let text = keys.and_then(|keys| keys.text(key, report));
        text.map(|text| text::label(text, "the title", report)).unwrap_or_default()
    };
    let (title, zh) = (label("title"), label("zh"));
    let doc = keys.and_then(|keys| keys.text("doc", report)).map(|doc| text::doc(doc, report)).unwrap_or_default();
    let doc_zh = keys.and_then(|keys| keys.text("doc_zh", report)).map(|doc| text::doc_zh(doc, report));
    Resource { service: service.to_owned(), name: name.to_owned(), title, zh, doc, doc_zh, span: entry.key.span }
}

/// Reports resources that no operation and no event has.
pub(crate) fn report_unknown(groups: &[Group], documents: &Documents, report: &mut Report) {
    let operations = documents.ids.iter().map(HasResource::resource);
    let known: BTreeSet<(&str, &str)> =
        operations.chain(documents.event_ids.iter().map(HasResource::resource)).collect();
    let unknown = |it: &&Resource| !known.contains(&(it.service.as_str(), it.name.as_str()));
    for resource in groups.iter().flat_map(|group| &group.resources).filter(unknown) {
        let names: Vec<String> = known.iter().map(|(service, name)| names::key(service, name)).collect();
        let name = names::key(&resource.service, &resource.name);
        let diagnostic = Diagnostic::new(Code::UnknownResource, resource.span, format!("unknown resource `{name}`"))
            .help("write `<resource>`, or `<service>.<resource>` for a service other than `hire`");
        report.add(diagnostic.did_you_mean(&name, names.iter().map(String::as_str)));
    }
}

/// Sets the group of every operation and every event, and the groups that use each type.
pub(crate) fn assign(api: &mut Api, groups: Option<Vec<Group>>, documents: &Documents, report: &mut Report) {
    let Some(groups) = groups else {
        let operations = api.operations.iter().map(|operation| (operation.id.resource(), operation.span));
        let mut owners = operations.chain(api.events.iter().map(|event| (event.id.resource(), event.span)));
        if let (SingleFile::Missing, Some((first, span))) = (&documents.groups, owners.next()) {
            let resources = owners.map(|(resource, _)| resource).chain([first]).collect();
            report.add(missing_file(first, &resources, span));
        }
        return;
    };
    let by_resource: HashMap<(&str, &str), &str> = groups
        .iter()
        .flat_map(|group| {
            group.resources.iter().map(|it| ((it.service.as_str(), it.name.as_str()), group.name.as_str()))
        })
        .collect();
    let operations = api.operations.iter_mut().map(|it| (it.id.resource(), it.span, &mut it.group));
    let events = api.events.iter_mut().map(|it| (it.id.resource(), it.span, &mut it.group));
    let mut reported = BTreeSet::new();
    for (resource, span, assigned) in operations.chain(events) {
        match by_resource.get(&resource) {
            Some(group) => (*group).clone_into(assigned),
            None if reported.insert(resource) => report.add(ungrouped(resource, span, &groups)),
            None => {}
        }
    }
    api.groups = groups;
    let users = groups_by_type(api);
    let groups_of = |name: &str| users.get(name).cloned().unwrap_or_default();
    api.ids.iter_mut().for_each(|it| it.groups = groups_of(&it.name));
    api.enums.iter_mut().for_each(|it| it.groups = groups_of(&it.name));
    api.objects.iter_mut().for_each(|it| it.groups = groups_of(&it.name));
}

/// Reports the missing file. `first` is the resource at `span`.
fn missing_file(first: (&str, &str), resources: &BTreeSet<(&str, &str)>, span: Span) -> Diagnostic {
    let resources: BTreeSet<String> = resources.iter().map(|(service, name)| names::key(service, name)).collect();
    let entry = |resource: &String| format!("{resource}: {{ title: …, zh: …, doc: … }}");
    let listed = resources.iter().map(entry).collect::<Vec<_>>().join(", ");
    let help = format!(
        "create it next to `errors.yaml` with an entry per group: `{}: {{ zh: …, doc: …, resources: {{ {listed} }} }}`",
        first.1
    );
    Diagnostic::new(Code::MissingGroups, span, "missing `groups.yaml`").label("belongs to no group").help(help)
}

fn ungrouped((service, name): (&str, &str), span: Span, groups: &[Group]) -> Diagnostic {
    let resource = names::key(service, name);
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let help = format!(
        "add `{resource}` to the `resources` of a group in `groups.yaml` ({}), or add a group",
        names.join(", ")
    );
    Diagnostic::new(Code::Ungrouped, span, format!("resource `{resource}` is in no group")).help(help)
}

/// Returns, for the key of each type, the groups whose operations and events use it.
fn groups_by_type(api: &Api) -> BTreeMap<String, GroupNames> {
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for event in api.events.iter().filter(|event| !event.group.is_empty()) {
        users.entry(&event.payload).or_default().insert(&event.group);
    }
    let operations = api.operations.iter().map(|it| (&it.group, it.parameters().chain(&it.response).collect()));
    let events =
        api.events.iter().map(|it| (&it.group, api.payload(it).map_or(&[][..], |it| &it.fields).iter().collect()));
    for (group, fields) in operations.chain(events).filter(|(group, _)| !group.is_empty()) {
        let mut open: Vec<&Field> = fields;
        while let Some(field) = open.pop() {
            let Some(name) = innermost_key(&field.ty) else { continue };
            if users.entry(name).or_default().insert(group) {
                open.extend(api.object(name).into_iter().flat_map(|object| &object.fields));
            }
        }
    }
    let owned = |groups: BTreeSet<&str>| groups.into_iter().map(str::to_owned).collect();
    users.into_iter().map(|(name, groups)| (name.to_owned(), owned(groups))).collect()
}

/// Returns the key of the innermost type, unless it is built in.
fn innermost_key(ty: &Type) -> Option<&str> {
    match ty {
        Type::Id(name) | Type::IntEnum(name) | Type::TextEnum(name) | Type::Object(name) | Type::Boxed(name) => {
            Some(name)
        }
        Type::List(item) | Type::Map(item) => innermost_key(item),
        _ => None,
    }
}
