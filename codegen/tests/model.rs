//! The checked model.

mod support;

use feishu_codegen::model::{
    Api, Condition, Delivery, EnumValues, Example, FileFields, Limit, Literal, Payload, Presence, RateLimit, Rule,
    SampleKind, Type, Window,
};
use feishu_codegen::{Sources, check, unexercised};
use support::Schema;

const GET: &str = "hire/v1/note/get.yaml";
const COMMON: &str = "types/common.yaml";

fn api(schema: Schema) -> Api {
    let sources = Sources::from_files(schema.clone().into_files());
    let report = schema.report();
    let api = check(&sources).unwrap_or_default();
    assert_eq!(report, "no errors\n");
    api
}

/// Returns the names and types of the fields of an object.
fn types<'a>(api: &'a Api, object: &str) -> Vec<(&'a str, &'a Type)> {
    let object = api.objects.iter().find(|found| found.name == object);
    object.into_iter().flat_map(|object| &object.fields).map(|field| (field.name.as_str(), &field.ty)).collect()
}

#[test]
fn is_sorted_and_resolved() {
    let api = api(Schema::small());
    let ids: Vec<String> = api.operations.iter().map(|operation| operation.id.to_string()).collect();
    assert_eq!(ids, ["hire.v1.note.create", "hire.v1.note.get", "hire.v1.note.list"]);
    assert_eq!(api.ids.iter().map(|id| id.name.as_str()).collect::<Vec<_>>(), ["NoteId", "TalentId", "UserId"]);
    assert_eq!(
        api.enums.iter().map(|found| found.name.as_str()).collect::<Vec<_>>(),
        ["NoteOrigin", "Privacy", "UserIdType"]
    );
    assert_eq!(
        api.objects.iter().map(|found| (found.name.as_str(), found.sent)).collect::<Vec<_>>(),
        [("Mention", true), ("Note", false), ("NoteAuthor", false), ("NoteCreated", false)]
    );
    let [create, get, list] = api.operations.as_slice() else { return assert!(api.operations.is_empty()) };
    assert!(create.idempotent && get.idempotent);
    assert_eq!(create.limits, RateLimit::Special);
    assert_eq!(
        get.limits,
        RateLimit::Windows(vec![Window { calls: 20, seconds: 1 }, Window { calls: 1000, seconds: 60 }])
    );
    assert_eq!(list.limits, RateLimit::Unstated);
    assert_eq!(list.rules, [Rule::AtLeastOneOf(vec!["talent_id".to_owned(), "user_id".to_owned()])]);
    assert_eq!(list.doc, "Lists the notes about a talent.\nAt least one of the two must be given.");
    assert_eq!(
        create.samples.iter().map(|sample| sample.kind).collect::<Vec<_>>(),
        [SampleKind::Request, SampleKind::Response]
    );
}

#[test]
fn resolves_events() {
    let api = api(Schema::small());
    let [created] = api.events.as_slice() else { return assert!(api.events.is_empty()) };
    assert_eq!((created.id.to_string().as_str(), created.group.as_str()), ("hire.note.created_v1", "note"));
    assert_eq!(created.delivery, [Delivery::Webhook, Delivery::LongConnection]);
    assert_eq!(created.follow_up.iter().map(ToString::to_string).collect::<Vec<_>>(), ["hire.v1.note.get"]);
    assert_eq!(created.samples.iter().map(|sample| sample.file.as_str()).collect::<Vec<_>>(), ["created.event.json"]);
    let payload = types(&api, &created.payload);
    assert_eq!(payload.first(), Some(&("note_id", &Type::Id("NoteId".to_owned()))));
    let groups = |name: &str| api.object(name).map(|object| object.groups.iter().cloned().collect::<Vec<_>>());
    assert_eq!(
        (groups("NoteCreated"), groups("NoteAuthor")),
        (Some(vec!["note".to_owned()]), Some(vec!["note".to_owned()]))
    );
}

#[test]
fn resolves_conditions_and_encodings() {
    let api = api(Schema::with_update());
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let value = |name: &str, wire: &str| Literal::Named { name: name.to_owned(), wire: wire.to_owned() };
    let update = api.operations.iter().find(|operation| operation.id.method == "update");
    let written = Condition::OneOf("action".to_owned(), vec![value("write", "1"), value("append", "2")]);
    let rules =
        vec![Rule::AtMostOneOf(names(&["style", "extra"])), Rule::RequiredIf("content".to_owned(), written.clone())];
    assert_eq!(update.map(|update| (&update.rules, update.replaces_whole)), Some((&rules, true)));
    let fields = update.map(|update| update.payload.fields()).unwrap_or_default();
    let field = |name: &str| fields.iter().find(|field| field.name == name);
    assert_eq!(field("content").map(|field| &field.required_if), Some(&Some(written)));
    assert_eq!(field("reminders").map(|field| field.replaces_whole), Some(true));
    assert_eq!(
        field("style").map(|field| (&field.ty, field.as_string)),
        Some((&Type::Object("Style".to_owned()), true))
    );
    assert_eq!(field("extra").map(|field| (&field.ty, field.as_string)), Some((&Type::Json, true)));
    let condition = Condition::IsSet("repeats".to_owned());
    let rules =
        vec![Rule::NotAfter("start".to_owned(), "end".to_owned()), Rule::RequiredIf("end".to_owned(), condition)];
    let reminder = api.object("Reminder");
    assert_eq!(reminder.map(|reminder| &reminder.rules), Some(&rules));
    assert_eq!(types(&api, "Reminder")[..2], [("start", &Type::Seconds), ("end", &Type::Seconds)]);
    let action = api.enumeration("UpdateAction").map(|action| &action.values);
    let Some(EnumValues::Int(values)) = action else { return assert!(action.is_none()) };
    assert_eq!(values.iter().map(|value| value.deprecated).collect::<Vec<_>>(), [false, false, true]);
}

/// Samples are compared with what a string contains, and with the unit of a time.
#[test]
fn values_in_strings_are_checked() {
    const REQUEST: &str = "hire/v1/note/update.request.json";
    for (from, to, wrong) in [
        (r#"\"color\": \"red\""#, r#"\"color\": 1"#, "expected a string, found a number"),
        (r#"\"color\""#, r#"\"colour\""#, "unknown field `colour`"),
        (r#"\"red\"}"#, r#"\"red\""#, "expected JSON in a string, found a string"),
        ("1622484739", "1622484739000", "expected a timestamp in seconds, found `1622484739000`"),
        (r#""[1]""#, "[1]", "expected a string, found an array"),
    ] {
        let mut schema = Schema::with_update();
        schema.edit(REQUEST, from, to);
        let report = schema.report();
        assert!(report.contains(wrong) && report.contains(REQUEST), "{wrong}:\n{report}");
    }
}

#[test]
fn resolves_enum_values() {
    let api = api(Schema::small());
    let public = Some(Literal::Named { name: "public".to_owned(), wire: "2".to_owned() });
    let private = Literal::Named { name: "private".to_owned(), wire: "1".to_owned() };
    let private = Some(Example::One(private));
    let mut seen = 0;
    for operation in &api.operations {
        if let Payload::Json(fields) = &operation.payload {
            for field in fields.iter().filter(|field| field.name == "privacy") {
                assert_eq!((&field.default, &field.example, field.presence), (&public, &private, Presence::Optional));
                seen += 1;
            }
        }
        for field in operation.query.iter().filter(|field| field.name == "user_id_type") {
            assert_eq!(field.values.iter().map(Literal::wire).collect::<Vec<_>>(), ["open_id", "union_id"]);
            seen += 1;
        }
        for field in operation.query.iter().filter(|field| field.name == "page_size") {
            assert_eq!(field.limits, [Limit::Range(Some(1), Some(100))]);
            seen += 1;
        }
    }
    assert_eq!(seen, 3);
}

#[test]
fn sorts_path_parameters_in_path_order() {
    let mut schema = Schema::small();
    schema.edit(GET, "notes/:note_id", "talents/:talent_id/notes/:note_id");
    schema.edit(GET, "path:\n", "path:\n  user_id: UserId | Whose.\n  talent_id: TalentId | Whose.\n");
    schema.edit(GET, "/talents", "/users/:user_id/talents");
    schema.edit(
        GET,
        "  user_id: UserId | Whose.\n  talent_id: TalentId | Whose.\n",
        "  talent_id: TalentId | Whose.\n",
    );
    schema.edit(GET, "query:", "  user_id: UserId | Whose.\nquery:");
    let api = api(schema);
    let get = api.operations.iter().find(|operation| operation.id.method == "get");
    let names: Vec<&str> =
        get.into_iter().flat_map(|get| &get.path_parameters).map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["user_id", "talent_id", "note_id"]);
}

#[test]
fn boxes_recursive_objects() {
    let mut schema = Schema::small();
    let objects = "objects:\n  Left:\n    doc: A.\n    fields:\n      right: Right | B.\n      text: Leaf | L.\n      lefts: list of Left | C.\n  Right:\n    doc: D.\n    fields:\n      left: Left | E.\n  Leaf:\n    doc: F.\n    fields:\n      text: string | G.\n";
    schema.edit(COMMON, "objects:\n", objects);
    schema.edit(
        COMMON,
        "      replies:",
        "      parent: Note | The note to which it replies.\n      left: Left | L.\n      replies:",
    );
    let api = api(schema);
    let boxed = |name: &str| Type::Boxed(name.to_owned());
    assert_eq!(
        types(&api, "Left"),
        [
            ("right", &boxed("Right")),
            ("text", &Type::Object("Leaf".to_owned())),
            ("lefts", &Type::List(Box::new(Type::Object("Left".to_owned())))),
        ]
    );
    assert_eq!(types(&api, "Right"), [("left", &boxed("Left"))]);
    let note = types(&api, "Note");
    assert!(note.contains(&("parent", &boxed("Note"))));
    assert!(note.contains(&("left", &Type::Object("Left".to_owned()))));
}

#[test]
fn finds_fields_that_no_sample_contains() {
    let missing: Vec<_> =
        unexercised(&api(Schema::small())).into_iter().map(|field| (field.path, field.explained)).collect();
    assert!(missing.contains(&("body.notify".to_owned(), false)));
    assert!(missing.contains(&("response.items[].talent_id".to_owned(), true)));
    assert!(!missing.iter().any(|(path, _)| path.starts_with("response.note.replies[]")));
}

#[test]
fn reads_features_missing_from_the_small_schema() {
    let mut schema = Schema::small();
    schema.edit(GET, "[20/second, 1000/minute]", "[5/hour, 7/day]");
    schema.edit(COMMON, "      replies:", "      ratio: float as string | X.\n      replies:");
    schema.file("hire/v1/note/get.response.a.json", include_str!("small/hire/v1/note/get.response.json"));
    schema.file("hire/v1/note/get.response.bb.json", include_str!("small/hire/v1/note/get.response.json"));
    let api = api(schema);
    let get = api.operations.iter().find(|operation| operation.id.method == "get");
    assert_eq!(
        get.map(|get| &get.limits),
        Some(&RateLimit::Windows(vec![Window { calls: 5, seconds: 3_600 }, Window { calls: 7, seconds: 86_400 }]))
    );
    let files: Vec<_> = get.into_iter().flat_map(|get| &get.samples).map(|sample| sample.file.as_str()).collect();
    assert_eq!(files, ["get.response.json", "get.response.a.json", "get.response.bb.json"]);
    let fields = api.objects.iter().flat_map(|object| &object.fields);
    let as_string: Vec<_> = fields.filter(|field| field.as_string).map(|field| field.name.as_str()).collect();
    assert_eq!(as_string, ["create_time", "ratio", "create_time"]);
}

#[test]
fn reads_the_fields_of_a_file() {
    let mut schema = Schema::small();
    schema.edit(
        COMMON,
        "    zh: 备注\n    fields:",
        "    zh: 备注\n    file: { url: link, mime: content }\n    fields:",
    );
    schema.edit(COMMON, "      replies:", "      link: url | Where its file is.\n      replies:");
    let api = api(schema);
    let files: Vec<_> = api.objects.iter().filter_map(|object| object.file.as_ref()).collect();
    let expected = FileFields { url: "link".to_owned(), name: None, mime: Some("content".to_owned()) };
    assert_eq!(files, [&expected]);
    assert!(api.operations.iter().all(|operation| operation.file.is_none()));
}
