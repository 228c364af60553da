//! Fields, types, enums, defaults, examples and limits.

use crate::{
    COMMON, CREATE, GET, LIST, REQUEST,
    names::another,
    support::{Case, one_error_each, snapshot},
};

#[test]
fn fields() {
    snapshot(
        "fields",
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
            Case::edit("a description in `type`", LIST, "type: int32 = 10", "type: int32 = 10 | Size."),
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
fn types() {
    snapshot(
        "types",
        &one_error_each(&[
            Case::edit("a list in the notation of the pages", COMMON, "list of Note |", "Note[] |"),
            Case::file("a file with another extension", "hire/v1/note/find.yml", "operation: hire.v1.note.find\n"),
            Case::edit(
                "an infinite object",
                CREATE,
                "      user_id: UserId, required",
                "      inner: Mention, required | Odd.\n      user_id: UserId, required",
            )
            .and(REQUEST, r#"[{ "offset": 3, "user_id": "ou_1" }]"#, "[]"),
            Case::edit("an unknown type", LIST, "page_token: string | Cursor", "page_token: Token | Cursor"),
            Case::edit("a misspelled type", LIST, "talent_id: TalentId", "talent_id: TalntId"),
            Case::edit("a type of other languages", LIST, "has_more: bool", "has_more: boolean"),
            Case::edit("brackets", LIST, "items: list of Note", "items: list<Note>"),
            Case::edit("a list of nothing", LIST, "items: list of Note", "items: list of"),
            Case::edit(
                "too deep",
                COMMON,
                "map of int64",
                "map of map of map of map of map of map of map of map of map of int64",
            ),
            Case::edit(
                "a type that cannot be encoded as a string",
                COMMON,
                "int64 | Number",
                "int64 | H.\n      n: int32 as string | Number",
            ),
            Case::edit("an id as string", COMMON, "talent_id: TalentId |", "talent_id: TalentId as string |"),
            Case::edit("seconds in a query", LIST, "UserId | Only the notes of this user. | ou_1", "seconds | Only."),
            Case::edit("seconds in a list", COMMON, "map of int64", "map of seconds"),
            Case::edit("a list as string", COMMON, "map of int64", "map of int64 as string"),
            Case::edit(
                "as string in a query",
                LIST,
                "UserId | Only the notes of this user. | ou_1",
                "int64 as string | Only.",
            ),
            Case::edit(
                "a file in a body",
                CREATE,
                "notify: bool = false | Whether to notify the mentioned users. | false",
                "notify: file | A file.",
            ),
            Case::edit(
                "an object in a query",
                LIST,
                "user_id: UserId | Only the notes of this user. | ou_1",
                "user_id: Note | Only.",
            ),
            Case::edit(
                "a list in a path",
                GET,
                "NoteId | The note to read. | 6949805467799537964",
                "list of NoteId | The note.",
            ),
            Case::edit("defined twice", CREATE, "enums:\n", "ids:\n  Note: 备注 | A note.\nenums:\n"),
            Case::edit(
                "another operation's type",
                COMMON,
                "int64 | Number",
                "int64 | C.\n      privacy: Privacy | Number",
            ),
            Case::edit("never used", COMMON, "\nenums:", "  JobId: 职位 ID | A job.\n\nenums:"),
            Case::edit("misspelled, in an object's list", CREATE, "list of Mention", "list of Mentoin"),
            Case::edit("not in PascalCase", CREATE, "list of Mention", "list of mention").and(
                CREATE,
                "  Mention:",
                "  mention:",
            ),
        ]),
    );
}

#[test]
fn enums_and_ids() {
    snapshot(
        "enums_and_ids",
        &one_error_each(&[
            Case::edit("an unknown kind of code", CREATE, "code: int\n", "code: integer\n"),
            Case::edit("a string for an int", CREATE, "      2: public", "      two: public"),
            Case::edit("a leading zero", CREATE, "      2: public", "      02: public"),
            Case::edit("a duplicate code", COMMON, "      user_id: user_id", "      open_id: user_id"),
            Case::edit("a duplicate name", COMMON, "user_id: user_id |", "user_id: open_id |"),
            Case::edit("not in snake_case", CREATE, "1: private", "1: Private"),
            Case::edit("a part too few", CREATE, "1: private | 私密 | Kept private.", "1: private | Kept private."),
            Case::edit("no label", CREATE, "1: private | 私密 |", "1: private | |"),
            Case::edit(
                "no description",
                COMMON,
                "NoteId: 备注 ID | A note about a talent. | TalentId",
                "NoteId: 备注 ID",
            ),
            Case::edit("an unknown owner", COMMON, "about a talent. | TalentId", "about a talent. | TalentsId"),
            Case::edit("an owner that is no id", COMMON, "about a talent. | TalentId", "about a talent. | UserIdType"),
            Case::edit("owners in a circle", COMMON, "in the talent pool.", "in the talent pool. | NoteId"),
            Case::edit(
                "no values",
                CREATE,
                "      1: private | 私密 | Kept private.\n      2: public | 公开 | Open to others.\n",
                "      {}\n",
            ),
            Case::edit(
                "no fields",
                CREATE,
                "Mention:\n    doc: A user whom a note mentions.\n    fields:\n",
                "Empty:\n    doc: Nothing.\n    fields: {}\n  Mention:\n    doc: A user whom a note mentions.\n    fields:\n      it: Empty | Nothing.\n",
            ),
        ]),
    );
}

#[test]
fn literals_and_limits() {
    snapshot(
        "literals_and_limits",
        &one_error_each(&[
            Case::edit("a default that violates the limit", LIST, "type: int32 = 10", "type: int32 = 1000"),
            Case::edit("an example that violates the limit", LIST, "    example: 10", "    example: 0"),
            Case::edit("a default of another type", LIST, "int32 = 10", "int32 = ten"),
            Case::edit("an empty default", LIST, "int32 = 10", "int32 ="),
            Case::edit("an unlisted default", CREATE, "Privacy = public", "Privacy = pubic"),
            Case::edit("a default by code", CREATE, "Privacy = public", "Privacy = 2"),
            Case::edit("a default outside of the values", COMMON, "UserIdType = open_id", "UserIdType = user_id"),
            Case::edit("a default of a list", CREATE, "list of Mention", "list of Mention = none"),
            Case::edit("an example of another type", LIST, "example: 10", "example: 1.5"),
            Case::edit("a number with a plus", LIST, "int32 = 10", "int32 = +10"),
            Case::edit("an example of 64 bits", LIST, "example: 10", "example: 3000000000"),
            Case::edit("an unlisted example", COMMON, "example: open_id", "example: open_ids"),
            Case::edit(
                "an example of an object",
                CREATE,
                "The users that it mentions.",
                "The users that it mentions. | a",
            ),
            Case::edit(
                "an example that is not a list",
                CREATE,
                "The users that it mentions.",
                "The users that it mentions. | [1",
            ),
            Case::edit("an unknown value", COMMON, "values: [open_id, union_id]", "values: [open_id, onion_id]"),
            Case::edit("`values` without an enum", LIST, "range: 1..100", "values: [1, 2]"),
            Case::edit("an invalid range", LIST, "range: 1..100", "range: 1-100"),
            Case::edit("an open range", LIST, "range: 1..100", "range: .."),
            Case::edit("an empty range", LIST, "range: 1..100", "range: 100..1"),
            Case::edit("`length` for a number", LIST, "range: 1..100", "length: 1..100"),
            Case::edit(
                "`items` for a timestamp",
                COMMON,
                "deprecated: create_time",
                "deprecated: nothing\n        items: ..3",
            ),
        ]),
    );
}

#[test]
fn more_values() {
    let token =
        |title, text: &str| Case::edit(title, LIST, "page_token: string | Cursor of the page to return. | eyJ", text);
    let privacy = "  privacy: Privacy = public | Visibility of the note. | 1";
    let path_twice = Case::edit("a duplicate parameter", GET, "/:note_id\n", "/:note_id/:note_id\n");
    let create = |title, from, to| Case::edit(title, CREATE, from, to);
    let notify = "  notify: bool = false | Whether to notify the mentioned users. | false";
    snapshot(
        "more_values",
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
            Case::edit("a page size that is not a number", LIST, "size: page_size", "size: page_token"),
            Case::edit("a page size in the response", LIST, "size: page_size", "size: has_more"),
            Case::edit("a next page that is not a string", LIST, "next: page_token", "next: has_more"),
            Case::edit("`more` that is not a boolean", LIST, "more: has_more", "more: page_token"),
            Case::edit("a limit of zero", GET, "20/second", "0/second"),
            Case::edit("in quotes", GET, "20/second", "\"20/sec\""),
            token("an example that overflows", "page_token: string | X.\n  ratio: float | X. | 1e999"),
            Case::edit("no limits", GET, "[20/second, 1000/minute]", "[]"),
            Case::edit("no tokens", GET, "scopes:", "tokens: []\nscopes:"),
            path_twice,
            Case::edit("a form and a body", GET, "call: GET", "call: POST").and(
                GET,
                "response:\n",
                "body:\n  a: string | X.\nform:\n  it: file | X.\nresponse:\n",
            ),
            Case::edit("a form for DELETE", GET, "call: GET", "call: DELETE").and(
                GET,
                "response:\n",
                "form:\n  it: file | X.\nresponse:\n",
            ),
            Case::edit("a list in a form", GET, "call: GET", "call: POST").and(
                GET,
                "response:\n",
                "form:\n  them: list of string | X.\nresponse:\n",
            ),
            Case::edit("a shared default in a path", GET, "/:note_id\n", "/:note_id/:user_id_type\n").and(
                GET,
                "query:\n  user_id_type: shared\n",
                "  user_id_type: shared\n",
            ),
        ]),
    );
}

const URL: &str = "      replies: list of Note | Replies to the note.\n      link: url | Where its file is.";

#[test]
fn files() {
    // `Note` with a file, and one error.
    let note = |title, file: &str| {
        Case::edit(title, COMMON, "      replies: list of Note | Replies to the note.", URL).and(
            COMMON,
            "    zh: 备注\n    fields:",
            &format!("    zh: 备注\n    file: {file}\n    fields:"),
        )
    };
    snapshot(
        "files",
        &one_error_each(&[
            note("no url", "{ name: content }"),
            note("an unknown key", "{ url: link, type: content }"),
            note("a string for a map", "link"),
            note("an unknown field", "{ url: links }"),
            note("an unknown name", "{ url: link, name: contents }"),
            note("a string for a url", "{ url: content }"),
            note("a url for a name", "{ url: link, name: link }"),
            note("a list for a media type", "{ url: link, mime: replies }"),
            Case::edit("an unknown response field", LIST, "deprecated:", "file: { url: itmes }\ndeprecated:"),
            Case::edit("a response field that is not a URL", LIST, "deprecated:", "file: { url: items }\ndeprecated:"),
        ]),
    );
}
