//! Puts a value that can be told apart into every sensitive place of every documented answer, one at a time.

use feishu_codegen::model::{Api, Field, Operation, SampleKind, Type};
use serde_json::{Value, json};

/// A person's value in one place of an answer.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) operation: &'static str,
    pub(crate) value: String,
    /// The response with the value in its field, with a wrong type in that field, and with an error code in addition to the data.
    pub(crate) answers: Vec<String>,
}

/// Every sensitive place that a sample fills.
pub(crate) fn in_samples() -> Result<Vec<Person>, Box<dyn std::error::Error + Send + Sync>> {
    let api = tests::real_schema()?;
    let mut persons = Vec::new();
    for operation in &api.operations {
        let emitted = feishu_hire::operation::ALL.iter().map(|operation| operation.id);
        let id =
            emitted.into_iter().find(|id| *id == operation.id.to_string()).ok_or("`cargo xtask codegen` is due")?;
        for sample in operation.samples.iter().filter(|sample| sample.kind == SampleKind::Response) {
            let answer: Value = serde_json::from_str(&sample.text)?;
            for pointer in places(&api, operation, &answer) {
                let value = format!("PERSON-{}-OF-{}", persons.len(), id.replace('.', "-"));
                persons.push(Person { operation: id, answers: answers(&answer, &pointer, &value), value });
            }
        }
    }
    Ok(persons)
}

fn answers(answer: &Value, pointer: &str, value: &str) -> Vec<String> {
    let with = |put: Value| {
        let mut answer = answer.clone();
        if let Some(place) = answer.pointer_mut(pointer) {
            *place = put;
        }
        answer
    };
    let mut refused = with(json!(value));
    if let Some(code) = refused.get_mut("code") {
        *code = json!(1002001);
    }
    let shapes = [with(json!(value)), with(json!({ value: [value] })), with(json!([[value]])), refused];
    shapes.iter().map(Value::to_string).collect()
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
