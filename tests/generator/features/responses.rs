//! Responses: without data, with data at the top level, with pages, with files.

use super::*;

feature!(
    no_response_data,
    "\
call: DELETE /open-apis/hire/v1/things
scopes: [hire:thing]
response: {}
",
    r#"{"code": 0, "msg": "ok", "data": {}}"#
);

feature!(
    paging,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  page_size: int32 = 10 | Number of rows.
  page_token: string | Cursor of the page to return.
response:
  name: string | Its name.
  rows: list of Row | The rows.
  more: bool, always | Whether there are more rows.
  next: string | Cursor of the next page.
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
    pages_that_are_always_present,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  page_size: int32 = 10 | Number of rows.
  page_token: string | Cursor of the page to return.
response:
  rows: list of string | The rows.
  more: bool, always | Whether there are more rows.
  next: string, always | Cursor of the next page.
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

feature!(
    bare_data,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  parts: map of list of Part, bare | Its parts.
objects:
  Part:
    doc: A part of a thing.
    fields:
      name: string | Its name.
",
    r#"{"code": 0, "msg": "ok", "data": {"a": [{"name": "b"}], "c": []}}"#
);

feature!(
    data_at_the_top_level,
    "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
query:
  page_size: int32 = 10 | Number of rows.
  page_token: string | Cursor of the page to return.
data: top_level
response:
  rows: list of ThingId | The rows.
  more: bool | Whether there are more rows.
  next: string | Cursor of the next page.
paging: { size: page_size, token: page_token, items: rows, next: next, more: more }
",
    r#"{"code": 0, "msg": "ok", "rows": ["1"], "more": true, "next": "x"}"#
);
