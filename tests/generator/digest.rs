//! The public API in one line an item, and what a change to it is said to mean.

use feishu_codegen::digest::{Impact, compare, digest};

use crate::TestResult;

/// A pull request shows here what changed for consumers.
#[test]
fn the_public_api() -> TestResult {
    let digest = digest(&tests::real_schema()?);
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

/// What a change is said to mean, and why.
fn meaning(from: &str, to: &str) -> Result<Vec<(Impact, String)>, String> {
    let api = |replacement: &str| {
        let yaml = OPERATION.replace(from, replacement);
        let name = if yaml.contains("name: string") { "\"name\": \"a\", " } else { "" };
        let code = if yaml.contains("2: small") { 2 } else { 1 };
        let sample = format!("{{\"code\": 0, \"msg\": \"ok\", \"data\": {{{name}\"kind\": {code}}}}}");
        tests::small_schema(&[("hire/v1/thing/get.yaml", &yaml), ("hire/v1/thing/get.response.json", &sample)])
    };
    let changes = compare(&api(from)?, &api(to)?);
    Ok(changes.iter().map(|change| (change.impact, format!("{}: {}", change.key, change.reason()))).collect())
}

const DEPRECATED: &str = "hire.v1.thing.get: `v1().thing().get(thing_id: ThingId) -> GetThingResponse` became \
    `v1().thing().get(thing_id: ThingId) -> GetThingResponse, deprecated`";

#[test]
fn every_change_is_told_with_what_it_means() -> TestResult {
    use Impact::{Breaking, Compatible, Docs};
    let cases = [
        ("Reads a thing.", "Reads one thing.", Docs, "hire.v1.thing.get: words"),
        ("20/second", "50/second", Compatible, "hire.v1.thing.get: 20 per 1 s became 50 per 1 s"),
        ("int32 = 10", "int32 = 20", Compatible, "hire.v1.thing.get?size: default 10 became default 20"),
        ("int32 = 10", "int64 = 10", Breaking, "hire.v1.thing.get?size: `.size(i32)` became `.size(i64)`"),
        ("  name: string | Its name.\n", "", Breaking, "GetThingResponse.name: gone"),
        ("  name: string |", "  name: string, sensitive |", Compatible, "GetThingResponse.name: now sensitive"),
        (
            "  name: string |",
            "  name: string, always |",
            Breaking,
            "GetThingResponse.name: `Option<String>` became `String`",
        ),
        (
            "  kind: Grade | Its kind.\n",
            "  kind: Grade | Its kind.\n  new: string | New.\n",
            Compatible,
            "GetThingResponse.new: new",
        ),
        ("      1: small |", "      2: small |", Breaking, "Grade::Small: `1` became `2`"),
        ("path:\n", "idempotent: false\npath:\n", Compatible, "hire.v1.thing.get: no longer safe to repeat"),
        ("errors: [1002001]\n", "errors: [1002001]\ndeprecated: { doc: Old. }\n", Compatible, DEPRECATED),
    ];
    for (from, to, impact, told) in cases {
        assert_eq!(meaning(from, to)?, [(impact, told.to_owned())], "{from} -> {to}");
    }
    assert_eq!(meaning("Reads", "Reads")?, []);
    let required = meaning("size: int32 = 10 |", "size: int32, required |")?;
    assert_eq!(required.iter().filter(|(impact, _)| *impact == Breaking).count(), 2, "{required:?}");
    Ok(())
}

/// The schemas of an operation and of what stands beside it; how the second differs from the first.
fn between(from: &[(&str, &str)], to: &[(&str, &str)]) -> Result<Vec<(Impact, String)>, String> {
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

/// A new operation is a few lines, not one for each of its fields.
#[test]
fn what_comes_or_goes_as_a_whole_is_told_once() -> TestResult {
    let (one, two) = (vec![GET, GOT], [&[GET, GOT, ("hire/v1/thing/create.yaml", ADD)], &ADDED[..]].concat());
    let told = |impact, what| {
        vec![
            (impact, format!("hire.v1.thing.create: {what}, with 4 parts")),
            (impact, format!("Part: {what}, with one part")),
        ]
    };
    assert_eq!(between(&one, &two)?, told(Impact::Compatible, "new"));
    assert_eq!(between(&two, &one)?, told(Impact::Breaking, "gone"));
    Ok(())
}

/// A type that moves to `types/` stays where it is in Rust.
#[test]
fn a_moved_type_breaks_nothing() -> TestResult {
    let (head, object) = ADD.split_once("objects:\n").ok_or("no objects")?;
    let shared = format!("objects:\n{object}");
    let before = [&[("hire/v1/thing/create.yaml", ADD)], &ADDED[..]].concat();
    let after = [&[("hire/v1/thing/create.yaml", head), ("types/parts.yaml", shared.as_str())], &ADDED[..]].concat();
    assert_eq!(between(&before, &after)?, []);
    Ok(())
}

/// What was only answered can be made when it is sent as well; the other way round nobody can make it any more.
#[test]
fn a_type_that_is_sent_too_goes_on_compiling() -> TestResult {
    let unsent = ADD.replace("  part: Part | A part of it.\n", "");
    let without = ADDED.map(|(path, text)| (path, if path.contains("request") { r#"{"name": "a"}"# } else { text }));
    let one = [&[("hire/v1/thing/create.yaml", unsent.as_str())], &without[..]].concat();
    let two = [&[("hire/v1/thing/create.yaml", ADD)], &ADDED[..]].concat();
    let becomes = |from: &str, to: &str| format!("Part: `struct{from}` became `struct{to}`");
    let sent = between(&one, &two)?;
    assert!(sent.contains(&(Impact::Compatible, becomes("", ", new()"))), "{sent:?}");
    let unsent = between(&two, &one)?;
    assert!(unsent.contains(&(Impact::Breaking, becomes(", new()", ""))), "{unsent:?}");
    Ok(())
}
