//! Random fault injection.

use feishu_runtime::mock::{Fault, Server};

use crate::{
    Outcome,
    raw::{HIRE, RawClient, TOKEN_PATH},
    table::OPERATIONS,
};

/// Makes calls to a new server with fault injection and returns their HTTP statuses.
async fn statuses(seed: u64, one_in: u32, calls: usize) -> Result<Vec<u16>, Box<dyn std::error::Error + Send + Sync>> {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    server.inject_faults(seed, one_in, [Fault::status(502), Fault::status(503)]);
    let mut statuses = Vec::new();
    for _ in 0..calls {
        statuses.push(raw.get(&format!("{HIRE}/interview_records/1")).await?.status);
    }
    Ok(statuses)
}

#[tokio::test]
async fn about_one_in_four_requests_gets_a_fault() -> Outcome {
    let seen = statuses(1, 4, 400).await?;
    for status in [502, 503] {
        let count = seen.iter().filter(|seen| **seen == status).count();
        assert!((25..=75).contains(&count), "{status}: {count} of 400");
    }
    assert_eq!(seen, statuses(1, 4, 400).await?, "the same seed selects the same faults");
    assert_ne!(seen, statuses(2, 4, 400).await?);
    Ok(())
}

#[tokio::test]
async fn all_or_no_requests_get_a_fault() -> Outcome {
    assert!(statuses(1, 1, 20).await?.iter().all(|status| *status != 200));
    assert!(statuses(1, 0, 20).await?.iter().all(|status| *status == 200));
    let server = Server::start(OPERATIONS).await?;
    server.inject_faults(1, 1, []);
    server.serve_file("/x", "text/plain", "");
    assert_eq!(RawClient::without_token(&server)?.get("/x").await?.status, 200, "an empty list injects nothing");
    Ok(())
}

#[tokio::test]
async fn tokens_and_files_get_faults_and_queued_faults_come_first() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::without_token(&server)?;
    server.serve_file("/x", "text/plain", "");
    server.inject_faults(7, 1, [Fault::status(503)]);
    server.on("hire.v1.interview_record.get")?.inject_fault(1, Fault::status(418));
    let record = format!("{HIRE}/interview_records/1");
    assert_eq!((raw.get(&record).await?.status, raw.get(&record).await?.status), (418, 503));
    let ticket = "/open-apis/auth/v3/app_ticket/resend";
    assert_eq!((raw.post(TOKEN_PATH, "{}").await?.status, raw.post(ticket, "{}").await?.status), (503, 503));
    assert_eq!((raw.get("/x").await?.status, raw.get("/nowhere").await?.status), (503, 404));
    assert_eq!(server.injected_faults(), 4, "neither the queued fault nor the unknown path is counted");
    server.inject_faults(7, 0, [Fault::status(503)]);
    assert_eq!((raw.get("/x").await?.status, server.injected_faults()), (200, 0));
    Ok(())
}
