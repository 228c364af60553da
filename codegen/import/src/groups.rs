//! Finds groups for resources without one, and adds them to `groups.yaml`.

use std::collections::{BTreeMap, BTreeSet};

use feishu_codegen::{
    draft::{FIXED_FEATURES, key},
    model::{Api, Group, OperationId},
};
use heck::ToSnakeCase;

use crate::yaml::format_scalar;

/// Resources that are added to groups, by the name of the group.
#[derive(Default)]
pub(crate) struct GroupAdditions {
    known: BTreeSet<String>,
    added: BTreeMap<String, BTreeSet<String>>,
}

impl GroupAdditions {
    /// Finds a group for each resource. `pages` are services and resources of operations and events, with the URLs of their pages.
    pub(crate) fn new<'a>(api: &Api, pages: impl Iterator<Item = (&'a str, &'a str, &'a str)>) -> Self {
        let known = api.groups.iter().map(|group| group.name.clone()).collect();
        let mut additions = Self { known, ..Self::default() };
        for (service, name, url) in pages {
            let is_listed = |group: &Group| group.resources.iter().any(|it| it.service == service && it.name == name);
            let resource = key(service, name);
            let is_added = additions.added.values().any(|resources| resources.contains(&resource));
            if !is_added && !api.groups.iter().any(is_listed) {
                let group = suggest_group(api, service, name, url);
                additions.added.entry(group).or_default().insert(resource);
            }
        }
        additions
    }

    /// Returns the group to which the resource of an operation is added.
    pub(crate) fn of_resource(&self, id: &OperationId) -> Option<&str> {
        let resource = key(&id.service, &id.resource);
        let found = self.added.iter().find(|(_, resources)| resources.contains(&resource));
        found.map(|(group, _)| group.as_str())
    }

    /// Returns `groups.yaml` with the additions. A new group or resource has its name as label, and the given doc.
    pub(crate) fn text(&self, before: &str, doc: &str) -> String {
        let mut text = before.to_owned();
        let doc = format_scalar(doc);
        for (group, resources) in &self.added {
            let resources: String = resources.iter().map(|resource| entry(resource, &doc)).collect();
            match self.known.contains(group).then(|| end_of_resources(&text, group)).flatten() {
                Some(at) => text.insert_str(at, &resources),
                None => {
                    if !text.is_empty() && !text.ends_with('\n') {
                        text.push('\n');
                    }
                    text.push_str(&format!("{group}:\n  zh: {group}\n  doc: {doc}\n  resources:\n{resources}"));
                }
            }
        }
        text
    }
}

fn entry(resource: &str, doc: &str) -> String {
    let doc_zh = if doc == "\"\"" { "      doc_zh: \"\"\n" } else { "" };
    format!("    {resource}:\n      title: {resource}\n      zh: {resource}\n      doc: {doc}\n{doc_zh}")
}

/// Returns the offset of the end of the resources of a group: the next line that is not indented deeper than `resources`.
fn end_of_resources(text: &str, group: &str) -> Option<usize> {
    let start = if text.starts_with(&format!("{group}:")) { 0 } else { text.find(&format!("\n{group}:"))? + 1 };
    let key = "\n  resources:\n";
    let mut at = start + text.get(start..)?.find(key)? + key.len();
    for line in text.get(at..)?.split_inclusive('\n') {
        if !line.trim().is_empty() && !line.starts_with("   ") {
            break;
        }
        at += line.len();
    }
    Some(at)
}

/// Suggests a group: the group of operations whose pages are in the same folder, or the group of a resource whose name is a prefix of this one.
/// Otherwise, suggests a new group that has the name of the folder or the resource.
fn suggest_group(api: &Api, service: &str, resource: &str, url: &str) -> String {
    // The pages of events are in a folder beside those of operations.
    let own = folder(&url.replace("/events/", "/"), service);
    let shared = |other: &[String]| own.iter().zip(other).take_while(|(a, b)| a == b).count();
    let in_folder = api
        .operations
        .iter()
        .filter(|operation| operation.id.service == service && !operation.group.is_empty())
        .map(|operation| (shared(&folder(&operation.page, service)), operation))
        .filter(|(shared, _)| *shared > 0)
        .min_by_key(|(shared, operation)| (std::cmp::Reverse(*shared), &operation.id));
    if let Some((_, operation)) = in_folder {
        return operation.group.clone();
    }
    let is_stem = |other: &str| resource.strip_prefix(other).is_some_and(|rest| rest.starts_with('_'));
    let similar =
        api.groups.iter().find(|group| group.resources.iter().any(|it| it.service == service && is_stem(&it.name)));
    if let Some(group) = similar {
        return group.name.clone();
    }
    let name = own.first().map_or_else(|| resource.to_owned(), |folder| folder.to_snake_case());
    if FIXED_FEATURES.contains(&name.as_str()) { format!("{name}_group") } else { name }
}

/// Returns the folders of a page: the segments of its URL between the service and the last two segments.
fn folder(url: &str, service: &str) -> Vec<String> {
    let mut parts =
        url.split('/').skip_while(|part| !part.starts_with(service)).skip(1).map(str::to_owned).collect::<Vec<_>>();
    parts.truncate(parts.len().saturating_sub(2));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_a_url() {
        let url = "/ukTM/hire-v1/candidate-management/referral/account/create";
        assert_eq!(folder(url, "hire"), ["candidate-management", "referral"]);
        assert!(folder("/ukTM/hire-v1/note/create", "hire").is_empty());
    }

    #[test]
    fn adds_resources_to_the_text() {
        let mut additions = GroupAdditions { known: ["note".to_owned()].into(), ..GroupAdditions::default() };
        additions.added.insert("note".to_owned(), ["remark".to_owned()].into());
        additions.added.insert("talent".to_owned(), ["talent".to_owned(), "talent_tag".to_owned()].into());
        let listed = |name: &str| {
            format!(
                "    {name}:\n      title: {name}\n      zh: {name}\n      doc: {}\n",
                if name == "note" { "|\n        Notes.\n" } else { "Texts." }
            )
        };
        let before = format!("note:\n  zh: 备注\n  doc: Notes.\n  resources:\n{}job:\n  zh: 职位\n", listed("note"));
        let more = "talent:\n  zh: talent\n  doc: Texts.\n  resources:\n";
        let after = before.replace("job:", &format!("{}job:", listed("remark")))
            + more
            + &listed("talent")
            + &listed("talent_tag");
        assert_eq!(additions.text(&before, "Texts."), after);
    }
}
