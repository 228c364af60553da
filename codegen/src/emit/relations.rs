//! Emits the positions of ids and times in requests and responses. The mock server derives from them which objects belong together.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::{body_schema, gate::Gate, scope::Item};
use crate::{
    model::{Api, Field, GroupNames, Operation, Payload, Type},
    names,
};

/// The objects that hold ids or times, directly or through others.
pub(super) struct Relations<'a> {
    api: &'a Api,
    objects: BTreeSet<&'a str>,
}

impl<'a> Relations<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut relations = Self { api, objects: BTreeSet::new() };
        loop {
            let known = relations.objects.len();
            let found =
                api.objects.iter().filter(|object| object.fields.iter().any(|field| relations.has_role(&field.ty)));
            let found = found.map(|object| object.name.as_str()).collect();
            relations.objects = found;
            if relations.objects.len() == known {
                return relations;
            }
        }
    }

    /// Returns the name of the static of an operation, if the operation has one.
    pub(super) fn name(&self, operation: &Operation) -> Option<proc_macro2::Ident> {
        let has_ids = id_parameters(operation).next().is_some();
        let is_related = has_ids || operation.response.iter().any(|field| self.has_role(&field.ty));
        is_related.then(|| body_schema::name(&names::response(&operation.id)))
    }

    /// Returns a constant with the owners of ids, and a static for each operation and for each object in a response.
    pub(super) fn statics(&self) -> Vec<Item> {
        let operations = self.api.operations.iter().filter_map(|operation| {
            let (name, fields) = (self.name(operation)?, self.fields(&operation.response));
            let parameters = id_parameters(operation).map(|(name, kind)| quote!((#name, #kind)));
            let relations = quote!(feishu_runtime::mock::Relations);
            let related = quote!(feishu_runtime::mock::Related);
            let tokens = quote! {
                pub(super) static #name: #relations = #relations {
                    owners: OWNERS,
                    parameters: &[#(#parameters),*],
                    response: #related { fields: &[#fields] },
                };
            };
            Some(Item::gated(&Gate::of_group(&operation.group), tokens))
        });
        // Other groups than those of these operations may use an object, in requests or in events.
        let mut received: BTreeMap<&str, GroupNames> = BTreeMap::new();
        for operation in &self.api.operations {
            self.add_objects(&operation.response, &operation.group, &mut received);
        }
        let objects = received.iter().filter_map(|(key, groups)| Some((self.api.object(key)?, groups)));
        let objects = objects.map(|(object, groups)| {
            let (name, fields) = (body_schema::name(&object.name), self.fields(&object.fields));
            let related = quote!(feishu_runtime::mock::Related);
            let tokens = quote!(static #name: #related = #related { fields: &[#fields] };);
            Item::gated(&Gate::of_type(self.api, groups), tokens)
        });
        self.owners().into_iter().chain(operations).chain(objects).collect()
    }

    /// Emits the constant with the owners of all ids, including those of disabled groups, so that the depth of an object does not depend on features.
    fn owners(&self) -> Option<Item> {
        self.api.operations.iter().find(|operation| self.name(operation).is_some())?;
        let owners = self.api.ids.iter().filter_map(|id| {
            let (name, owner) = (&id.name, &id.owner.as_ref()?.name);
            Some(quote!((#name, #owner)))
        });
        let tokens = quote! {
            #[allow(dead_code, reason = "there may be no group")]
            const OWNERS: &[(&str, &str)] = &[#(#owners),*];
        };
        Some(Item::gated(&Gate::open(), tokens))
    }

    /// Adds the objects that are in these fields, directly or through others, with the group of the operation.
    fn add_objects(&self, fields: &'a [Field], group: &str, found: &mut BTreeMap<&'a str, GroupNames>) {
        for object in fields.iter().filter_map(|field| self.api.object(object_key(&field.ty)?)) {
            if self.objects.contains(object.name.as_str())
                && found.entry(&object.name).or_default().insert(group.to_owned())
            {
                self.add_objects(&object.fields, group, found);
            }
        }
    }

    /// A bare value has no relations: the mock server finds ids by key.
    fn fields(&self, fields: &[Field]) -> TokenStream {
        let fields = fields.iter().filter(|field| !field.is_bare).filter_map(|field| {
            let (name, role) = (&field.name, self.role(&field.ty)?);
            Some(quote!((#name, #role)))
        });
        quote!(#(#fields),*)
    }

    fn role(&self, ty: &Type) -> Option<TokenStream> {
        let role = quote!(feishu_runtime::mock::Role);
        Some(match ty {
            _ if !self.has_role(ty) => return None,
            Type::Id(kind) => quote!(#role::Id(#kind)),
            Type::Object(key) | Type::Boxed(key) => {
                let name = body_schema::name(key);
                quote!(#role::Object(&#name))
            }
            Type::List(item) => {
                let item = self.role(item)?;
                quote!(#role::List(&#item))
            }
            _ => quote!(#role::Time),
        })
    }

    fn has_role(&self, ty: &Type) -> bool {
        match ty {
            Type::Id(_) | Type::Timestamp => true,
            Type::Object(key) | Type::Boxed(key) => self.objects.contains(key.as_str()),
            Type::List(item) => self.has_role(item),
            _ => false,
        }
    }
}

fn object_key(ty: &Type) -> Option<&str> {
    match ty {
        Type::Object(key) | Type::Boxed(key) => Some(key),
        Type::List(item) => object_key(item),
        _ => None,
    }
}

/// Returns the parameters that hold ids or lists of ids, with the type of the ids.
fn id_parameters(operation: &Operation) -> impl Iterator<Item = (&str, &str)> {
    let payload: &[Field] = match &operation.payload {
        Payload::None => &[],
        Payload::Json(fields) | Payload::Form(fields) => fields,
    };
    let fields = operation.path_parameters.iter().chain(&operation.query).chain(payload);
    fields.filter_map(|field| Some((field.name.as_str(), id_of(&field.ty)?)))
}

fn id_of(ty: &Type) -> Option<&str> {
    match ty {
        Type::Id(kind) => Some(kind),
        Type::List(item) => id_of(item),
        _ => None,
    }
}
