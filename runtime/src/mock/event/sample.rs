//! An event to send.

use std::fmt;

use serde_json::{Value, json};

use crate::{Timestamp, event::SchemaVersion, random};

/// An event to send. `Debug` does not show its data.
#[derive(Clone)]
pub struct Event {
    id: String,
    event_type: String,
    data: Value,
    schema: SchemaVersion,
    app_id: String,
    tenant_key: String,
    create_time: String,
}

impl Event {
    /// Creates an event of version 2.0 with a random id, for the app `cli_mock` and sent now. `data` is the content of the field `event`.
    #[must_use]
    pub fn new(event_type: impl Into<String>, data: Value) -> Self {
        Self {
            id: random::hex(),
            event_type: event_type.into(),
            data,
            schema: SchemaVersion::V2,
            app_id: "cli_mock".to_owned(),
            tenant_key: "tenant_mock".to_owned(),
            create_time: Timestamp::now().as_millis().to_string(),
        }
    }

    /// Creates an event of version 2.0 with the data of a documented sample, which has an envelope.
    #[doc(hidden)]
    #[must_use]
    pub fn of_sample(event_type: impl Into<String>, text: &str) -> Self {
        let mut sample: Value = serde_json::from_str(text).unwrap_or_default();
        Self::new(event_type, sample.get_mut("event").map(Value::take).unwrap_or_default())
    }

    /// Creates an event of version 1.0 with the ticket of a store app.
    #[must_use]
    pub fn app_ticket(ticket: &str) -> Self {
        Self::new("app_ticket", json!({ "app_ticket": ticket })).schema(SchemaVersion::V1)
    }

    /// Sets the version of the envelope. Default: 2.0.
    #[must_use]
    pub fn schema(mut self, schema: SchemaVersion) -> Self {
        self.schema = schema;
        self
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// Returns the id.
    #[must_use]
    pub fn event_id(&self) -> &str {
        &self.id
    }

    /// Returns the type, such as `hire.application.stage_changed_v1`.
    #[must_use]
    pub fn event_type(&self) -> &str {
        &self.event_type
    }

    /// Sets the app id.
    #[must_use]
    pub fn app_id(mut self, app_id: impl Into<String>) -> Self {
        self.app_id = app_id.into();
        self
    }

    /// Sets the tenant key of the company.
    #[must_use]
    pub fn tenant_key(mut self, tenant_key: impl Into<String>) -> Self {
        self.tenant_key = tenant_key.into();
        self
    }

    /// Sets the creation time as text, because the unit differs between events.
    #[must_use]
    pub fn create_time(mut self, create_time: impl Into<String>) -> Self {
        self.create_time = create_time.into();
        self
    }

    /// Returns the JSON of the envelope.
    pub(super) fn envelope(&self, token: &str) -> String {
        let envelope = match self.schema {
            SchemaVersion::V2 => json!({
                "schema": "2.0",
                "header": {
                    "event_id": self.id,
                    "event_type": self.event_type,
                    "create_time": self.create_time,
                    "token": token,
                    "app_id": self.app_id,
                    "tenant_key": self.tenant_key,
                },
                "event": self.data,
            }),
            SchemaVersion::V1 => {
                let mut data = self.data.clone();
                if let Some(data) = data.as_object_mut() {
                    data.insert("type".to_owned(), json!(self.event_type));
                    data.insert("app_id".to_owned(), json!(self.app_id));
                    data.insert("tenant_key".to_owned(), json!(self.tenant_key));
                }
                json!({ "uuid": self.id, "ts": self.create_time, "token": token, "type": "event_callback", "event": data })
            }
        };
        envelope.to_string()
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event").field("id", &self.id).field("event_type", &self.event_type).finish_non_exhaustive()
    }
}
