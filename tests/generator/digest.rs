//! The digest of the public API, and the classification of changes.

use feishu_codegen::digest::{Impact, compare, digest};

use crate::TestResult;

/// The diff of this snapshot shows the changes for consumers.
#[test]
fn the_public_api() -> TestResult {
    let digest = digest(tests::real_schema()?);
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("public_api", digest);
    });
    Ok(())
}

const OPERATION: &str = "\
operation: hire.v1.thing.get
title: Get a thing
zh: 获取
doc: Reads a thing.
page: https://open.feishu.cn/document/thing/get
updated: 2024-01-01
call: GET /open-apis/hire/v1/things/:thing_id
scopes: [hire:thing]
limits: [20/second]
path:
  thing_id: ThingId | The thing. | 1
query:
  size: int32 = 10 | How big.
response:
  name: string | Its name.
  kind: Grade | Its kind.
errors: [1002001]
enums:
  Grade:
    doc: A kind.
    code: int
    values:
      1: small | 小 | A small one.
";

/// Returns the impact of a change, with the reason.
fn classify(from: &str, to: &str) -> Result<Vec<(Impact, String)>, String> {
    let api = |replacement: &str| {
        let yaml = OPERATION.replace(from, replacement);
        let name = if yaml.contains("name: string") { "\"name\": \"a\", " } else { "" };
        let code = if yaml.contains("2: small") { 2 } else { 1 };
        let data = format!("{name}\"kind\": {code}");
        let data = if yaml.contains("top_level") { data } else { format!("\"data\": {{{data}}}") };
        let sample = format!("{{\"code\": 0, \"msg\": \"ok\", {data}}}");
        tests::small_schema(&[("hire/v1/thing/get.yaml", &yaml), ("hire/v1/thing/get.response.json", &sample)])
    };
    let changes = compare(&api(from)?, &api(to)?);
    Ok(changes.iter().map(|change| (change.impact, format!("{}: {}", change.key, change.reason()))).collect())
}

/// The second version of an operation has different names, so the first version does not change.
#[test]
fn another_version_of_an_operation_is_compatible() -> TestResult {
    let sample = r#"{"code": 0, "msg": "ok", "data": {"name": "a", "kind": 1}}"#;
    let second = OPERATION.replace("hire.v1", "hire.v2").replace("hire/v1", "hire/v2").replace("Grade", "GradeOfV2");
    let second = second.replace("name: string", "name: int32");
    let first = [("hire/v1/thing/get.yaml", OPERATION), ("hire/v1/thing/get.response.json", sample)];
    let sample = sample.replace("\"a\"", "1");
    let added = [("hire/v2/thing/get.yaml", second.as_str()), ("hire/v2/thing/get.response.json", sample.as_str())];
    let both = [first, added].concat();
    let changes = compare(&tests::small_schema(&first)?, &tests::small_schema(&both)?);
    let keys: Vec<_> = changes.iter().map(|change| (change.key.as_str(), change.impact)).collect();
    assert_eq!(keys, [("hire.v2.thing.get", Impact::Compatible), ("GradeOfV2", Impact::Compatible)]);
    Ok(())
}

const DEPRECATED: &str = "hire.v1.thing.get: changed from `v1().thing().get(thing_id: ThingId) -> GetThingResponse` to \
    `v1().thing().get(thing_id: ThingId) -> GetThingResponse, deprecated`";

#[test]
fn changes_are_classified() -> TestResult {
    use Impact::{Breaking, Compatible, Docs};
    let cases = [
        ("Reads a thing.", "Reads one thing.", Docs, "hire.v1.thing.get: documentation changed"),
        ("20/second", "50/second", Compatible, "hire.v1.thing.get: changed from 20 per 1 s to 50 per 1 s"),
        ("int32 = 10", "int32 = 20", Compatible, "hire.v1.thing.get?size: changed from default 10 to default 20"),
        ("int32 = 10", "int64 = 10", Breaking, "hire.v1.thing.get?size: changed from `.size(i32)` to `.size(i64)`"),
        ("  name: string | Its name.\n", "", Breaking, "GetThingResponse.name: removed"),
        ("  name: string |", "  name: string, sensitive |", Compatible, "GetThingResponse.name: now sensitive"),
        (
            "  name: string |",
            "  name: string, always |",
            Breaking,
            "GetThingResponse.name: changed from `Option<String>` to `String`",
        ),
        (
            "  kind: Grade | Its kind.\n",
            "  kind: Grade | Its kind.\n  new: string | New.\n",
            Compatible,
            "GetThingResponse.new: added",
        ),
        ("      1: small |", "      2: small |", Breaking, "Grade::Small: changed from `1` to `2`"),
        (
            "response:\n  name: string | Its name.\n  kind",
            "data: top_level\nresponse:\n  name: string | Its name.\n  kind",
            Compatible,
            "hire.v1.thing.get: now data at the top level",
        ),
        ("path:\n", "idempotent: false\npath:\n", Compatible, "hire.v1.thing.get: no longer idempotent"),
        ("errors: [1002001]\n", "errors: [1002001]\ndeprecated: { doc: Old. }\n", Compatible, DEPRECATED),
    ];
    for (from, to, impact, expected) in cases {
        assert_eq!(classify(from, to)?, [(impact, expected.to_owned())], "{from} -> {to}");
    }
    assert_eq!(classify("Reads", "Reads")?, []);
    let required = classify("size: int32 = 10 |", "size: int32, required |")?;
    assert_eq!(required.iter().filter(|(impact, _)| *impact == Breaking).count(), 2, "{required:?}");
    Ok(())
}

/// Compares two small schemas.
fn compare_schemas(from: &[(&str, &str)], to: &[(&str, &str)]) -> Result<Vec<(Impact, String)>, String> {
    let changes = compare(&tests::small_schema(from)?, &tests::small_schema(to)?);
    Ok(changes.iter().map(|change| (change.impact, format!("{}: {}", change.key, change.reason()))).collect())
}

const GET: (&str, &str) = ("hire/v1/thing/get.yaml", OPERATION);
const GOT: (&str, &str) =
    ("hire/v1/thing/get.response.json", r#"{"code": 0, "msg": "ok", "data": {"name": "a", "kind": 1}}"#);
const ADD: &str = "\
operation: hire.v1.thing.create
title: Create a thing
zh: 创建
doc: Makes a thing.
page: https://open.feishu.cn/document/thing/create
updated: 2024-01-01
call: POST /open-apis/hire/v1/things
scopes: [hire:thing]
limits: [20/second]
body:
  name: string, required | Its name.
  part: Part | A part of it.
response:
  part: Part | The part.
  thing_id: ThingId | The thing.
errors: [1002001]
objects:
  Part:
    doc: A part.
    fields:
      size: int32 | How big.
";
const ADDED: [(&str, &str); 2] = [
    (
        "hire/v1/thing/create.response.json",
        r#"{"code": 0, "msg": "ok", "data": {"part": {"size": 1}, "thing_id": "1"}}"#,
    ),
    ("hire/v1/thing/create.request.json", r#"{"name": "a", "part": {"size": 1}}"#),
];

/// The fields of an operation that is added or removed are not listed separately.
#[test]
fn added_and_removed_items_are_listed_once() -> TestResult {
    let (one, two) = (vec![GET, GOT], [&[GET, GOT, ("hire/v1/thing/create.yaml", ADD)], &ADDED[..]].concat());
    let expected = |impact, what| {
        vec![
            (impact, format!("hire.v1.thing.create: {what} with 4 parts")),
            (impact, format!("Part: {what} with 1 part")),
        ]
    };
    assert_eq!(compare_schemas(&one, &two)?, expected(Impact::Compatible, "added"));
    assert_eq!(compare_schemas(&two, &one)?, expected(Impact::Breaking, "removed"));
    Ok(())
}

const EVENT: &str = "\
event: hire.thing.lost_v1
title: Thing lost
zh: 丢失
doc: Sent when a thing is lost.
page: https://open.feishu.cn/document/thing/events/lost
updated: 2024-01-01
apps: [custom]
scopes: [hire:thing]
delivery: [webhook]
payload:
  name: string | Its name.
  size: int32 | How big.
";
const LOST: &str = r#"{"schema": "2.0", "header": {"event_id": "e", "event_type": "hire.thing.lost_v1", "create_time": "1", "token": "t",
    "app_id": "a", "tenant_key": "k"}, "event": {"name": "a", "size": 1}}"#;

/// A changed payload breaks consumers in the same way as a changed response.
#[test]
fn changes_of_events_are_classified() -> TestResult {
    use Impact::{Breaking, Compatible, Docs};
    let without = [GET, GOT];
    let with = |event: &str, sample: &str| {
        let files =
            [GET, GOT, ("hire/v1/thing/events/lost.yaml", event), ("hire/v1/thing/events/lost.event.json", sample)];
        tests::small_schema(&files)
    };
    let before = with(EVENT, LOST)?;
    let listed = |changes: Vec<feishu_codegen::digest::Change>| {
        changes.iter().map(|change| (change.impact, format!("{}: {}", change.key, change.reason()))).collect::<Vec<_>>()
    };
    let whole = |impact, what: &str| {
        vec![(impact, format!("hire.thing.lost_v1: {what}")), (impact, format!("ThingLost: {what} with 2 parts"))]
    };
    assert_eq!(listed(compare(&tests::small_schema(&without)?, &before)), whole(Compatible, "added"));
    assert_eq!(listed(compare(&before, &tests::small_schema(&without)?)), whole(Breaking, "removed"));
    let cases = [
        ("  name: string | Its name.\n", "", Breaking, "ThingLost.name: removed"),
        ("size: int32", "size: int64", Breaking, "ThingLost.size: changed from `Option<i32>` to `Option<i64>`"),
        (
            "size: int32 | How big.\n",
            "size: int32 | How big.\n  new: string | New.\n",
            Compatible,
            "ThingLost.new: added",
        ),
        (
            "delivery: [webhook]",
            "delivery: [webhook, long_connection]",
            Compatible,
            "hire.thing.lost_v1: now by long connection (custom apps only)",
        ),
        ("updated: 2024-01-01", "updated: 2024-02-02", Docs, "hire.thing.lost_v1: documentation changed"),
    ];
    for (from, to, impact, expected) in cases {
        let sample = if to.is_empty() { LOST.replace("\"name\": \"a\", ", "") } else { LOST.to_owned() };
        let after = with(&EVENT.replace(from, to), &sample)?;
        assert_eq!(listed(compare(&before, &after)), [(impact, expected.to_owned())], "{from} -> {to}");
    }
    Ok(())
}

/// Moving a type to `types/` does not change its path in Rust.
#[test]
fn moving_a_type_changes_nothing() -> TestResult {
    let (head, object) = ADD.split_once("objects:\n").ok_or("no objects")?;
    let shared = format!("objects:\n{object}");
    let before = [&[("hire/v1/thing/create.yaml", ADD)], &ADDED[..]].concat();
    let after = [&[("hire/v1/thing/create.yaml", head), ("types/parts.yaml", shared.as_str())], &ADDED[..]].concat();
    assert_eq!(compare_schemas(&before, &after)?, []);
    Ok(())
}

/// A type that becomes part of a request gets a constructor, which is compatible. Removing the constructor is breaking.
#[test]
fn a_new_constructor_is_compatible() -> TestResult {
    let unsent = ADD.replace("  part: Part | A part of it.\n", "");
    let without = ADDED.map(|(path, text)| (path, if path.contains("request") { r#"{"name": "a"}"# } else { text }));
    let one = [&[("hire/v1/thing/create.yaml", unsent.as_str())], &without[..]].concat();
    let two = [&[("hire/v1/thing/create.yaml", ADD)], &ADDED[..]].concat();
    let change = |from: &str, to: &str| format!("Part: changed from `struct{from}` to `struct{to}`");
    let sent = compare_schemas(&one, &two)?;
    assert!(sent.contains(&(Impact::Compatible, change("", ", new()"))), "{sent:?}");
    let unsent = compare_schemas(&two, &one)?;
    assert!(unsent.contains(&(Impact::Breaking, change(", new()", ""))), "{unsent:?}");
    Ok(())
}
