//! Tables of the ids and times in requests and responses.

/// The ids and times in a request and its response.
#[derive(Debug)]
pub struct Relations {
    /// Id types with the id type of their owner. The list is the same for all operations of a crate.
    pub owners: &'static [(&'static str, &'static str)],
    /// Names of the parameters that contain ids, with the type of the id.
    pub parameters: &'static [(&'static str, &'static str)],
    /// Fields of the response data.
    pub response: Related,
}

/// The fields of an object that contain ids, times, or objects with such fields.
#[derive(Debug)]
pub struct Related {
    /// JSON keys with the role of their values, in the order of the schema.
    pub fields: &'static [(&'static str, Role)],
}

/// The role of a field: an id, a time, or a container of these.
#[derive(Debug)]
pub enum Role {
    /// An id of this type, such as `ApplicationId`.
    Id(&'static str),
    /// Milliseconds since the Unix epoch.
    Time,
    /// An object with these fields.
    Object(&'static Related),
    /// A list whose items have this role.
    List(&'static Role),
}

impl Related {
    /// Returns the type of the object's own id, which is the field `id` or, without one, the first field with an id.
    pub(super) fn own_id(&self) -> Option<&'static str> {
        let ids = || self.fields.iter().filter_map(|(name, role)| Some((*name, role.id()?)));
        let own = ids().find(|(name, _)| *name == "id").or_else(|| ids().next());
        own.map(|(_, kind)| kind)
    }

    pub(super) fn role(&self, name: &str) -> Option<&'static Role> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, role)| role)
    }

    /// Returns the fields of the objects in a list.
    pub(in crate::mock) fn items(&self, name: &str) -> Option<&'static Self> {
        match self.role(name) {
            Some(Role::List(Role::Object(related))) => Some(related),
            _ => None,
        }
    }
}

impl Role {
    const fn id(&self) -> Option<&'static str> {
        match self {
            Self::Id(kind) => Some(kind),
            Self::Time | Self::Object(_) | Self::List(_) => None,
        }
    }

    /// Returns the fields of the object in this field, or in its lists.
    pub(super) fn object(&self) -> Option<&'static Related> {
        match self {
            Self::Object(related) => Some(related),
            Self::List(item) => item.object(),
            Self::Id(_) | Self::Time => None,
        }
    }
}
