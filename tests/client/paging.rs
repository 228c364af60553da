//! Listings return every item once and in order, and fail if the pages do not end.

use std::{collections::BTreeSet, time::Duration};

use feishu_hire::{
    Error, ErrorKind, Items, mock,
    model::{Interview, ListInterviewResponse},
};
use serde_json::{Value, json};

use crate::TestResult;

const LIST: &str = "hire.v1.interview.list";

async fn all(server: &mock::Server) -> Result<Vec<Interview>, Box<dyn std::error::Error>> {
    let mut items = server.client()?.v1().interview().list().interview_id("1").page_size(100).items();
    let mut interviews = Vec::new();
    while let Some(interview) = items.try_next().await? {
        interviews.push(interview);
        assert!(interviews.len() <= 1000, "the pages repeat");
    }
    Ok(interviews)
}

fn numbered(range: std::ops::Range<usize>) -> Vec<Value> {
    range.map(|number| json!({ "id": number.to_string() })).collect()
}

#[tokio::test]
async fn every_item_is_returned_once() -> TestResult {
    for (held, calls) in [(0, 1), (1, 1), (100, 1), (101, 2), (250, 3)] {
        let server = mock::Server::start().await?;
        server.on(LIST)?.set_item_count(held);
        let interviews = all(&server).await?;
        assert_eq!(interviews.len(), held);
        let ids: BTreeSet<_> = interviews.iter().filter_map(|interview| interview.id.as_ref()).collect();
        assert_eq!(ids.len(), held, "an item is missing or duplicated");
        assert_eq!(server.requests_for(LIST)?.len(), calls, "{held} items");
    }
    Ok(())
}

#[tokio::test]
async fn each_page_is_requested_with_the_token_of_the_previous_one() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.set_items(numbered(0..250));
    let ids: Vec<_> =
        all(&server).await?.into_iter().filter_map(|interview| interview.id).map(|id| id.to_string()).collect();
    assert_eq!(ids, (0..250).map(|number| number.to_string()).collect::<Vec<_>>());
    let tokens: Vec<_> = server.requests_for(LIST)?.iter().map(|request| request.query_value("page_token")).collect();
    assert_eq!(tokens.first(), Some(&None), "the first page has no token");
    assert!(tokens.iter().skip(1).all(Option::is_some), "{tokens:?}");
    Ok(())
}

#[tokio::test]
async fn an_empty_page_does_not_end_a_listing() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.set_pages([numbered(0..3), Vec::new(), numbered(3..5)]);
    assert_eq!(all(&server).await?.len(), 5);
    assert_eq!(server.requests_for(LIST)?.len(), 3);
    Ok(())
}

/// Returns the number of items and the error after them. The listing must end after the error.
async fn until_error(mut items: Items<ListInterviewResponse>) -> Result<(usize, Error), Box<dyn std::error::Error>> {
    let mut count = 0;
    loop {
        match items.try_next().await {
            Ok(Some(_)) => count += 1,
            Ok(None) => return Err("the listing ended without an error".into()),
            Err(error) => {
                assert!(items.try_next().await?.is_none(), "there are items after the error");
                return Ok((count, error));
            }
        }
        assert!(count <= 1000, "the pages repeat");
    }
}

#[tokio::test]
async fn a_repeated_token_is_an_error() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.set_item_count(250).repeat_page_token();
    let items = server.client()?.v1().interview().list().interview_id("1").page_size(100).items();
    let (count, error) = until_error(items).await?;
    assert_eq!((count, error.kind()), (250, ErrorKind::IncompleteListing), "the last page is read once");
    assert_eq!(server.requests_for(LIST)?.len(), 3);
    let last = server.requests_for(LIST)?.pop().ok_or("no request")?;
    assert_eq!(error.page_token(), last.query_value("page_token").as_deref());
    assert_eq!(error.operation(), Some(LIST));
    assert!(error.log_id().is_some() && error.to_string().contains("the listing is incomplete"), "{error}");
    Ok(())
}

/// One documented sample has a page token although there are no more pages.
#[tokio::test]
async fn a_page_token_without_has_more_ends_a_listing() -> TestResult {
    let server = mock::Server::start().await?;
    for data in
        [json!({ "items": [{}], "has_more": false, "page_token": "xx" }), json!({ "items": [{}], "page_token": "xx" })]
    {
        server.on(LIST)?.respond_with_data(&data);
        server.clear_requests();
        assert_eq!(all(&server).await?.len(), 1, "{data}");
        assert_eq!(server.requests_for(LIST)?.len(), 1, "{data}");
    }
    Ok(())
}

/// `pages` fails in the same way as `items`.
#[tokio::test]
async fn pages_end_with_an_error_too() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.respond_with_data(&json!({ "items": [{}], "has_more": true, "page_token": "" }));
    let mut pages = server.client()?.v1().interview().list().interview_id("1").pages();
    assert_eq!(pages.try_next().await?.map(|page| page.items.len()), Some(1));
    let error = pages.try_next().await.err().ok_or("the pages ended without an error")?;
    assert_eq!((error.kind(), error.page_token()), (ErrorKind::IncompleteListing, None));
    assert!(pages.try_next().await?.is_none());
    Ok(())
}

/// Both a failed page and a page that is being read can be requested again.
#[tokio::test]
async fn a_listing_resumes_where_it_stopped() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.set_items(numbered(0..25));
    let client = server.builder().max_retries(0).build()?;
    let list = || client.v1().interview().list().interview_id("1").page_size(10);
    let mut items = list().items();
    let mut ids = Vec::new();
    for _ in 0..10 {
        ids.extend(items.try_next().await?.and_then(|item| item.id));
    }
    assert_eq!(items.page_token(), None, "the first page has no token");
    server.on(LIST)?.inject_fault(1, mock::Fault::status(502));
    let error = items.try_next().await.err().ok_or("the page was read")?;
    let token = error.page_token().ok_or("no token")?.to_owned();

    let mut rest = list().page_token(&token).items();
    assert_eq!(rest.page_token(), Some(token.as_str()));
    while let Some(item) = rest.try_next().await? {
        ids.extend(item.id);
    }
    let ids: Vec<_> = ids.iter().map(|id| id.as_str().to_owned()).collect();
    assert_eq!(ids, (0..25).map(|number| number.to_string()).collect::<Vec<_>>());

    let last = rest.page_token().ok_or("no token")?;
    let mut pages = list().page_token(last).pages();
    assert_eq!(pages.try_next().await?.map(|page| page.items.len()), Some(5), "the last page can be requested again");
    assert_eq!(pages.page_token(), Some(last));
    Ok(())
}

#[tokio::test]
async fn a_dropped_future_loses_no_item() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.set_items(numbered(0..5)).inject_fault(usize::MAX, mock::Fault::delay(Duration::from_millis(150)));
    let mut items = server.client()?.v1().interview().list().interview_id("1").page_size(2).items();
    let (mut ids, mut dropped) = (Vec::new(), 0);
    loop {
        match tokio::time::timeout(Duration::from_millis(20), items.try_next()).await {
            Ok(item) => match item? {
                Some(item) => ids.extend(item.id),
                None => break,
            },
            Err(_) => dropped += 1,
        }
    }
    let ids: Vec<_> = ids.iter().map(|id| id.as_str().to_owned()).collect();
    assert_eq!(ids, ["0", "1", "2", "3", "4"]);
    assert!(dropped >= 3, "too few futures were dropped: {dropped}");
    assert_eq!(server.requests_for(LIST)?.len(), 3, "no page was requested twice");
    Ok(())
}

#[tokio::test]
async fn an_error_ends_the_items() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.set_item_count(250);
    let mut items = server.client()?.v1().interview().list().interview_id("1").page_size(100).items();
    for _ in 0..100 {
        assert!(items.try_next().await?.is_some());
    }
    server.on(LIST)?.inject_fault(1, mock::Fault::api(400, 1002002, "parameter error"));
    assert!(items.try_next().await.is_err());
    assert!(items.try_next().await?.is_none());
    Ok(())
}

#[tokio::test]
async fn a_listing_starts_at_a_given_token() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.set_item_count(25);
    let list = || server.client().map(|client| client.v1().interview().list().interview_id("1").page_size(10));
    let first = list()?.send().await?;
    let token = first.page_token.expect("the first of three pages has a token");
    let mut rest = list()?.page_token(token).items();
    let mut count = 0;
    while rest.try_next().await?.is_some() {
        count += 1;
    }
    assert_eq!(count, 15);
    Ok(())
}

#[tokio::test]
async fn each_page_has_its_metadata() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.set_item_count(3);
    let mut pages = server.client()?.v1().interview().list().interview_id("1").page_size(2).pages();
    assert_eq!(pages.metadata(), None);
    let mut log_ids = BTreeSet::new();
    while pages.try_next().await?.is_some() {
        log_ids.extend(pages.metadata().and_then(|metadata| metadata.log_id.clone()));
    }
    assert_eq!(log_ids.len(), 2);
    Ok(())
}

/// The page at which the caller starts counts as read.
#[tokio::test]
async fn a_token_of_the_start_page_is_an_error() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.respond_with_data(&json!({ "items": [{}], "has_more": true, "page_token": "xx" }));
    let (count, error) =
        until_error(server.client()?.v1().interview().list().interview_id("1").page_token("xx").items()).await?;
    assert_eq!((count, error.kind(), error.page_token()), (1, ErrorKind::IncompleteListing, Some("xx")));
    assert_eq!(server.requests_for(LIST)?.len(), 1);
    Ok(())
}

/// A page that is requested by its token must exist.
#[tokio::test]
async fn a_resumed_page_without_data_is_an_error() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.respond_with_data(&serde_json::Value::Null);
    let list = || server.client().map(|client| client.v1().interview().list().interview_id("1"));
    assert!(list()?.items().try_next().await?.is_none(), "a listing without a first page is empty");
    let (count, error) = until_error(list()?.page_token("xx").items()).await?;
    assert_eq!((count, error.kind(), error.page_token()), (0, ErrorKind::IncompleteListing, Some("xx")));
    Ok(())
}
