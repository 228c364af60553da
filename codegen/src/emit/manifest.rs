//! The features of the emitted crate, between two markers in its manifest.

use crate::model::Api;

const BEGIN: &str = "# Groups: emitted by `cargo xtask codegen` from schema/groups.yaml.";
const END: &str = "# End of the groups.";

/// The manifest lacks the markers around the features of the groups.
#[derive(Debug)]
pub struct MissingMarkers;

impl std::fmt::Display for MissingMarkers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "missing lines `{BEGIN}` and `{END}` under `[features]` in the manifest")
    }
}

impl std::error::Error for MissingMarkers {}

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

/// Replaces the features of the groups between the markers of a manifest.
///
/// # Errors
/// Fails if the manifest lacks the markers.
pub fn manifest(before: &str, api: &Api) -> Result<String, MissingMarkers> {
    let (head, rest) = before.split_once(&format!("{BEGIN}\n")).ok_or(MissingMarkers)?;
    let at = rest.find(&format!("{END}\n")).ok_or(MissingMarkers)?;
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
    fn changes_only_the_text_between_the_markers() {
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
