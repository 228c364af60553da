//! Fields: descriptions, flags, conditions, defaults and examples.

use crate::{
    COMMON, CREATE, GET, LIST,
    names::another,
    support::{Case, one_error_each, snapshot},
};

#[test]
fn fields() {
    snapshot(
        "fields",
        &one_error_each(&[
            Case::edit("a name with a dash", CREATE, "  notify: bool", "  notify-them: bool"),
            Case::edit("an unknown flag", CREATE, "string, required, sensitive", "string, required, secret"),
            Case::edit("a misspelled flag", CREATE, "string, required, sensitive", "string, requierd, sensitive"),
            Case::edit("a duplicate flag", CREATE, "string, required, sensitive", "string, required, required"),
            Case::edit("always in a body", CREATE, "string, required, sensitive", "string, always, sensitive"),
            Case::edit("required in a response", GET, "Note, always", "Note, required"),
            Case::edit("required in a path", GET, "note_id: NoteId", "note_id: NoteId, required"),
            Case::edit("required in an object that is not sent", COMMON, "id: NoteId |", "id: NoteId, required |"),
            Case::edit("always in an object that is not received", CREATE, "UserId, required |", "UserId, always |"),
            Case::edit("a default in a path", GET, "note_id: NoteId", "note_id: NoteId = 1"),
            Case::edit("a default in a response", LIST, "has_more: bool |", "has_more: bool = true |"),
            Case::edit("a default of a required field", CREATE, "string, required, sensitive", "string = a, required"),
            Case::edit("an unknown key", LIST, "    range: 1..100", "    range: 1..100\n    pattern: x"),
            Case::edit("a list for a field", LIST, "string | Cursor of the page to return. | eyJ", "[string]"),
            Case::edit("an unknown sibling", COMMON, "deprecated: create_time", "deprecated: created_time"),
            Case::edit("an unknown shared parameter", GET, "user_id_type: shared", "user_id_kind: shared"),
            Case::edit(
                "an unused shared parameter",
                COMMON,
                "parameters:\n",
                "parameters:\n  verbose: bool = false | Whether to return more.\n",
            ),
            Case::edit("an unknown shared parameter, by name", GET, "user_id_type: shared", "kind: shared user_id_typ"),
            Case::edit(
                "an unknown scope",
                COMMON,
                "deprecated: create_time",
                "deprecated: nothing\n        scopes: [hire:note:write]",
            ),
            Case::edit(
                "a duplicate field",
                GET,
                "  note: Note, always | The note.",
                "  note: Note | The note.\n  note: Note | It.",
            ),
        ]),
    );
}

#[test]
fn descriptions() {
    snapshot(
        "descriptions",
        &one_error_each(&[
            Case::edit("no description", LIST, "string | The token of the next page.", "string"),
            Case::edit("an empty description", LIST, "string | The token of the next page.", "string |"),
            Case::edit(
                "a description without a final period",
                LIST,
                "The token of the next page.",
                "The token of the next page",
            ),
            Case::edit("a description in Chinese", LIST, "The token of the next page.", "下一页的标记。"),
            Case::edit(
                "no bar before the description",
                LIST,
                "string | The token of the next page.",
                "string The token of the next page.",
            ),
            Case::edit(
                "a full-width bar",
                LIST,
                "string | The token of the next page.",
                "string ｜ The token of the next page.",
            ),
            Case::edit(
                "an empty example",
                LIST,
                "Cursor of the page to return. | eyJ",
                "Cursor of the page to return. |",
            ),
            Case::edit("a description in `type`", LIST, "type: int32 = 10", "type: int32 = 10 | Size."),
        ]),
    );
}

/// Makes `notify` of the body required under a condition.
fn condition(name: &'static str, condition: &str) -> Case {
    let field = "  notify:\n    type: bool = false\n    doc: Whether.\n    required_if: ";
    Case::edit(
        name,
        CREATE,
        "  notify: bool = false | Whether to notify the mentioned users. | false",
        &format!("{field}{condition}"),
    )
}

#[test]
fn conditions() {
    snapshot(
        "conditions",
        &one_error_each(&[
            condition("an unknown field", "mention"),
            condition("the field itself", "notify"),
            condition("an unknown value", "{ privacy: [publik] }"),
            condition("a code for a value", "{ privacy: [1] }"),
            condition("a value of an object", "{ mentions: [1] }"),
            condition("no values", "{ privacy: [] }"),
            condition("two fields", "{ privacy: [public], content: [a] }"),
            condition("a list", "[privacy]"),
            condition("only the error of the enum", "{ privacy: [public] }").and(
                CREATE,
                "1: private | 私密 | Kept private.",
                "1: \"| 私密 | Kept private.\"",
            ),
            Case::edit(
                "in an object that is not sent",
                COMMON,
                "deprecated: create_time",
                "deprecated: create_time\n        required_if: id",
            ),
            condition("a value of another type", "{ offset: [many] }").and(
                CREATE,
                "  mentions:",
                "  offset: int32 | Where.\n  mentions:",
            ),
            Case::edit(
                "in a response",
                LIST,
                "  page_token: string | The token of the next page.",
                "  page_token:\n    type: string\n    doc: The token.\n    required_if: has_more",
            ),
            Case::edit(
                "a required field",
                CREATE,
                "  content: string, required, sensitive | Text of the note. | 这是一个备注",
                "  content:\n    type: string, required, sensitive\n    doc: Text of the note.\n    example: 这是一个备注\n    required_if: notify",
            ),
        ]),
    );
}

#[test]
fn replacements_and_deprecated_values() {
    let body = "  notify: bool = false | Whether to notify the mentioned users. | false";
    let replaced = |value: &str| format!("  notify:\n    type: bool = false\n    doc: Whether.\n    replaces: {value}");
    snapshot(
        "replacements_and_deprecated_values",
        &one_error_each(&[
            Case::edit("another choice", CREATE, body, &replaced("all")),
            Case::edit("an operation without payload", LIST, "rules:\n", "replaces: whole\nrules:\n"),
            Case::edit(
                "a field of a response",
                LIST,
                "  page_token: string | The token of the next page.",
                "  page_token:\n    type: string\n    doc: The token.\n    replaces: whole",
            ),
            Case::edit(
                "a field of an object that is not sent",
                COMMON,
                "deprecated: create_time",
                "deprecated: create_time\n        replaces: whole",
            ),
            Case::edit("an unknown flag of a value", CREATE, "1: private |", "1: private, deprecatd |"),
        ]),
    );
}

#[test]
fn values_of_fields() {
    let token =
        |title, text: &str| Case::edit(title, LIST, "page_token: string | Cursor of the page to return. | eyJ", text);
    let privacy = "  privacy: Privacy = public | Visibility of the note. | 1";
    let path_twice = Case::edit("a duplicate parameter", GET, "/:note_id\n", "/:note_id/:note_id\n");
    let create = |title, from, to| Case::edit(title, CREATE, from, to);
    let notify = "  notify: bool = false | Whether to notify the mentioned users. | false";
    snapshot(
        "values_of_fields",
        &one_error_each(&[
            Case::edit("February 29 of a common year", GET, "2024-07-10", "1900-02-29"),
            Case::edit("no host", GET, "https://open.feishu.cn/", "https:///"),
            Case::edit("a space in a URL", GET, "document/note", "document/a note"),
            token("a range of a string", "page_token:\n    type: string\n    doc: X.\n    range: 1..2"),
            token("an example that is not a date", "page_token: string | X.\n  day: date | X. | 2024-13-01"),
            token("an example that is not a URL", "page_token: string | X.\n  link: url | X. | a.b"),
            token("an example that is not a number", "page_token: string | X.\n  ratio: float | X. | .5"),
            token("a file in a query", "page_token: string | X.\n  it: file | X."),
            create("a default of a bool", "bool = false", "bool = yes"),
            create("a list for a map", notify, "  labels: map of string | X. | [1]"),
            create("a list of files in a body", notify, "  them: list of file | X."),
            create("values by code", privacy, "  privacy:\n    type: Privacy\n    doc: X.\n    values: [1]"),
            create("required and always", "int32, required", "int32, required, always"),
            Case::edit(
                "a default that is not sent",
                COMMON,
                "      replies:",
                "      n: int64 = 3 | X.\n      replies:",
            ),
            Case::edit("deprecated for itself", COMMON, "deprecated: create_time", "deprecated: written_at"),
            Case::edit("a limit of zero", GET, "20/second", "0/second"),
            Case::edit("in quotes", GET, "20/second", "\"20/sec\""),
            token("an example that overflows", "page_token: string | X.\n  ratio: float | X. | 1e999"),
            Case::edit("no limits", GET, "[20/second, 1000/minute]", "[]"),
            Case::edit("no tokens", GET, "scopes:", "tokens: []\nscopes:"),
            path_twice,
            Case::edit("a shared default in a path", GET, "/:note_id\n", "/:note_id/:user_id_type\n").and(
                GET,
                "query:\n  user_id_type: shared\n",
                "  user_id_type: shared\n",
            ),
        ]),
    );
}

#[test]
fn bare_values() {
    const RESPONSE: &str = include_str!("../small/hire/v1/note/get.response.json");
    let optional = another("note", "tag")
        .replace("GET ", "POST ")
        .replace("response:", "body:\n  tags: list of NoteId, bare | Tags.\nresponse:");
    snapshot(
        "bare_values",
        &one_error_each(&[
            Case::edit("another field", GET, "Note, always |", "Note, always, bare | The note.\n  total: int32 |"),
            Case::edit(
                "data at the top level",
                GET,
                "response:\n  note: Note, always |",
                "data: top_level\nresponse:\n  note: Note, bare |",
            )
            .and_file("hire/v1/note/get.response.json", "{\"code\": 0, \"msg\": \"ok\", \"id\": \"1\"}"),
            Case::edit("in an object", COMMON, "string, sensitive |", "string, sensitive, bare |"),
            Case::file("a body that may be absent", "hire/v1/note/tag.yaml", &optional)
                .and_file("hire/v1/note/tag.request.json", "[\"1\"]")
                .and_file("hire/v1/note/tag.response.json", RESPONSE),
            Case::edit("an object in the sample", GET, "  note: Note, always |", "  notes: list of Note, bare |"),
        ]),
    );
}
