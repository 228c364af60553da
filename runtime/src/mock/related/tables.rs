//! Tables of the ids and times in requests and responses.

/// Where a request and its response have ids and times.
#[derive(Debug)]
pub struct Relations {
    /// Types of ids whose objects belong to others, with the type of the others. The same in all operations of a crate.
    pub owners: &'static [(&'static str, &'static str)],
    /// Parameters that hold ids: the name and the type of the id.
    pub parameters: &'static [(&'static str, &'static str)],
    /// Fields of the response data.
    pub response: Related,
}

/// The fields of an object that hold ids, times, or objects with such fields.
#[derive(Debug)]
pub struct Related {
    /// JSON keys and what they hold, in the order of the schema.
    pub fields: &'static [(&'static str, Role)],
}

/// What a field holds.
#[derive(Debug)]
pub enum Role {
    /// An id of this type, such as `ApplicationId`.
    Id(&'static str),
    /// Milliseconds since the Unix epoch.
    Time,
    /// An object.
    Object(&'static Related),
    /// A list.
    List(&'static Role),
}

impl Related {
    /// Returns the type of the object's own id, which is `id` or else the first field with an id.
    pub(super) fn own_id(&self) -> Option<&'static str> {
        let ids = || self.fields.iter().filter_map(|(name, role)| Some((*name, role.id()?)));
        let own = ids().find(|(name, _)| *name == "id").or_else(|| ids().next());
        own.map(|(_, kind)| kind)
    }

    pub(super) fn role(&self, name: &str) -> Option<&'static Role> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, role)| role)
    }

    /// Returns the items of a list of objects.
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

    /// Returns the object in the field, also if it is in lists.
    pub(super) fn object(&self) -> Option<&'static Related> {
        match self {
            Self::Object(related) => Some(related),
            Self::List(item) => item.object(),
            Self::Id(_) | Self::Time => None,
        }
    }
}
