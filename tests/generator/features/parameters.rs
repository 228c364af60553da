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
