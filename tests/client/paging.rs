//! Following pages to the end, and never in a circle.

use std::collections::BTreeSet;

use feishu_hire::{mock, model::Interview};
use serde_json::{Value, json};

use crate::TestResult;

const LIST: &str = "hire.v1.interview.list";

async fn all(server: &mock::Server) -> Result<Vec<Interview>, Box<dyn std::error::Error>> {
    let mut items = server.client()?.v1().interview().list().interview_id("1").page_size(100).items();
    let mut interviews = Vec::new();
    while let Some(interview) = items.try_next().await? {
        interviews.push(interview);
        assert!(interviews.len() <= 1000, "in a circle");
    }
    Ok(interviews)
}

fn numbered(range: std::ops::Range<usize>) -> Vec<Value> {
    range.map(|number| json!({ "id": number.to_string() })).collect()
}

#[tokio::test]
async fn none_one_and_many() -> TestResult {
    for (held, calls) in [(0, 1), (1, 1), (100, 1), (101, 2), (250, 3)] {
        let server = mock::Server::start().await?;
        server.on(LIST)?.holds(held);
        let interviews = all(&server).await?;
        assert_eq!(interviews.len(), held);
        let ids: BTreeSet<_> = interviews.iter().filter_map(|interview| interview.id.as_ref()).collect();
        assert_eq!(ids.len(), held, "every item once");
        assert_eq!(server.requests_for(LIST)?.len(), calls, "{held} items");
    }
    Ok(())
}

#[tokio::test]
async fn in_order_and_with_the_token_of_the_page_before() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.items(numbered(0..250));
    let ids: Vec<_> =
        all(&server).await?.into_iter().filter_map(|interview| interview.id).map(|id| id.to_string()).collect();
    assert_eq!(ids, (0..250).map(|number| number.to_string()).collect::<Vec<_>>());
    let tokens: Vec<_> = server.requests_for(LIST)?.iter().map(|request| request.query_value("page_token")).collect();
    assert_eq!(tokens.first(), Some(&None), "the first page has no token");
    assert!(tokens.iter().skip(1).all(Option::is_some), "{tokens:?}");
    Ok(())
}

#[tokio::test]
async fn an_empty_page_in_the_middle_is_no_end() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.pages([numbered(0..3), Vec::new(), numbered(3..5)]);
    assert_eq!(all(&server).await?.len(), 5);
    assert_eq!(server.requests_for(LIST)?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn a_repeated_token_is_an_end() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.holds(250).repeats_token();
    assert_eq!(all(&server).await?.len(), 250, "the last page leads to itself; it is read once");
    assert_eq!(server.requests_for(LIST)?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn a_token_without_more_is_an_end() -> TestResult {
    let server = mock::Server::start().await?;
    for data in [
        json!({ "items": [{}], "has_more": false, "page_token": "xx" }),
        json!({ "items": [{}], "page_token": "xx" }),
        json!({ "items": [{}], "has_more": true, "page_token": "" }),
    ] {
        server.on(LIST)?.answers_data(&data);
        server.forget_requests();
        assert_eq!(all(&server).await?.len(), 1, "{data}");
        assert_eq!(server.requests_for(LIST)?.len(), 1, "{data}");
    }
    Ok(())
}

#[tokio::test]
async fn an_error_ends_the_items() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.holds(250);
    let mut items = server.client()?.v1().interview().list().interview_id("1").page_size(100).items();
    for _ in 0..100 {
        assert!(items.try_next().await?.is_some());
    }
    server.on(LIST)?.next(1, mock::Fault::api(400, 1002002, "parameter error"));
    assert!(items.try_next().await.is_err());
    assert!(items.try_next().await?.is_none());
    Ok(())
}

/// Starts where the caller says.
#[tokio::test]
async fn goes_on_from_a_token() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.holds(25);
    let list = || server.client().map(|client| client.v1().interview().list().interview_id("1").page_size(10));
    let first = list()?.send().await?;
    let token = first.page_token.expect("a first page of three has a token");
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
    server.on(LIST)?.holds(3);
    let mut pages = server.client()?.v1().interview().list().interview_id("1").page_size(2).pages();
    assert_eq!(pages.metadata(), None);
    let mut log_ids = BTreeSet::new();
    while pages.try_next().await?.is_some() {
        log_ids.extend(pages.metadata().and_then(|metadata| metadata.log_id.clone()));
    }
    assert_eq!(log_ids.len(), 2);
    Ok(())
}

/// Where the caller starts counts as a page that was read.
#[tokio::test]
async fn a_token_that_leads_to_the_start_is_an_end() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.answers_data(&json!({ "items": [{}], "has_more": true, "page_token": "xx" }));
    let mut items = server.client()?.v1().interview().list().interview_id("1").page_token("xx").items();
    assert!(items.try_next().await?.is_some());
    assert!(items.try_next().await?.is_none());
    assert_eq!(server.requests_for(LIST)?.len(), 1);
    Ok(())
}
