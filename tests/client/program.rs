//! The program in the README, verbatim.

use feishu_hire::{
    Client, Timestamp, mock,
    model::{Language, UserIdType},
};

use crate::TestResult;

#[tokio::test]
#[allow(deprecated)] // The program calls the deprecated listing.
#[rustfmt::skip]
async fn the_program_runs_unchanged() -> TestResult {
    let (app_id, app_secret) = ("cli_x", "secret");
    let (record_id, talent_id, application_id) = ("6949805467799537964", "6949805467799537964", "6949805467799537964");
    let server = mock::Server::start().await?;
    server.on("hire.v1.interview.list")?.set_item_count(25);

    let client = feishu_hire::Client::builder(app_id, app_secret).build()?;

    // From here on, the client is one of the mock server.
    assert!(!format!("{client:?}").contains("127.0.0.1"));
    let client = server.client()?;

    let mut interviews = client.v1().interview().list()
        .start_time(Timestamp::from_millis(1_609_489_908_000))
        .user_id_type(UserIdType::OpenId)
        .items();                                   // Stream of Result<Interview>, follows the pages
    while let Some(interview) = interviews.try_next().await? { /* … */ drop(interview) }

    let record  = client.v1().interview_record().get(record_id).send().await?;
    let talent  = client.v1().interview().get_by_talent(talent_id).send().await?;
    let pdf     = client.v1().interview_record_attachment().get(application_id).language(Language::English).send().await?;
    let history = client.v1().application_interview().list(application_id, 50).send().await?;   // #[deprecated], the historic one

    assert_eq!(server.requests_for("hire.v1.interview.list")?.len(), 3);
    assert_eq!(record.interview_record.and_then(|record| record.commit_status).map(|status| status.code()), Some(1));
    assert_eq!(talent.items.len(), 1);
    assert_eq!(pdf.attachment.and_then(|file| file.mime).as_deref(), Some("application/pdf"));
    assert_eq!(history.items.len(), 1);
    Ok(())
}

/// Both README files contain the program above.
#[test]
fn the_readmes_contain_this_program() -> TestResult {
    let here = include_str!("program.rs");
    for readme in [include_str!("../../README.md"), include_str!("../../README.zh-CN.md")] {
        let program = readme.split("```rust\n").nth(1).and_then(|rest| rest.split("```").next()).ok_or("no program")?;
        let code =
            |line: &str| line.split("//").next().unwrap_or_default().trim().trim_end_matches("/* … */ }").to_owned();
        let lines: Vec<_> = program.lines().map(code).filter(|line| !line.is_empty()).skip(1).collect();
        assert!(lines.len() > 8, "{program}");
        let mut rest = here;
        for line in lines {
            let at = rest.find(&line).ok_or_else(|| format!("`{line}` is not in the test"))?;
            rest = rest.get(at + line.len()..).unwrap_or_default();
        }
    }
    Ok(())
}

#[test]
fn the_readmes_state_the_minimum_rust_version() {
    for readme in [
        include_str!("../../README.md"),
        include_str!("../../README.zh-CN.md"),
        include_str!("../../generated/README.md"),
    ] {
        assert!(readme.contains(concat!("Rust ", env!("CARGO_PKG_RUST_VERSION"))));
    }
}

/// The items implement `Stream`, so the combinators of other crates can be used.
#[tokio::test]
async fn items_implement_stream() -> TestResult {
    use futures_util::{StreamExt, TryStreamExt};

    let server = mock::Server::start().await?;
    server.on("hire.v1.job.list")?.set_item_count(45);
    let jobs: Vec<_> = server.client()?.v1().job().list().page_size(20).items().try_collect().await?;
    assert_eq!(jobs.len(), 45);
    let pages = server.client()?.v1().job().list().page_size(20).pages().count().await;
    assert_eq!(pages, 3);
    Ok(())
}

/// A request can be stored, cloned and sent from another task.
#[tokio::test]
async fn requests_are_values() -> TestResult {
    let server = mock::Server::start().await?;
    let request = server.client()?.v1().note().delete("6996605821056812588");
    let again = request.clone();
    assert_eq!(
        format!("{request:?}"),
        r#"DeleteNote { call: Call { operation: "hire.v1.note.delete", given: ["note_id"], .. } }"#
    );
    tokio::spawn(request.send()).await??;
    again.send().await?;
    assert_eq!(server.requests_for("hire.v1.note.delete")?.len(), 2);
    Ok(())
}

/// With the feature `reqwest`, the caller can provide the HTTP client.
#[tokio::test]
async fn a_custom_http_client_is_used() -> TestResult {
    let server = mock::Server::start().await?;
    let http = feishu_hire::reqwest::Client::builder().no_proxy().user_agent("mine/1.0").build()?;
    let client = Client::builder("cli_x", "secret").base_url(server.base_url()).http_client(http).build()?;
    client.v1().note().delete("1").send().await?;
    assert!(server.requests().iter().all(|request| request.header("user-agent") == Some("mine/1.0")));
    Ok(())
}

/// By default, such an HTTP client follows redirects and repeats the body. The client rejects a response from another host.
#[tokio::test]
async fn a_redirect_followed_by_a_custom_http_client_is_an_error() -> TestResult {
    let (server, elsewhere) = (mock::Server::start().await?, mock::Server::start().await?);
    let there = format!("{}/open-apis/auth/v3/tenant_access_token/internal", elsewhere.base_url());
    server.token_endpoint().inject_fault(1, mock::Fault::status(307).header("location", &there));
    let http = feishu_hire::reqwest::Client::builder().no_proxy().build()?;
    let builder = Client::builder("cli_x", "secret").base_url(server.base_url()).http_client(http).max_retries(0);
    let error = builder.build()?.v1().note().delete("1").send().await.expect_err("the response is from another host");
    assert!(error.to_string().contains("redirect"), "{error}");
    assert_eq!(
        (elsewhere.token_requests().len(), elsewhere.requests().len()),
        (1, 1),
        "the HTTP client has already sent these requests"
    );
    Ok(())
}
