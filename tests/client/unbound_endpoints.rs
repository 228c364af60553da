//! Requests to unbound endpoints behave like those of operations.

mod paging;
mod requests;
mod secrecy;

use feishu_hire::{
    Client, CustomRequest, Method,
    mock::{self, MockOperation},
    operation::{Operation, Paging},
};
use serde::Deserialize;

const TODOS: &str = "/open-apis/library/v1/todos";
const LABELS: &str = "/open-apis/library/v1/talents/:talent_id/labels/:label_id";
const FOLDERS: &str = "/open-apis/library/v1/talent_folders";
const GET_TODOS: &str = "GET /open-apis/library/v1/todos";
const GET_LABEL: &str = "GET /open-apis/library/v1/talents/:talent_id/labels/:label_id";
const GET_FOLDERS: &str = "GET /open-apis/library/v1/talent_folders";
const SAMPLE: &str = r#"{"code":0,"msg":"success","data":{"items":[{"id":"1"}]}}"#;
const FOLDER_PAGING: Paging =
    Paging { size: "size", token: "cursor", items: "folders", next: "next_cursor", more: "more" };

#[derive(Debug, Deserialize, PartialEq)]
struct Todo {
    id: String,
    #[serde(default)]
    count: u64,
}

#[derive(Debug, Deserialize)]
struct TodoPage {
    items: Vec<Todo>,
    total: Option<u32>,
}

async fn server() -> std::io::Result<mock::Server> {
    static PAGED_TODOS: Operation = Operation::get(GET_TODOS).path(TODOS).paging(Paging {
        size: "page_size",
        token: "page_token",
        items: "items",
        next: "page_token",
        more: "has_more",
    });
    static PAGED_FOLDERS: Operation = Operation::get(GET_FOLDERS).path(FOLDERS).paging(FOLDER_PAGING);
    let mut operations = vec![&PAGED_TODOS, &PAGED_FOLDERS, Operation::endpoint(Method::Get, LABELS)];
    for method in [Method::Post, Method::Put, Method::Patch, Method::Delete] {
        operations.push(Operation::endpoint(method, TODOS));
    }
    let mocked = |operation| MockOperation::new(operation, SAMPLE);
    mock::Server::start_with(&operations.into_iter().map(mocked).collect::<Vec<_>>()).await
}

fn get_todos(client: &Client) -> CustomRequest {
    client.request(Method::Get, TODOS)
}

fn get_label(client: &Client, talent_id: &str) -> CustomRequest {
    client.request(Method::Get, LABELS).path("talent_id", talent_id).path("label_id", 7)
}
