//! The header of an event.

use crate::Timestamp;

/// The metadata of an event: id, type, time and origin.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventHeader {
    /// Version of the envelope.
    pub schema: SchemaVersion,
    /// Unique id of the event. A repeated delivery has the same id.
    pub event_id: String,
    /// Type of the event, such as `hire.application.stage_changed_v1`.
    pub event_type: String,
    /// Time when the event was sent, shortly after it happened; `None` if Feishu does not state it.
    pub create_time: Option<Timestamp>,
    /// App that subscribed to the event. Empty if Feishu does not state it.
    pub app_id: String,
    /// Company in which the event happened. Empty if Feishu does not state it.
    pub tenant_key: String,
}

/// The version of an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SchemaVersion {
    /// 1.0, such as for `app_ticket`.
    V1,
    /// 2.0, such as for all events of Hire.
    V2,
}
