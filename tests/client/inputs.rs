//! Arguments of callers: spaces, invisible characters and other copying errors are removed or refused before anything is sent.

use feishu_hire::{Client, Error, ErrorKind, Method, Result, Upload, Value, mock, model::MentionEntity};

use crate::TestResult;

const SECRET: &str = "s-very-secret";

fn fields(error: &Error) -> Vec<String> {
    error.field_violations().iter().map(|violation| violation.field().to_owned()).collect()
}

/// Returns a text with different invisible padding.
fn padded(text: &str) -> [String; 8] {
    ["x ", " x", "x\n", "x\r\n", "x\t", "\u{feff}x", "x\u{a0}", "\u{200b}x"].map(|form| form.replace('x', text))
}

#[tokio::test]
async fn blanks_around_credentials_are_not_sent() -> TestResult {
    for (id, secret) in padded("cli_x").into_iter().zip(padded(SECRET)) {
        let server = mock::Server::start().await?;
        let client: Client = Client::builder(id, secret).base_url(format!(" {}\n", server.base_url())).build()?;
        client.v1().note().delete("1").send().await?;
        let token = server.token_requests().pop().ok_or("no token was requested")?;
        let body = token.json().ok_or("no JSON")?;
        assert_eq!((&body["app_id"], &body["app_secret"]), (&Value::from("cli_x"), &Value::from(SECRET)));
    }
    for token in padded("t-1") {
        let server = mock::Server::start().await?;
        let client = server.client()?;
        client.v1().note().delete("1").send().await?;
        client.with_token(token)?.v1().note().delete("1").send().await?;
    }
    Ok(())
}

#[test]
fn credentials_with_other_text_are_refused() {
    let token = |token: String| Client::builder_with_token(token).build();
    let secret = |secret: String| Client::builder("cli_x", secret).build();
    let cases: [(Result<Client>, &str); 10] = [
        (secret(String::new()), "the app secret must not be empty"),
        (secret("\u{feff}\n".to_owned()), "the app secret must not be empty"),
        (secret(format!("\"{SECRET}\"")), "the app secret must not be in quotes"),
        (secret(format!("{SECRET}\0{SECRET}")), "the app secret must not contain whitespace or an invisible character"),
        (secret(format!("{SECRET}密")), "the app secret must have ASCII characters only"),
        (Client::builder("cli_x cli_y", SECRET).build(), "the app id must not contain whitespace"),
        (token(format!("Bearer {SECRET}")), "the token must be given without `Bearer`"),
        (token(format!("'{SECRET}'")), "the token must not be in quotes"),
        (token(format!("{SECRET} {SECRET}")), "the token must not contain whitespace"),
        (token(format!("{SECRET},{SECRET}")), "the token must be one value"),
    ];
    for (outcome, message) in cases {
        let error = outcome.expect_err(message);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().starts_with(message), "{message}: {error}");
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
    }
}

#[tokio::test]
async fn an_event_is_not_accepted_as_an_app_ticket() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.builder().store_app().build()?;
    for ticket in [
        "",
        " \n",
        r#"{"encrypt":"very-secret"}"#,
        r#"{"event":{"app_ticket":"very-secret"}}"#,
        "\"very-secret\"",
        "very secret",
    ] {
        let error = client.set_app_ticket(ticket).await.expect_err("no ticket");
        assert!(error.kind() == ErrorKind::Configuration && error.to_string().contains("app_ticket"), "{error}");
        assert!(!format!("{error} {error:?}").contains("very"), "{error:?}");
    }
    client.set_app_ticket("ticket\n").await?;
    client.tenant(" t1\n").v1().note().delete("1").send().await?;
    let body = server.tenant_token_requests().pop().and_then(|request| request.json()).ok_or("no JSON")?;
    assert_eq!(body["tenant_key"], "t1");
    for tenant in ["", "t 1", "\"t1\""] {
        let error = client.tenant(tenant).v1().note().delete("1").send().await.expect_err("no tenant");
        assert_eq!(error.kind(), ErrorKind::Configuration, "{tenant:?}");
    }
    Ok(())
}

#[tokio::test]
async fn ids_with_other_characters_are_refused_everywhere() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    for id in [
        " 6949",
        "6949 ",
        "6949\n",
        "6949\t",
        "\u{feff}6949",
        "6949\u{a0}",
        "6949\u{200b}",
        "69\u{0}49",
        "69 49",
        "\"6949\"",
        "6.9498E+18",
        "6949,6950",
        "6949，6950",
        "６９４９",
    ] {
        let v1 = client.v1();
        let note = || v1.note().create("1", "text");
        let path = "/open-apis/library/v1/talents/:talent_id";
        let outcomes = [
            ("note_id", v1.note().delete(id).send().await.map(drop)),
            ("talent_id", v1.interview().get_by_talent(id).send().await.map(drop)),
            ("interview_id", v1.interview().list().interview_id(id).send().await.map(drop)),
            ("talent_id", v1.note().create(id, "text").send().await.map(drop)),
            ("creator_id", note().creator_id(id).send().await.map(drop)),
            (
                "mention_entity_list[0].user_id",
                note().mention_entity_list([MentionEntity::new(0, id)]).send().await.map(drop),
            ),
            ("talent_id", client.request(Method::Get, path).path("talent_id", id).send::<Value>().await.map(drop)),
            (
                "offer_id",
                client
                    .request(Method::Get, path)
                    .path("talent_id", 1)
                    .query("offer_id", id)
                    .send::<Value>()
                    .await
                    .map(drop),
            ),
        ];
        for (field, outcome) in outcomes {
            let error = outcome.expect_err(field);
            assert_eq!((error.kind(), fields(&error)), (ErrorKind::InvalidParameter, vec![field.to_owned()]), "{id:?}");
            assert!(!error.to_string().contains("69"), "{error}");
        }
    }
    assert!(server.requests().is_empty(), "a request was sent");
    Ok(())
}

#[tokio::test]
async fn required_texts_must_not_be_empty() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    let v1 = client.v1();
    for blank in ["", " ", "\n", "\u{feff}", "\u{3000}", "\0"] {
        let outcomes = [
            (vec!["talent_id", "content"], v1.note().create(blank, blank).send().await.map(drop)),
            (vec!["content"], v1.note().create("1", blank).send().await.map(drop)),
            (vec!["note_id"], v1.note().delete(blank).send().await.map(drop)),
            (vec!["talent_id"], v1.interview().get_by_talent(blank).send().await.map(drop)),
        ];
        for (expected, outcome) in outcomes {
            let error = outcome.expect_err("the text is empty");
            assert_eq!(fields(&error), expected, "{blank:?}: {error}");
            assert!(error.to_string().contains("must not be empty"), "{error}");
        }
    }
    assert!(server.requests().is_empty());
    v1.note().create("1", " a text\n").send().await?;
    let body = server.requests_for("hire.v1.note.create")?.pop().and_then(|request| request.json());
    assert_eq!(body.ok_or("no JSON")?["content"], " a text\n", "spaces in a text are sent unchanged");
    Ok(())
}

#[tokio::test]
async fn a_file_requires_a_name_and_content() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    for (name, content, message) in [
        ("", "%PDF", "must have a file name"),
        (" ", "%PDF", "must have a file name"),
        ("\u{200b}", "%PDF", "must have a file name"),
        (".", "%PDF", "must have a file name"),
        ("..", "%PDF", "must have a file name"),
        ("a.pdf", "", "must not be an empty file"),
    ] {
        let error = client.v1().attachment().create(Upload::new(name, content)).send().await.expect_err(message);
        assert_eq!((error.kind(), fields(&error)), (ErrorKind::InvalidParameter, vec!["content".to_owned()]));
        assert!(error.to_string().contains(message), "{name:?}: {error}");
    }
    assert!(server.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_page_size_is_at_least_one() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    for size in [0, -1, i32::MIN] {
        let v1 = client.v1();
        let outcomes = [
            v1.interview().list().interview_id("1").page_size(size).send().await.map(drop),
            v1.interview().list().interview_id("1").page_size(size).items().try_next().await.map(drop),
            v1.job().list().page_size(size).send().await.map(drop),
            client
                .request(Method::Get, "/open-apis/library/v1/todos")
                .query("page_size", size)
                .items::<Value>()
                .try_next()
                .await
                .map(drop),
        ];
        for outcome in outcomes {
            let error = outcome.expect_err("no items");
            assert_eq!(fields(&error), ["page_size"], "{size}: {error}");
        }
    }
    assert!(server.requests().is_empty());
    Ok(())
}

#[tokio::test]
#[allow(deprecated, reason = "the only listing whose page size is required")]
async fn page_sizes_of_every_integer_type_are_checked_before_sending() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    let ids = ["1", "2", "3"];
    let list = |size: feishu_hire::PageSize| client.v1().interview().list().interview_id("1").page_size(size).send();
    client.v1().interview().list().interview_id("1").page_size(ids.len()).send().await?;
    client.v1().interview().list().interview_id("1").page_size(Some(ids.len() as u64)).send().await?;
    client.v1().interview().list().interview_id("1").page_size(Some(3)).send().await?;
    client.v1().application_interview().list("1", ids.len()).send().await?;
    let sent: Vec<_> = server.requests().iter().filter_map(|request| request.query_value("page_size")).collect();
    assert_eq!(sent, ["3"; 4]);

    server.clear_requests();
    for size in [0_u64.into(), 101_u8.into(), usize::MAX.into(), i64::MIN.into(), (i64::from(u32::MAX) + 11).into()] {
        let error = list(size).await.err().ok_or("sent")?;
        assert!(error.is_invalid_parameter() && error.to_string().contains("between 1 and 100"), "{size:?}: {error}");
    }
    assert_eq!(server.requests().len(), 0);
    Ok(())
}
