//! Events: payload, variant, samples, links.

use super::*;

const EVENT: &str = "\
event: hire.thing.lost_v2
title: Thing lost
zh: 丢失事物
doc: Sent when a thing is lost; see `hire.v1.thing.get`.
page: https://open.feishu.cn/document/thing/events/lost
updated: 2026-01-02
apps: [custom]
scopes: [hire:thing, hire:thing:readonly]
field_scopes: [hire:thing]
delivery: [webhook, long_connection]
payload:
  thing_id: ThingId, always | Lost thing.
  where: Place | Where it was lost.
  finder: string, sensitive | Who found it.
  lost_time: timestamp as string | When it was lost.
follow_up: [hire.v1.thing.get]
quirks:
  - at: payload.finder
    kind: absent_from_sample
    because: A thing may be lost for good. It stays optional.
    docs: Lists the field.
    observed: Not in the sample.

objects:
  Place:
    doc: A place.
    fields:
      code: int32 | Code of the place.
";

const LOST: &str = r#"{ "schema": "2.0", "header": { "event_id": "e", "event_type": "hire.thing.lost_v2", "create_time": "1608725989000",
    "token": "t", "app_id": "cli_1", "tenant_key": "k" },
    "event": { "thing_id": "1", "where": { "code": 2 }, "lost_time": "1608725989000" } }"#;

feature!(
    an_event,
    PLAIN,
    SAMPLE,
    &[("hire/v2/thing/events/lost.yaml", EVENT), ("hire/v2/thing/events/lost.event.json", LOST)]
);

#[test]
fn an_event_of_another_service() -> crate::TestResult {
    let event = EVENT
        .replace("hire.thing.lost_v2", "contact.user.lost_v1")
        .replace("thing_id: ThingId, always", "user_id: string");
    let (event, _) = event.split_once("\nobjects:").ok_or("no objects")?;
    let event = event.replace("  where: Place | Where it was lost.\n", "");
    let sample = LOST
        .replace("hire.thing.lost_v2", "contact.user.lost_v1")
        .replace(r#""thing_id": "1", "where": { "code": 2 }"#, r#""user_id": "1""#);
    let files = tests::generate(&[
        (
            "contact/v1/user/events/lost.yaml",
            &event.replace("follow_up: [hire.v1.thing.get]\n", "").replace("; see `hire.v1.thing.get`", ""),
        ),
        ("contact/v1/user/events/lost.event.json", &sample),
    ])?;
    let text = |path: &str| files.iter().find(|file| file.path == path).map_or("", |file| file.text.as_str());
    assert!(
        text("src/event.rs").contains("ContactUserLost(Box<crate::model::contact::UserLost>)"),
        "{}",
        text("src/event.rs")
    );
    assert!(
        text("src/model.rs").contains("pub use crate::events::contact::v1::user::lost::UserLost;"),
        "{}",
        text("src/model.rs")
    );
    assert!(text("src/events/contact/v1/user/lost.rs").contains("pub struct UserLost {"));
    Ok(())
}
