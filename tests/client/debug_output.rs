//! `Debug` of models, requests, clients and the mock server shows neither secrets nor personal data.

use feishu_hire::{
    Client, Upload, mock,
    mock::MOCK_OPERATIONS,
    model::{CreateNoteBody, ListInterviewResponse},
};

use crate::TestResult;

#[test]
fn models_show_no_personal_data() -> TestResult {
    let sample = MOCK_OPERATIONS
        .iter()
        .find(|mocked| mocked.operation.id == "hire.v1.interview.list")
        .ok_or("no such operation")?
        .sample;
    let page: ListInterviewResponse = mock::Body::new(sample).read()?;
    let shown = format!("{page:?} {page:#?}");
    for personal in ["13333333333", "张三", "张二二", "周小二", "Tony Ma", "这是一个备注", "符合要求，推荐录用"]
    {
        assert!(sample.contains(personal), "{personal} is not in the sample");
        assert!(!shown.contains(personal), "`Debug` shows {personal}");
    }
    assert!(shown.contains("contact_mobile: [redacted]") && shown.contains("6949805467799537964"), "{shown}");
    Ok(())
}

#[tokio::test]
async fn requests_show_no_values() -> TestResult {
    let server = mock::Server::start().await?;
    let create = server.client()?.v1().note().create("6916472453069883661", "She earns too little.");
    assert!(!format!("{create:?} {create:#?}").contains("earns"), "{create:?}");
    let body = CreateNoteBody::new("6916472453069883661", "She earns too little.");
    assert_eq!(
        format!("{body:?}"),
        r#"CreateNoteBody { talent_id: TalentId("6916472453069883661"), content: [redacted] }"#
    );
    let file = Upload::new("张三.pdf", "content");
    let upload = server.client()?.v1().attachment().create(file.clone());
    assert!(!format!("{file:?} {upload:?}").contains("张三"), "{file:?}");
    Ok(())
}

#[test]
fn a_client_shows_no_secret() -> TestResult {
    let builder = Client::builder("cli_x", "very-secret");
    assert!(!format!("{builder:?}").contains("very-secret"));
    assert!(!format!("{:?}", builder.build()?).contains("very-secret"));
    Ok(())
}

#[tokio::test]
async fn the_mock_server_shows_no_secret() -> TestResult {
    let server = mock::Server::start().await?;
    let client = Client::builder("cli_x", "very-secret").base_url(server.base_url()).build()?;
    client.v1().note().delete("1").send().await?;
    let shown = format!("{:?} {server:?}", server.requests());
    assert!(server.token_requests().len() == 1 && !shown.contains("very-secret") && !shown.contains("t-1"), "{shown}");
    Ok(())
}
