//! Fields: scalar types, lists and maps, presence, sensitivity, deprecation, scopes, Rust names.

use super::*;

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
    names_that_rust_does_not_allow,
    "\
call: POST /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  self: string, required | Its name.
body:
  crate: string | Its box.
  kind:
    type: string
    doc: Its kind.
    deprecated: Kind
  Kind:
    type: string
    doc: Its other kind.
    rust_name: other_kind
response:
  name: string | Its name.
  super: string | What it belongs to.
  Self: Part | Itself.
objects:
  Part:
    doc: A part of a thing.
    fields:
      type: string | Its type.
      Type:
        type: string
        doc: Its other type.
        rust_name: other_type
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "super": "b", "Self": {"type": "c", "Type": "d"}}}"#,
    &[("hire/v1/thing/get.request.json", r#"{"crate": "a", "kind": "b", "Kind": "c"}"#)]
);

feature!(
    times_in_seconds,
    "\
call: POST /open-apis/hire/v1/things
scopes: [hire:thing]
body:
  until: seconds, required | When it expires. | 1622484739
response:
  name: string | Its name.
  start: seconds | When it starts.
  end: seconds as string | When it ends.
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "start": 1622484739, "end": "1622484739"}}"#,
    &[("hire/v1/thing/get.request.json", r#"{"until": 1622484739}"#)]
);

feature!(
    json_in_strings,
    "\
call: POST /open-apis/hire/v1/things
scopes: [hire:thing]
body:
  salary: Salary as string, required | Its salary.
  free: json as string | Whatever the page leaves open.
response:
  name: string | Its name.
  salary: Salary as string | Its salary.
  free: json as string | Whatever the page leaves open.
objects:
  Salary:
    doc: A salary.
    fields:
      amount: int64 as string, required | The amount. | 10000
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "salary": "{\"amount\":\"10000\"}", "free": "[1]"}}"#,
    &[("hire/v1/thing/get.request.json", r#"{"salary": "{\"amount\":\"10000\"}", "free": "{}"}"#)]
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
    presence_and_sensitivity,
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
