//! Samples against types, and the quirks that excuse them.

use crate::{
    COMMON, CREATE, GET, GET_ANSWER, LIST, LIST_ANSWER, REQUEST,
    support::{Case, Schema, one_mistake_each, snapshot},
};

#[test]
fn samples() {
    snapshot(
        "samples",
        &one_mistake_each(&[
            Case::edit("no JSON", GET_ANSWER, "\"msg\": \"success\",", "\"msg\": \"success\""),
            Case::edit("a number with a zero in front", GET_ANSWER, "\"code\": 0", "\"code\": 00"),
            Case::file("too deep", GET_ANSWER, &"[".repeat(1000)),
            Case::edit("an unknown key", GET_ANSWER, "\"content\"", "\"contents\""),
            Case::edit(
                "an unknown key in items",
                LIST_ANSWER,
                "{ \"id\": \"1\", \"content\"",
                "{ \"id\": \"1\", \"title\"",
            ),
            Case::edit("a number for a string", GET_ANSWER, "\"6949805467799537964\"", "6949805467799537964"),
            Case::edit("a number where a string travels", GET_ANSWER, "\"1618209327096\"", "1618209327096"),
            Case::edit("a string that is no number", GET_ANSWER, "\"1618209327096\"", "\"soon\""),
            Case::edit(
                "a string for a number",
                GET_ANSWER,
                "\"written_at\": 1618209327096",
                "\"written_at\": \"1618209327096\"",
            ),
            Case::edit(
                "an object for a list",
                LIST_ANSWER,
                "[{ \"id\": \"1\", \"content\": \"one\" }, { \"id\": \"2\" }]",
                "{}",
            ),
            Case::edit("33 bits", REQUEST, "\"offset\": 3", "\"offset\": 3000000000"),
            Case::edit("an unlisted value", REQUEST, "\"privacy\": 1", "\"privacy\": 3"),
            Case::edit("what is required is missing", REQUEST, "\"offset\": 3, ", ""),
            Case::file("what is always there is missing", GET_ANSWER, "{ \"code\": 0, \"msg\": \"ok\", \"data\": {} }"),
            Case::edit("a failure", GET_ANSWER, "\"code\": 0", "\"code\": 1002001"),
            Case::file("no envelope", LIST_ANSWER, "{ \"items\": [] }"),
            Case::file("no data", LIST_ANSWER, "{ \"code\": 0, \"msg\": \"ok\" }"),
            Case::edit("message for msg", GET_ANSWER, "\"msg\"", "\"message\""),
            Case::edit(
                "a key beside data",
                GET_ANSWER,
                "\"msg\": \"success\",",
                "\"msg\": \"success\", \"log_id\": \"1\",",
            ),
            Case::edit("a token after the last page", LIST_ANSWER, "\"has_more\": true", "\"has_more\": false"),
            Case::remove("no sample", GET_ANSWER),
            Case::remove("no sample of the body", REQUEST),
            Case::file("a sample of no operation", "hire/v1/note/gett.response.json", "{}"),
            Case::file("a sample of no kind", "hire/v1/note/get.answer.json", "{}"),
            Case::file("a sample of a body that there is not", "hire/v1/note/get.request.json", "{}"),
        ]),
    );
}

#[test]
fn more_samples() {
    let day = |title, value: &str| {
        Case::edit(title, COMMON, "      replies:", "      day: date | X.\n      replies:").and(
            GET_ANSWER,
            "\"content\":",
            &format!("\"day\": {value}, \"content\":"),
        )
    };
    snapshot(
        "more_samples",
        &one_mistake_each(&[
            Case::edit("the second item", LIST_ANSWER, "{ \"id\": \"2\" }", "{ \"id\": 2 }"),
            Case::file("null for always", GET_ANSWER, "{ \"code\": 0, \"msg\": \"ok\", \"data\": { \"note\": null } }"),
            Case::edit(
                "a value that is not taken here",
                CREATE,
                "  privacy: Privacy = public | Who sees it. | 1",
                "  privacy:\n    type: Privacy\n    doc: Who sees it.\n    values: [private]",
            )
            .and(REQUEST, "\"privacy\": 1", "\"privacy\": 2"),
            day("no such day", "\"2024-13-01\""),
            day("an escape", "\"a\\nb\\ud83d\\ude00\""),
            Case::edit("msg and message", GET_ANSWER, "\"msg\"", "\"message\": \"a\", \"msg\""),
            Case::edit("no msg", GET_ANSWER, "\"msg\": \"success\",", ""),
            Case::edit("no code", GET_ANSWER, "\"code\": 0,", ""),
            Case::file("a list for an answer", GET_ANSWER, "[]"),
            Case::edit("a token and nothing of more", LIST_ANSWER, "\"has_more\": true,", ""),
            Case::edit("half a number", REQUEST, "\"offset\": 3", "\"offset\": 3."),
            Case::file("text behind the answer", "hire/v1/note/get.response.other.json", "{} {}"),
            Case::edit("a line break in a text", GET_ANSWER, "测试", "测\n试"),
            Case::edit(
                "a key twice",
                GET_ANSWER,
                "\"content\": \"测试\",",
                "\"content\": \"测试\", \"content\": \"\",",
            ),
        ]),
    );
    let right = "no mistake\n";
    let mut empty_token = Schema::small();
    empty_token.edit(LIST_ANSWER, "\"has_more\": true", "\"has_more\": false");
    empty_token.edit(LIST_ANSWER, "\"eyJ\"", "\"\"");
    assert_eq!(empty_token.report(), right);
    let mut labelled = Schema::small();
    labelled.file("hire/v1/note/get.response.other.json", include_str!("../small/hire/v1/note/get.response.json"));
    assert_eq!(labelled.report(), right);
    let mut no_data = Schema::small();
    no_data.edit(CREATE, "response:\n  note: Note | The note as it was kept.", "response: {}");
    no_data.file("hire/v1/note/create.response.json", "{ \"code\": 0, \"msg\": \"ok\", \"data\": null }");
    assert_eq!(no_data.report(), right);
}

#[test]
fn quirks() {
    const QUIRK: &str = "at: response.items[].talent_id\n    kind: absent_from_sample\n";
    let at = |title, text| Case::edit(title, LIST, QUIRK, text);
    snapshot(
        "quirks",
        &one_mistake_each(&[
            at("no such kind", "at: response.items[].talent_id\n    kind: absent_from_samples\n"),
            at("no such root", "at: answer.items[].talent_id\n    kind: absent_from_sample\n"),
            at("no such field", "at: response.items[].talentid\n    kind: absent_from_sample\n"),
            at("brackets forgotten", "at: response.items.talent_id\n    kind: absent_from_sample\n"),
            at("no path", "at: response.items[0].talent_id\n    kind: absent_from_sample\n"),
            at("a kind of another place", "at: response.items\n    kind: message_for_msg\n"),
            at("a root for a field", "at: response\n    kind: absent_from_sample\n"),
            at("the field is there", "at: response.items[].content\n    kind: absent_from_sample\n"),
            at("the value is listed", "at: response.items[].talent_id\n    kind: unlisted_value\n"),
            at("the example is listed", "at: query.page_token\n    kind: unlisted_example\n"),
            at("the key is known", "at: response.items[].title\n    kind: unknown_key\n"),
            at("the sample is there", "at: response\n    kind: no_sample\n"),
            at("fewer values of no enum", "at: query.page_size\n    kind: fewer_values\n    values: [1, 2]\n"),
            at("values of another kind", "at: response.items[].talent_id\n    kind: undocumented\n    values: [1]\n"),
            at("no values", "at: query.page_size\n    kind: fewer_values\n"),
            at("fewer fields", "at: response.items[]\n    kind: fewer_fields\n    fields: [content, id]\n"),
            at("no field to leave out", "at: response.items[]\n    kind: fewer_fields\n    fields: []\n"),
            at("no fields", "at: response.items[]\n    kind: fewer_fields\n"),
            at("fields of a list", "at: response.items\n    kind: fewer_fields\n    fields: [talent_id]\n"),
            at("no such field", "at: response.items[]\n    kind: fewer_fields\n    fields: [talent_ids]\n"),
            at("fields of another kind", "at: response.items[].id\n    kind: undocumented\n    fields: [a]\n"),
            Case::edit(
                "as many values",
                GET,
                "errors: [1002001, 1002002]",
                "quirks:\n  - at: query.user_id_type\n    kind: fewer_values\n    values: [open_id, union_id, user_id]\n    because: A.\n    docs: B.\n    observed: C.",
            ),
            Case::edit(
                "no such code",
                GET,
                "errors: [1002001, 1002002]",
                "quirks:\n  - at: query.user_id_type\n    kind: fewer_values\n    values: [openid]\n    because: A.\n    docs: B.\n    observed: C.",
            ),
            Case::edit("no reason", LIST, "    because: Optional, as everywhere.\n", ""),
            Case::edit(
                "the same twice",
                LIST,
                "    observed: Not in the sample.\n",
                "    observed: Not in the sample.\n  - at: response.items[].talent_id\n    kind: absent_from_sample\n    because: A.\n    docs: B.\n    observed: C.\n",
            ),
        ]),
    );
}

#[test]
fn more_quirks() {
    const QUIRK: &str = "at: response.items[].talent_id\n    kind: absent_from_sample\n";
    let at = |title, text| Case::edit(title, LIST, QUIRK, text);
    let quirk = |at: &str, kind: &str| {
        format!("quirks:\n  - at: {at}\n    kind: {kind}\n    because: A.\n    docs: B.\n    observed: C.\n")
    };
    let get = |title, at: &str, kind: &str| Case::edit(title, GET, "errors: [1002001, 1002002]\n", &quirk(at, kind));
    snapshot(
        "more_quirks",
        &one_mistake_each(&[
            at("the type is right", "at: response.items[].content\n    kind: wrong_type\n"),
            at("a sample has it", "at: response.items[].content\n    kind: undocumented\n"),
            at("there are more pages", "at: response\n    kind: token_after_last_page\n"),
            at("it says msg", "at: response\n    kind: message_for_msg\n"),
            get("the same at another place", "response.note.replies[].id", "wrong_type")
                .and(GET_ANSWER, "\"id\": \"1\"", "\"id\": 1")
                .and(GET_ANSWER, "\"ou_1\": 3", "\"ou_1\": true"),
            Case::edit(
                "another at the same place",
                CREATE,
                "errors: [1002001]\n",
                &quirk("body.privacy", "unlisted_example"),
            )
            .and(CREATE, "Who sees it. | 1", "Who sees it. | 3")
            .and(REQUEST, "\"privacy\": 1", "\"privacy\": 3"),
            get("a sample that cannot be read", "response.note.title", "unknown_key").and(
                GET_ANSWER,
                "\"msg\": \"success\",",
                "\"msg\": \"success\"",
            ),
            get("a misspelt kind, where it would excuse", "response.note.replies[].id", "wrongtype").and(
                GET_ANSWER,
                "\"id\": \"1\"",
                "\"id\": 1",
            ),
            get("a type that cannot be read", "response.note.replies[].id", "wrong_type").and(
                GET,
                "note: Note, always",
                "note: Nooote, always",
            ),
        ]),
    );
    let right = "no mistake\n";
    let with = |at: &str, kind: &str, change: &dyn Fn(&mut Schema)| {
        let mut schema = Schema::small();
        schema.edit(GET, "errors: [1002001, 1002002]\n", &quirk(at, kind));
        change(&mut schema);
        schema.report()
    };
    let answer = |data: &str| format!("{{ \"code\": 0, \"msg\": \"ok\", \"data\": {data} }}");
    assert_eq!(with("response.note", "absent_from_sample", &|schema| schema.file(GET_ANSWER, &answer("{}"))), right);
    assert_eq!(
        with("response.note.content", "absent_from_sample", &|schema| schema.edit(GET_ANSWER, "\"测试\"", "null")),
        right
    );
    assert_eq!(with("response", "no_sample", &|schema| schema.remove(GET_ANSWER)), right);
}

#[test]
fn quirks_excuse() {
    let quirk = |at: &str, kind: &str| {
        format!("quirks:\n  - at: {at}\n    kind: {kind}\n    because: A.\n    docs: B.\n    observed: C.\n")
    };
    let with = |at: &str, kind: &str, from: &str, to: &str| {
        let mut schema = Schema::small();
        schema.edit(GET, "errors: [1002001, 1002002]\n", &quirk(at, kind));
        schema.edit(GET_ANSWER, from, to);
        schema.report()
    };
    let right = "no mistake\n";
    let mut shared = Schema::small();
    shared.edit(COMMON, "example: open_id", "example: opened_id");
    shared.edit(GET, "errors: [1002001, 1002002]\n", &quirk("query.user_id_type", "unlisted_example"));
    assert_eq!(shared.report(), right);
    let mut body = Schema::small();
    body.edit(CREATE, "Who sees it. | 1", "Who sees it. | 3");
    body.edit(CREATE, "errors: [1002001]\n", &quirk("body.privacy", "unlisted_example"));
    assert_eq!(body.report(), right);
    assert_eq!(with("response.note.replies[].id", "wrong_type", "\"id\": \"1\"", "\"id\": 1"), right);
    assert_eq!(with("response.note.counts{}", "wrong_type", "\"ou_1\": 3", "\"ou_1\": true"), right);
    assert_eq!(with("response.note.title", "unknown_key", "\"content\"", "\"title\""), right);
    assert_eq!(with("response", "message_for_msg", "\"msg\"", "\"message\""), right);
    assert_eq!(with("response", "unknown_key", "\"data\"", "\"log_id\": \"1\", \"data\""), right);
    assert_eq!(with("response", "wrong_type", "\"msg\": \"success\"", "\"msg\": 0"), right);
    assert_eq!(with("response.note.content", "absent_from_sample", "\"content\": \"测试\",", ""), right);
}
