//! Reading of values: tolerant, and without loss.

use feishu_hire::{
    Timestamp, mock,
    model::{
        Attachment, Interview, InterviewConclusion, InterviewRecord, ListInterviewResponse, NotePrivacy, UserIdType,
    },
};
use serde_json::{Value, json};

use crate::TestResult;

fn interview(json: &Value) -> serde_json::Result<Interview> {
    serde_json::from_value(json.clone())
}

#[test]
fn null_and_absent_are_the_same() -> TestResult {
    let empty = Interview::default();
    assert_eq!(interview(&json!({}))?, empty);
    let nulls =
        json!({ "id": null, "round": null, "interview_record_list": null, "stage": null, "interview_type": null });
    assert_eq!(interview(&nulls)?, empty);
    assert_eq!(serde_json::to_value(&empty).expect("JSON"), json!({}));
    let page: ListInterviewResponse = serde_json::from_value(json!({ "items": null })).expect("a page");
    assert!(page.items.is_empty());
    Ok(())
}

/// An empty list in an update clears the stored list; an absent list keeps it.
#[test]
fn empty_null_and_absent_lists_are_distinguished() -> TestResult {
    for original in [json!({ "interview_record_list": [] }), json!({ "interview_record_list": null }), json!({})] {
        let read = interview(&original)?;
        assert!(read.interview_record_list.is_empty());
        assert_eq!(serde_json::to_value(&read)?, original);
    }
    let mut read = interview(&json!({ "interview_record_list": [{ "id": "1" }] }))?;
    read.interview_record_list.clear();
    assert_eq!(
        serde_json::to_value(&read)?,
        json!({ "interview_record_list": [] }),
        "a cleared list is written as an empty list"
    );
    Ok(())
}

#[test]
fn numbers_are_accepted_as_strings_and_strings_as_numbers() -> TestResult {
    let swapped = json!({ "id": 6949805467799537964u64, "begin_time": "1618899376474", "round": "0", "interview_type": "3", "remark": 5 });
    let strings = interview(&swapped)?;
    assert_eq!(strings.id.as_ref().map(|id| id.as_str()), Some("6949805467799537964"));
    assert_eq!(strings.begin_time, Some(Timestamp::from_millis(1_618_899_376_474)));
    assert_eq!(strings.round, Some(0), "0 counts as absent");
    assert_eq!(strings.interview_type.map(|kind| kind.code()), Some(3));
    assert_eq!(strings.remark.as_deref(), Some("5"));
    let written = serde_json::to_value(&strings).expect("JSON");
    let documented = json!({ "id": "6949805467799537964", "begin_time": 1618899376474u64, "round": 0, "interview_type": 3, "remark": "5" });
    assert_eq!(written, documented, "values are not written in the documented form");
    Ok(())
}

/// Feishu sends an empty string for a time that is not known yet.
#[test]
fn an_empty_string_is_an_absent_time() -> TestResult {
    let read = interview(&json!({ "begin_time": "", "round": "" }))?;
    assert_eq!((read.begin_time, read.round), (None, None));
    Ok(())
}

#[test]
fn scores_may_be_integers() {
    for score in [json!(1), json!(1.0), json!("1")] {
        let record: InterviewRecord =
            serde_json::from_value(json!({ "assessment_score": { "score": score } })).expect("a record");
        assert_eq!(record.assessment_score.and_then(|it| it.score), Some(1.0));
    }
}

#[test]
fn unknown_enum_values_are_kept() {
    let record: InterviewRecord = serde_json::from_value(json!({ "conclusion": 77 })).expect("a record");
    let conclusion = record.conclusion.expect("a value");
    assert!(matches!(conclusion, InterviewConclusion::Unknown(_)));
    assert_eq!((conclusion.code(), conclusion), (77, InterviewConclusion::from(77)));
    assert_eq!(format!("{conclusion:?}"), "Unknown(77)");
    assert_eq!(serde_json::to_value(&record).expect("JSON"), json!({ "conclusion": 77 }));
    assert_eq!(InterviewConclusion::from(1), InterviewConclusion::Pass);
    assert_eq!(UserIdType::from("lark_id").as_str(), "lark_id");
    assert_eq!(UserIdType::from("open_id"), UserIdType::OpenId);
}

#[test]
fn unknown_keys_are_kept_and_written_back() -> TestResult {
    let original = json!({ "id": "1", "mood": { "of": ["the", "day"] }, "stage": { "id": "2", "colour": 7 } });
    let read = interview(&original)?;
    assert_eq!(read.unknown_fields.get("mood").map(|mood| mood.as_str()), Some(r#"{"of":["the","day"]}"#));
    assert_eq!(serde_json::to_value(&read).expect("JSON"), original);
    let shown = r#"Interview { id: Some(InterviewId("1")), stage: Some(StageRef { id: Some(StageId("2")), unknown_fields: {"colour"} }), unknown_fields: {"mood"} }"#;
    assert_eq!(format!("{read:?}"), shown);
    Ok(())
}

/// Most JSON parsers behave in the same way.
#[test]
fn the_last_of_duplicate_keys_is_kept() {
    let text = r#"{"id":"1","interview_record_list":[{"id":"a"}],"stage":{"id":"x","name":{"zh_cn":"z"}},"id":"2","interview_record_list":[{"id":"b"}],"stage":{"id":"y"},"new":1,"new":2}"#;
    let read: Interview = serde_json::from_str(text).expect("JSON");
    assert_eq!(
        serde_json::to_value(&read).expect("JSON"),
        json!({ "id": "2", "interview_record_list": [{ "id": "b" }], "stage": { "id": "y" }, "new": 2 })
    );
}

#[test]
fn escaped_keys_are_unescaped() {
    let read: Interview = serde_json::from_str(r#"{"\u0069d":"1","\u006dood":2}"#).expect("JSON");
    assert_eq!(read.id.as_ref().map(|id| id.as_str()), Some("1"));
    assert_eq!(read.unknown_fields.get("mood").and_then(|mood| mood.to_value()), Some(json!(2)));
}

#[test]
fn values_of_another_type_are_refused() {
    for wrong in [
        json!({ "begin_time": "tomorrow" }),
        json!({ "begin_time": 1.5 }),
        json!({ "round": 4294967296i64 }),
        json!({ "round": true }),
        json!({ "interview_type": "phone" }),
        json!({ "interview_record_list": {} }),
        json!({ "stage": [] }),
        json!({ "id": {} }),
    ] {
        assert!(serde_json::from_value::<Interview>(wrong.clone()).is_err(), "{wrong}");
    }
}

/// All values of the documented sample are in typed fields.
#[tokio::test]
async fn the_interview_list_has_all_values_of_the_sample() -> TestResult {
    let server = mock::Server::start().await?;
    let page = server.client()?.v1().interview().list().interview_id("1").send().await?;
    fn leaves(value: &Value) -> usize {
        match value {
            Value::Object(map) => map.values().map(leaves).sum(),
            Value::Array(items) => items.iter().map(leaves).sum(),
            _ => 1,
        }
    }
    let interview = page.items.first().expect("the sample contains an interview");
    assert!(interview.unknown_fields.is_empty());
    assert_eq!(leaves(&serde_json::to_value(interview)?), 67, "all values except has_more and page_token");
    assert_eq!(interview.meeting_room_list.first().and_then(|room| room.floor_name.as_deref()), Some("17"));
    Ok(())
}

#[test]
fn only_the_last_of_duplicate_unknown_keys_is_kept() {
    let read: Interview = serde_json::from_str(r#"{"new":1,"new":2}"#).expect("JSON");
    let kept: Vec<_> = read.unknown_fields.iter().map(|(key, value)| (key, value.as_str())).collect();
    assert_eq!(kept, [("new", "2")]);
}

#[test]
fn a_later_null_clears_the_value() {
    let text = r#"{"stage":{"id":"1"},"stage":null,"round":1,"round":null,"id":"1","id":null}"#;
    let read: Interview = serde_json::from_str(text).expect("JSON");
    assert_eq!(read, Interview::default());
}

#[test]
fn enums_are_displayed_with_their_names() {
    assert_eq!(NotePrivacy::Private.to_string(), "Private");
    assert_eq!(NotePrivacy::from(77).to_string(), "unknown (77)");
    assert_eq!(format!("[{:<9}]", NotePrivacy::Public), "[Public   ]");
    assert_eq!(UserIdType::OpenId.to_string(), "open_id");
    assert_eq!(UserIdType::from("lark_id").to_string(), "lark_id");
}

#[test]
fn timestamps_are_printed_as_dates() {
    let attachment =
        Attachment { create_time: Some(Timestamp::from_millis(1_618_899_376_474)), ..Attachment::default() };
    assert_eq!(format!("{attachment:?}"), "Attachment { create_time: Some(Timestamp(2021-04-20T06:16:16.474Z)) }");
    assert_eq!(attachment.create_time.map(|time| time.to_string()).as_deref(), Some("2021-04-20T06:16:16.474Z"));
}
