//! Puts values that can be told apart into all sensitive places of every documented answer and event.

use feishu_codegen::model::{Api, Field, Operation, SampleKind, Type};
use serde_json::{Value, json};

/// Start of every person's value.
pub(crate) const PERSON: &str = "PERSON-";

/// An answer with a person's value in each sensitive place.
pub(crate) struct Persons {
    pub(crate) operation: &'static str,
    places: Vec<Place>,
    /// The sample.
    answer: Value,
}

struct Place {
    pointer: String,
    value: String,
}

/// The answers of every operation whose samples fill sensitive places.
pub(crate) fn in_samples() -> Result<Vec<Persons>, Box<dyn std::error::Error + Send + Sync>> {
    let api = tests::real_schema()?;
    let mut persons = Vec::new();
    for operation in &api.operations {
        let emitted = feishu_hire::operation::ALL.iter().map(|operation| operation.id);
        let id =
            emitted.into_iter().find(|id| *id == operation.id.to_string()).ok_or("`cargo xtask codegen` is due")?;
        for sample in operation.samples.iter().filter(|sample| sample.kind == SampleKind::Response) {
            let answer: Value = serde_json::from_str(&sample.text)?;
            let pointers = places(&api, operation, &answer).into_iter().enumerate();
            let place = |(number, pointer)| Place { pointer, value: format!("{PERSON}{number}-OF-{}", sample.file) };
            persons.push(Persons { operation: id, places: pointers.map(place).collect(), answer });
        }
    }
    persons.retain(|persons| !persons.places.is_empty());
    Ok(persons)
}

/// The payloads of all documented events, by type, with a person's value in each sensitive place.
pub(crate) fn in_events() -> Result<Vec<(String, Value)>, Box<dyn std::error::Error + Send + Sync>> {
    let api = tests::real_schema()?;
    let mut payloads = Vec::new();
    for event in &api.events {
        let fields = api.object(&event.payload).map(|payload| &payload.fields).ok_or("no payload")?;
        for sample in &event.samples {
            let mut payload: Value = serde_json::from_str::<Value>(&sample.text)?["event"].take();
            let mut pointers = Vec::new();
            self::fields(&api, fields, &payload, "", false, &mut pointers);
            for (number, pointer) in pointers.iter().enumerate() {
                if let Some(value) = payload.pointer_mut(pointer) {
                    *value = json!(format!("{PERSON}{number}-OF-{}", event.id));
                }
            }
            payloads.push((event.id.to_string(), payload));
        }
    }
    Ok(payloads)
}

impl Persons {
    /// How many places there are.
    pub(crate) fn count(&self) -> usize {
        self.places.len()
    }

    /// The response with the values in their fields, with a wrong type in all these fields, and with an error code in addition to the data.
    pub(crate) fn answers(&self) -> [String; 4] {
        let fitting = self.with(|place| json!(place.value));
        let mut refused = fitting.clone();
        if let Some(code) = refused.get_mut("code") {
            *code = json!(1002001);
        }
        let value = |place: &Place| place.value.clone();
        let objects = self.with(|place| json!({ value(place): [value(place)] }));
        let lists = self.with(|place| json!([[value(place)]]));
        [fitting, objects, lists, refused].map(|answer| answer.to_string())
    }

    /// For each place, the answer with text that is no JSON from the end of this value on.
    pub(crate) fn broken_answers(&self) -> impl Iterator<Item = String> {
        let fitting = self.with(|place| json!(place.value)).to_string();
        let values = self.places.iter().map(|place| &place.value);
        values.map(move |value| fitting.replace(value, &format!("{value}\u{1}\"{value}\" {value}")))
    }

    fn with(&self, put: impl Fn(&Place) -> Value) -> Value {
        let mut answer = self.answer.clone();
        for place in &self.places {
            if let Some(value) = answer.pointer_mut(&place.pointer) {
                *value = put(place);
            }
        }
        answer
    }
}

/// JSON pointers to the sensitive places.
fn places(api: &Api, operation: &Operation, answer: &Value) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(data) = answer.get("data") {
        fields(api, &operation.response, data, "/data", false, &mut found);
    }
    found
}

fn fields(api: &Api, fields: &[Field], value: &Value, at: &str, hidden: bool, found: &mut Vec<String>) {
    for field in fields {
        if let Some(inner) = value.get(&field.name) {
            value_of(api, &field.ty, inner, &format!("{at}/{}", field.name), hidden || field.sensitive, found);
        }
    }
}

fn value_of(api: &Api, ty: &Type, value: &Value, at: &str, hidden: bool, found: &mut Vec<String>) {
    match (ty, value) {
        (Type::Object(name) | Type::Boxed(name), Value::Object(_)) => {
            if let Some(object) = api.object(name) {
                fields(api, &object.fields, value, at, hidden, found);
            }
        }
        (Type::List(item), Value::Array(items)) => {
            for (index, inner) in items.iter().enumerate() {
                value_of(api, item, inner, &format!("{at}/{index}"), hidden, found);
            }
        }
        (_, Value::String(_)) if hidden => found.push(at.to_owned()),
        _ => {}
    }
}
