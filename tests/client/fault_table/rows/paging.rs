//! Invalid page tokens. Every item is delivered once, and a listing that ends early is an error.

use feishu_hire::{
    ErrorKind::{Decode, IncompleteListing},
    mock::Fault,
};
use serde_json::{Value, json};

use crate::fault_table::row::{
    Injection,
    Reaction::{Fail, Read, Stop},
    Row, Setting, fails,
};

pub(super) fn rows() -> Vec<Row> {
    let (first, second) = (page(&["1"], true, "a"), page(&["2"], true, "b"));
    let last = page(&["3"], false, "");
    let bad = Fault::status(502);
    vec![
        stops("pages: a repeated page token", &[&first, &page(&["2"], true, "a")], "12", Some("a")),
        stops("pages: an earlier page token", &[&first, &second, &page(&["3"], true, "a")], "123", Some("b")),
        row("pages: an empty page in the middle", &[&first, &page(&[], true, "b"), &last], "13"),
        row("pages: an empty last page", &[&first, &page(&[], false, "")], "1"),
        stops("pages: has_more, and an empty token", &[&first, &page(&["2"], true, "")], "12", Some("a")),
        stops("pages: has_more, and a token that is null", &[&first, &without_token(&json!(null))], "12", Some("a")),
        stops("pages: has_more, and a token as an object", &[&first, &without_token(&json!({}))], "12", Some("a")),
        stops("pages: has_more, and no token", &[&json!({ "items": [{ "id": "1" }], "has_more": true })], "1", None),
        stops("pages: has_more is a list", &[&json!({ "items": [{ "id": "1" }], "has_more": [] })], "1", None),
        stops("pages: the second has null for data", &[&first, &Value::Null], "1", Some("a")),
        stops_at("pages: the second has no data", vec![response(&first), no_data()], "1", Some("a")),
        row("pages: the second has empty data", &[&first, &json!({})], "1"),
        row("pages: the first has null for data", &[&Value::Null], ""),
        row("pages: a token although has_more is false", &[&first, &page(&["2"], false, "b")], "12"),
        row(
            "pages: has_more as a string",
            &[&json!({ "items": [{ "id": "1" }], "has_more": "true", "page_token": "a" }), &last],
            "13",
        ),
        row(
            "pages: has_more is null",
            &[&json!({ "items": [{ "id": "1" }], "has_more": null, "page_token": "a" })],
            "1",
        ),
        row(
            "pages: a token that is a number",
            &[&json!({ "items": [{ "id": "1" }], "has_more": true, "page_token": 7 }), &last],
            "13",
        ),
        of_responses(
            "pages: HTTP 502 in the middle",
            vec![response(&first), bad, response(&second), response(&last)],
            "123",
        ),
        fails(
            "pages: an unreadable page in the middle",
            Injection::Responses(vec![response(&first), Fault::status(200).body(r#"{"code":0,"data":5}"#)]),
            Fail,
            Decode,
            200,
        )
        .path("data")
        .under(&[Setting::Once]),
    ]
}

fn page(ids: &[&str], has_more: bool, token: &str) -> Value {
    let items: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
    json!({ "items": items, "has_more": has_more, "page_token": token })
}

fn response(data: &Value) -> Fault {
    Fault::status(200).body(json!({ "code": 0, "data": data }).to_string())
}

fn row(name: &'static str, pages: &[&Value], ids: &str) -> Row {
    of_responses(name, pages.iter().map(|data| response(data)).collect(), ids)
}

/// A page with `has_more`, and with this value instead of a page token.
fn without_token(token: &Value) -> Value {
    json!({ "items": [{ "id": "2" }], "has_more": true, "page_token": token })
}

fn no_data() -> Fault {
    Fault::status(200).body(r#"{"code":0}"#)
}

fn of_responses(name: &'static str, responses: Vec<Fault>, ids: &str) -> Row {
    let read = Read(items(ids));
    fails(name, Injection::Responses(responses), read, Decode, None).under(&[Setting::Once])
}

fn stops(name: &'static str, pages: &[&Value], ids: &str, page_token: Option<&'static str>) -> Row {
    stops_at(name, pages.iter().map(|data| response(data)).collect(), ids, page_token)
}

fn stops_at(name: &'static str, responses: Vec<Fault>, ids: &str, page_token: Option<&'static str>) -> Row {
    let stop = Stop { items: items(ids), page_token };
    fails(name, Injection::Responses(responses), stop, IncompleteListing, 200).under(&[Setting::Once])
}

/// Returns items as JSON. Each digit is the id of an item.
fn items(ids: &str) -> String {
    Value::from(ids.chars().map(|id| json!({ "id": id.to_string() })).collect::<Vec<_>>()).to_string()
}
