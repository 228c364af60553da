//! Fields and parameters, in one line or in several.

use serde_json::{Map, Value, json};

use super::form::{described, form, list_of, map_of, matching, reference, sentence, text};
use super::pattern;
use crate::check::notation::FIELD;
use crate::check::place::Place;

/// The name of the definition of fields at a place.
fn name(place: Place) -> &'static str {
    match place {
        Place::Path => "path_field",
        Place::Query => "query_field",
        Place::Body => "body_field",
        Place::Form => "form_field",
        Place::Response => "answer_field",
        Place::Object => "object_field",
        Place::Shared => "shared_parameter",
    }
}

/// Adds the definitions of the fields at these places.
pub(super) fn define(places: &[Place], definitions: &mut Map<String, Value>) {
    for place in places {
        definitions.insert(name(*place).to_owned(), field(*place));
    }
}

/// A map of fields at a place.
pub(super) fn fields(place: Place, fewest: usize) -> Value {
    let mut fields = map_of(pattern::KEY, reference(name(place)));
    if let Some(fields) = fields.as_object_mut()
        && fewest > 0
    {
        fields.insert("minProperties".to_owned(), json!(fewest));
    }
    fields
}

fn field(place: Place) -> Value {
    let long = form(&FIELD, |key| match key {
        "type" => described(matching(&pattern::type_key(place)), "TYPE [= default] [, flag]…"),
        "doc" => described(sentence(), "One English sentence: what it is, its unit, when it is absent."),
        "example" => described(text(), "The page's example value."),
        "range" => described(range(), "Smallest and largest number, both included: 1..100, 1.., ..100"),
        "length" => described(range(), "Length of a string in characters: 1..512"),
        "items" => described(range(), "How many items a list may have: ..100"),
        "values" => described(list_of(matching(pattern::SNAKE)), "This place takes only these of the enum's values."),
        "deprecated" => described(matching(pattern::KEY), "The sibling to use instead, or `nothing`."),
        "scopes" => described(list_of(matching(pattern::SCOPE)), "Filled only when the app has one of these."),
        _ => json!(true),
    });
    let line = described(matching(&pattern::line(place)), "TYPE [= default] [, flag]… | What it is. [| example]");
    json!({ "anyOf": [line, long] })
}

fn range() -> Value {
    matching(pattern::RANGE)
}
