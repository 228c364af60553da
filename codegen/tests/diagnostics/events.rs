//! Events: keys, envelopes, samples and names.

use crate::{
    COMMON, GET,
    support::{Case, one_error_each, snapshot},
};

const CREATED: &str = "hire/v1/note/events/created.yaml";
const SAMPLE: &str = "hire/v1/note/events/created.event.json";

/// An event of a resource that no group lists.
const READ: &str = "\
event: hire.remark.read_v1
title: Remark read
zh: 阅读备注
doc: Sent when a remark is read.
page: https://open.feishu.cn/document/remark/events/read
updated: 2024-07-10
scopes: [hire:note:readonly]
delivery: [webhook]
payload:
  reader: string | Who read it.
";

const READ_SAMPLE: &str = r#"{ "schema": "2.0", "header": { "event_id": "1", "event_type": "hire.remark.read_v1", "create_time": "1",
    "token": "t", "app_id": "a", "tenant_key": "k" }, "event": { "reader": "A" } }"#;

#[test]
fn keys_of_an_event() {
    snapshot(
        "keys_of_an_event",
        &one_error_each(&[
            Case::edit("an unknown key", CREATED, "title: Note", "call: GET /notes\ntitle: Note"),
            Case::edit("a missing key", CREATED, "delivery: [webhook, long_connection]\n", ""),
            Case::edit(
                "keys out of order",
                CREATED,
                "scopes: [hire:note:readonly]\ndelivery: [webhook, long_connection]",
                "delivery: [webhook]\nscopes: [hire:note:readonly]",
            ),
            Case::edit("a Chinese description in English", CREATED, "page:", "doc_zh: Sent.\npage:"),
            Case::edit("a mention in Chinese", CREATED, "page:", "doc_zh: 参见 `hire.v1.note.gett`。\npage:"),
            Case::edit("a type that does not match the path", CREATED, "hire.note.created_v1", "hire.note.created_v2"),
            Case::edit("a type without version", CREATED, "hire.note.created_v1", "hire.note.created"),
            Case::edit("an unknown way of delivery", CREATED, "long_connection", "long_conection"),
            Case::edit("no way of delivery", CREATED, "[webhook, long_connection]", "[]"),
            Case::edit("an unknown scope", CREATED, "[hire:note:readonly]", "[hire:note:read_only]"),
            Case::edit("an unknown follow-up call", CREATED, "[hire.v1.note.get]", "[hire.v1.note.gett]"),
            Case::edit("an event as a follow-up call", CREATED, "[hire.v1.note.get]", "[hire.note.created_v1]"),
            Case::edit("a required field", CREATED, "NoteId, always", "NoteId, required"),
            Case::edit("a default", CREATED, "origin: NoteOrigin", "origin: NoteOrigin = web"),
            Case::edit(
                "a condition",
                CREATED,
                "origin: NoteOrigin | Where the note was written.",
                "origin: { type: NoteOrigin, doc: Where., required_if: author }",
            ),
            Case::edit(
                "a type of an event in an operation",
                GET,
                "response:",
                "response:\n  author: NoteAuthor | The author.",
            ),
            Case::edit("an event that does not exist", GET, "The note to read.", "The note of `hire.note.create_v1`."),
            Case::file(
                "an empty payload",
                "hire/v1/note/events/read.yaml",
                &READ.replace("remark", "note").replace(":\n  reader", ": {}\n# reader"),
            )
            .and_file(
                "hire/v1/note/events/read.event.json",
                &READ_SAMPLE.replace("remark", "note").replace("\"reader\": \"A\"", ""),
            ),
        ]),
    );
}

#[test]
fn samples_of_events() {
    snapshot(
        "samples_of_events",
        &one_error_each(&[
            Case::edit("invalid JSON", SAMPLE, "\"origin\": 1,", "\"origin\": 1"),
            Case::edit("another event", SAMPLE, "hire.note.created_v1", "hire.note.deleted_v1"),
            Case::edit("another version of the envelope", SAMPLE, "\"2.0\"", "\"1.0\""),
            Case::edit(
                "an unknown key in the envelope",
                SAMPLE,
                "\"schema\": \"2.0\",",
                "\"schema\": \"2.0\", \"id\": 1,",
            ),
            Case::edit("no header", SAMPLE, "\"header\": {", "\"event\": {}, \"header_\": {"),
            Case::edit("a header without id", SAMPLE, "\"event_id\"", "\"id\""),
            Case::edit("an unknown key", SAMPLE, "\"origin\"", "\"origins\""),
            Case::edit("an unlisted value", SAMPLE, "\"origin\": 1", "\"origin\": 3"),
            Case::edit("a number for a string", SAMPLE, "\"name\": \"王二\"", "\"name\": 2"),
            Case::edit("a missing `always` field", SAMPLE, "\"note_id\": \"6949805467799537964\",", ""),
            Case::remove("no sample", SAMPLE),
            Case::file("a response of an event", "hire/v1/note/events/created.response.json", "{}"),
            Case::file("an event of an operation", "hire/v1/note/get.event.json", "{}"),
            Case::file("a sample without an event", "hire/v1/note/events/create.event.json", "{}"),
            Case::edit(
                "a quirk at a response",
                CREATED,
                "\nenums:",
                "quirks:\n  - at: response.origin\n    kind: unlisted_value\n    because: A.\n    docs: B.\n    observed: C.\nenums:",
            ),
            Case::edit(
                "an unneeded quirk",
                CREATED,
                "\nenums:",
                "quirks:\n  - at: payload.origin\n    kind: unlisted_value\n    because: A.\n    docs: B.\n    observed: C.\nenums:",
            ),
            Case::edit(
                "a quirk at an unknown field",
                CREATED,
                "\nenums:",
                "quirks:\n  - at: payload.author.names\n    kind: undocumented\n    because: A.\n    docs: B.\n    observed: C.\nenums:",
            ),
        ]),
    );
}

#[test]
fn names_of_events() {
    snapshot(
        "names_of_events",
        &one_error_each(&[
            Case::edit(
                "a type with the name of the payload",
                COMMON,
                "objects:\n",
                "objects:\n  NoteCreated:\n    doc: Other.\n    fields:\n      a: int32 | A.\n",
            )
            .and(
                COMMON,
                "      replies: list of Note",
                "      other: NoteCreated | Other.\n      replies: list of Note",
            ),
            Case::file("an event in no group", "hire/v1/remark/events/read.yaml", READ)
                .and_file("hire/v1/remark/events/read.event.json", READ_SAMPLE),
        ]),
    );
}
