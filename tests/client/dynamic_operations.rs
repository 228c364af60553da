//! Operations of the table, called with JSON, behave like their builders.

use feishu_hire::{
    Error, ErrorKind, Value,
    mock::{self, Fault},
    model::NoteId,
    operation::{self, Operation},
    v1::{note, talent},
};
use serde_json::json;

use crate::TestResult;

fn violations(error: &Error) -> Vec<String> {
    error.field_violations().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn the_request_is_that_of_the_builder() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    let built: Value = {
        let note = client.v1().note().get(NoteId::from("1")).send().await?;
        serde_json::to_value(note)?
    };
    let called: Value = client.call(&note::GET).path("note_id", "1").send().await?;
    assert_eq!(called["note"]["id"], built["note"]["id"]);
    let requests = server.requests_for(note::GET.id)?;
    let sent: Vec<_> = requests.iter().map(|request| (&request.path, &request.query)).collect();
    assert_eq!(sent.first(), sent.get(1));
    Ok(())
}

#[tokio::test]
async fn the_row_is_checked_before_sending() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    let cases = [
        (json!({ "content": "x" }), vec!["talent_id: is required"]),
        (json!({ "talent_id": "1", "content": " " }), vec!["content: must not be empty"]),
        (json!({ "talent_id": "1,2", "content": "x" }), vec!["talent_id: must be one id, not a list"]),
        (json!({ "talent_id": null, "content": "x" }), vec!["talent_id: is required"]),
    ];
    for (body, expected) in cases {
        let error = client.call(&note::CREATE).json(&body).send::<Value>().await.err().ok_or("it was sent")?;
        assert_eq!(
            (error.kind(), violations(&error)),
            (ErrorKind::InvalidParameter, expected.iter().map(|it| (*it).to_owned()).collect())
        );
    }
    let error = client.call(&note::CREATE).send::<Value>().await.err().ok_or("it was sent")?;
    assert_eq!(violations(&error).len(), 2, "an operation with a body needs its required fields");
    let error = client.call(&note::GET).query("note_id", "1").send::<Value>().await.err().ok_or("it was sent")?;
    assert!(violations(&error).contains(&"note_id: is a parameter of the path; set it with `path`".to_owned()));
    let many: Vec<_> = (0..1000).map(|id| id.to_string()).collect();
    let body = json!({ "folder_id": "1", "talent_id_list": many });
    let error = client.call(&talent::ADD_TO_FOLDER).json(&body).send::<Value>().await.err().ok_or("it was sent")?;
    assert!(violations(&error)[0].starts_with("talent_id_list: must be a list of"), "{error}");
    assert!(server.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn rules_see_the_values_of_a_body() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    let with_rules = |operation: &&&'static Operation| {
        !operation.rules.is_empty() && operation.parameters.iter().any(|it| it.location == operation::Location::Body)
    };
    let mut seen = 0;
    for operation in operation::ALL.iter().filter(with_rules) {
        let outcome = client.call(operation).json(&json!({})).send::<Value>().await;
        let error = outcome.err();
        let is_rule = |found: String| operation.rules.iter().any(|rule| found.ends_with(&format!(": {rule}")));
        if error.iter().flat_map(violations).any(is_rule) {
            seen += 1;
        }
    }
    assert!(seen > 0);
    Ok(())
}

#[tokio::test]
async fn pages_follow_the_row() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    let is_listing = |operation: &&&'static Operation| {
        operation.paging.is_some() && operation.parameters.iter().all(|it| it.location != operation::Location::Body)
    };
    for operation in operation::ALL.iter().filter(is_listing).take(3) {
        let paging = operation.paging.unwrap_or_default();
        let page = |items: [u8; 2], token: &str| json!({ "code": 0, "data": { paging.items: items, paging.more: !token.is_empty(), paging.next: token } });
        server.on(operation.id)?.inject_fault(1, Fault::status(200).body(page([1, 2], "a").to_string()));
        server.on(operation.id)?.inject_fault(1, Fault::status(200).body(page([3, 4], "").to_string()));
        let mut request = client.call(operation);
        for parameter in operation.parameters.iter().filter(|parameter| parameter.required) {
            request = match parameter.location {
                operation::Location::Path => request.path(parameter.name, "1"),
                _ => request.query(parameter.name, "1"),
            };
        }
        let mut items = request.items::<Value>();
        let mut read = Vec::new();
        while let Some(item) = items.try_next().await? {
            read.push(item);
        }
        assert_eq!(read, [1, 2, 3, 4], "{}", operation.id);
    }
    Ok(())
}
