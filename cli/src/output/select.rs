//! `--fields a.b,c`: keeps some fields of a value, also inside lists.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::text::Text;

/// The fields to keep, as a tree. A leaf keeps everything below it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    /// The paths in the order of the argument, which are the columns of tables.
    pub(crate) paths: Vec<String>,
    tree: Tree,
}

#[derive(Clone, Debug, Default)]
struct Tree(BTreeMap<String, Tree>);

impl Selection {
    /// Parses `a.b,c`.
    pub(crate) fn parse(text: &str) -> Result<Self, Text> {
        let mut selection = Self::default();
        for path in text.split(',').map(str::trim) {
            if path.split('.').any(str::is_empty) {
                return Err(Text::new(
                    "expected names of fields such as id,name.zh_cn",
                    "应为字段名，如 id,name.zh_cn",
                ));
            }
            path.split('.').fold(&mut selection.tree, |tree, name| tree.0.entry(name.to_owned()).or_default());
            selection.paths.push(path.to_owned());
        }
        Ok(selection)
    }

    /// Returns the value with the selected fields only.
    pub(crate) fn apply(&self, value: Value) -> Value {
        self.tree.apply(value)
    }
}

impl Tree {
    fn apply(&self, value: Value) -> Value {
        match value {
            value if self.0.is_empty() => value,
            Value::Array(items) => Value::Array(items.into_iter().map(|item| self.apply(item)).collect()),
            Value::Object(mut entries) => {
                let kept =
                    self.0.iter().filter_map(|(name, tree)| Some((name.clone(), tree.apply(entries.remove(name)?))));
                Value::Object(kept.collect::<Map<_, _>>())
            }
            value => value,
        }
    }
}

/// Returns the value at a path such as `name.zh_cn`.
pub(crate) fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, name| value.get(name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_kept_at_every_depth() -> Result<(), Text> {
        let value =
            json!({ "id": "1", "name": { "zh": "a", "en": "b" }, "list": [{ "x": 1, "y": 2 }, { "y": 3 }], "z": 0 });
        let selected = Selection::parse("id, name.zh,list.x")?.apply(value);
        assert_eq!(selected, json!({ "id": "1", "name": { "zh": "a" }, "list": [{ "x": 1 }, {}] }));
        assert!(Selection::parse("a..b").is_err() && Selection::parse("").is_err());
        Ok(())
    }
}
