//! Bodies of requests: JSON and forms.

use super::*;

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
    bare_bodies,
    "\
call: POST /open-apis/hire/v1/things
scopes: [hire:thing]
body:
  parts:
    type: list of Part, required, bare
    doc: Its parts.
    items: 1..9
response:
  name: string | Its name.
objects:
  Part:
    doc: A part of a thing.
    fields:
      id: ThingId, required | Which part. | 1
",
    SAMPLE,
    &[("hire/v1/thing/get.request.json", r#"[{"id": "1"}, {"id": "2"}]"#)]
);

feature!(
    replacements,
    "\
call: PUT /open-apis/hire/v1/things
scopes: [hire:thing]
body:
  name: string | Its name.
  parts:
    type: list of Part
    doc: Its parts.
    replaces: whole
replaces: whole
response:
  name: string | Its name.
objects:
  Part:
    doc: A part of a thing.
    fields:
      labels:
        type: list of string
        doc: Its labels.
        replaces: whole
",
    SAMPLE,
    &[("hire/v1/thing/get.request.json", r#"{"name": "a", "parts": [{"labels": []}]}"#)]
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
