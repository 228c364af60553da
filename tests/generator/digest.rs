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
    ];
    for (from, to, impact, told) in cases {
        assert_eq!(meaning(from, to)?, [(impact, told.to_owned())], "{from} -> {to}");
    }
    assert_eq!(meaning("Reads", "Reads")?, []);
    let required = meaning("size: int32 = 10 |", "size: int32, required |")?;
    assert_eq!(required.iter().filter(|(impact, _)| *impact == Breaking).count(), 2, "{required:?}");
    Ok(())
}
