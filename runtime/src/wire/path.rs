//! The path of a value within a body.

use std::fmt::{self, Write as _};

use super::{Field, View};

/// The path of a value within a body, such as `items[3].name`.
#[derive(Debug, Default)]
pub(super) struct Path(String);

/// A callback for a nested value, with its path, its field (in an object) and the value.
type Visit<'a> = dyn FnMut(&mut Path, Option<&'static Field>, View<'_>) + 'a;

impl Path {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn with_key(&self, key: &str) -> String {
        let dot = if self.0.is_empty() { "" } else { "." };
        format!("{}{dot}{key}", self.0)
    }

    /// Visits the direct children of a value, except absent and null fields.
    pub(super) fn each_inside(&mut self, value: View<'_>, visit: &mut Visit<'_>) {
        match value {
            View::Object(object) => object.values(&mut |shape, values, _| {
                for (field, value) in shape.fields().iter().zip(values) {
                    let value = value.view();
                    if !matches!(value, View::Absent | View::Null) {
                        let dot = if self.0.is_empty() { "" } else { "." };
                        self.within(format_args!("{dot}{}", field.name()), |path| visit(path, Some(field), value));
                    }
                }
            }),
            View::List(items) => {
                for (index, item) in (0..items.count()).filter_map(|index| Some((index, items.item(index)?))) {
                    self.within(format_args!("[{index}]"), |path| visit(path, None, item.view()));
                }
            }
            View::Map(entries) => entries.each(&mut |key, value| {
                self.within(format_args!("{{{key}}}"), |path| visit(path, None, value.view()));
            }),
            _ => {}
        }
    }

    fn within(&mut self, step: fmt::Arguments<'_>, visit: impl FnOnce(&mut Self)) {
        let length = self.0.len();
        let _ = self.0.write_fmt(step);
        visit(self);
        self.0.truncate(length);
    }
}
