//! All types of the drafts and of the schema.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use feishu_codegen::{
    draft::is_snake_case,
    model::{Api, Enum, EnumValues, Field, Home, Limit, Literal, Object, Presence, Type},
};
use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::drafted::{DraftEnum, DraftField, DraftObject, DraftValue, Ty};
use crate::infer::singular;
use crate::operation::DraftOperation;

/// The file that defines a type, and its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TypeId {
    pub(crate) home: Home,
    pub(crate) name: String,
}

impl fmt::Display for TypeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.home {
            Home::Shared(topic) => write!(f, "types/{topic}.yaml {}", self.name),
            Home::Operation(id) => write!(f, "{id} {}", self.name),
            Home::Event(id) => write!(f, "{id} {}", self.name),
        }
    }
}

/// The types of drafts and schema.
#[derive(Default)]
pub(crate) struct TypeIndex {
    pub(crate) objects: BTreeMap<TypeId, IndexedType<DraftObject>>,
    pub(crate) enums: BTreeMap<TypeId, IndexedType<DraftEnum>>,
    /// The files of shared types.
    shared: BTreeMap<String, Home>,
    /// Shared types, and the names that drafts would have given them, from the fields with these types.
    titles: BTreeSet<(TypeId, String)>,
}

/// A type, and whether the schema already defines it.
#[derive(Clone)]
pub(crate) struct IndexedType<T> {
    pub(crate) it: T,
    pub(crate) is_in_schema: bool,
}

impl TypeIndex {
    /// Collects the types.
    pub(crate) fn new<'d>(api: &Api, drafts: impl Iterator<Item = &'d DraftOperation>) -> Self {
        let mut index = Self::default();
        for object in &api.objects {
            let id = TypeId { home: object.home.clone(), name: bare(&object.name) };
            index.add_shared(&id);
            index.objects.insert(id, IndexedType { it: convert_object(object), is_in_schema: true });
        }
        for item in &api.enums {
            let id = TypeId { home: item.home.clone(), name: bare(&item.name) };
            index.add_shared(&id);
            index.enums.insert(id, IndexedType { it: convert_enum(item), is_in_schema: true });
        }
        for operation in drafts {
            let home = Home::Operation(operation.id.to_string());
            let id = |name: &str| TypeId { home: home.clone(), name: name.to_owned() };
            for object in &operation.objects {
                index.objects.insert(id(&object.name), IndexedType { it: object.clone(), is_in_schema: false });
            }
            for item in &operation.enums {
                index.enums.insert(id(&item.name), IndexedType { it: item.clone(), is_in_schema: false });
            }
            let titles: Vec<_> = operation.top_level().filter_map(|field| index.title(field)).collect();
            index.titles.extend(titles);
        }
        let titles: Vec<_> =
            index.objects.values().flat_map(|object| &object.it.fields).map(|it| index.title(it)).collect();
        index.titles.extend(titles.into_iter().flatten());
        index
    }

    /// Returns the shared type of a field, and the name that a draft would have given it.
    fn title(&self, field: &DraftField) -> Option<(TypeId, String)> {
        let id = self.shared(field.ty.name()?)?;
        Some((id, singular(&field.name).to_upper_camel_case()))
    }

    fn add_shared(&mut self, id: &TypeId) {
        if matches!(id.home, Home::Shared(_)) {
            self.shared.insert(id.name.clone(), id.home.clone());
        }
    }

    /// Finds the object or enum to which a name refers in a file. Ids are not found.
    pub(crate) fn resolve(&self, home: &Home, name: &str) -> Option<TypeId> {
        let own = TypeId { home: home.clone(), name: name.to_owned() };
        if self.has(&own) {
            return Some(own);
        }
        self.shared(name)
    }

    pub(crate) fn has(&self, id: &TypeId) -> bool {
        self.objects.contains_key(id) || self.enums.contains_key(id)
    }

    pub(crate) fn is_in_schema(&self, id: &TypeId) -> bool {
        let object = self.objects.get(id).is_some_and(|object| object.is_in_schema);
        object || self.enums.get(id).is_some_and(|item| item.is_in_schema)
    }

    /// Returns the fields or codes of a type.
    pub(crate) fn names(&self, id: &TypeId) -> Vec<String> {
        let fields = self.objects.get(id).into_iter().flat_map(|it| &it.it.fields).map(|field| field.name.clone());
        let codes = self.enums.get(id).into_iter().flat_map(|it| it.it.codes()).map(str::to_owned);
        fields.chain(codes).collect()
    }

    /// Whether there is a field of this shared type with this name.
    pub(crate) fn is_used_as(&self, id: &TypeId, title: &str) -> bool {
        self.titles.contains(&(id.clone(), title.to_owned()))
    }

    /// Returns the shared type with a name.
    pub(crate) fn shared(&self, name: &str) -> Option<TypeId> {
        let id = TypeId { home: self.shared.get(name)?.clone(), name: name.to_owned() };
        Some(id).filter(|id| self.has(id))
    }

    /// Returns all types.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &TypeId> {
        self.objects.keys().chain(self.enums.keys())
    }
}

/// Returns a key without the prefix of the service.
pub(crate) fn bare(key: &str) -> String {
    key.rsplit('.').next().unwrap_or(key).to_owned()
}

fn convert_object(object: &Object) -> DraftObject {
    DraftObject {
        name: bare(&object.name),
        title: bare(&object.name),
        owner: String::new(),
        doc: object.doc.clone(),
        zh: object.zh.clone().unwrap_or_default(),
        fields: object.fields.iter().map(convert_field).collect(),
        rules: Vec::new(),
        note: None,
        sent: object.sent,
    }
}

fn convert_enum(item: &Enum) -> DraftEnum {
    let value = |code: String, name: &str, label: &str, doc: &str| DraftValue {
        code,
        name: name.to_owned(),
        label: label.to_owned(),
        doc: doc.to_owned(),
    };
    let (int, values) = match &item.values {
        EnumValues::Int(values) => {
            (true, values.iter().map(|it| value(it.code.to_string(), &it.name, &it.zh, &it.doc)).collect())
        }
        EnumValues::Text(values) => {
            (false, values.iter().map(|it| value(it.code.clone(), &it.name, &it.zh, &it.doc)).collect())
        }
    };
    DraftEnum {
        name: bare(&item.name),
        title: bare(&item.name),
        owner: String::new(),
        doc: item.doc.clone(),
        zh: item.zh.clone().unwrap_or_default(),
        int,
        values,
        note: None,
    }
}

/// Converts a field of the schema.
pub(crate) fn convert_field(field: &Field) -> DraftField {
    let ty = match draft_type(&field.ty) {
        Ty::Plain(name) if field.as_string => Ty::AsString(name),
        ty => ty,
    };
    let name = |literal: &Literal| match literal {
        Literal::Text(text) => text.clone(),
        Literal::Named { name, .. } => name.clone(),
    };
    let listed: Vec<String> = field.values.iter().map(name).collect();
    let own = field.rust_name != field.name.to_snake_case() && is_snake_case(&field.rust_name);
    let rust_name = own.then(|| ("rust_name", field.rust_name.clone()));
    let values = (!listed.is_empty()).then(|| ("values", format!("[{}]", listed.join(", "))));
    DraftField {
        name: field.name.clone(),
        ty,
        shared: None,
        is_required: field.presence == Presence::Required,
        default: field.default.as_ref().map(name),
        example: None,
        keys: field.limits.iter().map(convert_limit).chain(values).chain(rust_name).collect(),
        is_sensitive: field.sensitive,
        is_bare: field.is_bare,
        doc: field.doc.clone(),
        text: String::new(),
        notes: Vec::new(),
        unlisted_example: None,
    }
}

fn convert_limit(limit: &Limit) -> (&'static str, String) {
    fn ends<T: ToString>(from: Option<T>, to: Option<T>) -> String {
        let end = |end: Option<T>| end.map(|end| end.to_string()).unwrap_or_default();
        format!("{}..{}", end(from), end(to))
    }
    match limit {
        Limit::Range(from, to) => ("range", ends(*from, *to)),
        Limit::Length(from, to) => ("length", ends(*from, *to)),
        Limit::Items(from, to) => ("items", ends(*from, *to)),
    }
}

fn draft_type(ty: &Type) -> Ty {
    match ty {
        Type::Bool => Ty::Plain("bool"),
        Type::Int32 => Ty::Plain("int32"),
        Type::Int64 => Ty::Plain("int64"),
        Type::Float => Ty::Plain("float"),
        Type::String => Ty::Plain("string"),
        Type::Timestamp => Ty::Plain("timestamp"),
        Type::Seconds => Ty::Plain("seconds"),
        Type::Date => Ty::Plain("date"),
        Type::Url => Ty::Plain("url"),
        Type::Json => Ty::Plain("json"),
        Type::File => Ty::Plain("file"),
        Type::Id(key) | Type::IntEnum(key) | Type::TextEnum(key) | Type::Object(key) | Type::Boxed(key) => {
            Ty::Named(bare(key))
        }
        Type::List(item) => Ty::List(Box::new(draft_type(item))),
        Type::Map(value) => Ty::Map(Box::new(draft_type(value))),
    }
}
