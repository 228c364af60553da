//! Operations whose body or data is a list, a map or a single value, not an object.

use feishu_runtime::{
    Call, Client, ErrorKind, IntoList, List, Map, Value,
    mock::{BodySchema, Fault, FieldSchema, MockOperation, Server, ValueSchema, samples::RoundTrip},
    operation::{Kind, Limit, Operation, Parameter},
};
use reqwest::Method;
use serde_json::json;

use crate::{
    Outcome,
    raw::RawClient,
    table::{WithId, client_without_retries},
};

static UPDATE: Operation = Operation::post("bot.v3.tag.update")
    .path("/open-apis/bot/v3/tags")
    .parameters(&[Parameter::bare_body("tags", Kind::List).limits(&[Limit::Items(1, 2)])]);
static COUNT: Operation = Operation::get("bot.v3.tag.count").path("/open-apis/bot/v3/tags/count");
static GROUP: Operation = Operation::get("bot.v3.tag.group").path("/open-apis/bot/v3/tags/groups");

static TAG: BodySchema = BodySchema::new(&[FieldSchema::new("id", ValueSchema::Value(Kind::Text)).required()]);
static UPDATE_BODY: BodySchema =
    BodySchema::new(&[FieldSchema::new("tags", ValueSchema::List(&ValueSchema::Object(&TAG)))
        .required()
        .limits(&[Limit::Items(1, 2)])
        .bare()]);

const REQUEST: &str = r#"[{"id":"a"}]"#;
const UPDATED: &str = r#"{"code": 0, "msg": "ok", "data": [{"id": "a", "color": 1}, {"id": "b"}]}"#;

static OPERATIONS: &[MockOperation] = &[
    MockOperation::new(&UPDATE, UPDATED).body(&UPDATE_BODY),
    MockOperation::new(&COUNT, r#"{"code": 0, "msg": "ok", "data": 2}"#),
    MockOperation::new(&GROUP, r#"{"code": 0, "msg": "ok", "data": {"x": [{"id": "a"}], "y": []}}"#),
];

/// Defines an object with one field, whose value is the whole JSON.
macro_rules! bare {
    ($name:ident { $field:ident $key:literal: $type:ty $(, $limits:ident($($limit:tt)*))? }) => {
        #[derive(Clone, Default)]
        struct $name {
            $field: $type,
            unknown_fields: feishu_runtime::UnknownFields,
        }

        feishu_runtime::object!($name {
            $field: $key, bare $(, $limits($($limit)*))?;
        });
    };
}

bare!(UpdateBody { tags "tags": List<WithId>, limits(&[Limit::Items(1, 2)]) });
bare!(Updated { tags "tags": List<WithId> });
bare!(Count { count "count": Option<i32> });
bare!(Groups { groups "groups": Map<List<WithId>> });

/// The request of `UPDATE`, as the generator emits it.
#[derive(Clone)]
struct UpdateTags {
    call: Call,
    body: UpdateBody,
}

feishu_runtime::request!(UpdateTags { body } => Updated);

fn update(client: &Client, tags: impl IntoList<WithId>) -> UpdateTags {
    let body = UpdateBody { tags: tags.into_list(), ..UpdateBody::default() };
    UpdateTags { call: Call::new(client.clone(), &UPDATE), body }
}

fn tag(id: &str) -> WithId {
    let mut tag = WithId::default();
    tag.id = id.to_owned();
    tag
}

fn ids(tags: &List<WithId>) -> Vec<&str> {
    tags.iter().map(|tag| tag.id.as_str()).collect()
}

#[tokio::test]
async fn a_list_is_sent_and_returned() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client = client_without_retries(&server)?;
    let request = update(&client, [tag("a")]);
    assert!(request.to_curl()?.contains(&format!("--data-raw '{REQUEST}'")), "{}", request.to_curl()?);
    let updated = request.send().await?;
    assert_eq!(ids(&updated.tags), ["a", "b"]);
    let received = server.requests_for(UPDATE.id)?;
    assert_eq!(received.iter().map(|request| request.json()).collect::<Vec<_>>(), [Some(json!([{ "id": "a" }]))]);

    let tags = server.on(UPDATE.id)?;
    tags.respond_with_data(&json!([{ "id": "c" }]));
    assert_eq!(ids(&update(&client, [tag("a")]).send().await?.tags), ["c"]);
    tags.respond_with(|request| Ok(request.json().unwrap_or_default()));
    assert_eq!(ids(&update(&client, [tag("d"), tag("e")]).send().await?.tags), ["d", "e"]);
    tags.respond_with_data(&Value::Null);
    assert!(update(&client, [tag("a")]).send().await?.tags.is_empty());
    let data: Value = client.call(&GROUP).send().await?;
    assert_eq!(data, json!({ "x": [{ "id": "a" }], "y": [] }));
    Ok(())
}

#[tokio::test]
async fn maps_and_single_values_are_returned() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client = client_without_retries(&server)?;
    let count = || Call::new(client.clone(), &COUNT);
    assert_eq!(count().send::<Count>().await?.count, Some(2));
    server.on(COUNT.id)?.respond_with_data(&json!("3"));
    assert_eq!(count().send::<Count>().await?.count, Some(3), "numbers may be strings");
    server.on(COUNT.id)?.respond_with_data(&Value::Null);
    assert_eq!(count().send::<Count>().await?, Count::default());

    let groups: Groups = Call::new(client.clone(), &GROUP).send().await?;
    let groups: Vec<_> = groups.groups.iter().map(|(name, tags)| (name.as_str(), ids(tags))).collect();
    assert_eq!(groups, [("x", vec!["a"]), ("y", vec![])]);
    Ok(())
}

#[tokio::test]
async fn limits_of_a_list_are_checked_by_the_client_and_by_the_server() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client = client_without_retries(&server)?;
    for tags in [vec![], vec![tag("a"), tag("b"), tag("c")]] {
        let error = update(&client, tags).send().await.expect_err("a wrong number of tags");
        assert_eq!(error.kind(), ErrorKind::InvalidParameter);
        assert!(error.to_string().contains("tags: must be a list of 1 to 2 items"), "{error}");
    }
    assert!(server.requests_for(UPDATE.id)?.is_empty(), "nothing was sent");

    let raw = RawClient::new(&server).await?;
    let cases = [
        ("[]", "tags: []: must be a list of 1 to 2 items"),
        ("{}", "tags: {}: must be a list"),
        ("null", "tags: : tags is required"),
        (r#"[{"id": 1}]"#, "tags[0].id: : must be a string"),
        ("", "tags: : tags is required"),
        ("[", "body: : must be JSON"),
    ];
    for (body, violation) in cases {
        let response = raw.send(Method::POST, UPDATE.path, Some("application/json"), body).await?;
        assert_eq!((response.status, response.violations()), (400, vec![violation.to_owned()]), "{body}");
    }
    assert_eq!(raw.send(Method::POST, UPDATE.path, Some("application/json"), REQUEST).await?.code(), Some(0));
    Ok(())
}

#[tokio::test]
async fn values_of_another_type_have_their_path() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client = client_without_retries(&server)?;
    let body = r#"{"code": 0, "data": [{"id": "a"}, {"id": []}]}"#;
    server.on(UPDATE.id)?.inject_fault(2, Fault::status(200).body(body));
    let response = update(&client, [tag("a")]).send_with_metadata().await?;
    let paths: Vec<_> = response.metadata.mismatches.iter().map(|mismatch| mismatch.path()).collect();
    assert_eq!((paths.as_slice(), ids(&response.data.tags)), (["data[1].id"].as_slice(), vec!["a", ""]));

    let strict = update(&client, [tag("a")]).call_options(feishu_runtime::CallOptions::new().strict(true));
    let error = strict.send().await.expect_err("a mismatch");
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("data[1].id")));

    server.on(UPDATE.id)?.inject_fault(1, Fault::status(200).body(r#"{"code": 0, "data": {"id": "a"}}"#));
    let error = update(&client, [tag("a")]).send().await.expect_err("the data is no list");
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("data")));
    Ok(())
}

/// The requests of the command line, which know the operation only by its row.
#[tokio::test]
async fn a_row_suffices_to_send_a_list() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client = client_without_retries(&server)?;
    let tags: Value = client.call(&UPDATE).json(&json!([{ "id": "a" }])).send().await?;
    assert_eq!(tags.pointer("/1/id"), Some(&json!("b")));
    for (body, violation) in [(json!([]), "tags: must be a list of 1 to 2 items"), (Value::Null, "tags: is required")] {
        let error = client.call(&UPDATE).json(&body).send::<Value>().await.expect_err("an invalid body");
        assert_eq!(error.kind(), ErrorKind::InvalidParameter);
        assert!(error.to_string().contains(violation), "{error}");
    }
    Ok(())
}

#[test]
fn samples_are_decoded_and_encoded() -> Outcome {
    for round_trip in [
        RoundTrip::request::<UpdateBody>("samples/tags.request.json", REQUEST),
        RoundTrip::response::<Updated>("samples/tags.response.json", UPDATED),
    ] {
        let data = round_trip.data()?;
        let result = (round_trip.run)(&round_trip.body(&data.to_string()))?;
        assert!(result.is_stable && data.is_array(), "{}", result.json);
        assert_eq!(serde_json::from_str::<Value>(&result.json)?, data);
    }
    Ok(())
}
