//! One snapshot for each feature of the schema language, from a YAML that has this feature and little else.
//!
//! A case is an operation's keys on top of a small head; what is shown is what the feature changes: the lines of the
//! emitted files that the plain operation does not have.

use std::collections::BTreeMap;

use similar::{ChangeTag, TextDiff};
use tests::generate;

const HEAD: &str = "\
operation: hire.v1.thing.get
title: Get a thing
zh: 获取事物
doc: Gets a thing.
page: https://open.feishu.cn/document/thing/get
updated: 2026-01-02
";

const PLAIN: &str = "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  name: string | Its name.
";

const SAMPLE: &str = r#"{"code": 0, "msg": "ok", "data": {"name": "a"}}"#;

/// What the feature adds to the files of the plain operation.
fn added(yaml: &str, sample: &str, more: &[(&str, &str)]) -> Result<String, String> {
    let plain = files(PLAIN, SAMPLE, &[])?;
    let mut out = String::new();
    for (path, text) in files(yaml, sample, more)? {
        let before = plain.get(&path).map_or("", String::as_str);
        let diff = TextDiff::from_lines(before, &text);
        let lines: String = diff
            .iter_all_changes()
            .filter(|change| change.tag() == ChangeTag::Insert)
            .map(|change| change.value().to_owned())
            .collect();
        if !lines.is_empty() && !path.contains("/samples/") {
            out.push_str(&format!("── {path}\n{lines}\n"));
        }
    }
    Ok(out)
}

fn files(yaml: &str, sample: &str, more: &[(&str, &str)]) -> Result<BTreeMap<String, String>, String> {
    let operation = format!("{HEAD}{yaml}");
    let mut files = vec![("hire/v1/thing/get.yaml", operation.as_str())];
    if !sample.is_empty() {
        files.push(("hire/v1/thing/get.response.json", sample));
    }
    files.extend(more);
    // The OpenAPI document has tests of its own.
    let emitted = generate(&files)?.into_iter().filter(|file| file.path != "openapi.json");
    Ok(emitted.map(|file| (file.path, file.text)).collect())
}

macro_rules! feature {
    ($name:ident, $yaml:expr) => {
        feature!($name, $yaml, SAMPLE, &[]);
    };
    ($name:ident, $yaml:expr, $sample:expr) => {
        feature!($name, $yaml, $sample, &[]);
    };
    ($name:ident, $yaml:expr, $sample:expr, $more:expr) => {
        #[test]
        fn $name() -> Result<(), String> {
            let shown = added($yaml, $sample, $more)?;
            insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(shown) });
            Ok(())
        }
    };
}

#[test]
fn plain_operation() -> Result<(), String> {
    let files = files(PLAIN, SAMPLE, &[])?;
    let shown: String = files.into_iter().map(|(path, text)| format!("── {path}\n{text}\n")).collect();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(shown) });
    Ok(())
}

feature!(
    path_and_query,
    "\
call: GET /open-apis/hire/v1/things/:thing_id/parts
scopes: [hire:thing]
path:
  thing_id: ThingId | Which thing. | 1
query:
  colour: string, required | Its colour. | red
  many: list of string | Several.
  count: int32 = 3 | How many. | 3
  since: timestamp | Since when. | 1618899376474
response:
  name: string | Its name.
"
);

feature!(
    limits_on_parameters,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  size:
    type: int32 = 10
    doc: How many.
    range: 1..100
  name:
    type: string
    doc: Its name.
    length: ..20
  tags:
    type: list of string
    doc: Its tags.
    items: 1..5
  since:
    type: timestamp
    doc: Since when.
    range: 1..
response:
  name: string | Its name.
"
);

feature!(
    rules,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  a: string | One.
  b: string | Two.
  c: string | Three.
rules:
  - at_least_one_of: [a, b]
  - at_most_one_of: [b, c]
  - all_or_none: [a, c]
response:
  name: string | Its name.
"
);

feature!(
    scalars,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  name: string | Its name.
  flag: bool | A flag.
  small: int32 | A small number.
  large: int64 | A large number.
  ratio: float | A ratio.
  at: timestamp | When.
  day: date | Which day.
  link: url | Where.
  anything: json | Whatever the page leaves open.
  id: ThingId | Which thing.
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "flag": true, "small": 1, "large": 2, "ratio": 0.5, "at": 1618899376474, "day": "2026-01-02", "link": "https://example.com", "anything": [1], "id": "1"}}"#
);

feature!(
    scalars_as_strings,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  name: string | Its name.
  large: int64 as string | A large number.
  at: timestamp as string | When.
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "large": "2", "at": "1618899376474"}}"#
);

feature!(
    lists_and_maps,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  name: string | Its name.
  tags: list of string | Its tags.
  rows: list of list of int32 | Rows of numbers.
  labels: map of string | Its labels.
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "tags": ["x"], "rows": [[1]], "labels": {"k": "v"}}}"#
);

feature!(
    presence_and_secrecy,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  name: string, always | Its name.
  mobile: string, sensitive | Whom to call.
  born: timestamp as string, sensitive | When its owner was born.
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "mobile": "1", "born": "1"}}"#
);

feature!(
    deprecated_fields,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  name: string | Its name.
  title:
    type: string
    doc: Its old name.
    deprecated: name
  code:
    type: string
    doc: Its old code.
    deprecated: nothing
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "title": "b", "code": "c"}}"#
);

feature!(
    fields_behind_scopes,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
field_scopes: [hire:thing:readonly]
response:
  name:
    type: string
    doc: Its name.
    scopes: [hire:thing:readonly, hire:thing]
"
);

feature!(
    int_enums,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  kind: Shape = round | Which kind. | 1
response:
  name: string | Its name.
enums:
  Shape:
    doc: A kind of thing.
    zh: 种类
    code: int
    values:
      -1: other | 其他 | Neither.
      1: round | 圆 | It rolls.
"
);

feature!(
    text_enums,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  kinds: list of Shape | Which kinds.
  kind:
    type: Shape
    doc: Which kind.
    values: [round]
response:
  name: string | Its name.
enums:
  Shape:
    doc: A kind of thing.
    zh: 种类
    code: string
    values:
      round: round | 圆 | It rolls.
      SQUARE: square | 方 | It stands.
"
);

feature!(
    local_ids_and_objects,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  name: string | Its name.
  part: Part | Its part.
ids:
  PartId: 部分 ID | A part of a thing.
objects:
  Part:
    doc: A part of a thing.
    zh: 部分
    fields:
      id: PartId | Which part.
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "part": {"id": "1"}}}"#
);

feature!(
    recursion,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  name: string | Its name.
  tree: Tree | A tree.
objects:
  Tree:
    doc: A tree.
    fields:
      parent: Tree | What it hangs on.
      children: list of Tree | What hangs on it.
      twin: Twin | Another way round.
  Twin:
    doc: Half of a circle.
    fields:
      tree: Tree | The other half.
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "tree": {"parent": {}, "children": [{}], "twin": {"tree": {}}}}}"#
);

feature!(
    rust_keywords,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  type: string | Which type.
response:
  name: string | Its name.
  match: string | A match.
  camelCase: string | Another style.
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "match": "b", "camelCase": "c"}}"#
);

feature!(
    json_bodies,
    "\
call: POST /open-apis/hire/v1/things
scopes: [hire:thing]
idempotent: true
query:
  dry: bool = false | Whether to do nothing.
body:
  name: string, required | Its name.
  kind: Part, required | Its kind.
  parts: list of Part | Its parts.
  size:
    type: int32
    doc: Its size.
    range: 1..9
response:
  name: string | Its name.
objects:
  Part:
    doc: A part of a thing.
    fields:
      id: ThingId, required | Which part.
      weight:
        type: float
        doc: How heavy it is.
        range: 0..
",
    SAMPLE,
    &[(
        "hire/v1/thing/get.request.json",
        r#"{"name": "a", "kind": {"id": "1", "weight": 1.5}, "parts": [{"id": "1"}], "size": 1}"#
    )]
);

feature!(
    forms,
    "\
call: POST /open-apis/hire/v1/things
scopes: [hire:thing]
form:
  content: file, required | The file.
  name: string, required | Its name.
  kind: int32 | Its kind.
response:
  name: string | Its name.
"
);

feature!(
    paging,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  page_size: int32 = 10 | How many.
  page_token: string | Where to go on.
response:
  name: string | Its name.
  rows: list of Row | The rows.
  more: bool, always | Whether there is more.
  next: string | Where to go on.
paging: { size: page_size, token: page_token, items: rows, next: next, more: more }
objects:
  Row:
    doc: A row.
    fields:
      id: ThingId | Which thing.
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "rows": [{"id": "1"}], "more": true, "next": "x"}}"#
);

feature!(
    rate_limits_apps_and_tokens,
    "\
call: DELETE /open-apis/hire/v1/things
apps: [custom, store]
tokens: [tenant, user]
scopes: [hire:thing, hire:thing:readonly]
limits: [1000/minute, 50/second]
response:
  name: string | Its name.
errors: [1002001]
"
);

feature!(
    special_rate_limits,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
limits: special
response:
  name: string | Its name.
"
);

feature!(
    deprecated_operations,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  name: string | Its name.
deprecated: { use: hire.v1.thing.find, doc: It is slow. }
",
    SAMPLE,
    &[
        (
            "hire/v1/thing/find.yaml",
            "\
operation: hire.v1.thing.find
title: Find a thing
zh: 查找事物
doc: Finds a thing.
page: https://open.feishu.cn/document/thing/find
updated: 2026-01-02
call: GET /open-apis/hire/v1/things/find
scopes: [hire:thing]
response: {}
"
        ),
        ("hire/v1/thing/find.response.json", r#"{"code": 0, "msg": "ok", "data": {}}"#),
    ]
);

feature!(
    quirks,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  name: string | Its name.
quirks:
  - at: response.extra
    kind: unknown_key
    because: Nobody knows what it means.
    docs: Not there.
    observed: The sample has it.
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "extra": 1}}"#
);

feature!(
    shared_types_and_parameters,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  verbose: shared
  loud: shared verbose
response:
  name: string | Its name.
  shape: Shape | Its shape.
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "shape": {"sides": 4}}}"#,
    &[(
        "types/shapes.yaml",
        "\
objects:
  Shape:
    doc: A shape.
    zh: 形状
    fields:
      sides: int32 | How many sides it has.
parameters:
  verbose: bool = false | Whether to tell more. | true
"
    )]
);

feature!(
    no_answer_data,
    "\
call: DELETE /open-apis/hire/v1/things
scopes: [hire:thing]
response: {}
",
    r#"{"code": 0, "msg": "ok", "data": {}}"#
);

feature!(
    bodies_of_every_kind,
    "\
call: PUT /open-apis/hire/v1/things
scopes: [hire:thing]
limits: [5/hour]
query:
  old:
    type: string
    doc: Its old name.
    deprecated: nothing
body:
  at: timestamp as string | When.
  tree: Tree | A tree.
  rows: list of list of int32 | Rows.
  parts:
    type: list of string
    doc: Parts.
    items: 1..
  title:
    type: string
    doc: Its old title.
    deprecated: at
    length: 2..
response:
  name: string | Its name.
objects:
  Tree:
    doc: A tree.
    fields:
      parent: Tree | What it hangs on.
      label:
        type: string
        doc: Its old label.
        deprecated: parent
",
    SAMPLE,
    &[(
        "hire/v1/thing/get.request.json",
        r#"{"at": "1", "tree": {"parent": {}}, "rows": [[1]], "parts": ["a"], "title": "t"}"#
    )]
);

feature!(
    pages_that_are_always_told,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  page_size: int32 = 10 | How many.
  page_token: string | Where to go on.
response:
  rows: list of string | The rows.
  more: bool, always | Whether there is more.
  next: string, always | Where to go on.
paging: { size: page_size, token: page_token, items: rows, next: next, more: more }
",
    r#"{"code": 0, "msg": "ok", "data": {"rows": ["a"], "more": true, "next": "x"}}"#
);

feature!(
    files_to_download,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  name: string, always | Its name.
  link: url, always | Where it is.
  picture: Picture | A picture.
file: { url: link, name: name }
objects:
  Picture:
    doc: A picture.
    file: { url: url, name: title, mime: mediaType }
    fields:
      url: url, sensitive | Where it is.
      title: string | What it shows.
      mediaType:
        type: string
        doc: Its media type.
        deprecated: nothing
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "link": "https://x.cn/a", "picture": {"url": "https://x.cn/b", "title": "b", "mediaType": "image/png"}}}"#
);
