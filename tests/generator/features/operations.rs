//! Operations: rate limits, apps, tokens, deprecation, quirks.

use super::*;

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
    statuses_of_the_page,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  name: string | Its name.
errors: [1002001: 418]
"
);

feature!(
    paths_with_a_slash_at_the_end,
    "\
call: GET /open-apis/hire/v1/things/
scopes: [hire:thing]
response:
  name: string | Its name.
"
);

feature!(
    user_access_tokens,
    "\
call: GET /open-apis/hire/v1/things
tokens: [user]
scopes: [hire:thing]
response:
  name: string | Its name.
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
    because: Kept as an unknown field; its meaning is unknown.
    docs: Does not list the field.
    observed: The sample contains it.
",
    r#"{"code": 0, "msg": "ok", "data": {"name": "a", "extra": 1}}"#
);
