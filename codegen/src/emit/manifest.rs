//! The features of the emitted crate, in its manifest between two marks.

use crate::model::Api;

const BEGIN: &str = "# Groups: emitted by `cargo xtask codegen` from schema/groups.yaml.";
const END: &str = "# End of the groups.";

/// The manifest has no place for the features of the groups.
#[derive(Debug)]
pub struct NoMarkers;

impl std::fmt::Display for NoMarkers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the manifest lacks the lines `{BEGIN}` and `{END}` under `[features]`")
    }
}

impl std::error::Error for NoMarkers {}

/// The features of all groups, each with its documentation, and the default that switches all of them on.
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

/// A manifest with the features of the groups between its marks.
///
/// # Errors
/// When it lacks the marks.
pub fn manifest(before: &str, api: &Api) -> Result<String, NoMarkers> {
    let (head, rest) = before.split_once(&format!("{BEGIN}\n")).ok_or(NoMarkers)?;
    let at = rest.find(&format!("{END}\n")).ok_or(NoMarkers)?;
    let tail = rest.get(at..).unwrap_or_default();
    Ok(format!("{head}{BEGIN}\n{}{tail}", features(api)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::Group,
        source::{FileId, Span},
    };

    #[test]
    fn only_what_stands_between_the_marks_changes() {
        let group = |name: &str| Group {
            name: name.to_owned(),
            zh: String::new(),
            doc: "Notes\nabout talents.\n".to_owned(),
            resources: Vec::new(),
            span: Span::new(FileId::default(), 0, 0),
        };
        let api = Api { groups: vec![group("note"), group("job")], ..Api::default() };
        let text = format!("[features]\n{BEGIN}\ndefault = []\n{END}\nmock = []\n");
        let made = manifest(&text, &api).unwrap_or_default();
        let groups = "default = [\n    \"note\",\n    \"job\",\n]\n## Notes about talents.\nnote = []\n## Notes about talents.\njob = []\n";
        assert_eq!(made, format!("[features]\n{BEGIN}\n{groups}{END}\nmock = []\n"));
        assert_eq!(manifest(&made, &api).ok(), Some(made));
        assert!(manifest("[features]\n", &api).is_err());
    }
}
