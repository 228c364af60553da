//! The features of the emitted crate, between two marks in its manifest.

use crate::{
    marked::{Marks, MissingMarks},
    model::Api,
};

const MARKS: Marks =
    Marks { begin: "# Groups: emitted by `cargo xtask codegen` from schema/groups.yaml.", end: "# End of the groups." };

/// Returns the features of all groups with their documentation, and the default, which enables all of them.
#[must_use]
pub fn features(api: &Api) -> String {
    let names = api.groups.iter().map(|group| format!("{:?}", group.name)).collect::<Vec<_>>();
    let mut text = String::new();
    if names.is_empty() {
        text.push_str("default = []\n");
    } else {
        text.push_str("default = [\n");
        text.extend(names.iter().map(|name| format!("    {name},\n")));
        text.push_str("]\n");
    }
    for group in &api.groups {
        let doc = group.doc.split_whitespace().collect::<Vec<_>>().join(" ");
        text.push_str(&format!("## {doc}\n{} = []\n", group.name));
    }
    text
}

/// Replaces the features of the groups between the marks of a manifest.
///
/// # Errors
/// Fails if the manifest lacks the marks.
pub fn manifest(before: &str, api: &Api) -> Result<String, MissingMarks> {
    MARKS.replace(before, &features(api))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::Group,
        source::{FileId, Span},
    };

    #[test]
    fn every_group_is_a_documented_feature() {
        let group = |name: &str| Group {
            name: name.to_owned(),
            zh: String::new(),
            doc: "Notes\nabout talents.\n".to_owned(),
            resources: Vec::new(),
            span: Span::new(FileId::default(), 0, 0),
        };
        let api = Api { groups: vec![group("note"), group("job")], ..Api::default() };
        let (begin, end) = (MARKS.begin, MARKS.end);
        let text = format!("[features]\n{begin}\ndefault = []\n{end}\nmock = []\n");
        let made = manifest(&text, &api).unwrap_or_default();
        let groups = "default = [\n    \"note\",\n    \"job\",\n]\n## Notes about talents.\nnote = []\n## Notes about talents.\njob = []\n";
        assert_eq!(made, format!("[features]\n{begin}\n{groups}{end}\nmock = []\n"));
    }
}
