//! What a token endpoint answers: at the top level, beside the code.

use crate::{
    UnknownFields,
    wire::{Fields, Object, Secret, field},
};

/// The answer of any token endpoint; which of the two tokens is in it depends on the endpoint.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Granted {
    pub(crate) code: Option<i64>,
    pub(crate) app_access_token: String,
    pub(crate) tenant_access_token: String,
    /// In seconds.
    pub(crate) expire: i64,
    unknown_fields: UnknownFields,
}

impl Object for Granted {
    const NAME: &'static str = "Granted";

    fn read_field<'de, A: serde::de::MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "code" => field(&mut self.code, map)?,
            "app_access_token" => field(&mut self.app_access_token, map)?,
            "tenant_access_token" => field(&mut self.tenant_access_token, map)?,
            "expire" => field(&mut self.expire, map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn fields<F: Fields>(&self, to: &mut F) -> Result<(), F::Error> {
        to.field("code", &self.code)?;
        to.field("app_access_token", &Secret(&self.app_access_token))?;
        to.field("tenant_access_token", &Secret(&self.tenant_access_token))?;
        to.field("expire", &self.expire)?;
        to.unknown(&self.unknown_fields)
    }

    fn unknown_fields(&mut self) -> &mut UnknownFields {
        &mut self.unknown_fields
    }
}

crate::object!(Granted);
