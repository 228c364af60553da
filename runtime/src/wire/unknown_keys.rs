//! Lists the unknown keys in a value.

use super::{View, path::Path};

/// Returns the paths of all unknown keys.
pub(crate) fn unknown_keys(value: View<'_>) -> Vec<String> {
    let mut found = Vec::new();
    collect(value, &mut Path::default(), &mut found);
    found
}

fn collect(value: View<'_>, path: &mut Path, found: &mut Vec<String>) {
    path.each_inside(value, &mut |path, _, value| collect(value, path, found));
    if let View::Object(object) = value {
        object.values(&mut |_, _, unknown| found.extend(unknown.iter().map(|(key, _)| path.with_key(key))));
    }
}
