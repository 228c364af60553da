//! The OpenAPI document: it is complete and consistent, and supports features that the real schema does not use.
//!
//! `cargo xtask openapi` validates the document with external tools, and compares it with the mock server.

use std::{collections::BTreeSet, sync::LazyLock};

use feishu_codegen::Rendered;
use serde_json::{Value, json};
use tests::{generate, real_files, real_schema};

use crate::TestResult;

pub(crate) fn document(files: &[Rendered]) -> Result<Value, Box<dyn std::error::Error>> {
    let file = files.iter().find(|file| file.path == "openapi.json").ok_or("no OpenAPI document")?;
    Ok(serde_json::from_str(&file.text)?)
}

/// Returns the document of the project's schema, which a process reads once.
pub(crate) fn real_document() -> Result<&'static Value, String> {
    static DOCUMENT: LazyLock<Result<Value, String>> =
        LazyLock::new(|| document(real_files()?).map_err(|error| error.to_string()));
    DOCUMENT.as_ref().map_err(Clone::clone)
}

/// Collects a value and all values inside it.
pub(crate) fn collect_values<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    found.push(value);
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_values(item, found)),
        Value::Object(map) => map.values().for_each(|item| collect_values(item, found)),
        _ => {}
    }
}

#[test]
fn every_operation_occurs_once() -> TestResult {
    let document = real_document()?;
    let mut values = Vec::new();
    collect_values(&document["paths"], &mut values);
    let mut found: Vec<_> =
        values.iter().filter_map(|value| value["operationId"].as_str().map(str::to_owned)).collect();
    found.sort();
    let api = real_schema()?;
    assert_eq!(found, api.operations.iter().map(|operation| operation.id.to_string()).collect::<Vec<_>>());
    Ok(())
}

/// Every event is a webhook, whose body is the envelope with the payload.
#[test]
fn every_event_is_a_webhook() -> TestResult {
    let document = real_document()?;
    let webhooks = document["webhooks"].as_object().ok_or("no webhooks")?;
    let api = real_schema()?;
    let names: Vec<_> = api.events.iter().map(|event| event.id.to_string()).collect();
    assert!(names.len() == 12 && webhooks.keys().eq(&names), "{names:?}");
    for event in &api.events {
        let post = &webhooks[&event.id.to_string()]["post"];
        let content = &post["requestBody"]["content"]["application/json"];
        let payload = &content["schema"]["allOf"][1]["properties"]["event"]["$ref"];
        assert_eq!(payload, &format!("#/components/schemas/{}", event.payload));
        assert_eq!(content["examples"]["sample"]["value"]["header"]["event_type"], event.id.to_string());
        assert_eq!(post["operationId"], event.id.to_string());
    }
    let older = real_files()?.iter().find(|file| file.path == "openapi-3.0.json").ok_or("no older document")?;
    assert!(!older.text.contains("\"webhooks\""), "OpenAPI 3.0 has no webhooks");
    Ok(())
}

#[test]
fn references_resolve_and_schemas_are_used() -> TestResult {
    let document = real_document()?;
    let mut values = Vec::new();
    collect_values(document, &mut values);
    let references: BTreeSet<_> = values.iter().filter_map(|value| value["$ref"].as_str()).collect();
    for reference in &references {
        let pointer = reference.strip_prefix('#').ok_or("a reference to another document")?;
        assert!(document.pointer(pointer).is_some(), "{reference} does not resolve");
    }
    for name in document["components"]["schemas"].as_object().ok_or("no schemas")?.keys() {
        assert!(references.contains(format!("#/components/schemas/{name}").as_str()), "{name} is unused");
    }
    Ok(())
}

#[test]
fn error_codes_and_tags_are_described() -> TestResult {
    let document = real_document()?;
    let mut values = Vec::new();
    collect_values(document, &mut values);
    let by_status = values.iter().filter_map(|value| value["x-codes"].as_object()).flat_map(|codes| codes.values());
    let codes: Vec<_> = by_status.chain([&document["x-general-codes"]]).filter_map(Value::as_array).flatten().collect();
    assert!(codes.len() > 500, "{} codes", codes.len());
    for code in codes {
        assert!(document["x-error-codes"][code.to_string()]["description"].is_string(), "{code}");
    }
    let tags = document["tags"].as_array().ok_or("no tags")?;
    for operation in values.iter().filter(|value| value["operationId"].is_string()) {
        let tag = tags.iter().find(|tag| tag["name"] == operation["tags"][0]).ok_or("no tag")?;
        assert!(["x-displayName", "x-zh", "description"].iter().all(|key| tag[*key].is_string()), "{tag}");
    }
    Ok(())
}

#[test]
fn defaults_are_in_range() -> TestResult {
    let document = real_document()?;
    let mut values = Vec::new();
    collect_values(&document["paths"], &mut values);
    let ranges: Vec<_> = values
        .iter()
        .filter_map(|value| Some((value["default"].as_i64()?, value["minimum"].as_i64()?, value["maximum"].as_i64()?)))
        .collect();
    assert!(ranges.len() > 20, "{ranges:?}");
    assert!(ranges.iter().all(|(default, min, max)| (min..=max).contains(&default)), "{ranges:?}");
    Ok(())
}

/// Rules in a body and across sections, all kinds of limits, user access tokens, an object that is sent and received, and a recursive
/// object.
const ALL_FEATURES: &str = "\
operation: hire.v1.thing.get
title: Get a thing
zh: 获取事物
doc: Gets a thing.
page: https://open.feishu.cn/document/thing/get
updated: 2026-01-02
call: POST /open-apis/hire/v1/things/:thing_id
tokens: [tenant, user]
scopes: [hire:thing]
limits: special
path:
  thing_id: string | Which one.
query:
  kinds:
    type: list of Figure
    doc: Which kinds.
    items: 1..3
  since:
    type: timestamp
    doc: Since when.
    deprecated: nothing
  until: timestamp | Until when.
body:
  name:
    type: string
    doc: Its name.
    length: 1..5
  count:
    type: int64 as string
    doc: How many.
    range: 0..9
  part: Part | A part.
  salary: Part as string | A part in a string.
  end: seconds | Its end.
  figures: list of Figure | Its figures.
  reason:
    type: string
    doc: Why it is round.
    required_if: { figures: [round] }
replaces: whole
rules:
  - at_least_one_of: [name, count]
  - at_most_one_of: [name, part]
  - all_or_none: [kinds, since]
  - not_after: [since, until]
response:
  name: string, always | Its name.
  part: Part | A part.
  day: date | Its day.
  more: map of json | Whatever.
enums:
  Figure:
    doc: What it is.
    code: string
    values:
      round: round, deprecated | 圆 | It rolls.
      square: square | 方 | It stands.
objects:
  Part:
    doc: A part.
    zh: 部分
    fields:
      weight: float, sensitive | Its weight.
      parts:
        type: list of Part
        doc: Its parts.
        replaces: whole
      count:
        type: int32
        doc: Their number.
        required_if: parts
    rules:
      - at_least_one_of: [weight, parts]
";

const REQUEST: &str = r#"{"name": "a", "count": "1", "part": {"weight": 1}, "salary": "{}", "end": 1622484739, "figures": [], "reason": ""}"#;

/// Both documents describe data at the top level next to the envelope.
#[test]
fn data_at_the_top_level() -> TestResult {
    let yaml = ALL_FEATURES.replace("response:\n", "data: top_level\nresponse:\n");
    let files = generate(&[
        ("hire/v1/thing/get.yaml", &yaml),
        ("hire/v1/thing/get.request.json", REQUEST),
        (
            "hire/v1/thing/get.response.json",
            r#"{"code": 0, "msg": "ok", "name": "a", "part": {"weight": 1.50, "parts": [], "count": 0}, "day": "2026-01-02", "more": {}}"#,
        ),
    ])?;
    for path in ["openapi.json", "openapi-3.0.json"] {
        let file = files.iter().find(|file| file.path == path).ok_or("no document")?;
        let document: Value = serde_json::from_str(&file.text)?;
        let mut values = Vec::new();
        collect_values(&document["paths"], &mut values);
        let success = values.iter().find_map(|value| value.get("200")).ok_or("no response")?;
        let content = &success["content"]["application/json"];
        let data = &content["schema"]["allOf"][1];
        assert_eq!(data, &json!({ "$ref": "#/components/schemas/GetThingResponse" }), "{path}");
        assert_eq!(content["examples"]["sample"]["value"]["name"], "a", "{path}");
    }
    Ok(())
}

/// In both documents, a bare body and bare data are the value itself.
#[test]
fn bare_values() -> TestResult {
    let bare_body = "body:\n  parts:\n    type: list of Part, required, bare\n    doc: Its parts.\n    items: 1..9\n";
    let bare_data = "response:\n  parts: map of list of Part, bare | Its parts.\n";
    let objects = "objects:\n  Part:\n    doc: A part.\n    fields:\n      id: string, required | Its id.\n";
    let head = ALL_FEATURES.split_once("tokens:").ok_or("no head")?.0.replace("s/:thing_id", "s");
    let yaml = format!("{head}scopes: [hire:thing]\n{bare_body}{bare_data}{objects}");
    let files = generate(&[
        ("hire/v1/thing/get.yaml", &yaml),
        ("hire/v1/thing/get.request.json", r#"[{"id": "1"}]"#),
        ("hire/v1/thing/get.response.json", r#"{"code": 0, "msg": "ok", "data": {"a": [{"id": "1"}], "b": []}}"#),
    ])?;
    for (path, nullable) in [
        ("openapi.json", json!({ "type": ["object", "null"] })),
        ("openapi-3.0.json", json!({ "type": "object", "nullable": true })),
    ] {
        let file = files.iter().find(|file| file.path == path).ok_or("no document")?;
        let document: Value = serde_json::from_str(&file.text)?;
        let post = &document["paths"]["/open-apis/hire/v1/things"]["post"];
        let (sent, received) = (&post["requestBody"], &post["responses"]["200"]);
        let examples = [sent, received].map(|it| &it["content"]["application/json"]["examples"]["sample"]["value"]);
        assert_eq!(
            examples,
            [&json!([{ "id": "1" }]), &json!({ "code": 0, "msg": "ok", "data": { "a": [{ "id": "1" }], "b": [] } })],
            "{path}"
        );
        let schemas = &document["components"]["schemas"];
        let mut body = json!({ "type": "array", "items": reference("Part_Sent"), "minItems": 1, "maxItems": 9 });
        body["description"] = "Request body of `hire.v1.thing.get`.".into();
        assert_eq!((&sent["required"], &schemas["GetThingBody"]), (&true.into(), &body), "{path}");
        let mut data = nullable;
        data["additionalProperties"] = json!({ "type": "array", "items": reference("Part") });
        data["description"] = "Response data of `hire.v1.thing.get`.".into();
        assert_eq!(schemas["GetThingResponse"], data, "{path}");
    }
    Ok(())
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn features_missing_from_the_real_schema() -> TestResult {
    let files = generate(&[
        ("hire/v1/thing/get.yaml", ALL_FEATURES),
        ("hire/v1/thing/get.request.json", REQUEST),
        (
            "hire/v1/thing/get.response.json",
            r#"{"code": 0, "msg": "ok", "data": {"name": "a", "part": {"weight": 1.50, "parts": [], "count": 0}, "day": "2026-01-02", "more": {}}}"#,
        ),
    ])?;
    let document = files.into_iter().find(|file| file.path == "openapi.json").ok_or("no OpenAPI document")?.text;
    let paths = document.split_once("\"paths\"").ok_or("no paths")?.1;
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(paths) });
    Ok(())
}

/// `cargo xtask openapi` validates the document with external tools.
#[test]
fn the_openapi_3_0_document_has_the_same_content() -> TestResult {
    let files = real_files()?;
    let file = files.iter().find(|file| file.path == "openapi-3.0.json").ok_or("no document of OpenAPI 3.0")?;
    let older: openapiv3::OpenAPI = serde_json::from_str(&file.text)?;
    let newer = real_document()?;
    assert_eq!(older.openapi, "3.0.3");
    let operations: BTreeSet<_> =
        older.operations().filter_map(|(.., operation)| operation.operation_id.clone()).collect();
    assert_eq!(operations, real_schema()?.operations.iter().map(|operation| operation.id.to_string()).collect());
    let schemas = older.components.ok_or("no components")?.schemas;
    let names = newer["components"]["schemas"].as_object().ok_or("no schemas")?;
    assert!(schemas.keys().eq(names.keys()), "the schemas differ");
    // The parser represents a schema that it does not understand as a schema of any type.
    for (name, schema) in &schemas {
        // An object with rules has a type and `allOf`, which the parser does not interpret.
        let is_understood = match &schema.as_item().ok_or("a reference")?.schema_kind {
            openapiv3::SchemaKind::Any(any) => any.typ.as_deref() == Some("object") && !any.all_of.is_empty(),
            _ => true,
        };
        assert!(is_understood, "{name} is not understood");
    }

    let document: Value = serde_json::from_str(&file.text)?;
    let mut values = Vec::new();
    collect_values(&document, &mut values);
    for value in values.iter().filter_map(|value| value.as_object()) {
        assert!(value.get("type") != Some(&"null".into()) && !value.contains_key("const"), "{value:?}");
        assert!(!value.contains_key("$ref") || value.len() == 1, "a reference has other keys: {value:?}");
    }
    Ok(())
}
