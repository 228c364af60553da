//! Drafts the fields of a page, and the types that they need.

mod annotations;
mod enums;
mod labels;

use feishu_codegen::draft::is_key;
use heck::ToUpperCamelCase;

use crate::deprecation;
use crate::describe::describe;
use crate::drafted::{DraftEnum, DraftField, DraftObject, Ty};
use crate::infer;
use crate::kind::Kind;
use crate::known::{KnownDefinitions, LocalTypes};
use crate::refine::{describe_field, refine_type};
use crate::rows::Row;
use crate::sample::{self, Sample};
use crate::source::{CallPart, FieldSource};
use crate::tree::{FieldNode, ReviewReason};

use self::labels::shorten;

/// Reserves names of types, which are unique in the schema and all drafts.
pub(crate) trait ReserveName {
    /// Reserves and returns an unused name: the wanted one, or a name derived from it.
    fn reserve(&mut self, wanted: &str) -> String;
}

/// The maximum nesting depth. Deeper objects become `json`.
const MAX_DEPTH: usize = 24;

/// Drafts fields and collects the types that they need.
pub(crate) struct Drafter<'a, N> {
    pub(crate) known: &'a KnownDefinitions,
    pub(crate) names: &'a mut N,
    pub(crate) enums: Vec<DraftEnum>,
    pub(crate) objects: Vec<DraftObject>,
    /// The number of objects around the current field.
    depth: usize,
}

impl<'a, N: ReserveName> Drafter<'a, N> {
    pub(crate) fn new(known: &'a KnownDefinitions, names: &'a mut N) -> Self {
        Self { known, names, enums: Vec::new(), objects: Vec::new(), depth: 0 }
    }

    /// Drafts the fields of one level, including fields that only the samples have.
    pub(crate) fn draft_fields(
        &mut self,
        nodes: &[FieldNode],
        owner: &str,
        samples: &[&Sample],
        part: CallPart,
    ) -> Vec<DraftField> {
        let mut nodes = without_duplicates(nodes);
        if matches!(part, CallPart::Body | CallPart::Response) {
            add_from_sample(&mut nodes, samples);
        }
        let nodes = nodes.iter().filter(|node| is_key(&node.row.name));
        let mut fields: Vec<DraftField> = nodes.map(|node| self.draft_field(node, owner, samples, part)).collect();
        if part != CallPart::Path {
            deprecation::mark_deprecated_fields(&mut fields);
        }
        fields
    }

    fn draft_field(&mut self, node: &FieldNode, owner: &str, samples: &[&Sample], part: CallPart) -> DraftField {
        let described = describe(&node.row.text);
        let source = FieldSource { node, owner, described: &described, part };
        let mut values: Vec<&Sample> = samples.iter().filter_map(|sample| sample.get(source.name())).collect();
        // If no sample has the list, use its example.
        let example = described.example.as_deref().filter(|text| text.starts_with('[')).and_then(sample::read);
        if values.is_empty() {
            values.extend(example.as_ref().map(|read| &read.value));
        }
        let mut field = DraftField {
            name: source.name().to_owned(),
            ty: Ty::Plain("json"),
            shared: None,
            // Some pages mark response fields as required, but Feishu omits them.
            is_sensitive: false,
            is_bare: false,
            is_required: node.row.required == Some(true) && !matches!(part, CallPart::Path | CallPart::Response),
            default: None,
            example: None,
            keys: Vec::new(),
            doc: String::new(),
            text: described.text.clone(),
            notes: node.review.map(review_note).map(str::to_owned).into_iter().collect(),
            unlisted_example: None,
        };
        let kind = infer::resolve_kind(node.kind(), !node.children.is_empty(), &values, &mut field.notes);
        field.ty = self.draft_type(&kind, source, &values, &mut field);
        let meaning = self.known.glossary.fields.find(source.name(), &described.text, owner);
        if let Some(meaning) = meaning {
            refine_type(
                self.known,
                &LocalTypes { objects: &self.objects, enums: &self.enums },
                meaning,
                part,
                &mut field,
            );
        }
        if part == CallPart::Query && matches!(field.ty, Ty::List(_)) && described.text.contains("逗号") {
            field.notes.push(
                "check: the page documents values separated by commas, but a list in the schema is sent as one parameter per value"
                    .to_owned(),
            );
        }
        self.add_annotations(&mut field, source);
        if let Some(meaning) = meaning {
            describe_field(meaning, &mut field);
        }
        field
    }

    /// Drafts the type of a field. `values` are the values of the field in the samples.
    fn draft_type(&mut self, kind: &Kind, source: FieldSource<'_>, values: &[&Sample], field: &mut DraftField) -> Ty {
        match kind {
            Kind::List(item) => {
                let items: Vec<&Sample> = values.iter().flat_map(|value| infer::items(value)).collect();
                Ty::List(Box::new(self.draft_inner(item, source, &items, field)))
            }
            Kind::Map(value) => {
                let inner: Vec<&Sample> =
                    values.iter().flat_map(|value| value.members()).map(|(_, value)| value).collect();
                match infer::kind_of_values(value, &inner, &mut field.notes) {
                    Some(kind) => Ty::Map(Box::new(self.draft_inner(&kind, source, &inner, field))),
                    None => Ty::Map(Box::new(Ty::Plain("json"))),
                }
            }
            Kind::Object(_) | Kind::Unknown if source.part.is_text() => {
                field.notes.push(format!("check: the page documents the type `{}`", source.node.row.ty));
                Ty::Plain("string")
            }
            Kind::Object(name) => self.draft_object(name, source, values, field),
            Kind::Unknown => Ty::Plain("json"),
            Kind::File if source.part == CallPart::Form => Ty::Plain("file"),
            kind => {
                if !source.node.children.is_empty() {
                    field
                        .notes
                        .push("check: the page documents child fields, but the type is not an object".to_owned());
                }
                let is_json = kind == &Kind::Text && shows_json(source, values);
                if is_json {
                    field.notes.push("check: the values are JSON in a string".to_owned());
                }
                match self.draft_enum(kind, source, field).filter(|_| !is_json) {
                    Some(name) => Ty::Named(name),
                    None => infer::infer_scalar_type(self.known, kind, source, values, field),
                }
            }
        }
    }

    /// Drafts the type of the items of a list or the values of a map.
    fn draft_inner(&mut self, kind: &Kind, source: FieldSource<'_>, values: &[&Sample], field: &mut DraftField) -> Ty {
        let kind = infer::resolve_kind(kind.clone(), !source.node.children.is_empty(), values, &mut field.notes);
        match self.draft_type(&kind, source, values, field) {
            // `as string` is for single values.
            Ty::AsString(_) => Ty::Plain("string"),
            inner => inner,
        }
    }

    /// Drafts an object. `name` is the documented name of the type, which may be empty.
    fn draft_object(&mut self, name: &str, source: FieldSource<'_>, values: &[&Sample], field: &mut DraftField) -> Ty {
        let node = source.node;
        let objects: Vec<&Sample> = values.iter().flat_map(|value| value.objects()).collect();
        let nothing_known = node.children.is_empty() && objects.iter().all(|object| object.members().is_empty());
        if nothing_known || self.depth > MAX_DEPTH {
            field.notes.push("check: the page does not document the fields of this object".to_owned());
            return Ty::Plain("json");
        }
        let are_names = objects.iter().flat_map(|object| object.members()).all(|(key, _)| is_key(key));
        let is_map = node.row.ty.trim().eq_ignore_ascii_case("map") && node.children.is_empty();
        if is_map || !are_names {
            if !is_map {
                field.notes.push("check: the keys in the sample are not field names; drafted as a map".to_owned());
            }
            return self.draft_type(&Kind::Map(Box::new(Kind::Unknown)), source, values, field);
        }
        let title = if name.is_empty() || name.len() < 3 { infer::singular(&node.row.name) } else { name.to_owned() };
        let title = title.to_upper_camel_case();
        self.depth += 1;
        let fields = self.draft_fields(&node.children, &title, &objects, source.part);
        self.depth -= 1;
        if fields.is_empty() {
            return Ty::Plain("json");
        }
        Ty::Named(self.find_or_add_object(&title, source, fields))
    }

    /// Finds or adds an object with these fields, and returns its name. Shared objects take precedence over drafted objects.
    fn find_or_add_object(&mut self, title: &str, source: FieldSource<'_>, fields: Vec<DraftField>) -> String {
        let FieldSource { owner, described, .. } = source;
        let sent = source.part == CallPart::Body;
        let local = LocalTypes { objects: &self.objects, enums: &self.enums };
        if let Some(known) = self.known.find_object(title, source, &fields, &local) {
            return known.to_owned();
        }
        let mut same = self.objects.iter_mut().filter(|object| object.sent == sent && object.has_title(title));
        if let Some(object) = same.find(|object| object.is_compatible(&fields)) {
            object.merge(fields);
            return object.name.clone();
        }
        let first = !self.objects.iter().any(|object| object.has_title(title));
        let wanted = if first { title.to_owned() } else { format!("{owner}{title}") };
        let local = LocalTypes { objects: &self.objects, enums: &self.enums };
        let other = self.known.find_private_object(title, &fields, &local);
        let note = other.map(|(name, id)| {
            format!("suggestion: `{name}` of {id} has the same fields; move it to types/ and use it here")
        });
        let similar = || {
            let name = self.known.find_similar_object(&fields)?;
            Some(format!("suggestion: `{name}` in types/ has the same field names; a plan can unify the two types"))
        };
        let note = note.or_else(similar).or_else(|| suggest_file(&fields));
        let name = self.names.reserve(&wanted);
        self.objects.push(DraftObject {
            name: name.clone(),
            title: title.to_owned(),
            owner: owner.to_owned(),
            doc: String::new(),
            zh: shorten(&described.text, title),
            fields,
            rules: Vec::new(),
            note,
            sent,
        });
        name
    }

    fn is_object(&self, name: &str) -> bool {
        self.objects.iter().any(|object| object.name == name) || self.known.is_object(name)
    }
}

/// Whether the example or a sample shows a JSON object or list as text.
fn shows_json(source: FieldSource<'_>, values: &[&Sample]) -> bool {
    // The example of a list is a list.
    let is_list = matches!(source.node.kind(), Kind::List(_));
    let example = source.described.example.as_deref().filter(|text| !(is_list && text.starts_with('[')));
    let texts = values.iter().filter_map(|value| match value {
        Sample::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let is_json = |text: &str| {
        let text = text.trim();
        (text.starts_with('{') && text.ends_with('}')) || (text.starts_with('[') && text.ends_with(']'))
    };
    texts.chain(example).any(is_json)
}

/// Returns the note that asks the author to check a field.
fn review_note(review: ReviewReason) -> &'static str {
    match review {
        ReviewReason::UncertainParent => {
            "check: the table does not show the nesting; the field may belong to another object"
        }
        ReviewReason::OnlyInSample => "check: only the sample has this field, not the table",
        ReviewReason::NoTable => "check: the page has no table; drafted from the sample",
    }
}

/// Suggests `file` for an object that has a URL and the name or the type of a file.
fn suggest_file(fields: &[DraftField]) -> Option<String> {
    let is = |name: &str, ty: &str| {
        fields.iter().any(|field| field.name == name && matches!(field.ty, Ty::Plain(found) if found == ty))
    };
    let named = ["name", "mime"].into_iter().filter(|key| is(key, "string"));
    let parts: String = named.map(|key| format!(", {key}: {key}")).collect();
    (is("url", "url") && !parts.is_empty()).then(|| format!("suggestion: file: {{ url: url{parts} }}"))
}

/// Removes fields with the same name as an earlier field.
fn without_duplicates(nodes: &[FieldNode]) -> Vec<FieldNode> {
    let mut kept: Vec<FieldNode> = Vec::new();
    for node in nodes {
        if !kept.iter().any(|other| other.row.name == node.row.name) {
            kept.push(node.clone());
        }
    }
    kept
}

/// Adds the fields that only the samples have.
fn add_from_sample(nodes: &mut Vec<FieldNode>, samples: &[&Sample]) {
    let review = if nodes.is_empty() { ReviewReason::NoTable } else { ReviewReason::OnlyInSample };
    for (key, _) in samples.iter().flat_map(|sample| sample.members()) {
        if !nodes.iter().any(|node| node.row.name == *key) {
            let row = Row { name: key.clone(), ..Row::default() };
            nodes.push(FieldNode { row, children: Vec::new(), review: Some(review) });
        }
    }
}
