//! Optional values, and values of any JSON type.

use serde_json::Value;

use super::{RawJson, ReadError, Reader, Slot, View};

impl<T: Slot> Slot for Option<T> {
    fn vacant() -> Self {
        None
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, ReadError> {
        let is_there = self.insert(T::vacant()).read(from)?;
        if !is_there {
            *self = None;
        }
        Ok(is_there)
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, Slot::view)
    }
}

impl Slot for Value {
    #[inline]
    fn vacant() -> Self {
        Self::Null
    }

    #[inline]
    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, ReadError> {
        if from.null()? {
            *self = Self::Null;
            return Ok(false);
        }
        let raw = from.skip_value()?;
        *self = serde_json::from_str(raw).map_err(|_| {
            from.value_mismatch(
                "JSON within the limits of serde_json",
                "JSON with too deep nesting or too large numbers",
            )
        })?;
        Ok(true)
    }

    #[inline]
    fn clear(&mut self) {
        *self = Self::Null;
    }

    #[inline]
    fn view(&self) -> View<'_> {
        if self.is_null() { View::Null } else { View::Json(self) }
    }
}

impl Slot for RawJson {
    fn vacant() -> Self {
        Self::null()
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, ReadError> {
        *self = from.raw_value()?;
        Ok(self.as_str() != "null")
    }

    fn clear(&mut self) {
        *self = Self::null();
    }

    fn view(&self) -> View<'_> {
        View::Raw(self)
    }
}
