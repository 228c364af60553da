//! Pages that lead astray: each item comes once, and there is an end.

use feishu_hire::{ErrorKind::Decode, mock::Fault};
use serde_json::{Value, json};

use crate::fault_table::row::{
    Fate::{Read, Tell},
    Row, Setting, Trouble, fails,
};

pub(super) fn rows() -> Vec<Row> {
    let (first, second) = (page(&["1"], true, "a"), page(&["2"], true, "b"));
    let last = page(&["3"], false, "");
    let bad = Fault::status(502);
    vec![
        row("pages: the same token again", &[&first, &page(&["2"], true, "a")], "12"),
        row("pages: tokens in a circle", &[&first, &second, &page(&["3"], true, "a")], "123"),
        row("pages: an empty one in the middle", &[&first, &page(&[], true, "b"), &last], "13"),
        row("pages: an empty one at the end", &[&first, &page(&[], false, "")], "1"),
        row("pages: more, and no token", &[&first, &page(&["2"], true, "")], "12"),
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

/// A digit of `ids` is the id of an item.
fn of_answers(name: &'static str, answers: Vec<Fault>, ids: &str) -> Row {
    let items: Vec<_> = ids.chars().map(|id| json!({ "id": id })).collect();
    let read = Read(Value::from(items).to_string());
    fails(name, Trouble::Answers(answers), read, Decode, None).under(&[Setting::Once])
}
