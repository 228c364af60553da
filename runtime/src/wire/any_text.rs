//! Reads any JSON value as text.

use super::{ReadError, Reader, Slot, View};

/// Text of any value: strings unchanged, other values as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AnyText(String);

impl AnyText {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

impl Slot for AnyText {
    fn vacant() -> Self {
        Self::default()
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, ReadError> {
        if from.is_nested() {
            from.raw_value()?.as_str().clone_into(&mut self.0);
            return Ok(true);
        }
        self.0.read(from)
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    fn view(&self) -> View<'_> {
        View::Text(&self.0)
    }
}
