//! The directions in which objects are sent, and the names of their schemas.

use std::collections::BTreeSet;

use crate::model::{Api, Field, Object, Operation, Type};

/// The direction in which a value is sent. Requests must conform to the page; responses are open, as the crate reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Sent,
    Received,
}

/// The types of an API.
pub(super) struct Types<'a> {
    pub(super) api: &'a Api,
    sent: BTreeSet<&'a str>,
    received: BTreeSet<&'a str>,
}

impl<'a> Types<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let types = Self { api, sent: BTreeSet::new(), received: BTreeSet::new() };
        let sent = types.reachable(api.operations.iter().flat_map(Operation::parameters));
        let payloads = || api.events.iter().filter_map(|event| api.payload(event));
        let responses = api.operations.iter().flat_map(|operation| &operation.response);
        let mut received = types.reachable(responses.chain(payloads().flat_map(|payload| &payload.fields)));
        received.extend(payloads().map(|payload| payload.name.as_str()));
        Self { sent, received, ..types }
    }

    /// Every object with its directions.
    pub(super) fn objects(&self) -> impl Iterator<Item = (&'a Object, Direction)> {
        let directions = [(Direction::Received, &self.received), (Direction::Sent, &self.sent)];
        self.api.objects.iter().flat_map(move |object| {
            directions
                .into_iter()
                .filter(|(_, those)| those.contains(object.name.as_str()))
                .map(move |(direction, _)| (object, direction))
        })
    }

    /// The name of the schema of an object. In requests, it has the suffix `_Sent` if responses contain the object too.
    pub(super) fn schema_name(&self, object: &str, direction: Direction) -> String {
        let both = self.sent.contains(object) && self.received.contains(object);
        if both && direction == Direction::Sent { format!("{object}_Sent") } else { object.to_owned() }
    }

    /// Returns every object that is reachable from fields.
    fn reachable(&self, fields: impl Iterator<Item = &'a Field>) -> BTreeSet<&'a str> {
        let mut known = BTreeSet::new();
        let mut open: Vec<&Field> = fields.collect();
        while let Some(field) = open.pop() {
            let Some(object) = object_in(&field.ty).and_then(|name| self.api.object(name)) else { continue };
            if known.insert(object.name.as_str()) {
                open.extend(&object.fields);
            }
        }
        known
    }
}

fn object_in(ty: &Type) -> Option<&str> {
    match ty {
        Type::Object(name) | Type::Boxed(name) => Some(name),
        Type::List(item) | Type::Map(item) => object_in(item),
        _ => None,
    }
}
