//! Groups types with the same recursive shape, and types whose fields or values are a subset of those of another type.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{IndexedType, TypeId, TypeIndex};
use super::merge::more_specific;
use crate::drafted::{DraftEnum, DraftField, DraftObject, DraftValue, Ty, normalize_label};

/// The groups of the types of an index, by number.
pub(crate) struct Groups<'p> {
    index: &'p TypeIndex,
    of: BTreeMap<TypeId, usize>,
}

/// The part of a field that all members of a group have in common.
type FieldShape = (String, String, Vec<String>);

impl<'p> Groups<'p> {
    /// Groups the types of an index. A group never contains two types of the schema, because their author decided that they differ.
    pub(crate) fn new(index: &'p TypeIndex) -> Self {
        let of = index.ids().cloned().enumerate().map(|(at, id)| (id, at)).collect();
        let mut groups = Self { index, of };
        groups.group_enums();
        loop {
            let before = groups.of.clone();
            groups.group_objects();
            groups.join_subsets();
            if groups.of == before {
                return groups;
            }
        }
    }

    /// Returns the members of all groups, in order.
    pub(crate) fn members(&self) -> Vec<Vec<TypeId>> {
        let mut members: BTreeMap<usize, Vec<TypeId>> = BTreeMap::new();
        for (id, group) in &self.of {
            members.entry(*group).or_default().push(id.clone());
        }
        members.into_values().collect()
    }

    /// Unites the groups of compatible types with the same key.
    fn union<K: Ord>(&mut self, keys: impl Iterator<Item = (K, TypeId)>) {
        let mut similar: BTreeMap<K, Vec<TypeId>> = BTreeMap::new();
        for (key, id) in keys {
            similar.entry(key).or_default().push(id);
        }
        for mut ids in similar.into_values() {
            // The types of the schema are the first of their groups.
            ids.sort_by_key(|id| !self.index.is_in_schema(id));
            let mut groups: Vec<Vec<TypeId>> = Vec::new();
            for id in ids {
                let fits = |group: &&mut Vec<TypeId>| group.iter().all(|other| self.are_compatible(other, &id));
                let named = groups.iter().position(|group| group.iter().any(|other| self.have_same_title(other, &id)));
                let by_name = named.and_then(|at| groups.get_mut(at)).filter(fits);
                match by_name {
                    Some(group) => group.push(id),
                    None => match groups.iter_mut().find(fits) {
                        Some(group) => group.push(id),
                        None => groups.push(vec![id]),
                    },
                }
            }
            for group in groups {
                let number = group.iter().filter_map(|id| self.of.get(id)).min().copied().unwrap_or_default();
                let joined: BTreeSet<usize> = group.iter().filter_map(|id| self.of.get(id)).copied().collect();
                self.of.values_mut().filter(|of| joined.contains(of)).for_each(|of| *of = number);
            }
        }
    }

    fn have_same_title(&self, a: &TypeId, b: &TypeId) -> bool {
        self.title(a) == self.title(b)
    }

    /// Whether two types have the same name on their pages. The name of a type of the schema may have a prefix, or pages have another name for it.
    fn have_similar_titles(&self, a: &TypeId, b: &TypeId) -> bool {
        let is_called = |in_schema: &TypeId, other: &TypeId| {
            let titles = self.title(in_schema).zip(self.title(other));
            let is_similar = |(a, b): (&str, &str)| a.ends_with(b) || self.index.is_used_as(in_schema, b);
            self.index.is_in_schema(in_schema) && titles.is_some_and(is_similar)
        };
        self.have_same_title(a, b) || is_called(a, b) || is_called(b, a)
    }

    fn title(&self, id: &TypeId) -> Option<&str> {
        let object = self.index.objects.get(id).map(|object| object.it.title.as_str());
        object.or_else(|| self.index.enums.get(id).map(|item| item.it.title.as_str()))
    }

    /// Whether two types can be one: at most one is in the schema, and no field has two kinds of ids.
    fn are_compatible(&self, a: &TypeId, b: &TypeId) -> bool {
        let in_schema = |id: &TypeId| {
            let group = self.of.get(id);
            self.of
                .iter()
                .find(|(other, of)| Some(*of) == group && self.index.is_in_schema(other))
                .map(|(in_schema, _)| in_schema)
        };
        if let (Some(a), Some(b)) = (in_schema(a), in_schema(b))
            && a != b
        {
            return false;
        }
        let (Some(a_object), Some(b_object)) = (self.index.objects.get(a), self.index.objects.get(b)) else {
            return true;
        };
        let is_id = |id: &TypeId, ty: &Ty| ty.name().is_some_and(|name| self.index.resolve(&id.home, name).is_none());
        a_object.it.fields.iter().all(|field| {
            let other = b_object.it.fields.iter().find(|other| other.name == field.name);
            other.is_none_or(|other| {
                !(is_id(a, &field.ty) && is_id(b, &other.ty)) || more_specific(&field.ty, &other.ty).is_some()
            })
        })
    }

    fn group_enums(&mut self) {
        let keys: Vec<_> = self.index.enums.iter().map(|(id, item)| (enum_shape(&item.it), id.clone())).collect();
        self.union(keys.into_iter());
        let all: Vec<(&TypeId, &IndexedType<DraftEnum>)> = self.index.enums.iter().collect();
        for (id, item) in &all {
            let values = labelled(&item.it);
            let holds_all = |other: &&(&TypeId, &IndexedType<DraftEnum>)| {
                let others = labelled(&other.1.it);
                other.1.it.int == item.it.int
                    && values.len() > 1
                    && others.len() > values.len()
                    && values.iter().all(|value| others.contains(value))
                    // Two values such as `user` can be equal by coincidence, three with the same labels cannot.
                    && (values.len() > 2 && have_same_labels(&item.it, &other.1.it)
                        || self.have_similar_titles(id, other.0))
            };
            let superset = all.iter().filter(holds_all).min_by_key(|(_, other)| other.it.values.len());
            if let Some((superset, _)) = superset {
                self.join(id, superset);
            }
        }
    }

    fn group_objects(&mut self) {
        let keys: Vec<_> =
            self.index.objects.iter().map(|(id, object)| (self.object_shape(id, &object.it), id.clone())).collect();
        self.union(keys.into_iter());
    }

    /// Joins each received object with the smallest object of the same name that has all its fields and more.
    fn join_subsets(&mut self) {
        let shapes: Vec<(&TypeId, BTreeSet<FieldShape>)> = self
            .index
            .objects
            .iter()
            .filter(|(_, object)| !object.it.sent)
            .map(|(id, object)| (id, self.object_shape(id, &object.it).into_iter().collect()))
            .collect();
        for (id, fields) in &shapes {
            let holds_all = |(other, others): &&(&TypeId, BTreeSet<FieldShape>)| {
                fields.len() > 1
                    && others.len() > fields.len()
                    && self.have_similar_titles(id, other)
                    && fields.is_subset(others)
            };
            let superset = shapes.iter().filter(holds_all).min_by_key(|(_, others)| others.len());
            if let Some((superset, _)) = superset {
                self.join(id, superset);
            }
        }
    }

    /// Joins the groups of two types, if all their members are compatible.
    fn join(&mut self, id: &TypeId, with: &TypeId) {
        let (Some(from), Some(to)) = (self.of.get(id).copied(), self.of.get(with).copied()) else { return };
        let of = |group: usize| self.of.iter().filter(move |(_, of)| **of == group).map(|(id, _)| id);
        if from != to && of(from).all(|a| of(to).all(|b| self.are_compatible(a, b))) {
            self.of.values_mut().filter(|of| **of == from).for_each(|of| *of = to);
        }
    }

    /// Returns the shape of an object, sorted by field. The shape of an object that is sent includes presence, default and limits.
    fn object_shape(&self, id: &TypeId, object: &DraftObject) -> Vec<FieldShape> {
        let mut shape: Vec<FieldShape> = object
            .fields
            .iter()
            .map(|field| {
                let facts = if object.sent { request_properties(field) } else { Vec::new() };
                (field.name.clone(), self.token(id, &field.ty), facts)
            })
            .collect();
        shape.sort();
        shape
    }

    /// Returns the wire type as text, with the group of an object or enum.
    fn token(&self, user: &TypeId, ty: &Ty) -> String {
        match ty {
            Ty::List(item) => format!("[{}]", self.token(user, item)),
            Ty::Map(value) => format!("{{{}}}", self.token(user, value)),
            Ty::AsString(_) | Ty::Plain("string" | "url" | "date") => "string".to_owned(),
            Ty::Plain("int32" | "int64" | "timestamp" | "seconds") => "int".to_owned(),
            Ty::Plain(name) => (*name).to_owned(),
            Ty::Named(name) => match self.index.resolve(&user.home, name) {
                Some(id) if id == *user => "self".to_owned(),
                Some(id) => self.of.get(&id).map(|group| format!("#{group}")).unwrap_or_default(),
                None => "string".to_owned(),
            },
        }
    }
}

fn request_properties(field: &DraftField) -> Vec<String> {
    let mut facts: Vec<String> = field.keys.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    facts.extend(field.is_required.then(|| "required".to_owned()));
    facts.extend(field.default.clone());
    facts
}

/// Returns the type of the codes, and the values. The labels of codes that are words may differ.
fn enum_shape(item: &DraftEnum) -> (bool, Vec<(String, String)>, String) {
    let title = if item.values.len() < 2 { item.title.clone() } else { String::new() };
    (item.int, labelled(item), title)
}

/// Whether the values of an enum have labels, which those of the other enum with the same codes have as well.
fn have_same_labels(item: &DraftEnum, other: &DraftEnum) -> bool {
    item.values.iter().all(|value| {
        let label = normalize_label(&value.label);
        let is_same = |other: &DraftValue| other.code == value.code && normalize_label(&other.label) == label;
        value.label != value.code && other.values.iter().any(is_same)
    })
}

fn labelled(item: &DraftEnum) -> Vec<(String, String)> {
    let label = |label: &str| if item.int { normalize_label(label) } else { String::new() };
    let mut values: Vec<_> = item.values.iter().map(|value| (value.code.clone(), label(&value.label))).collect();
    values.sort();
    values
}
