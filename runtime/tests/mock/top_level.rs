//! Operations whose data is at the top level of the response, next to `code` and `msg`.

use feishu_runtime::{
    Call, Error, ErrorKind, UnknownFields, Value,
    mock::{Fault, MockOperation, Server, samples::RoundTrip},
    operation::{DataLocation, Kind, Operation, Paging, Parameter},
};
use serde_json::json;

use crate::{
    Outcome,
    table::{WithId, WithIds, client_without_retries},
};

static GET: Operation = Operation::get("bot.v3.info.get").path("/open-apis/bot/v3/info").data(DataLocation::TopLevel);

static LIST: Operation = Operation::get("bot.v3.info.list")
    .path("/open-apis/bot/v3/infos")
    .parameters(&[Parameter::query("page_size", Kind::Integer32), Parameter::query("page_token", Kind::Text)])
    .data(DataLocation::TopLevel)
    .paging(Paging { size: "page_size", token: "page_token", items: "items", next: "page_token", more: "has_more" });

const SAMPLE: &str = r#"{"code": 0, "msg": "ok", "bot": {"id": "ou_1"}, "expire": 7200, "message": "new"}"#;

static OPERATIONS: &[MockOperation] = &[
    MockOperation::new(&GET, SAMPLE),
    MockOperation::new(
        &LIST,
        r#"{"code": 0, "message": "ok", "items": [{"id": "01"}], "has_more": true, "page_token": "xx"}"#,
    ),
];

#[derive(Clone, Default)]
struct BotInfo {
    bot: Option<WithId>,
    expire: Option<i64>,
    unknown_fields: UnknownFields,
}

feishu_runtime::object!(BotInfo {
    bot: "bot";
    expire: "expire";
});

#[tokio::test]
async fn data_is_read_next_to_the_code() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client = client_without_retries(&server)?;
    let get = || Call::new(client.clone(), &GET);
    let info: BotInfo = get().send().await?;
    assert_eq!((info.bot.map(|bot| bot.id).as_deref(), info.expire), (Some("ou_1"), Some(7200)));
    assert_eq!(info.unknown_fields.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["message"]);
    let info: Value = client.call(&GET).send().await?;
    assert_eq!(info, json!({ "bot": { "id": "ou_1" }, "expire": 7200, "message": "new" }));

    let bot = server.on(GET.id)?;
    bot.respond_with_data(&json!({ "expire": "1" }));
    assert_eq!(get().send::<BotInfo>().await?.expire, Some(1));
    bot.respond_with(|_| Ok(json!({ "expire": 2 })));
    assert_eq!(get().send::<BotInfo>().await?.expire, Some(2));
    bot.respond_with_body(r#"{"code": 0, "msg": "ok"}"#);
    assert_eq!(get().send::<BotInfo>().await?, BotInfo::default());
    bot.respond_with_data(&json!([1]));
    let error = get().send::<BotInfo>().await.expect_err("the data is no object");
    assert_eq!(error.status(), Some(500));
    Ok(())
}

#[tokio::test]
async fn values_of_another_type_have_their_path() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client = client_without_retries(&server)?;
    let get = || Call::new(client.clone(), &GET);
    let body = r#"{"code": 0, "bot": {"id": []}, "expire": 1}"#;
    server.on(GET.id)?.inject_fault(1, Fault::status(200).body(body));
    let response = get().send_with_metadata::<BotInfo>().await?;
    let paths: Vec<_> = response.metadata.mismatches.iter().map(|mismatch| mismatch.path()).collect();
    assert_eq!((paths.as_slice(), response.data.expire), (["bot.id"].as_slice(), Some(1)));

    let mut strict = get();
    strict.set_options(feishu_runtime::CallOptions::new().strict(true));
    server.on(GET.id)?.inject_fault(1, Fault::status(200).body(body));
    let error = strict.send::<BotInfo>().await.expect_err("a mismatch");
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("bot.id")));

    server.on(GET.id)?.inject_fault(1, Fault::status(200).body(&b"{\"code\":0,\"bot\":{\"id\":\"a\xff\"}}"[..]));
    let response = get().send_with_metadata::<BotInfo>().await?;
    assert_eq!(response.data.bot.map(|bot| bot.id).as_deref(), Some("a\u{fffd}"));
    server.on(GET.id)?.inject_fault(1, Fault::api(400, 1002002, "no"));
    let error = get().send::<BotInfo>().await.expect_err("a code");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(1002002)));
    Ok(())
}

#[tokio::test]
async fn pages_follow_each_other() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client = client_without_retries(&server)?;
    let list = || Call::new(client.clone(), &LIST);
    assert_eq!(ids(list()).await?, ["01"]);
    server.on(LIST.id)?.set_item_count(25);
    let expected: Vec<_> = (1..=25).map(|number| format!("{number:02}")).collect();
    assert_eq!(ids(list()).await?, expected);
    let mut items = client.call(&LIST).items::<Value>();
    let mut count = 0;
    while items.try_next().await?.is_some() {
        count += 1;
    }
    assert_eq!(count, 25);

    let pages = server.on(LIST.id)?;
    pages.inject_fault(1, Fault::status(200).body(r#"{"code": 0, "items": [], "has_more": [], "page_token": "x"}"#));
    assert_eq!(ids(list()).await.expect_err("no flag").kind(), ErrorKind::IncompleteListing);
    pages.pass(1).inject_fault(1, Fault::status(200).body(r#"{"code": 0}"#));
    assert_eq!(ids(list()).await.expect_err("no page").kind(), ErrorKind::IncompleteListing);
    pages.inject_fault(1, Fault::status(200).body(r#"{"code": 0, "bots": [1], "has_more": false}"#));
    let error = client.call(&LIST).items::<Value>().try_next().await.expect_err("no items");
    assert_eq!(error.json_path(), Some("items"));
    Ok(())
}

async fn ids(list: Call) -> Result<Vec<String>, Error> {
    let mut items = list.items::<WithIds>();
    let mut ids = Vec::new();
    while let Some(WithId { id, .. }) = items.try_next().await? {
        ids.push(id);
    }
    Ok(ids)
}

#[test]
fn samples_are_decoded_and_encoded() -> Outcome {
    let round_trip = RoundTrip::top_level_response::<BotInfo>("samples/bot.json", SAMPLE);
    let data = round_trip.data()?;
    assert_eq!(data, json!({ "bot": { "id": "ou_1" }, "expire": 7200, "message": "new" }));
    let result = (round_trip.run)(&round_trip.body(&data.to_string()))?;
    assert_eq!((result.is_stable, result.unknown.as_slice()), (true, ["message".to_owned()].as_slice()));
    assert_eq!(serde_json::from_str::<Value>(&result.json)?, data);
    let tolerated = (round_trip.run_tolerantly)(&round_trip.body(r#"{ "expire": [] }"#))?;
    assert_eq!(tolerated.mismatches.len(), 1);
    assert_eq!((round_trip.run)(&round_trip.body("{}"))?.json, "{}");
    Ok(())
}
