//! The examples of the OpenAPI document, validated against their schemas.

use serde_json::Value;
use tests::{generate, real_schema};

use crate::{
    TestResult,
    openapi::{collect_values, document, real_document},
};

const DOCUMENT: &str = "urn:openapi";

/// The examples are the documented samples. Other tests validate them.
#[test]
fn every_sample_is_an_example() -> TestResult {
    let document = real_document()?;
    let mut values = Vec::new();
    collect_values(document, &mut values);
    let keys = ["examples", "x-documented-examples"];
    let examples = values.iter().flat_map(|value| keys.map(|key| value[key]["sample"].get("value")));
    let examples: Vec<_> = examples.flatten().collect();
    let api = real_schema()?;
    let of_operations = api.operations.iter().flat_map(|it| &it.samples).map(|sample| (&sample.file, &sample.text));
    let of_events = api.events.iter().flat_map(|it| &it.samples).map(|sample| (&sample.file, &sample.text));
    let samples: Vec<_> = of_operations.chain(of_events).collect();
    for (file, text) in &samples {
        let documented: Value = serde_json::from_str(text)?;
        assert!(examples.contains(&&documented), "{file} is missing");
    }
    assert_eq!(examples.len(), samples.len());
    Ok(())
}

/// Collects the pointers of schemas with examples, and their examples.
fn collect_examples<'a>(value: &'a Value, at: &str, found: &mut Vec<(String, Vec<&'a Value>)>) {
    let Value::Object(map) = value else {
        if let Value::Array(items) = value {
            items.iter().enumerate().for_each(|(index, item)| collect_examples(item, &format!("{at}/{index}"), found));
        }
        return;
    };
    let several = map.get("examples").and_then(Value::as_object).into_iter().flat_map(|all| all.values());
    let examples: Vec<_> = several.filter_map(|it| it.get("value")).chain(map.get("example")).collect();
    if map.contains_key("schema") && !examples.is_empty() {
        found.push((format!("{at}/schema"), examples));
    }
    for (key, inner) in map.iter().filter(|(key, _)| !matches!(key.as_str(), "example" | "examples")) {
        collect_examples(inner, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
    }
}

/// Registers the document, so that its schemas can be referred to.
fn registry(document: &Value) -> Result<jsonschema::Registry<'static>, Box<dyn std::error::Error>> {
    let resource = jsonschema::Draft::Draft202012.create_resource(document.clone());
    Ok(jsonschema::Registry::new().add(DOCUMENT, resource)?.prepare()?)
}

/// Returns a validator for a schema of the registered document.
fn validator(
    registry: &jsonschema::Registry<'_>,
    pointer: &str,
) -> Result<jsonschema::Validator, Box<dyn std::error::Error>> {
    let fragment = pointer.replace('{', "%7B").replace('}', "%7D");
    let schema = serde_json::json!({ "$ref": format!("{DOCUMENT}#{fragment}") });
    Ok(jsonschema::options().with_draft(jsonschema::Draft::Draft202012).with_registry(registry).build(&schema)?)
}

/// All examples of bodies, responses and parameters are valid.
#[test]
fn every_example_is_valid() -> TestResult {
    let (parameters, bodies, responses) = valid_examples(real_document()?)?;
    let api = real_schema()?;
    let samples = |is_body: bool| {
        let of = move |sample: &&feishu_codegen::model::Sample| sample.file.contains(".request.") == is_body;
        api.operations.iter().flat_map(|operation| &operation.samples).filter(of).count()
    };
    // An event is the body of a request by Feishu.
    let events = api.events.iter().map(|event| event.samples.len()).sum::<usize>();
    let sent = samples(true) + events;
    assert!(events > 8 && bodies <= sent && responses <= samples(false), "{bodies} bodies, {responses} responses");
    assert!(bodies > 1 && responses > 8 && parameters > 10, "{bodies} bodies, {responses} responses, {parameters}");
    Ok(())
}

/// Checks all examples, and counts those of parameters, bodies and responses.
fn valid_examples(document: &Value) -> Result<(usize, usize, usize), Box<dyn std::error::Error>> {
    let mut found = Vec::new();
    collect_examples(document, "", &mut found);
    let registry = registry(document)?;
    let (mut parameters, mut bodies, mut responses) = (0, 0, 0);
    for (pointer, examples) in &found {
        let validator = validator(&registry, pointer)?;
        for example in examples {
            let errors: Vec<_> = validator.iter_errors(example).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{pointer}: {errors:?}");
            match pointer {
                _ if pointer.contains("/requestBody/") => bodies += 1,
                _ if pointer.contains("/responses/") => responses += 1,
                _ => parameters += 1,
            }
        }
    }
    Ok((parameters, bodies, responses))
}

/// Samples that do not fit their schema, which quirks declare, are not examples.
#[test]
fn samples_that_violate_their_schema_are_not_examples() -> TestResult {
    let quirk = |at: &str, kind: &str| {
        format!("  - at: {at}\n    kind: {kind}\n    because: A.\n    docs: B.\n    observed: C.\n")
    };
    let path = "hire/v1/thing/get";
    let request = r#"{"name": "a", "figure": "oval", "part": {}}"#;
    let places = [
        ("unlisted_value", "body.figure", (0, 0, 1), r#"{"day": "2026-01-02", "part": {}}"#, request),
        ("wrong_type", "response.part.count", (0, 1, 0), r#"{"day": "2026-01-02", "part": {"count": "1"}}"#, ""),
        ("absent_from_sample", "response.day", (0, 1, 0), "{}", ""),
        ("only_in_sample", "response.part", (0, 1, 1), r#"{"day": "2026-01-02", "part": {}}"#, ""),
    ];
    for (kind, at, counts, data, body) in places {
        let body = if body.is_empty() { r#"{"name": "a", "figure": "round"}"# } else { body };
        let operation = format!(
            "operation: hire.v1.thing.get\ntitle: Get a thing\nzh: 获取事物\ndoc: Gets a thing.\n\
             page: https://open.feishu.cn/document/thing/get\nupdated: 2026-01-02\n\
             call: POST /open-apis/hire/v1/things\nscopes: [hire:thing]\n\
             body:\n  name: string, required | Its name.\n  figure: Figure | Its figure.\n  part: Part | A part.\n\
             response:\n  day: date, always | Its day.\n  part: Part | A part.\n\
             quirks:\n{}enums:\n  Figure:\n    doc: What it is.\n    code: string\n    values:\n\
             \x20     round: round | 圆 | It rolls.\n\
             objects:\n  Part:\n    doc: A part.\n    fields:\n      count: int32 | How many.\n",
            quirk(at, kind)
        );
        let response = format!(r#"{{"code": 0, "msg": "ok", "data": {data}}}"#);
        let files = generate(&[
            (&format!("{path}.yaml"), &operation),
            (&format!("{path}.request.json"), body),
            (&format!("{path}.response.json"), &response),
        ])?;
        let document = document(&files)?;
        assert_eq!(valid_examples(&document)?, counts, "{kind}");
        let documented = document.to_string().matches("x-documented-examples").count();
        assert_eq!(documented, 2 - counts.1 - counts.2, "{kind}");
    }
    Ok(())
}

/// The validator of the test above rejects invalid examples.
#[test]
fn invalid_examples_are_rejected() -> TestResult {
    let document = real_document()?;
    let pointer = "/paths/~1open-apis~1hire~1v1~1notes/post/requestBody/content/application~1json/schema";
    let registry = registry(document)?;
    let validator = validator(&registry, pointer)?;
    assert!(validator.is_valid(&serde_json::json!({"talent_id": "1", "content": "a"})));
    for invalid in [
        serde_json::json!({"talent_id": "1"}),
        serde_json::json!({"talent_id": 1, "content": "a"}),
        serde_json::json!({"talent_id": "1", "content": "a", "privacy": "private"}),
        serde_json::json!({"talent_id": "1", "content": "a", "mention_entity_list": [{"offset": "x"}]}),
        serde_json::json!([]),
    ] {
        assert!(!validator.is_valid(&invalid), "{invalid} is accepted");
    }
    Ok(())
}
