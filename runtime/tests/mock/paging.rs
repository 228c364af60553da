//! Paged responses.

use feishu_runtime::{Value, mock::Server};
use serde_json::json;

use crate::{
    Outcome,
    raw::{HIRE, RawClient},
    table::{OPERATIONS, WithId, WithIds, client, list, record},
};

const LIST: &str = "hire.v1.interview.list";

async fn ids(server: &Server, page_size: i64) -> feishu_runtime::Result<Vec<String>> {
    let mut items = list(&client(server)?, page_size).items::<WithIds>();
    let mut ids = Vec::new();
    while let Some(WithId { id, .. }) = items.try_next().await? {
        ids.push(id);
    }
    Ok(ids)
}

#[tokio::test]
async fn items_are_returned_in_pages() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    for (items, size, pages) in [(250, 100, 3), (200, 100, 2), (201, 100, 3), (1, 1, 1), (0, 10, 1)] {
        server.on(LIST)?.set_item_count(items);
        server.clear_requests();
        let expected: Vec<_> = (1..=items).map(|number| format!("{number:04}")).collect();
        assert_eq!(ids(&server, size).await?, expected, "{items} by {size}");
        assert_eq!(server.requests_for(LIST)?.len(), pages, "{items} by {size}");
    }
    Ok(())
}

#[tokio::test]
async fn pages_have_the_documented_form() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let data = |query: &'static str| {
        let path = format!("{HIRE}/interviews?application_id=1{query}");
        let raw = &raw;
        async move { raw.get(&path).await.map(|response| response.json().get("data").cloned().unwrap_or_default()) }
    };
    assert_eq!(data("").await?.get("page_token"), Some(&json!("xx")), "the unmodified sample");
    server.set_item_count(11);
    let first = data("").await?;
    assert_eq!(first.pointer("/items/9"), Some(&json!({ "id": "0010", "round": 1 })));
    assert_eq!(first.get("items").and_then(Value::as_array).map(Vec::len), Some(10), "default page size");
    assert_eq!((first.get("has_more"), first.get("page_token")), (Some(&json!(true)), Some(&json!("page+10/=="))));
    let last = data("&page_token=page%2B10%2F%3D%3D").await?;
    assert_eq!(last, json!({ "items": [{ "id": "0011", "round": 1 }], "has_more": false }));
    server.on(LIST)?.set_item_count(0);
    assert_eq!(data("").await?, json!({ "items": [], "has_more": false }));
    Ok(())
}

#[tokio::test]
async fn an_unknown_token_is_rejected() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    server.on(LIST)?.set_item_count(20);
    // The second is a valid token that was not encoded.
    for token in ["xx", "page+10/==", "page%2B20%2F%3D%3D", "page%2B-1%2F%3D%3D"] {
        let response = raw.get(&format!("{HIRE}/interviews?application_id=1&page_token={token}")).await?;
        assert_eq!((response.status, response.code()), (400, Some(1002002)), "{token}");
        assert_eq!(response.violations().len(), 1, "{token}");
    }
    Ok(())
}

#[tokio::test]
async fn items_and_pages_can_be_set() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let item = |id: &str| json!({ "id": id });
    server.on(LIST)?.set_items(["a", "b", "c"].map(item));
    assert_eq!(ids(&server, 2).await?, ["a", "b", "c"]);
    server.on(LIST)?.set_pages([vec![item("a")], vec![], vec![item("b"), item("c")]]);
    server.clear_requests();
    assert_eq!(ids(&server, 1).await?, ["a", "b", "c"]);
    assert_eq!(server.requests_for(LIST)?.len(), 3);
    server.on(LIST)?.set_pages([]);
    assert!(ids(&server, 1).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_repeated_token_is_an_error_of_the_client() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    server.on(LIST)?.repeat_page_token().set_item_count(3);
    let error = ids(&server, 2).await.err().ok_or("the pages ended without an error")?;
    assert!(error.to_string().contains("the listing is incomplete"), "{error}");
    assert_eq!(server.requests_for(LIST)?.len(), 2);
    let first = RawClient::new(&server).await?.get(&format!("{HIRE}/interviews?application_id=1")).await?.json();
    let more = (first.pointer("/data/has_more"), first.pointer("/data/page_token"));
    assert_eq!(more, (Some(&json!(true)), Some(&json!("page+0/=="))), "a page that refers to itself");
    Ok(())
}

#[tokio::test]
async fn responses_can_be_set() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client = client(&server)?;
    let records = server.on("hire.v1.interview_record.get")?;
    records.respond_with_data(&json!({ "id": "mine" }));
    assert_eq!(record(&client, "1").send::<WithId>().await?.id, "mine");
    records.respond_with_body(r#"{"code": 0, "data": null}"#);
    assert_eq!(record(&client, "1").send::<WithId>().await?.id, "");
    records.set_item_count(3);
    let response = RawClient::new(&server).await?.get(&format!("{HIRE}/interview_records/1")).await?;
    assert_eq!((response.status, response.text.as_str()), (500, "mock: hire.v1.interview_record.get is not paged"));
    server.on(LIST)?.set_items([]).set_item_count(3);
    let error = ids(&server, 2).await.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("HTTP 500"), "{error}");
    Ok(())
}

#[tokio::test]
async fn the_page_after_the_sample_is_empty_and_the_last_one() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let sample = RawClient::new(&server).await?.get(&format!("{HIRE}/interviews?application_id=1")).await?.json();
    let token = sample.pointer("/data/page_token").and_then(Value::as_str).ok_or("the sample has no page token")?;
    let path = format!("{HIRE}/interviews?application_id=1&page_token={token}");
    let next = RawClient::new(&server).await?.get(&path).await?.json();
    assert_eq!(next.pointer("/data/items").and_then(Value::as_array).map(Vec::len), Some(0), "{next}");
    assert_eq!(next.pointer("/data/has_more").and_then(Value::as_bool), Some(false), "{next}");
    Ok(())
}
