//! The JSON Schemas of fields and parameters, in short and long form.

use serde_json::{Map, Value, json};

use super::form::{described, form, list_of, map_of, matching, reference, sentence, text};
use super::pattern;
use crate::check::notation::FIELD;
use crate::check::replaces::WHOLE;
use crate::check::section::Section;

/// Returns the name of the definition for fields of a section.
fn name(section: Section) -> &'static str {
    match section {
        Section::Path => "path_field",
        Section::Query => "query_field",
        Section::Body => "body_field",
        Section::Form => "form_field",
        Section::Response => "response_field",
        Section::Payload => "payload_field",
        Section::Object => "object_field",
        Section::Shared => "shared_parameter",
    }
}

/// Adds the definitions for fields of these sections.
pub(super) fn define(sections: &[Section], definitions: &mut Map<String, Value>) {
    for section in sections {
        definitions.insert(name(*section).to_owned(), field(*section));
    }
}

/// A map of fields with a minimum size.
pub(super) fn fields(section: Section, min: usize) -> Value {
    let mut fields = map_of(pattern::KEY, reference(name(section)));
    if let Some(fields) = fields.as_object_mut()
        && min > 0
    {
        fields.insert("minProperties".to_owned(), json!(min));
    }
    fields
}

fn field(section: Section) -> Value {
    let long = form(&FIELD, |key| match key {
        "type" => described(matching(&pattern::type_key(section)), "TYPE [= default] [, flag]…"),
        "doc" => described(sentence(), "One English sentence: the meaning, the unit, and when the value is absent."),
        "example" => described(text(), "The documented example value."),
        "range" => described(range(), "Minimum and maximum, both inclusive: 1..100, 1.., ..100"),
        "length" => described(range(), "Length of a string in characters: 1..512"),
        "items" => described(range(), "Number of items of a list: ..100"),
        "values" => described(list_of(matching(pattern::SNAKE)), "The only enum values that this field accepts."),
        "replaces" => described(json!({ "const": WHOLE }), "The value replaces the stored one as a whole."),
        "required_if" => described(
            condition(),
            "The other field that makes this one required: `report`, or `{ option: [block] }` for some of its values.",
        ),
        "deprecated" => described(matching(pattern::KEY), "The field to use instead, or `nothing`."),
        "scopes" => described(
            list_of(matching(pattern::SCOPE)),
            "The field is present only if the app has one of these scopes.",
        ),
        "rust_name" => described(
            matching(pattern::SNAKE),
            "The name in Rust, if the one derived from the key is taken or invalid.",
        ),
        _ => json!(true),
    });
    let line = described(matching(&pattern::line(section)), "TYPE [= default] [, flag]… | Description. [| example]");
    json!({ "anyOf": [line, long] })
}

fn condition() -> Value {
    let values = json!({ "type": "array", "items": text(), "uniqueItems": true, "minItems": 1 });
    let of_values = json!({
        "type": "object",
        "propertyNames": { "pattern": pattern::KEY },
        "additionalProperties": values,
        "minProperties": 1,
        "maxProperties": 1,
    });
    json!({ "anyOf": [matching(pattern::KEY), of_values] })
}

fn range() -> Value {
    matching(pattern::RANGE)
}
