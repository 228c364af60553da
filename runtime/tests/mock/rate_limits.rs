//! The mock server counts calls and rejects those that exceed a rate limit.

use std::time::{Duration, Instant};

use feishu_runtime::{
    Value,
    mock::{Fault, Server, WindowKind},
    operation::Window,
};

use crate::{
    Outcome,
    raw::{HIRE, RawClient},
    store::tenant,
    table::OPERATIONS,
};

const RECORD: &str = "hire.v1.interview_record.get";
const ATTACHMENT: &str = "hire.v1.interview_record_attachment.get";

/// One hour, so that no test outlives its window and fixed windows behave like sliding ones.
const HOUR: Duration = Duration::from_secs(3600);

fn path() -> String {
    format!("{HIRE}/interview_records/1")
}

/// Makes calls one after the other and returns their HTTP statuses.
async fn statuses(raw: &RawClient, calls: usize) -> reqwest::Result<Vec<u16>> {
    let mut statuses = Vec::new();
    for _ in 0..calls {
        statuses.push(raw.get(&path()).await?.status);
    }
    Ok(statuses)
}

#[tokio::test]
async fn limits_are_off_by_default() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let records = server.on(RECORD)?.set_windows([Window { calls: 1, per: HOUR }]);
    assert_eq!(statuses(&raw, 3).await?, [200; 3]);
    assert_eq!((records.accepted_calls(), records.rate_limited_calls(), server.rate_limited_calls()), (3, 0, 0));
    server.enforce_rate_limits(WindowKind::Sliding);
    assert_eq!(statuses(&raw, 2).await?, [200, 429]);
    records.set_windows([]);
    assert_eq!(statuses(&raw, 2).await?, [200; 2]);
    assert_eq!((records.accepted_calls(), records.rate_limited_calls()), (6, 1));
    Ok(())
}

#[tokio::test]
async fn documented_windows_are_enforced() -> Outcome {
    for kind in [WindowKind::Fixed, WindowKind::Sliding] {
        let server = Server::start(OPERATIONS).await?;
        server.enforce_rate_limits(kind);
        let raw = RawClient::new(&server).await?;
        let path = format!("{HIRE}/interview_records/attachments?application_id=1");
        for _ in 0..20 {
            assert_eq!(raw.get(&path).await?.status, 200, "{kind:?}");
        }
        let refused = raw.get(&path).await?;
        assert_eq!((refused.status, refused.code()), (429, Some(99991400)), "{kind:?}");
        assert_eq!(refused.json().get("msg").and_then(Value::as_str), Some("request trigger frequency limit"));
        assert_eq!(refused.header("x-ogw-ratelimit-limit"), Some("20"));
        let reset: u64 = refused.header("x-ogw-ratelimit-reset").unwrap_or_default().parse()?;
        assert!((1..=60).contains(&reset), "{kind:?}: {reset}");
        assert_eq!((server.on(ATTACHMENT)?.accepted_calls(), server.on(ATTACHMENT)?.rate_limited_calls()), (20, 1));
        assert_eq!(statuses(&raw, 30).await?, [200; 30], "other operations have their own limits");
        assert_eq!(server.rate_limited_calls(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn several_windows_are_enforced_together() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    server.enforce_rate_limits(WindowKind::Sliding);
    let raw = RawClient::new(&server).await?;
    let short = Window { calls: 2, per: Duration::from_millis(1500) };
    server.on(RECORD)?.set_windows([short, Window { calls: 3, per: HOUR }]);
    assert_eq!(statuses(&raw, 2).await?, [200; 2]);
    let refused = raw.get(&path()).await?;
    assert_eq!((refused.status, refused.header("x-ogw-ratelimit-limit")), (429, Some("2")));
    assert_eq!(refused.header("x-ogw-ratelimit-reset"), Some("2"), "whole seconds");
    tokio::time::sleep(Duration::from_millis(1550)).await;
    assert_eq!(raw.get(&path()).await?.status, 200, "the rejected call is not counted");
    let refused = raw.get(&path()).await?;
    assert_eq!((refused.status, refused.header("x-ogw-ratelimit-limit")), (429, Some("3")));
    Ok(())
}

#[tokio::test]
async fn waiting_for_the_reset_time_is_sufficient() -> Outcome {
    for kind in [WindowKind::Fixed, WindowKind::Sliding] {
        let server = Server::start(OPERATIONS).await?;
        server.enforce_rate_limits(kind);
        server.on(RECORD)?.set_windows([Window { calls: 1, per: Duration::from_millis(1500) }]);
        let raw = RawClient::new(&server).await?;
        let start = Instant::now();
        let refused = loop {
            let response = raw.get(&path()).await?;
            if response.status == 429 {
                break response;
            }
            assert!(start.elapsed() < Duration::from_secs(10));
        };
        let reset: u64 = refused.header("x-ogw-ratelimit-reset").unwrap_or_default().parse()?;
        tokio::time::sleep(Duration::from_secs(reset)).await;
        assert_eq!(raw.get(&path()).await?.status, 200, "{kind:?}");
    }
    Ok(())
}

#[tokio::test]
async fn older_apis_reject_with_another_status() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    server.enforce_rate_limits(WindowKind::Fixed);
    let raw = RawClient::new(&server).await?;
    server.on(RECORD)?.set_windows([Window { calls: 0, per: HOUR }]).set_rate_limit_status(400);
    let refused = raw.get(&path()).await?;
    assert_eq!((refused.status, refused.code()), (400, Some(99991400)));
    assert_eq!(refused.header("x-ogw-ratelimit-limit"), Some("0"));
    Ok(())
}

#[tokio::test]
async fn tenants_are_counted_separately() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    server.enforce_rate_limits(WindowKind::Sliding);
    server.on(RECORD)?.set_windows([Window { calls: 2, per: HOUR }]);
    assert_eq!(statuses(&tenant(&server, "one").await?, 2).await?, [200; 2]);
    assert_eq!(statuses(&tenant(&server, "one").await?, 1).await?, [429], "with another token of the tenant");
    assert_eq!(statuses(&tenant(&server, "two").await?, 3).await?, [200, 200, 429]);
    assert_eq!(statuses(&RawClient::new(&server).await?, 1).await?, [200]);
    assert_eq!(
        statuses(&RawClient::new(&server).await?, 2).await?,
        [200, 429],
        "all tokens of a custom app belong to one tenant"
    );
    assert_eq!((server.on(RECORD)?.accepted_calls(), server.rate_limited_calls()), (6, 3));
    Ok(())
}

#[tokio::test]
async fn calls_rejected_before_counting_are_not_counted() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    server.enforce_rate_limits(WindowKind::Sliding);
    let attachments = server.on(ATTACHMENT)?.set_windows([Window { calls: 3, per: HOUR }]);
    let mut raw = RawClient::new(&server).await?;
    let path = format!("{HIRE}/interview_records/attachments?application_id=1");
    let token = raw.authorization.replace("Bearer t-99".to_owned());
    assert_eq!(raw.get(&path).await?.code(), Some(99991663));
    raw.authorization = token;
    attachments
        .inject_fault(1, Fault::status(502))
        .inject_fault(1, Fault::disconnect_after(3))
        .inject_fault(1, Fault::delay(Duration::from_millis(1)));
    assert_eq!(raw.get(&path).await?.status, 502);
    assert_eq!(attachments.accepted_calls(), 0);
    assert!(raw.get(&path).await.is_err());
    assert_eq!(raw.get(&path).await?.status, 200);
    assert_eq!(
        raw.get(&format!("{HIRE}/interview_records/attachments")).await?.status,
        400,
        "calls with invalid parameters are counted"
    );
    assert_eq!(raw.get(&path).await?.status, 429);
    assert_eq!((attachments.accepted_calls(), attachments.rate_limited_calls()), (3, 1));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_calls_are_counted_separately() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    server.enforce_rate_limits(WindowKind::Sliding);
    let records = server.on(RECORD)?.set_windows([Window { calls: 10, per: HOUR }]);
    let raw = std::sync::Arc::new(RawClient::new(&server).await?);
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..64 {
        let raw = std::sync::Arc::clone(&raw);
        calls.spawn(async move { raw.get(&path()).await.map(|response| response.status) });
    }
    let statuses: Vec<_> = calls.join_all().await.into_iter().collect::<Result<_, _>>()?;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 10);
    assert_eq!((records.accepted_calls(), records.rate_limited_calls()), (10, 54));
    Ok(())
}
