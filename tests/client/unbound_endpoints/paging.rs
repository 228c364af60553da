//! Pages and items.

use feishu_hire::{ErrorKind, Value};
use serde_json::json;

use super::*;
use crate::TestResult;

#[tokio::test]
async fn pages_are_followed_with_the_default_field_names() -> TestResult {
    let server = server().await?;
    server.on(GET_TODOS)?.set_item_count(25);
    let client = server.client()?;
    let mut items = get_todos(&client).query("page_size", 10).items::<Todo>();
    let mut ids = std::collections::BTreeSet::new();
    while let Some(todo) = items.try_next().await? {
        ids.insert(todo.id);
    }
    assert!(items.metadata().is_some_and(|metadata| metadata.log_id.is_some()));
    let tokens: Vec<_> =
        server.requests_for(GET_TODOS)?.iter().map(|request| request.query_value("page_token")).collect();
    assert_eq!((ids.len(), tokens.len()), (25, 3));
    assert!(tokens.first() == Some(&None) && tokens.iter().skip(1).all(Option::is_some), "{tokens:?}");

    let mut pages = get_todos(&client).query("page_size", 10).pages::<TodoPage>();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await? {
        sizes.push(page.items.len());
    }
    assert_eq!(sizes, [10, 10, 5]);
    Ok(())
}

#[tokio::test]
async fn pages_are_followed_with_other_field_names() -> TestResult {
    let server = server().await?;
    server.on(GET_FOLDERS)?.set_items((0..5).map(|id| json!({ "id": id.to_string() })));
    let client = server.client()?;
    let folders = || client.request(Method::Get, FOLDERS).query("size", 2).paging(FOLDER_PAGING);
    let mut items = folders().items::<Todo>();
    let mut ids = Vec::new();
    while let Some(item) = items.try_next().await? {
        ids.push(item.id);
    }
    assert_eq!(ids, ["0", "1", "2", "3", "4"]);
    assert_eq!(server.requests_for(GET_FOLDERS)?.len(), 3);

    server.clear_requests();
    server.on(GET_FOLDERS)?.repeat_page_token();
    let mut pages = folders().pages::<Value>();
    for _ in 0..3 {
        assert!(pages.try_next().await?.is_some());
    }
    let error = pages.try_next().await.expect_err("the last page refers to itself");
    assert_eq!(error.kind(), ErrorKind::IncompleteListing);
    Ok(())
}

#[tokio::test]
async fn listings_end_like_those_of_operations() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    let ends = [
        (json!({ "items": [{ "id": "1" }], "has_more": false, "page_token": "x" }), 1),
        (json!({ "items": [{ "id": "1" }] }), 1),
        (json!({ "total": 0, "has_more": false }), 0),
        (json!({ "items": null, "has_more": false }), 0),
        (json!({}), 0),
        (Value::Null, 0),
    ];
    for (data, expected) in ends {
        server.on(GET_TODOS)?.respond_with_data(&data);
        server.clear_requests();
        let mut items = get_todos(&client).items::<Todo>();
        let mut count = 0;
        while items.try_next().await?.is_some() {
            count += 1;
        }
        assert_eq!((count, server.requests_for(GET_TODOS)?.len()), (expected, 1), "{data}");
    }
    for (token, data) in [
        (None, json!({ "items": [{ "id": "1" }], "has_more": true, "page_token": "" })),
        (None, json!({ "items": [{ "id": "1" }], "has_more": true })),
        (Some("x"), json!({ "items": [{ "id": "1" }], "has_more": true, "page_token": "x" })),
    ] {
        server.on(GET_TODOS)?.respond_with_data(&data);
        let mut items = get_todos(&client).query("page_token", token).items::<Todo>();
        assert!(items.try_next().await?.is_some());
        let error = items.try_next().await.expect_err("the listing is incomplete");
        assert_eq!((error.kind(), error.page_token()), (ErrorKind::IncompleteListing, token), "{data}");
        assert!(items.try_next().await?.is_none(), "there are items after the error");
    }
    server.on(GET_TODOS)?.respond_with_data(&Value::Null);
    let error = get_todos(&client).query("page_token", "x").pages::<Value>().try_next().await.expect_err("no page");
    assert_eq!((error.kind(), error.page_token()), (ErrorKind::IncompleteListing, Some("x")));
    Ok(())
}

/// A misspelled field name is an error instead of an empty listing.
#[tokio::test]
async fn a_page_without_the_named_fields_is_an_error() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    for (data, path, name) in [
        (json!({ "todos": [{ "id": "1" }], "has_more": false }), "data.items", "`Paging::items`"),
        (json!({ "page": { "items": [{ "id": "1" }] } }), "data.items", "`Paging::items`"),
        (json!({ "items": [{ "id": "1" }], "more": true, "page_token": "x" }), "data.has_more", "`Paging::more`"),
    ] {
        server.on(GET_TODOS)?.respond_with_data(&data);
        let error = get_todos(&client).items::<Todo>().try_next().await.expect_err("the field has another name");
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(path)), "{data}");
        assert!(error.to_string().contains(name), "{error}");
    }
    Ok(())
}

/// Otherwise, the listing would end early without an error.
#[tokio::test]
async fn an_unreadable_page_is_an_error() -> TestResult {
    let server = server().await?;
    let client = server.client()?;
    for (data, path) in [
        (json!({ "items": [{ "id": "1" }, { "id": 2 }] }), "data.items[1].id"),
        (json!({ "items": {} }), "data.items"),
        (json!({ "items": [], "has_more": [] }), "data.has_more"),
        (json!({ "items": [], "has_more": true, "page_token": {} }), "data.page_token"),
        (json!([1]), "data"),
    ] {
        server.on(GET_TODOS)?.respond_with_data(&data);
        let mut items = get_todos(&client).items::<Todo>();
        let error = items.try_next().await.expect_err("the value does not match the type");
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(path)), "{data}");
        assert!(items.try_next().await?.is_none(), "there are items after the error");
    }
    Ok(())
}
