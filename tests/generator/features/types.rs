//! Types: enums, ids, objects, recursion, shared types.

use super::*;

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
    deprecated_values,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  kind: Shape, required | Which kind.
  size: Size | Which size.
response:
  name: string | Its name.
enums:
  Shape:
    doc: A kind of thing.
    code: int
    values:
      1: round, deprecated | 圆 | It rolled.
      2: square | 方 | It stands.
  Size:
    doc: A size.
    code: string
    values:
      small: small, deprecated | 小 | It was small.
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
  verbose: bool = false | Whether to return more. | true
"
    )]
);
