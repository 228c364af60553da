//! Parameters: path and query, limits, rules across parameters.

use super::*;

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
    limits,
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
    conditions_and_order,
    "\
call: POST /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  start: timestamp | Since when. | 1618500000000
  end: timestamp | Until when. | 1618500278663
body:
  option: Option, required | What to do. | 1
  reason:
    type: string
    doc: Why.
    required_if: { option: [block] }
  country:
    type: string
    doc: Its country code.
    required_if: mobile
  mobile: string, sensitive | Its number.
rules:
  - not_after: [start, end]
response:
  name: string | Its name.
enums:
  Option:
    doc: What to do.
    code: int
    values:
      1: block | 屏蔽 | Blocks it.
      2: unblock | 解除 | Unblocks it.
",
    SAMPLE,
    &[("hire/v1/thing/get.request.json", r#"{"option": 1, "reason": "a", "country": "86", "mobile": "1"}"#)]
);

feature!(
    rules_of_objects,
    "\
call: POST /open-apis/hire/v1/things
scopes: [hire:thing]
body:
  filters: list of Filter | Which ones.
response:
  name: string | Its name.
enums:
  Mode:
    doc: How to compare.
    code: string
    values:
      values: values | 值 | By value.
      range: range | 范围 | By range.
objects:
  Filter:
    doc: A filter.
    zh: 筛选
    fields:
      modes: list of Mode | How to compare. | range
      values: list of string | The values.
      start: seconds | The start of the range.
      end:
        type: seconds
        doc: The end of the range.
        required_if: { modes: [range] }
    rules:
      - at_most_one_of: [values, start]
      - not_after: [start, end]
",
    SAMPLE,
    &[(
        "hire/v1/thing/get.request.json",
        r#"{"filters": [{"modes": ["range"], "start": 1, "end": 2}, {"modes": ["values"], "values": ["a"]}]}"#
    )]
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
