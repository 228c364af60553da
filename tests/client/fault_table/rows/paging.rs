//! Faulty page tokens: each item comes once, and a listing that ends early is an error.

use feishu_hire::{
    ErrorKind::{Decode, IncompleteListing},
    mock::Fault,
};
use serde_json::{Value, json};

use crate::fault_table::row::{
    Fate::{Read, Stop, Tell},
    Row, Setting, Trouble, fails,
};

pub(super) fn rows() -> Vec<Row> {
    let (first, second) = (page(&["1"], true, "a"), page(&["2"], true, "b"));
    let last = page(&["3"], false, "");
    let bad = Fault::status(502);
    vec![
        stops("pages: the same token again", &[&first, &page(&["2"], true, "a")], "12", Some("a")),
        stops("pages: a token from before", &[&first, &second, &page(&["3"], true, "a")], "123", Some("b")),
        row("pages: an empty one in the middle", &[&first, &page(&[], true, "b"), &last], "13"),
        row("pages: an empty one at the end", &[&first, &page(&[], false, "")], "1"),
        stops("pages: more, and an empty token", &[&first, &page(&["2"], true, "")], "12", Some("a")),
        stops("pages: more, and a token that is null", &[&first, &without_token(&json!(null))], "12", Some("a")),
        stops("pages: more, and a token that is an object", &[&first, &without_token(&json!({}))], "12", Some("a")),
        stops("pages: more, and no token", &[&json!({ "items": [{ "id": "1" }], "has_more": true })], "1", None),
        stops("pages: more that is a list", &[&json!({ "items": [{ "id": "1" }], "has_more": [] })], "1", None),
        stops("pages: the second has data that is null", &[&first, &Value::Null], "1", Some("a")),
        stops_at("pages: the second has no data", vec![answer(&first), no_data()], "1", Some("a")),
        row("pages: the second has empty data", &[&first, &json!({})], "1"),
        row("pages: the first has data that is null", &[&Value::Null], ""),
        row("pages: a token, and no more", &[&first, &page(&["2"], false, "b")], "12"),
        row(
            "pages: more as a text",
            &[&json!({ "items": [{ "id": "1" }], "has_more": "true", "page_token": "a" }), &last],
            "13",
        ),
        row("pages: more is null", &[&json!({ "items": [{ "id": "1" }], "has_more": null, "page_token": "a" })], "1"),
        row(
            "pages: a token that is a number",
            &[&json!({ "items": [{ "id": "1" }], "has_more": true, "page_token": 7 }), &last],
            "13",
        ),
        of_answers("pages: HTTP 502 in the middle", vec![answer(&first), bad, answer(&second), answer(&last)], "123"),
        fails(
            "pages: a bad one in the middle",
            Trouble::Answers(vec![answer(&first), Fault::status(200).body(r#"{"code":0,"data":5}"#)]),
            Tell,
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

fn answer(data: &Value) -> Fault {
    Fault::status(200).body(json!({ "code": 0, "data": data }).to_string())
}

fn row(name: &'static str, pages: &[&Value], ids: &str) -> Row {
    of_answers(name, pages.iter().map(|data| answer(data)).collect(), ids)
}

/// A page that says there are more, and has this in place of a token.
fn without_token(token: &Value) -> Value {
    json!({ "items": [{ "id": "2" }], "has_more": true, "page_token": token })
}

fn no_data() -> Fault {
    Fault::status(200).body(r#"{"code":0}"#)
}

fn of_answers(name: &'static str, answers: Vec<Fault>, ids: &str) -> Row {
    let read = Read(items(ids));
    fails(name, Trouble::Answers(answers), read, Decode, None).under(&[Setting::Once])
}

fn stops(name: &'static str, pages: &[&Value], ids: &str, page_token: Option<&'static str>) -> Row {
    stops_at(name, pages.iter().map(|data| answer(data)).collect(), ids, page_token)
}

fn stops_at(name: &'static str, answers: Vec<Fault>, ids: &str, page_token: Option<&'static str>) -> Row {
    let stop = Stop { items: items(ids), page_token };
    fails(name, Trouble::Answers(answers), stop, IncompleteListing, 200).under(&[Setting::Once])
}

/// Items as JSON: each digit is the id of one.
fn items(ids: &str) -> String {
    Value::from(ids.chars().map(|id| json!({ "id": id.to_string() })).collect::<Vec<_>>()).to_string()
}
