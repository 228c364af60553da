//! Definitions of the schema that drafts reuse: shared types by shape, ids by name, parameters.

use std::collections::{BTreeSet, HashMap, HashSet};

use feishu_codegen::model::{Api, Enum, EnumValues, Field, Home, Object, OperationId, Presence, Type};
use heck::ToSnakeCase;

use crate::drafted::{DraftEnum, DraftField, DraftObject, Ty, normalize_label};
use crate::glossary::Glossary;
use crate::source::{CallPart, FieldSource};

/// The definitions of a schema.
#[derive(Default)]
pub(crate) struct KnownDefinitions {
    pub(crate) glossary: Glossary,
    /// Ids by the usual name of their fields, such as `talent_id`.
    ids: HashMap<String, String>,
    enums: Vec<KnownEnum>,
    objects: Vec<Object>,
    /// Objects that are private to an operation.
    private: Vec<Object>,
    /// Names of fields, each with the name of an object that is its type.
    uses: HashSet<(String, String)>,
    /// Shared parameters with their names in `types/`.
    parameters: Vec<(String, Field)>,
    /// Scopes with their labels: those of the schema, then those that the pages name.
    pub(crate) scopes: Vec<(String, String)>,
    /// The number of scopes of the schema.
    bound_scopes: usize,
    /// Error codes with their names.
    pub(crate) errors: HashMap<i64, String>,
    /// Names of types, with the operation if the type is private.
    pub(crate) taken: Vec<(String, Option<String>)>,
    /// Method and path of every operation, with its id.
    pub(crate) calls: Vec<(String, String)>,
    /// The operations of the schema and of the pages.
    pub(crate) operations: BTreeSet<OperationId>,
}

struct KnownEnum {
    name: String,
    int: bool,
    /// Code, name and label of each value.
    values: Vec<(String, String, String)>,
}

/// The minimum number of equal fields or codes for a suggestion.
const MIN_EQUAL: usize = 4;

impl KnownDefinitions {
    /// Collects the definitions of a schema.
    pub(crate) fn new(api: &Api, glossary: Glossary) -> Self {
        let shared = |home: &Home| matches!(home, Home::Shared(_));
        let mut known = Self::default();
        for name in glossary.ids.keys() {
            known.ids.insert(name.to_snake_case(), name.clone());
        }
        known.glossary = glossary;
        // A private id that a draft uses is moved to `types/`.
        for id in api.ids.iter().filter(|id| !id.name.contains('.')) {
            known.ids.insert(id.name.to_snake_case(), id.name.clone());
        }
        known.enums.extend(api.enums.iter().filter(|item| shared(&item.home)).map(KnownEnum::new));
        known.objects.extend(api.objects.iter().filter(|object| shared(&object.home)).map(copy_without_docs));
        known.private.extend(api.objects.iter().filter(|object| !shared(&object.home)).map(copy_without_docs));
        let top_level =
            api.operations.iter().flat_map(|operation| operation.payload.fields().iter().chain(&operation.response));
        let fields = api.objects.iter().flat_map(|object| &object.fields).chain(top_level);
        known.uses.extend(fields.filter_map(|field| Some((field.name.clone(), object_of(&field.ty)?.to_owned()))));
        known.scopes.extend(api.scopes.iter().map(|scope| (scope.name.clone(), scope.zh.clone())));
        known.bound_scopes = known.scopes.len();
        known.errors.extend(api.errors.iter().map(|error| (error.code, error.name.clone())));
        known.parameters.extend(api.parameters.iter().map(|field| (field.name.clone(), field.clone())));
        let homes = api.ids.iter().map(|id| (&id.name, &id.home));
        let homes = homes.chain(api.enums.iter().map(|item| (&item.name, &item.home)));
        for (name, home) in homes.chain(api.objects.iter().map(|object| (&object.name, &object.home))) {
            let owner = match home {
                Home::Shared(_) => None,
                Home::Operation(id) => Some(id.clone()),
                Home::Event(id) => Some(id.to_string()),
            };
            known.taken.push((name.clone(), owner));
        }
        for operation in &api.operations {
            let call = format!("{} {}", operation.method.as_str(), operation.path);
            known.calls.push((call, operation.id.to_string()));
            known.operations.insert(operation.id.clone());
        }
        known
    }

    /// Adds scopes that pages name, so that other pages can list them by label.
    pub(crate) fn add_scopes<'p>(&mut self, listed: impl Iterator<Item = &'p (String, String)>) {
        for (name, label) in listed.filter(|(name, label)| !name.is_empty() && !label.is_empty()) {
            if !self.scopes.iter().any(|(known, _)| known == name) {
                self.scopes.push((name.clone(), label.clone()));
            }
        }
    }

    /// Whether `scopes.yaml` defines a scope.
    pub(crate) fn defines_scope(&self, name: &str) -> bool {
        self.scopes.iter().take(self.bound_scopes).any(|(scope, _)| scope == name)
    }

    /// Finds the id type for a field by its name.
    pub(crate) fn find_id(&self, name: &str) -> Option<&str> {
        let singular = name.strip_suffix("_list").or_else(|| name.strip_suffix('s')).unwrap_or(name);
        self.ids.get(name).or_else(|| self.ids.get(singular)).map(String::as_str)
    }

    /// Finds the smallest shared enum with the same codes and labels. Also returns the names of the used values if they are a subset.
    pub(crate) fn find_enum(&self, draft: &DraftEnum) -> Option<(&str, Vec<String>)> {
        // Two numbers with the same labels may be a coincidence.
        let min_of_subset = if draft.int { 3 } else { 2 };
        let fitting = self.enums.iter().filter(|known| {
            known.int == draft.int
                && draft.values.iter().all(|value| {
                    let drafted = normalize_label(&value.label);
                    known.values.iter().any(|(code, name, label)| {
                        *code == value.code && (normalize_label(label) == drafted || (!draft.int && name == code))
                    })
                })
                && (draft.values.len() == known.values.len() || draft.values.len() >= min_of_subset)
        });
        let found = fitting.min_by_key(|known| known.values.len())?;
        let names = draft.values.iter().filter_map(|value| {
            found.values.iter().find(|(code, ..)| *code == value.code).map(|(_, name, _)| name.clone())
        });
        let names = if draft.values.len() == found.values.len() { Vec::new() } else { names.collect() };
        Some((&found.name, names))
    }

    /// Finds the smallest shared enum with a similar name that has all codes of a draft, and some of its labels.
    pub(crate) fn find_similar_enum(&self, draft: &DraftEnum) -> Option<&str> {
        let is_similar = |known: &&KnownEnum| {
            let has = |code: &str| known.values.iter().any(|(other, ..)| other == code);
            let shares_label = draft.values.iter().any(|value| {
                let label = normalize_label(&value.label);
                known.values.iter().any(|(code, _, other)| *code == value.code && normalize_label(other) == label)
            });
            known.int == draft.int
                && (known.name.ends_with(&draft.title) || draft.title.ends_with(&known.name))
                && draft.values.iter().all(|value| has(&value.code))
                && shares_label
        };
        let similar = self.enums.iter().filter(is_similar).filter(|_| draft.values.len() >= MIN_EQUAL);
        similar.min_by_key(|known| known.values.len()).map(|known| known.name.as_str())
    }

    /// Returns code, name and label of the values of a shared enum.
    pub(crate) fn values(&self, of: &str) -> &[(String, String, String)] {
        self.enums.iter().find(|known| known.name == of).map_or(&[], |known| &known.values)
    }

    /// Returns the name of a value of a shared enum.
    pub(crate) fn value_name(&self, of: &str, code: &str) -> Option<&str> {
        self.values(of).iter().find(|(wire, ..)| wire == code).map(|(_, name, _)| name.as_str())
    }

    /// Finds the shared parameter with the same values and the same default.
    pub(crate) fn find_parameter(&self, name: &str, codes: &[String], default: Option<&str>) -> Option<&str> {
        let found = self.parameters.iter().find(|(shared, field)| {
            let all = || self.codes(&field.ty).unwrap_or_default();
            let values = if field.values.is_empty() {
                all()
            } else {
                field.values.iter().map(|it| it.wire().to_owned()).collect()
            };
            let known = match &field.default {
                Some(feishu_codegen::model::Literal::Named { wire, .. }) => Some(wire.as_str()),
                Some(feishu_codegen::model::Literal::Text(text)) => Some(text.as_str()),
                None => None,
            };
            shared.starts_with(name)
                && values.len() == codes.len()
                && codes.iter().all(|code| values.contains(code))
                && known == default
        })?;
        Some(&found.0)
    }

    /// Returns the wire type of a shared type: an id or a text enum is a string, an integer enum an integer.
    pub(crate) fn wire(&self, name: &str) -> Option<&'static str> {
        if self.ids.values().any(|id| id == name) {
            return Some("string");
        }
        let found = self.enums.iter().find(|known| known.name == name);
        found.map(|known| if known.int { "int" } else { "string" })
    }

    /// Whether a shared object has this name.
    pub(crate) fn is_object(&self, name: &str) -> bool {
        self.objects.iter().any(|object| object.name == name)
    }

    fn codes(&self, ty: &Type) -> Option<Vec<String>> {
        let (Type::IntEnum(name) | Type::TextEnum(name)) = ty else { return None };
        let found = self.enums.iter().find(|known| known.name == *name)?;
        Some(found.values.iter().map(|(code, ..)| code.clone()).collect())
    }

    /// Finds the shared object with the same fields, for a field. An object of the same name may have more fields. For a received field, so may an
    /// object that other fields of the same name have, if it has fewer than twice as many.
    ///
    /// If several objects match, it prefers the one that other fields of the same name have, then the one with the most ids of the same type, then the
    /// first.
    pub(crate) fn find_object(
        &self,
        name: &str,
        source: FieldSource<'_>,
        fields: &[DraftField],
        local: &LocalTypes<'_>,
    ) -> Option<&str> {
        let is_used = |object: &&Object| self.uses.contains(&(source.name().to_owned(), object.name.clone()));
        let fits = |object: &&Object| self.fields_match(fields, &object.fields, local, 0);
        let exact = |object: &&Object| object.fields.len() == fields.len();
        if fields.iter().any(|field| field.is_required) {
            let same = |object: &&Object| exact(object) && fits(object) && limits_match(fields, &object.fields);
            let same = self.objects.iter().rev().filter(same).max_by_key(is_used);
            return same.map(|object| object.name.as_str());
        }
        let ids = |object: &&Object| {
            let same = |field: &&DraftField| {
                let other = object.fields.iter().find(|other| other.name == field.name);
                matches!((&field.ty, other.map(|other| &other.ty)), (Ty::Named(a), Some(Type::Id(b))) if a == b)
            };
            fields.iter().filter(same).count()
        };
        let named = self.objects.iter().filter(fits).find(|object| object.name == name);
        let named = named.filter(|object| exact(object) || fields.len() > 1);
        let is_received = source.part == CallPart::Response;
        let is_near = |object: &&Object| {
            exact(object) || is_received && is_used(object) && object.fields.len() < 2 * fields.len()
        };
        let near = self.objects.iter().rev().filter(is_near).filter(fits);
        let near = near.max_by_key(|object| (is_used(object), exact(object), ids(object)));
        named.or(near).map(|object| object.name.as_str())
    }

    /// Finds the smallest shared object that has fields with all names of the fields of a draft.
    pub(crate) fn find_similar_object(&self, fields: &[DraftField]) -> Option<&str> {
        let has = |object: &&Object, field: &DraftField| object.fields.iter().any(|other| other.name == field.name);
        let similar = self.objects.iter().filter(|object| fields.iter().all(|field| has(object, field)));
        let similar = similar.filter(|_| fields.len() >= MIN_EQUAL).min_by_key(|object| object.fields.len())?;
        Some(&similar.name)
    }

    /// Finds an object with the same name and fields that is private to another operation. Returns its name and the operation.
    pub(crate) fn find_private_object(
        &self,
        title: &str,
        fields: &[DraftField],
        local: &LocalTypes<'_>,
    ) -> Option<(&str, &str)> {
        let similar = |object: &&Object| {
            object.name == title
                && object.fields.len() == fields.len()
                && self.fields_match(fields, &object.fields, local, 0)
        };
        let found = self.private.iter().find(similar)?;
        match &found.home {
            Home::Operation(id) => Some((&found.name, id)),
            Home::Shared(_) | Home::Event(_) => None,
        }
    }

    fn fields_match(&self, fields: &[DraftField], known: &[Field], local: &LocalTypes<'_>, depth: usize) -> bool {
        !fields.is_empty()
            && fields.iter().all(|field| {
                let other = known.iter().find(|other| other.name == field.name);
                other.is_some_and(|other| {
                    field.is_required == (other.presence == Presence::Required)
                        && self.types_match(&field.ty, &other.ty, other.as_string, local, depth)
                })
            })
    }

    /// Whether two types have the same encoding.
    fn types_match(&self, ty: &Ty, known: &Type, as_string: bool, local: &LocalTypes<'_>, depth: usize) -> bool {
        if depth > 12 {
            return true;
        }
        match (ty, known) {
            (Ty::List(ty), Type::List(known)) | (Ty::Map(ty), Type::Map(known)) => {
                self.types_match(ty, known, false, local, depth + 1)
            }
            (Ty::Named(name), Type::Object(known) | Type::Boxed(known)) => {
                let of = |name: &str| self.objects.iter().find(|object| object.name == name);
                name == known
                    || match (local.find_object(name), of(known)) {
                        (Some(fields), Some(known)) => {
                            fields.len() == known.fields.len()
                                && self.fields_match(fields, &known.fields, local, depth + 1)
                        }
                        // The draft may use another shared object of the same shape.
                        _ => of(name).zip(of(known)).is_some_and(|(a, b)| {
                            a.fields.len() == b.fields.len()
                                && a.fields.iter().zip(&b.fields).all(|(a, b)| a.name == b.name)
                        }),
                    }
            }
            (Ty::Named(name), Type::IntEnum(known) | Type::TextEnum(known)) => {
                name == known || local.find_enum(name).is_some_and(|item| self.contains_all(item, known))
            }
            (Ty::Named(name), Type::Id(_) | Type::String) => self.ids.values().any(|id| id == name),
            (Ty::AsString(ty), _) => as_string && self.types_match(&Ty::Plain(ty), known, false, local, depth + 1),
            (Ty::Plain("string"), Type::String | Type::Id(_) | Type::Url | Type::Date | Type::TextEnum(_)) => {
                !as_string
            }
            (Ty::Plain("string"), _) => as_string,
            (Ty::Plain("url"), Type::Url | Type::String) | (Ty::Plain("date"), Type::Date | Type::String) => true,
            (
                Ty::Plain("int32" | "int64" | "timestamp"),
                Type::Int32 | Type::Int64 | Type::Timestamp | Type::Seconds | Type::Float | Type::IntEnum(_),
            ) => !as_string,
            (Ty::Plain("float"), Type::Float) | (Ty::Plain("bool"), Type::Bool) => !as_string,
            (Ty::Plain("json"), Type::Json) => true,
            _ => false,
        }
    }

    fn contains_all(&self, item: &DraftEnum, known: &str) -> bool {
        let Some(known) = self.enums.iter().find(|other| other.name == known) else { return false };
        let lists = |code: &str| known.values.iter().any(|(wire, ..)| wire == code);
        known.int == item.int && item.values.iter().all(|value| lists(&value.code))
    }
}

/// Whether no field has a default or a limit, in the draft and in the schema.
fn limits_match(fields: &[DraftField], known: &[Field]) -> bool {
    let is_limit = |key: &str| matches!(key, "range" | "length" | "items" | "values");
    fields.iter().all(|field| field.default.is_none() && !field.keys.iter().any(|(key, _)| is_limit(key)))
        && known.iter().all(|field| field.default.is_none() && field.limits.is_empty() && field.values.is_empty())
}

/// The types that a draft defines.
pub(crate) struct LocalTypes<'a> {
    pub(crate) objects: &'a [DraftObject],
    pub(crate) enums: &'a [DraftEnum],
}

impl LocalTypes<'_> {
    fn find_object(&self, name: &str) -> Option<&[DraftField]> {
        self.objects.iter().find(|object| object.name == name).map(|object| object.fields.as_slice())
    }

    pub(crate) fn find_enum(&self, name: &str) -> Option<&DraftEnum> {
        self.enums.iter().find(|item| item.name == name)
    }
}

impl KnownEnum {
    fn new(item: &Enum) -> Self {
        let (int, values) = match &item.values {
            EnumValues::Int(values) => {
                (true, values.iter().map(|v| (v.code.to_string(), v.name.clone(), v.zh.clone())).collect())
            }
            EnumValues::Text(values) => {
                (false, values.iter().map(|v| (v.code.clone(), v.name.clone(), v.zh.clone())).collect())
            }
        };
        Self { name: item.name.clone(), int, values }
    }
}

/// Returns the object in lists and maps.
fn object_of(ty: &Type) -> Option<&str> {
    match ty {
        Type::Object(name) | Type::Boxed(name) => Some(name),
        Type::List(inner) | Type::Map(inner) => object_of(inner),
        _ => None,
    }
}

fn copy_without_docs(object: &Object) -> Object {
    Object {
        rules: Vec::new(),
        name: object.name.clone(),
        doc: String::new(),
        zh: None,
        fields: object.fields.clone(),
        file: None,
        sent: false,
        groups: Default::default(),
        home: object.home.clone(),
        span: object.span,
    }
}
