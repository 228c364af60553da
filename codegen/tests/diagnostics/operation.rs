//! Operations: keys, calls, rules and paging.

use crate::{
    COMMON, CREATE, GET, LIST,
    support::{Case, one_error_each, snapshot},
};

#[test]
fn yaml() {
    snapshot(
        "yaml",
        &one_error_each(&[
            Case::edit("a tab", GET, "  user_id_type: shared", "\tuser_id_type: shared"),
            Case::edit("an open quote", GET, "title: Get a note", "title: \"Get a note"),
            Case::edit("a full-width colon", GET, "title: Get", "title：Get"),
            Case::edit("a non-breaking space", GET, "title: Get", "title:\u{a0}Get"),
            Case::edit("no colon", GET, "title: Get", "title Get"),
            Case::edit("an unquoted colon", GET, "| The note to read.", "| The note: to read."),
            Case::edit("a duplicate key", GET, "zh: 获取备注", "zh: 获取备注\ntitle: Get it"),
            Case::edit("an anchor", GET, "title: Get a note", "title: &note Get a note"),
            Case::edit("an alias", GET, "title: Get a note", "title: *note"),
            Case::edit("a tag", GET, "title: Get a note", "title: !text Get a note"),
            Case::edit(
                "two documents",
                GET,
                "errors: [1002001, 1002002]",
                "errors: [1002001, 1002002]\n---\nmore: yes",
            ),
            Case::edit("a list as a key", GET, "title: Get a note", "[title]: Get a note"),
            Case::file("an empty file", "types/empty.yaml", "# to do\n"),
            Case::file("a list for a file", "types/list.yaml", "- ids\n"),
            Case::file("too deep", "types/deep.yaml", &"[".repeat(100)),
            Case::file("an unexpected file", "hire/v1/get.yaml", "operation: hire.v1.get\n"),
        ]),
    );
}

#[test]
fn keys_of_an_operation() {
    snapshot(
        "keys_of_an_operation",
        &one_error_each(&[
            Case::edit("an unknown key", GET, "title: Get a note", "title: Get a note\nsummary: Reads."),
            Case::edit("a misspelled key", LIST, "paging: {", "pagign: {"),
            Case::edit("a missing key", GET, "page: https://open.feishu.cn/document/note/get\n", ""),
            Case::edit("an empty value", GET, "title: Get a note", "title:"),
            Case::edit("a list for a string", GET, "title: Get a note", "title: [Get, a, note]"),
            Case::edit("a string for a list", GET, "scopes: [hire:note, hire:note:readonly]", "scopes: hire:note"),
            Case::edit("a string for a map", GET, "query:\n  user_id_type: shared", "query: user_id_type"),
            Case::edit(
                "keys out of order",
                GET,
                "apps: [custom, store]\nscopes: [hire:note, hire:note:readonly]",
                "scopes: [hire:note]\napps: [custom]",
            ),
            Case::edit("an id that does not match the path", GET, "hire.v1.note.get", "hire.v1.notes.get"),
            Case::edit("an empty section", GET, "query:\n  user_id_type: shared", "query: {}"),
            Case::edit("parameters outside of types", GET, "errors: [1002001, 1002002]", "errors: []\nparameters: {}"),
        ]),
    );
}

#[test]
fn values_of_an_operation() {
    snapshot(
        "values_of_an_operation",
        &one_error_each(&[
            Case::edit("no final period", GET, "Reads one note about a talent.", "Reads one note about a talent"),
            Case::edit("no final period in a block", LIST, "must be given.", "must be given"),
            Case::edit("an empty Chinese description", GET, "page:", "doc_zh: \"\"\npage:"),
            Case::edit("a Chinese description in English", GET, "page:", "doc_zh: Reads one note.\npage:"),
            Case::edit("no final full-width period", GET, "page:", "doc_zh: 获取备注.\npage:"),
            Case::edit("a mention in Chinese", GET, "page:", "doc_zh: 与 `hire.v1.note.gett` 相同。\npage:"),
            Case::edit("a reason in English for a Chinese one", LIST, "old apps.", "old apps., doc_zh: Old."),
            Case::edit("not HTTPS", GET, "https://open", "http://open"),
            Case::edit("a day that does not exist", LIST, "2024-02-29", "2023-02-29"),
            Case::edit("an unknown app", GET, "[custom, store]", "[custom, shop]"),
            Case::edit("a misspelled app", GET, "[custom, store]", "[custom, stor]"),
            Case::edit("a duplicate app", GET, "[custom, store]", "[custom, custom]"),
            Case::edit("an unknown token", GET, "scopes:", "tokens: [tenent]\nscopes:"),
            Case::edit("an unknown scope", GET, "hire:note:readonly]", "hire:note:read_only]"),
            Case::edit("an unknown error", GET, "[1002001, 1002002]", "[1002001, 1002003]"),
            Case::edit("an error by name", GET, "[1002001, 1002002]", "[system_error]"),
            Case::edit("an unknown unit", GET, "20/second", "20/sec"),
            Case::edit("no count", GET, "20/second", "second"),
            Case::edit("a limit without brackets", GET, "[20/second, 1000/minute]", "20/second"),
            Case::edit("a misspelled special", CREATE, "limits: special", "limits: specal"),
            Case::edit("a duplicate window", GET, "[20/second, 1000/minute]", "[20/second, 30/second]"),
            Case::edit("idempotent by default", GET, "path:\n", "idempotent: true\npath:\n"),
            Case::edit("neither true nor false", CREATE, "idempotent: true", "idempotent: yes"),
            Case::edit("an unknown replacement", LIST, "use: hire.v1.note.get", "use: hire.v1.note.fetch"),
            Case::edit("a misspelled place of the data", LIST, "response:", "data: toplevel\nresponse:"),
            Case::edit("a body for GET", LIST, "rules:", "body:\n  a: string | A.\nrules:"),
        ]),
    );
}

#[test]
fn calls() {
    snapshot(
        "calls",
        &one_error_each(&[
            Case::edit("a method in lower case", GET, "call: GET", "call: get"),
            Case::edit("no path", GET, "call: GET /open-apis/hire/v1/notes/:note_id\n", "call: GET\n"),
            Case::edit("no slash", LIST, "GET /open-apis", "GET open-apis"),
            Case::edit("braces", GET, "notes/:note_id", "notes/{note_id}"),
            Case::edit("a parameter that is not described", CREATE, "/notes\n", "/notes/:kind\n"),
            Case::edit(
                "a parameter that is not in the path",
                GET,
                "6949805467799537964",
                "69\n  talent_id: TalentId | Whose.",
            ),
            Case::file("the same call twice", "hire/v1/note/read.yaml", include_str!("../small/hire/v1/note/get.yaml"))
                .and("hire/v1/note/read.yaml", "operation: hire.v1.note.get", "operation: hire.v1.note.read")
                .and("hire/v1/note/read.yaml", "note_id", "id")
                .and("hire/v1/note/read.yaml", "note_id", "id")
                .and_file("hire/v1/note/read.response.json", include_str!("../small/hire/v1/note/get.response.json")),
        ]),
    );
}

#[test]
fn rules_and_paging() {
    snapshot(
        "rules_and_paging",
        &one_error_each(&[
            Case::edit("an unknown rule", LIST, "at_least_one_of", "at_least_one"),
            Case::edit("an unknown parameter", LIST, "[talent_id, user_id]", "[talent_id, userid]"),
            Case::edit(
                "a required parameter",
                CREATE,
                "response:\n",
                "rules:\n  - all_or_none: [content, notify]\nresponse:\n",
            ),
            Case::edit("one alone", LIST, "[talent_id, user_id]", "[talent_id]"),
            Case::edit(
                "a rule of two",
                LIST,
                "[talent_id, user_id]",
                "[talent_id, user_id]\n    all_or_none: [talent_id, user_id]",
            ),
            Case::edit("times in a rule that are no times", LIST, "at_least_one_of", "not_after"),
            Case::edit(
                "three times",
                LIST,
                "  - at_least_one_of: [talent_id, user_id]",
                "  - not_after: [talent_id, user_id, page_token]",
            ),
            Case::edit(
                "a rule of an object that is not sent",
                COMMON,
                "counts: map of int64 | Number of times that each user has read the note.",
                "counts: map of int64 | Number of times that each user has read the note.\n    rules:\n      - all_or_none: [id, talent_id]",
            ),
            Case::edit(
                "an unknown field in a rule of an object",
                CREATE,
                "UserId, required | The mentioned user. | ou_1",
                "UserId, required | The mentioned user. | ou_1\n    rules:\n      - not_after: [ofset, user_id]",
            ),
            Case::edit("no such page size", LIST, "size: page_size", "size: pagesize"),
            Case::edit("a token that is no string", LIST, "token: page_token", "token: page_size"),
            Case::edit("items that are no list", LIST, "items: items", "items: has_more"),
            Case::edit(
                "a default that is no page size",
                LIST,
                "= 10\n    doc: Number of notes per page.\n    example: 10\n    range: 1..100",
                "= 0\n    doc: Number of notes per page.",
            ),
            Case::edit("a part of paging missing", LIST, ", more: has_more }", " }"),
        ]),
    );
}

#[test]
fn errors_and_scopes() {
    snapshot(
        "errors_and_scopes",
        &one_error_each(&[
            Case::edit("no status", "errors.yaml", "400 |", "4000 |"),
            Case::edit(
                "no number",
                "errors.yaml",
                "1002002: 400",
                "x1002002: 400 | other | 其他 | Other.\n1002002: 400",
            ),
            Case::edit("a duplicate name", "errors.yaml", "parameter_error", "system_error"),
            Case::edit("the same status", GET, "1002002]", "1002002: 400]"),
            Case::edit("no HTTP status", GET, "1002002]", "1002002: 99]"),
            Case::edit("two codes in one map", GET, "[1002001, 1002002]", "[{ 1002001: 400, 1002002: 500 }]"),
            Case::edit("a code twice", GET, "1002002]", "1002002, 1002001: 400]"),
            Case::edit("a part too few", "errors.yaml", " | 参数错误", ""),
            Case::edit("an unknown class", "errors.yaml", " | 参数错误 | ", " | 参数错误 | Invalid. | "),
            Case::edit("an invalid scope", "scopes.yaml", "hire:note: ", "note: 备注 | Notes.\nhire:note: "),
            Case::edit("no description", "scopes.yaml", " | Write notes.", ""),
        ]),
    );
}
