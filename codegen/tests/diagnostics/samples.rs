//! Samples compared with types, and quirks.

use crate::{
    COMMON, CREATE, GET, GET_RESPONSE, LIST, LIST_RESPONSE, REQUEST,
    support::{Case, Schema, one_error_each, snapshot},
};

#[test]
fn samples() {
    snapshot(
        "samples",
        &one_error_each(&[
            Case::edit("invalid JSON", GET_RESPONSE, "\"msg\": \"success\",", "\"msg\": \"success\""),
            Case::edit("a leading zero", GET_RESPONSE, "\"code\": 0", "\"code\": 00"),
            Case::file("too deep", GET_RESPONSE, &"[".repeat(1000)),
            Case::edit("an unknown key", GET_RESPONSE, "\"content\"", "\"contents\""),
            Case::edit(
                "an unknown key in items",
                LIST_RESPONSE,
                "{ \"id\": \"1\", \"content\"",
                "{ \"id\": \"1\", \"title\"",
            ),
            Case::edit("a number for a string", GET_RESPONSE, "\"6949805467799537964\"", "6949805467799537964"),
            Case::edit("a number instead of a string", GET_RESPONSE, "\"1618209327096\"", "1618209327096"),
            Case::edit("a string that is not a number", GET_RESPONSE, "\"1618209327096\"", "\"soon\""),
            Case::edit(
                "a string for a number",
                GET_RESPONSE,
                "\"written_at\": 1618209327096",
                "\"written_at\": \"1618209327096\"",
            ),
            Case::edit(
                "an object for a list",
                LIST_RESPONSE,
                "[{ \"id\": \"1\", \"content\": \"one\" }, { \"id\": \"2\" }]",
                "{}",
            ),
            Case::edit("33 bits", REQUEST, "\"offset\": 3", "\"offset\": 3000000000"),
            Case::edit("an unlisted value", REQUEST, "\"privacy\": 1", "\"privacy\": 3"),
            Case::edit("a missing required field", REQUEST, "\"offset\": 3, ", ""),
            Case::file("a missing `always` field", GET_RESPONSE, "{ \"code\": 0, \"msg\": \"ok\", \"data\": {} }"),
            Case::edit("a token after the last page", LIST_RESPONSE, "\"has_more\": true", "\"has_more\": false"),
            Case::remove("no sample", GET_RESPONSE),
            Case::remove("no sample of the body", REQUEST),
            Case::file("a sample without an operation", "hire/v1/note/gett.response.json", "{}"),
            Case::file("an invalid sample name", "hire/v1/note/get.answer.json", "{}"),
            Case::file("a sample of a missing body", "hire/v1/note/get.request.json", "{}"),
        ]),
    );
}

#[test]
fn envelopes() {
    snapshot(
        "envelopes",
        &one_error_each(&[
            Case::edit("a failure", GET_RESPONSE, "\"code\": 0", "\"code\": 1002001"),
            Case::file("no envelope", LIST_RESPONSE, "{ \"items\": [] }"),
            Case::file("no data", LIST_RESPONSE, "{ \"code\": 0, \"msg\": \"ok\" }"),
            Case::edit("message for msg", GET_RESPONSE, "\"msg\"", "\"message\""),
            Case::edit(
                "an unknown key in the envelope",
                GET_RESPONSE,
                "\"msg\": \"success\",",
                "\"msg\": \"success\", \"log_id\": \"1\",",
            ),
            top_level("data at the top level instead of `data`", "\"data\": { \"note\": {} }, \"note\": {}"),
            top_level("an unknown key at the top level", "\"note\": {}, \"expire\": 7200"),
            top_level("a value of another type at the top level", "\"note\": []"),
            top_level("a field of the envelope", "\"note\": {}").and(
                GET,
                "response:\n",
                "response:\n  msg: string | A message.\n",
            ),
            top_level("no fields at the top level", "").and(
                GET,
                "response:\n  note: Note, always | The note.\n",
                "response: {}\n",
            ),
        ]),
    );
}

#[test]
fn values_in_samples() {
    let day = |title, value: &str| {
        Case::edit(title, COMMON, "      replies:", "      day: date | X.\n      replies:").and(
            GET_RESPONSE,
            "\"content\":",
            &format!("\"day\": {value}, \"content\":"),
        )
    };
    snapshot(
        "values_in_samples",
        &one_error_each(&[
            Case::edit("the second item", LIST_RESPONSE, "{ \"id\": \"2\" }", "{ \"id\": 2 }"),
            Case::file(
                "null for always",
                GET_RESPONSE,
                "{ \"code\": 0, \"msg\": \"ok\", \"data\": { \"note\": null } }",
            ),
            Case::edit(
                "a value that is not allowed here",
                CREATE,
                "  privacy: Privacy = public | Visibility of the note. | 1",
                "  privacy:\n    type: Privacy\n    doc: Visibility of the note.\n    values: [private]",
            )
            .and(REQUEST, "\"privacy\": 1", "\"privacy\": 2"),
            day("a day that does not exist", "\"2024-13-01\""),
            day("an escape", "\"a\\nb\\ud83d\\ude00\""),
            Case::edit("msg and message", GET_RESPONSE, "\"msg\"", "\"message\": \"a\", \"msg\""),
            Case::edit("no msg", GET_RESPONSE, "\"msg\": \"success\",", ""),
            Case::edit("no code", GET_RESPONSE, "\"code\": 0,", ""),
            Case::file("a list instead of a response", GET_RESPONSE, "[]"),
            Case::edit("a token without `has_more`", LIST_RESPONSE, "\"has_more\": true,", ""),
            Case::edit("an incomplete number", REQUEST, "\"offset\": 3", "\"offset\": 3."),
            Case::file("text after the response", "hire/v1/note/get.response.other.json", "{} {}"),
            Case::edit("a line break in a string", GET_RESPONSE, "测试", "测\n试"),
            Case::edit(
                "a duplicate key",
                GET_RESPONSE,
                "\"content\": \"测试\",",
                "\"content\": \"测试\", \"content\": \"\",",
            ),
        ]),
    );
}

#[test]
fn unusual_samples_are_accepted() {
    let no_errors = "no errors\n";
    let mut empty_token = Schema::small();
    empty_token.edit(LIST_RESPONSE, "\"has_more\": true", "\"has_more\": false");
    empty_token.edit(LIST_RESPONSE, "\"eyJ\"", "\"\"");
    assert_eq!(empty_token.report(), no_errors);
    let mut labelled = Schema::small();
    labelled.file("hire/v1/note/get.response.other.json", include_str!("../small/hire/v1/note/get.response.json"));
    assert_eq!(labelled.report(), no_errors);
    let mut no_data = Schema::small();
    no_data.edit(CREATE, "response:\n  note: Note | The created note.", "response: {}");
    no_data.file("hire/v1/note/create.response.json", "{ \"code\": 0, \"msg\": \"ok\", \"data\": null }");
    assert_eq!(no_data.report(), no_errors);
}

#[test]
fn quirks() {
    const QUIRK: &str = "at: response.items[].talent_id\n    kind: absent_from_sample\n";
    let at = |title, text| Case::edit(title, LIST, QUIRK, text);
    snapshot(
        "quirks",
        &one_error_each(&[
            at("an unknown kind", "at: response.items[].talent_id\n    kind: absent_from_samples\n"),
            at("an unknown root", "at: answer.items[].talent_id\n    kind: absent_from_sample\n"),
            at("an unknown field", "at: response.items[].talentid\n    kind: absent_from_sample\n"),
            at("missing brackets", "at: response.items.talent_id\n    kind: absent_from_sample\n"),
            at("an invalid path", "at: response.items[0].talent_id\n    kind: absent_from_sample\n"),
            at("a kind that is not allowed at the path", "at: response.items\n    kind: message_for_msg\n"),
            at("a root instead of a field", "at: response\n    kind: absent_from_sample\n"),
            at("the field exists", "at: response.items[].content\n    kind: absent_from_sample\n"),
            at("the value is listed", "at: response.items[].talent_id\n    kind: unlisted_value\n"),
            at("the example is listed", "at: query.page_token\n    kind: unlisted_example\n"),
            at("the key is known", "at: response.items[].title\n    kind: unknown_key\n"),
            at("the sample exists", "at: response\n    kind: no_sample\n"),
            at("`fewer_values` without an enum", "at: query.page_size\n    kind: fewer_values\n    values: [1, 2]\n"),
            at("fewer fields", "at: response.items[]\n    kind: fewer_fields\n    fields: [content, id]\n"),
            at("no sample contains the field", "at: response.items[].talent_id\n    kind: only_in_sample\n"),
            at("no sample shows the type", "at: response.items[].talent_id\n    kind: wrong_type_on_page\n"),
            at("the parameter is a string", "at: query.page_token\n    kind: wrong_type_on_page\n"),
            at("the presence of a received field", "at: response.items[].id\n    kind: wrong_presence_on_page\n"),
            at("the default is valid", "at: query.page_size\n    kind: invalid_default\n"),
            at("a default at the error codes", "at: errors\n    kind: invalid_default\n"),
            at("an unknown field", "at: response.items[]\n    kind: fewer_fields\n    fields: [talent_ids]\n"),
            Case::edit("no reason", LIST, "    because: Optional, as everywhere.\n", ""),
            Case::edit(
                "a duplicate quirk",
                LIST,
                "    observed: Not in the sample.\n",
                "    observed: Not in the sample.\n  - at: response.items[].talent_id\n    kind: absent_from_sample\n    because: A.\n    docs: B.\n    observed: C.\n",
            ),
        ]),
    );
}

#[test]
fn values_of_quirks() {
    const QUIRK: &str = "at: response.items[].talent_id\n    kind: absent_from_sample\n";
    let at = |title, text| Case::edit(title, LIST, QUIRK, text);
    snapshot(
        "values_of_quirks",
        &one_error_each(&[
            at(
                "`values` for another kind",
                "at: response.items[].talent_id\n    kind: undocumented\n    values: [1]\n",
            ),
            at("no values", "at: query.page_size\n    kind: fewer_values\n"),
            at("the same scopes", "at: response.items[].id\n    kind: other_scopes\n    values: []\n"),
            at("no scopes", "at: response.items[].id\n    kind: other_scopes\n"),
            at("an empty list of fields", "at: response.items[]\n    kind: fewer_fields\n    fields: []\n"),
            at("no fields", "at: response.items[]\n    kind: fewer_fields\n"),
            at("fields of a list", "at: response.items\n    kind: fewer_fields\n    fields: [talent_id]\n"),
            at("`fields` for another kind", "at: response.items[].id\n    kind: undocumented\n    fields: [a]\n"),
            Case::edit(
                "a complete list of values",
                GET,
                "errors: [1002001, 1002002]",
                "quirks:\n  - at: query.user_id_type\n    kind: fewer_values\n    values: [open_id, union_id, user_id]\n    because: A.\n    docs: B.\n    observed: C.",
            ),
            Case::edit(
                "an unknown code",
                GET,
                "errors: [1002001, 1002002]",
                "quirks:\n  - at: query.user_id_type\n    kind: fewer_values\n    values: [openid]\n    because: A.\n    docs: B.\n    observed: C.",
            ),
        ]),
    );
}

#[test]
fn quirks_and_samples() {
    const QUIRK: &str = "at: response.items[].talent_id\n    kind: absent_from_sample\n";
    let at = |title, text| Case::edit(title, LIST, QUIRK, text);
    let quirk = |at: &str, kind: &str| {
        format!("quirks:\n  - at: {at}\n    kind: {kind}\n    because: A.\n    docs: B.\n    observed: C.\n")
    };
    let get = |title, at: &str, kind: &str| Case::edit(title, GET, "errors: [1002001, 1002002]\n", &quirk(at, kind));
    snapshot(
        "quirks_and_samples",
        &one_error_each(&[
            at("the type is correct", "at: response.items[].content\n    kind: wrong_type\n"),
            at("a sample contains the field", "at: response.items[].content\n    kind: undocumented\n"),
            at("there are more pages", "at: response\n    kind: token_after_last_page\n"),
            at("the sample has `msg`", "at: response\n    kind: message_for_msg\n"),
            get("the same error at another path", "response.note.replies[].id", "wrong_type")
                .and(GET_RESPONSE, "\"id\": \"1\"", "\"id\": 1")
                .and(GET_RESPONSE, "\"ou_1\": 3", "\"ou_1\": true"),
            Case::edit(
                "another error at the same path",
                CREATE,
                "errors: [1002001]\n",
                &quirk("body.privacy", "unlisted_example"),
            )
            .and(CREATE, "Visibility of the note. | 1", "Visibility of the note. | 3")
            .and(REQUEST, "\"privacy\": 1", "\"privacy\": 3"),
            get("an unreadable sample", "response.note.title", "unknown_key").and(
                GET_RESPONSE,
                "\"msg\": \"success\",",
                "\"msg\": \"success\"",
            ),
            get("a misspelled kind at the path of the error", "response.note.replies[].id", "wrongtype").and(
                GET_RESPONSE,
                "\"id\": \"1\"",
                "\"id\": 1",
            ),
            get("an unknown type", "response.note.replies[].id", "wrong_type").and(
                GET,
                "note: Note, always",
                "note: Nooote, always",
            ),
        ]),
    );
}

#[test]
fn needed_quirks_are_accepted() {
    const QUIRK: &str = "at: response.items[].talent_id\n    kind: absent_from_sample\n";
    let quirk = |at: &str, kind: &str| {
        format!("quirks:\n  - at: {at}\n    kind: {kind}\n    because: A.\n    docs: B.\n    observed: C.\n")
    };
    let no_errors = "no errors\n";
    let with = |at: &str, kind: &str, change: &dyn Fn(&mut Schema)| {
        let mut schema = Schema::small();
        schema.edit(GET, "errors: [1002001, 1002002]\n", &quirk(at, kind));
        change(&mut schema);
        schema.report()
    };
    let response = |data: &str| format!("{{ \"code\": 0, \"msg\": \"ok\", \"data\": {data} }}");
    assert_eq!(with("response.note.content", "only_in_sample", &|_| {}), no_errors);
    assert_eq!(with("response.note.content", "wrong_type_on_page", &|_| {}), no_errors);
    for quirk in [
        "at: query.page_size\n    kind: wrong_type_on_page\n",
        "at: query.page_size\n    kind: wrong_presence_on_page\n",
        "at: query.page_size\n    kind: other_scopes\n    values: [hire:note]\n",
        "at: response.items[].id\n    kind: other_scopes\n    values: [hire:note]\n",
    ] {
        let mut list = Schema::small();
        list.edit(LIST, QUIRK, &format!("{QUIRK}    because: A.\n    docs: B.\n    observed: C.\n  - {quirk}"));
        assert_eq!(list.report(), no_errors);
    }
    let mut create = Schema::small();
    create.edit(
        CREATE,
        "errors: [1002001]\n",
        &format!("errors: [1002001]\n{}", quirk("body.content", "invalid_default")),
    );
    assert_eq!(create.report(), no_errors);
    assert_eq!(
        with("response.note", "absent_from_sample", &|schema| schema.file(GET_RESPONSE, &response("{}"))),
        no_errors
    );
    assert_eq!(
        with("response.note.content", "absent_from_sample", &|schema| schema.edit(GET_RESPONSE, "\"测试\"", "null")),
        no_errors
    );
    assert_eq!(with("response", "no_sample", &|schema| schema.remove(GET_RESPONSE)), no_errors);
}

#[test]
fn quirks_explain_errors() {
    let quirk = |at: &str, kind: &str| {
        format!("quirks:\n  - at: {at}\n    kind: {kind}\n    because: A.\n    docs: B.\n    observed: C.\n")
    };
    let with = |at: &str, kind: &str, from: &str, to: &str| {
        let mut schema = Schema::small();
        schema.edit(GET, "errors: [1002001, 1002002]\n", &quirk(at, kind));
        schema.edit(GET_RESPONSE, from, to);
        schema.report()
    };
    let no_errors = "no errors\n";
    let mut shared = Schema::small();
    shared.edit(COMMON, "example: open_id", "example: opened_id");
    shared.edit(GET, "errors: [1002001, 1002002]\n", &quirk("query.user_id_type", "unlisted_example"));
    assert_eq!(shared.report(), no_errors);
    let mut body = Schema::small();
    body.edit(CREATE, "Visibility of the note. | 1", "Visibility of the note. | 3");
    body.edit(CREATE, "errors: [1002001]\n", &quirk("body.privacy", "unlisted_example"));
    assert_eq!(body.report(), no_errors);
    assert_eq!(with("response.note.replies[].id", "wrong_type", "\"id\": \"1\"", "\"id\": 1"), no_errors);
    assert_eq!(with("response.note.counts{}", "wrong_type", "\"ou_1\": 3", "\"ou_1\": true"), no_errors);
    assert_eq!(with("response.note.title", "unknown_key", "\"content\"", "\"title\""), no_errors);
    assert_eq!(with("response", "message_for_msg", "\"msg\"", "\"message\""), no_errors);
    assert_eq!(with("response", "unknown_key", "\"data\"", "\"log_id\": \"1\", \"data\""), no_errors);
    assert_eq!(with("response", "wrong_type", "\"msg\": \"success\"", "\"msg\": 0"), no_errors);
    assert_eq!(with("response.note.content", "absent_from_sample", "\"content\": \"测试\",", ""), no_errors);
}

/// The small schema with the data of a response at the top level. `fields` follow the envelope.
fn top_level(title: &'static str, fields: &str) -> Case {
    let sample = format!("{{ \"code\": 0, \"msg\": \"ok\"{}{fields} }}", if fields.is_empty() { "" } else { ", " });
    Case::edit(title, GET, "response:\n", "data: top_level\nresponse:\n").and_file(GET_RESPONSE, &sample)
}
