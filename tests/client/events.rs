//! The documented events: sent by the mock server, received by webhook and by long connection, and read into their variants.

use std::time::Duration;

use feishu_hire::{
    event::{Envelope, Event, EventStreamBuilder, Headers, Received, Receiver},
    mock::{
        self,
        event::{Webhook, sample, samples},
    },
};
use serde_json::json;
use tokio::time::timeout;

type TestResult<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// A timeout that no step of these tests reaches.
const LONG: Duration = Duration::from_secs(20);

/// Returns the event type of a variant, and a value of its payload. The match lists every variant.
fn expected(event: &Event) -> Option<(&'static str, String)> {
    let ty_and_value = match event {
        Event::ApplicationDeleted(it) => ("hire.application.deleted_v1", it.application_ids.first()?.to_string()),
        Event::ApplicationStageChanged(it) => {
            ("hire.application.stage_changed_v1", it.target_stage_id.as_ref()?.to_string())
        }
        Event::EcoAccountCreated(it) => ("hire.eco_account.created_v1", it.account_id.as_ref()?.to_string()),
        Event::EcoBackgroundCheckCanceled(it) => {
            ("hire.eco_background_check.canceled_v1", it.termination_reason.as_ref()?.to_string())
        }
        Event::EcoBackgroundCheckCreated(it) => {
            ("hire.eco_background_check.created_v1", it.candidate_info.as_ref()?.first_name.as_ref()?.to_string())
        }
        Event::EcoExamCreated(it) => ("hire.eco_exam.created_v1", it.paper_id.as_ref()?.to_string()),
        Event::EhrImportTaskImported(it) => {
            ("hire.ehr_import_task.imported_v1", it.operator_user_id.as_ref()?.open_id.as_ref()?.to_string())
        }
        Event::EhrImportTaskForInternshipOfferImported(it) => {
            ("hire.ehr_import_task_for_internship_offer.imported_v1", it.pre_onboard_id.as_ref()?.to_string())
        }
        Event::OfferStatusChanged(it) => ("hire.offer.status_changed_v1", it.offer_id.as_ref()?.to_string()),
        Event::ReferralAccountAssetsUpdate(it) => {
            ("hire.referral_account.assets_update_v1", it.modify_time?.as_millis().to_string())
        }
        Event::TalentDeleted(it) => ("hire.talent.deleted_v1", it.talent_id.as_ref()?.to_string()),
        Event::TalentTagSubscription(it) => {
            ("hire.talent.tag_subscription_v1", it.tag.as_ref()?.name.as_ref()?.zh_cn.as_ref()?.to_string())
        }
        _ => return None,
    };
    Some(ty_and_value)
}

/// The values of the documented samples that [`expected`] returns, by the order of the types.
const VALUES: [&str; 12] = [
    "6914551145542568199",
    "6891470273281123214",
    "6931286400470354183",
    "主动拒绝此次背调",
    "Ming",
    "paper001",
    "ou_84aad35d084aa403a838cf73ee18467",
    "6030815272790115431",
    "7132790542665222407",
    "1685431415036",
    "6890840517010000141",
    "985",
];

/// Checks that the event is in the variant of its type, and that its payload is the sample.
fn assert_is_typed(envelope: &Envelope<Event>, value: &str) {
    let found = expected(&envelope.event);
    assert_eq!(found, Some((envelope.header.event_type.as_str(), value.to_owned())));
    assert!(envelope.mismatches.is_empty(), "{value}: {:?}", envelope.mismatches);
}

/// Returns the event of a request.
fn received(receiver: &Receiver, webhook: &Webhook, event: &mock::event::Event) -> TestResult<Envelope<Event>> {
    let request = webhook.request(event);
    match receiver.receive(Headers::new(|name| request.header(name)), request.body())? {
        Received::Event(envelope) => Ok(envelope),
        other => Err(format!("{other:?}").into()),
    }
}

fn parties() -> TestResult<(Receiver, Webhook)> {
    let receiver = Receiver::builder().encrypt_key("e-key").verification_token("v-token").build()?;
    Ok((receiver, Webhook::new("http://127.0.0.1:1/").encrypt_key("e-key").verification_token("v-token")))
}

#[test]
fn every_sample_is_received_by_webhook() -> TestResult {
    let (receiver, webhook) = parties()?;
    assert_eq!(samples().count(), VALUES.len());
    for (event, value) in samples().zip(VALUES) {
        let envelope = received(&receiver, &webhook, &event)?;
        assert_eq!(
            (envelope.header.event_type.as_str(), envelope.header.event_id.as_str()),
            (event.event_type(), event.event_id())
        );
        assert_is_typed(&envelope, value);
    }
    Ok(())
}

#[tokio::test]
async fn every_sample_is_received_by_long_connection() -> TestResult {
    let server = mock::Server::start().await?;
    let gateway = server.send_events_by_long_connection().await?;
    let builder = EventStreamBuilder::new("cli_mock", "secret-of-the-mock").base_url(server.base_url());
    let mut events = builder.connect::<Event>()?;
    gateway.wait_for_connections(1).await;
    for (event, value) in samples().zip(VALUES) {
        let (attempts, delivery) = tokio::join!(server.emit(&event), async {
            let delivery = timeout(LONG, events.next()).await?.ok_or("the end")??;
            assert_is_typed(&delivery.envelope, value);
            delivery.ack().await?;
            Ok(()) as TestResult
        });
        delivery?;
        assert_eq!(attempts, [Some(200)]);
    }
    Ok(())
}

#[test]
fn samples_are_found_by_type() {
    let found = sample("hire.talent.deleted_v1");
    assert_eq!(found.as_ref().map(mock::event::Event::event_type), Some("hire.talent.deleted_v1"));
    assert!(sample("hire.talent.deleted_v2").is_none());
    let ids = [found, sample("hire.talent.deleted_v1")].map(|event| event.map(|event| event.event_id().to_owned()));
    assert_ne!(ids[0], ids[1], "every event has an id of its own");
}

/// Unknown keys and unusual values of an event are kept.
#[test]
fn unknown_keys_and_unusual_values_are_kept() -> TestResult {
    let (receiver, webhook) = parties()?;
    let data = json!({ "offer_id": { "a": 1 }, "new": "n-1" });
    let envelope = received(&receiver, &webhook, &mock::event::Event::new("hire.offer.status_changed_v1", data))?;
    let Event::OfferStatusChanged(payload) = &envelope.event else { return Err("another variant".into()) };
    assert_eq!(payload.offer_id, None);
    assert_eq!(payload.unknown_fields.get("new").map(|value| value.as_str()), Some("\"n-1\""));
    assert_eq!(envelope.mismatches.iter().map(|mismatch| mismatch.path()).collect::<Vec<_>>(), ["offer_id"]);

    let data = json!({ "offer_id": 7132790542665222407_u64, "type": 9 });
    let envelope = received(&receiver, &webhook, &mock::event::Event::new("hire.talent.tag_subscription_v1", data))?;
    let Event::TalentTagSubscription(payload) = &envelope.event else { return Err("another variant".into()) };
    assert_eq!(payload.r#type.as_ref().map(ToString::to_string).as_deref(), Some("unknown (9)"), "an unlisted value");
    assert_eq!(payload.unknown_fields.get("offer_id").map(|value| value.as_str()), Some("7132790542665222407"));
    assert!(envelope.mismatches.is_empty());
    Ok(())
}

#[test]
fn events_of_other_types_are_kept() -> TestResult {
    let (receiver, webhook) = parties()?;
    for event_type in ["hire.talent.deleted_v2", "im.message.receive_v1"] {
        let event = mock::event::Event::new(event_type, json!({ "talent_id": 7 }));
        let envelope = received(&receiver, &webhook, &event)?;
        let Event::Other(raw) = envelope.event else { return Err("a variant of another type".into()) };
        assert_eq!((raw.event_type.as_str(), raw.data.as_str()), (event_type, r#"{"talent_id":7}"#));
    }
    Ok(())
}

#[test]
fn personal_data_is_not_in_debug_output() -> TestResult {
    let (receiver, webhook) = parties()?;
    let event = sample("hire.eco_background_check.created_v1").ok_or("no sample")?;
    let envelope = received(&receiver, &webhook, &event)?;
    let shown = format!("{envelope:?} {envelope:#?}");
    for personal in ["王二", "18900001111", "xxx@abc.vom", "Ming", "Lee", "高阶候选人", "这是一些额外信息"]
    {
        assert!(!shown.contains(personal), "{personal}: {shown}");
    }
    assert!(shown.contains("6931286400470354183") && shown.contains("[redacted]"), "{shown}");
    Ok(())
}
