//! Feature groups of the emitted crate.

use feishu_codegen::model::Api;

/// A feature group of the emitted crate.
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) resources: Vec<String>,
}

/// The feature groups of a schema.
pub(crate) fn groups(api: &Api) -> Vec<Group> {
    let group = |group: &feishu_codegen::model::Group| Group {
        name: group.name.clone(),
        resources: group.resources.iter().map(|resource| resource.name.clone()).collect(),
    };
    api.groups.iter().map(group).collect()
}
