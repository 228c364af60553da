//! Store apps.

use feishu_runtime::{
    Value,
    mock::{Fault, Server},
};

use crate::{
    Outcome,
    raw::{HIRE, RawClient, Response},
    table::OPERATIONS,
};

const APP_TOKEN: &str = "/open-apis/auth/v3/app_access_token";
const TENANT_TOKEN: &str = "/open-apis/auth/v3/tenant_access_token";
const TICKET: &str = "/open-apis/auth/v3/app_ticket/resend";

async fn app_token(raw: &RawClient, ticket: &str) -> reqwest::Result<Response> {
    raw.post(APP_TOKEN, &format!(r#"{{"app_id": "cli_a", "app_secret": "s", "app_ticket": "{ticket}"}}"#)).await
}

async fn tenant_token(raw: &RawClient, app_token: &str, tenant_key: &str) -> reqwest::Result<Response> {
    raw.post(TENANT_TOKEN, &format!(r#"{{"app_access_token": "{app_token}", "tenant_key": "{tenant_key}"}}"#)).await
}

/// Creates a client with a token of this tenant.
pub(crate) async fn tenant(server: &Server, tenant_key: &str) -> reqwest::Result<RawClient> {
    let mut raw = RawClient::without_token(server)?;
    let text =
        |response: Response, name| response.json().get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let app_token = text(app_token(&raw, "ticket").await?, "app_access_token");
    let token = text(tenant_token(&raw, &app_token, tenant_key).await?, "tenant_access_token");
    raw.authorization = Some(format!("Bearer {token}"));
    Ok(raw)
}

async fn call_code(raw: &RawClient) -> reqwest::Result<Option<i64>> {
    Ok(raw.get(&format!("{HIRE}/interview_records/1")).await?.code())
}

#[tokio::test]
async fn a_ticket_is_exchanged_for_tokens() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let mut raw = RawClient::without_token(&server)?;
    let sent = raw.post(TICKET, r#"{"app_id": "cli_a", "app_secret": "s"}"#).await?;
    assert_eq!((sent.status, sent.text.as_str()), (200, r#"{"code":0,"msg":"success"}"#));
    server.store_app().set_app_token_lifetime(60).set_tenant_token_lifetime(30);
    let granted = app_token(&raw, "any").await?;
    assert_eq!(granted.text, r#"{"app_access_token":"a-1","code":0,"expire":60,"msg":"success"}"#);
    let granted = tenant_token(&raw, "a-1", "one").await?;
    assert_eq!(granted.text, r#"{"code":0,"expire":30,"msg":"success","tenant_access_token":"t-1"}"#);
    raw.authorization = Some("Bearer t-1".to_owned());
    assert_eq!(call_code(&raw).await?, Some(0));
    raw.authorization = Some("Bearer a-1".to_owned());
    assert_eq!(call_code(&raw).await?, Some(99991671), "an app token is not accepted as a tenant token");
    assert_eq!(
        RawClient::new(&server).await?.authorization.as_deref(),
        Some("Bearer t-2"),
        "shares numbers with the custom app"
    );
    let requests = [server.ticket_requests(), server.app_token_requests(), server.tenant_token_requests()];
    assert_eq!(requests.map(|requests| requests.len()), [1, 1, 1]);
    assert_eq!(server.token_requests().len(), 1, "only requests of the custom app");
    Ok(())
}

#[tokio::test]
async fn missing_values_are_rejected() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::without_token(&server)?;
    let cases = [
        (APP_TOKEN, ""),
        (APP_TOKEN, r#"{"app_id": "a", "app_secret": "s"}"#),
        (APP_TOKEN, r#"{"app_id": "a", "app_secret": "s", "app_ticket": ""}"#),
        (APP_TOKEN, r#"{"app_id": "a", "app_secret": 1, "app_ticket": "t"}"#),
        (TENANT_TOKEN, "[]"),
        (TENANT_TOKEN, r#"{"app_access_token": "a-1"}"#),
        (TENANT_TOKEN, r#"{"app_access_token": "a-1", "tenant_key": ""}"#),
        (TICKET, r#"{"app_id": "a"}"#),
    ];
    for (path, body) in cases {
        let response = raw.post(path, body).await?;
        assert_eq!((response.status, response.code()), (400, Some(10003)), "{path} {body}");
    }
    assert_eq!(raw.get(APP_TOKEN).await?.status, 404);
    assert_eq!(app_token(&raw, "t").await?.code(), Some(0));
    assert_eq!(raw.post(&format!("{TICKET}/"), r#"{"app_id": "a", "app_secret": "s"}"#).await?.code(), Some(0));
    Ok(())
}

#[tokio::test]
async fn tickets_are_checked() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::without_token(&server)?;
    server.store_app().accept_only_ticket("new");
    let refused = app_token(&raw, "old").await?;
    assert_eq!((refused.status, refused.code()), (400, Some(10012)));
    assert_eq!(refused.json().get("msg").and_then(Value::as_str), Some("get app access token fail"));
    assert!(app_token(&raw, "new").await?.text.contains("\"a-1\""));
    server.store_app().accept_only_ticket("newer");
    assert_eq!(app_token(&raw, "new").await?.code(), Some(10012));
    Ok(())
}

#[tokio::test]
async fn revoked_app_tokens_give_no_tenant_tokens() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = tenant(&server, "one").await?;
    server.store_app().revoke_app_tokens();
    for bad in ["a-1", "a-2", "a-0", "a-x", "t-1"] {
        let refused = tenant_token(&raw, bad, "one").await?;
        assert_eq!((refused.status, refused.code()), (400, Some(99991664)), "{bad}");
    }
    assert_eq!(call_code(&raw).await?, Some(0), "the tenant token stays valid");
    assert_eq!(app_token(&raw, "t").await?.code(), Some(0));
    assert_eq!(tenant_token(&raw, "a-2", "one").await?.code(), Some(0));
    Ok(())
}

#[tokio::test]
async fn revoking_a_tenant_does_not_affect_others() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let (one, two, own) =
        (tenant(&server, "one").await?, tenant(&server, "two").await?, RawClient::new(&server).await?);
    server.store_app().revoke_tenant("one");
    let codes = [call_code(&one).await?, call_code(&two).await?, call_code(&own).await?];
    assert_eq!(codes, [Some(99991663), Some(0), Some(0)]);
    let again = tenant(&server, "one").await?;
    assert_eq!(call_code(&again).await?, Some(0), "a new token is valid");
    server.revoke_tokens();
    assert_eq!((call_code(&again).await?, call_code(&own).await?), (Some(99991663), Some(99991663)));
    Ok(())
}

#[tokio::test]
async fn each_endpoint_has_its_own_faults() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::without_token(&server)?;
    let fault = |status| Fault::status(status);
    server
        .store_app()
        .inject_app_token_fault(1, fault(501))
        .inject_tenant_token_fault(1, fault(502))
        .inject_ticket_fault(1, fault(503));
    let ticket = r#"{"app_id": "a", "app_secret": "s"}"#;
    for expected in [[501, 502, 503], [200, 200, 200]] {
        let app = app_token(&raw, "t").await?.status;
        // The first round issued no token.
        let token = if app == 200 { "a-1" } else { "none" };
        let statuses = [app, tenant_token(&raw, token, "one").await?.status, raw.post(TICKET, ticket).await?.status];
        assert_eq!(statuses, expected);
    }
    Ok(())
}
