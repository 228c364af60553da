//! The example `pipeline`: its steps, a second run, and the advice for errors.

use std::collections::BTreeSet;

use feishu_hire::{
    Error, RateLimits, error_code,
    mock::{Fault, Server},
    model::OfferBasicInfoInput,
};
use serde_json::{Value, json};

use crate::TestResult;

#[path = "../../generated/examples/pipeline/advice.rs"]
mod advice;
#[path = "../../generated/examples/pipeline/steps.rs"]
mod steps;

use advice::advice;
use steps::{Candidate, Step, hire};

const LOOK_UP: &str = "hire.v1.talent.batch_get_id";
const CREATE_TALENT: &str = "hire.v1.talent.combined_create";
const APPLY: &str = "hire.v1.application.create";
const APPLICATIONS: &str = "hire.v1.application.list";
const NOTES: &str = "hire.v1.note.list";
const NOTE: &str = "hire.v1.note.create";
const DETAIL: &str = "hire.v1.application.get_detail";
const MOVE: &str = "hire.v1.application.transfer_stage";
const OFFER: &str = "hire.v1.offer.create";
const EXISTING_OFFER: &str = "hire.v1.application.offer";
const WRITES: [&str; 5] = [CREATE_TALENT, APPLY, NOTE, MOVE, OFFER];

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Starts a server that does not know the candidate.
async fn empty() -> Outcome<Server> {
    let server = Server::start().await?;
    server.on(LOOK_UP)?.respond_with_data(&json!({ "talent_list": [] }));
    server.on(CREATE_TALENT)?.respond_with_data(&json!({ "talent_id": "1" }));
    server.on(APPLY)?.respond_with_data(&json!({ "id": "2" }));
    server.on(NOTES)?.set_items([]);
    server
        .on(DETAIL)?
        .respond_with_data(&json!({ "application_detail": { "basic_info": { "stage": { "id": "30" } } } }));
    server.on(OFFER)?.respond_with_data(&json!({ "offer_id": "4" }));
    Ok(server)
}

/// Sets the responses of a server on which everything up to the offer exists.
fn fill(server: &Server) -> TestResult {
    server.on(LOOK_UP)?.respond_with_data(&json!({ "talent_list": [{ "talent_id": "1" }] }));
    server.on(APPLY)?.inject_fault(1, Fault::api(400, error_code::APPLICATION_DUPLICATE, "duplicate"));
    server.on(APPLICATIONS)?.set_items(["2".into()]);
    let others = [json!({ "application_id": "2", "content": "another" }), json!({ "content": "good" })];
    server.on(NOTES)?.set_items(others.into_iter().chain([json!({ "application_id": "2", "content": "good" })]));
    server
        .on(DETAIL)?
        .respond_with_data(&json!({ "application_detail": { "basic_info": { "stage": { "id": "3" } } } }));
    server.on(OFFER)?.inject_fault(1, Fault::api(500, error_code::OFFER_ALREADY_EXISTS, "offer already exist"));
    server.on(EXISTING_OFFER)?.respond_with_data(&json!({ "offer": { "id": "4" } }));
    Ok(())
}

fn candidate() -> Candidate {
    Candidate {
        name: "李四".to_owned(),
        email: "lisi@example.com".to_owned(),
        note: "good".to_owned(),
        job: "7".into(),
        stage: "3".into(),
        offer: OfferBasicInfoInput::new("od-1", "ou_1", "ou_1", "ou_1"),
    }
}

async fn run(server: &Server) -> (Vec<String>, Outcome<()>) {
    let mut steps = Vec::new();
    let outcome = match server.builder().rate_limits(RateLimits::off()).max_retries(0).build() {
        Ok(client) => hire(&client, &candidate(), |step: Step| steps.push(step.to_string())).await,
        Err(error) => Err(error.into()),
    };
    (steps, outcome)
}

fn body(server: &Server, operation: &str) -> Outcome<Value> {
    let requests = server.requests_for(operation)?;
    Ok(requests.first().and_then(|request| request.json()).ok_or("no request")?)
}

#[tokio::test]
async fn a_new_candidate_gets_an_offer() -> TestResult {
    let server = empty().await?;
    let (steps, outcome) = run(&server).await;
    outcome?;
    assert_eq!(steps, ["talent       1", "application  2", "note of      2", "stage        3", "offer        4"]);
    assert_eq!(body(&server, CREATE_TALENT)?, json!({ "basic_info": { "name": "李四", "email": "lisi@example.com" } }));
    assert_eq!(body(&server, APPLY)?, json!({ "talent_id": "1", "job_id": "7" }));
    assert_eq!(body(&server, NOTE)?, json!({ "talent_id": "1", "application_id": "2", "content": "good" }));
    assert_eq!(body(&server, MOVE)?, json!({ "stage_id": "3" }));
    assert_eq!(body(&server, OFFER)?["application_id"], "2");
    Ok(())
}

#[tokio::test]
async fn a_second_run_creates_nothing() -> TestResult {
    let server = empty().await?;
    fill(&server)?;
    let (steps, outcome) = run(&server).await;
    outcome?;
    assert_eq!(steps.len(), 5);
    assert!(steps.iter().all(|step| step.ends_with(" (existing)")), "{steps:?}");
    for operation in [CREATE_TALENT, NOTE, MOVE] {
        assert_eq!(server.requests_for(operation)?.len(), 0, "{operation}");
    }
    let applications = server.requests_for(APPLICATIONS)?;
    let filters = ["talent_id", "job_id", "active_status"].map(|name| applications[0].query_value(name));
    assert_eq!(filters.map(Option::unwrap_or_default), ["1", "7", "1"]);
    Ok(())
}

/// The server refuses the application as a duplicate, but does not list the existing one.
#[tokio::test]
async fn the_original_error_is_kept() -> TestResult {
    let server = empty().await?;
    server.on(APPLY)?.inject_fault(1, Fault::api(400, error_code::APPLICATION_DUPLICATE, "duplicate"));
    server.on(APPLICATIONS)?.set_items([]);
    let (steps, outcome) = run(&server).await;
    let error = outcome.err().ok_or("no error")?;
    assert_eq!(error.downcast_ref().and_then(Error::code), Some(error_code::APPLICATION_DUPLICATE));
    assert_eq!(steps.len(), 1);
    Ok(())
}

#[tokio::test]
async fn an_error_stops_the_pipeline_with_advice() -> TestResult {
    let mut advices = BTreeSet::new();
    for (step, operation, fault, expected) in [
        (0, CREATE_TALENT, Fault::api(400, 1_002_002, "parameter error"), "Invalid parameters"),
        (0, CREATE_TALENT, Fault::disconnect(), "may have been executed"),
        (1, APPLY, Fault::api(404, error_code::JOB_NOT_FOUND, "no job"), "An id does not exist"),
        (1, APPLY, Fault::api(400, error_code::APPLICATION_LIMIT_REACHED, "limit"), "limit of applications"),
        (2, NOTE, Fault::api(403, 99_991_672, "scope missing"), "scopes for the app: hire:note."),
        (3, MOVE, Fault::api(400, error_code::TALENT_LOCKED, "locked"), "locked in another application"),
        (3, MOVE, Fault::api(400, error_code::STAGE_TRANSFER_TARGET_FORBIDDEN, "no"), "does not permit this move"),
        (4, OFFER, Fault::api(500, error_code::OFFER_UNSUPPORTED_IN_STAGE, "no"), "does not permit an offer"),
        (4, OFFER, Fault::api(500, error_code::OFFER_APPLICATION_TERMINATED, "no"), "Recover it first"),
        (4, OFFER, Fault::api(400, 1_009_999, "unheard of"), "with the log id"),
    ] {
        let server = empty().await?;
        server.on(operation)?.inject_fault(1, fault);
        let (steps, outcome) = run(&server).await;
        assert_eq!(steps.len(), step, "{operation}: {steps:?}");
        let error = outcome.err().ok_or("no error")?;
        let advice = advice(error.downcast_ref().ok_or("another error")?);
        assert!(advice.contains(expected), "{error}: {advice}");
        advices.insert(advice);
        let after = WRITES.iter().skip(step + 1).map(|operation| server.requests_for(operation));
        assert!(after.flatten().all(|requests| requests.is_empty()), "a later step was executed");
    }
    assert_eq!(advices.len(), 10);

    let server = empty().await?;
    let client = server.builder().max_retries(0).build()?;
    server.token_endpoint().inject_fault(1, Fault::status(502));
    let error = hire(&client, &candidate(), |_| {}).await.err().ok_or("no error")?;
    assert!(advice(error.downcast_ref().ok_or("another error")?).starts_with("Nothing was sent."), "{error}");
    Ok(())
}
