//! Inserts unique values into all sensitive fields of every documented response and event.

use feishu_codegen::model::{Api, Field, Operation, SampleKind, Type};
use serde_json::{Value, json};

/// The prefix of every inserted value.
pub(crate) const PERSON: &str = "PERSON-";

/// A response with the positions of its sensitive values.
pub(crate) struct Persons {
    pub(crate) operation: &'static str,
    positions: Vec<Position>,
    /// The documented sample.
    sample: Value,
}

/// The position of a sensitive value, and the value to insert there.
struct Position {
    pointer: String,
    value: String,
}

/// Returns the responses of all operations whose samples contain sensitive values.
pub(crate) fn in_samples() -> Result<Vec<Persons>, Box<dyn std::error::Error + Send + Sync>> {
    let api = tests::real_schema()?;
    let mut persons = Vec::new();
    for operation in &api.operations {
        let emitted = feishu_hire::operation::ALL.iter().map(|operation| operation.id);
        let id = emitted.into_iter().find(|id| *id == operation.id.to_string()).ok_or("run `cargo xtask codegen`")?;
        for sample in operation.samples.iter().filter(|sample| sample.kind == SampleKind::Response) {
            let response: Value = serde_json::from_str(&sample.text)?;
            let pointers = positions(api, operation, &response).into_iter().enumerate();
            let position =
                |(number, pointer)| Position { pointer, value: format!("{PERSON}{number}-OF-{}", sample.file) };
            persons.push(Persons { operation: id, positions: pointers.map(position).collect(), sample: response });
        }
    }
    persons.retain(|persons| !persons.positions.is_empty());
    Ok(persons)
}

/// Returns the payloads of all documented events, by type, with a unique value in each sensitive field.
pub(crate) fn in_events() -> Result<Vec<(String, Value)>, Box<dyn std::error::Error + Send + Sync>> {
    let api = tests::real_schema()?;
    let mut payloads = Vec::new();
    for event in &api.events {
        let fields = api.object(&event.payload).map(|payload| &payload.fields).ok_or("no payload")?;
        for sample in &event.samples {
            let mut envelope: Value = serde_json::from_str(&sample.text)?;
            let mut payload = envelope.get_mut("event").map(Value::take).ok_or("no payload")?;
            let mut pointers = Vec::new();
            self::fields(api, fields, &payload, "", false, &mut pointers);
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
    /// Returns the number of sensitive values.
    pub(crate) fn count(&self) -> usize {
        self.positions.len()
    }

    /// Returns the response with the values in their fields, with objects and with lists in these fields, and with an error code.
    pub(crate) fn responses(&self) -> [String; 4] {
        let fitting = self.with(|position| json!(position.value));
        let mut refused = fitting.clone();
        if let Some(code) = refused.get_mut("code") {
            *code = json!(1002001);
        }
        let value = |position: &Position| position.value.clone();
        let objects = self.with(|position| json!({ value(position): [value(position)] }));
        let lists = self.with(|position| json!([[value(position)]]));
        [fitting, objects, lists, refused].map(|response| response.to_string())
    }

    /// Returns, for each position, the response with invalid JSON after the value.
    pub(crate) fn broken_responses(&self) -> impl Iterator<Item = String> {
        let fitting = self.with(|position| json!(position.value)).to_string();
        let values = self.positions.iter().map(|position| &position.value);
        values.map(move |value| fitting.replace(value, &format!("{value}\u{1}\"{value}\" {value}")))
    }

    fn with(&self, put: impl Fn(&Position) -> Value) -> Value {
        let mut response = self.sample.clone();
        for position in &self.positions {
            if let Some(value) = response.pointer_mut(&position.pointer) {
                *value = put(position);
            }
        }
        response
    }
}

/// Returns JSON pointers to the sensitive values.
fn positions(api: &Api, operation: &Operation, response: &Value) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(data) = response.get("data") {
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
