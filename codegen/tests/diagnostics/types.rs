//! Fields, types, enums, literals, and the Rust names of all of them.

use crate::{
    COMMON, CREATE, GET, LIST, REQUEST,
    support::{Case, one_mistake_each, snapshot},
};

#[test]
fn fields() {
    snapshot(
        "fields",
        &one_mistake_each(&[
            Case::edit("no doc", LIST, "string | The token of the next page.", "string"),
            Case::edit("an empty doc", LIST, "string | The token of the next page.", "string |"),
            Case::edit(
                "a doc without its full stop",
                LIST,
                "The token of the next page.",
                "The token of the next page",
            ),
            Case::edit("a doc in Chinese", LIST, "The token of the next page.", "下一页的标记。"),
            Case::edit(
                "no bar before the doc",
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
            Case::edit("an empty example", LIST, "Where to go on. | eyJ", "Where to go on. |"),
            Case::edit("a name with a dash", CREATE, "  notify: bool", "  notify-them: bool"),
            Case::edit("an unknown flag", CREATE, "string, required, sensitive", "string, required, secret"),
            Case::edit("a misspelt flag", CREATE, "string, required, sensitive", "string, requierd, sensitive"),
            Case::edit("a flag twice", CREATE, "string, required, sensitive", "string, required, required"),
            Case::edit("always in a body", CREATE, "string, required, sensitive", "string, always, sensitive"),
            Case::edit("required in an answer", GET, "Note, always", "Note, required"),
            Case::edit("required in a path", GET, "note_id: NoteId", "note_id: NoteId, required"),
            Case::edit("required in an object that is not sent", COMMON, "id: NoteId |", "id: NoteId, required |"),
            Case::edit("always in an object that does not come back", CREATE, "UserId, required |", "UserId, always |"),
            Case::edit("a default in a path", GET, "note_id: NoteId", "note_id: NoteId = 1"),
            Case::edit("a default in an answer", LIST, "has_more: bool |", "has_more: bool = true |"),
            Case::edit("a default of what is required", CREATE, "string, required, sensitive", "string = a, required"),
            Case::edit("an unknown key", LIST, "    range: 1..100", "    range: 1..100\n    pattern: x"),
            Case::edit("a doc under type", LIST, "type: int32 = 10", "type: int32 = 10 | Size."),
            Case::edit("a list for a field", LIST, "string | Where to go on. | eyJ", "[string]"),
            Case::edit("no such sibling", COMMON, "deprecated: create_time", "deprecated: created_time"),
            Case::edit("no such shared parameter", GET, "user_id_type: shared", "user_id_kind: shared"),
            Case::edit(
                "a shared parameter that nothing uses",
                COMMON,
                "parameters:\n",
                "parameters:\n  verbose: bool = false | Whether to tell more.\n",
            ),
            Case::edit("no such shared parameter by name", GET, "user_id_type: shared", "kind: shared user_id_typ"),
            Case::edit(
                "no such scope",
                COMMON,
                "deprecated: create_time",
                "deprecated: nothing\n        scopes: [hire:note:write]",
            ),
            Case::edit(
                "a field twice",
                GET,
                "  note: Note, always | The note.",
                "  note: Note | The note.\n  note: Note | It.",
            ),
        ]),
    );
}

#[test]
fn types() {
    snapshot(
        "types",
        &one_mistake_each(&[
            Case::edit("a list as the pages write it", COMMON, "list of Note |", "Note[] |"),
            Case::file("a file with the other ending", "hire/v1/note/find.yml", "operation: hire.v1.note.find\n"),
            Case::edit(
                "an object without end",
                CREATE,
                "      user_id: UserId, required",
                "      inner: Mention, required | Odd.\n      user_id: UserId, required",
            )
            .and(REQUEST, r#"[{ "offset": 3, "user_id": "ou_1" }]"#, "[]"),
            Case::edit("an unknown type", LIST, "page_token: string | Where", "page_token: Token | Where"),
            Case::edit("a misspelt type", LIST, "talent_id: TalentId", "talent_id: TalntId"),
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
                "what does not travel as a string",
                COMMON,
                "int64 | How",
                "int64 | H.\n      n: int32 as string | How",
            ),
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
                "notify: bool = false | Whether the mentioned users are told. | false",
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
            Case::edit("another operation's type", COMMON, "int64 | How", "int64 | C.\n      privacy: Privacy | How"),
            Case::edit("never used", COMMON, "\nenums:", "  JobId: 职位 ID | A job.\n\nenums:"),
            Case::edit("misspelt, in an object's list", CREATE, "list of Mention", "list of Mentoin"),
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
        &one_mistake_each(&[
            Case::edit("no kind of code", CREATE, "code: int\n", "code: integer\n"),
            Case::edit("a text for an int", CREATE, "      2: public", "      two: public"),
            Case::edit("a zero in front", CREATE, "      2: public", "      02: public"),
            Case::edit("a code twice", COMMON, "      user_id: user_id", "      open_id: user_id"),
            Case::edit("a name twice", COMMON, "user_id: user_id |", "user_id: open_id |"),
            Case::edit("not in snake_case", CREATE, "1: private", "1: Private"),
            Case::edit("a part too few", CREATE, "1: private | 私密 | Kept private.", "1: private | Kept private."),
            Case::edit("no label", CREATE, "1: private | 私密 |", "1: private | |"),
            Case::edit("no doc", COMMON, "NoteId: 备注 ID | A note about a talent.", "NoteId: 备注 ID"),
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
        &one_mistake_each(&[
            Case::edit("a default beyond the limit", LIST, "type: int32 = 10", "type: int32 = 1000"),
            Case::edit("an example beyond the limit", LIST, "    example: 10", "    example: 0"),
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
                "an example that is no list",
                CREATE,
                "The users that it mentions.",
                "The users that it mentions. | [1",
            ),
            Case::edit("no such value", COMMON, "values: [open_id, union_id]", "values: [open_id, onion_id]"),
            Case::edit("values of no enum", LIST, "range: 1..100", "values: [1, 2]"),
            Case::edit("no range", LIST, "range: 1..100", "range: 1-100"),
            Case::edit("an open range", LIST, "range: 1..100", "range: .."),
            Case::edit("a range that holds nothing", LIST, "range: 1..100", "range: 100..1"),
            Case::edit("a length of a number", LIST, "range: 1..100", "length: 1..100"),
            Case::edit("a range of time", COMMON, "deprecated: create_time", "deprecated: nothing\n        items: ..3"),
        ]),
    );
}

#[test]
fn more_values() {
    let token = |title, text: &str| Case::edit(title, LIST, "page_token: string | Where to go on. | eyJ", text);
    let privacy = "  privacy: Privacy = public | Who sees it. | 1";
    let path_twice = Case::edit("a parameter twice", GET, "/:note_id\n", "/:note_id/:note_id\n");
    let create = |title, from, to| Case::edit(title, CREATE, from, to);
    let notify = "  notify: bool = false | Whether the mentioned users are told. | false";
    snapshot(
        "more_values",
        &one_mistake_each(&[
            Case::edit("no leap year", GET, "2024-07-10", "1900-02-29"),
            Case::edit("no host", GET, "https://open.feishu.cn/", "https:///"),
            Case::edit("a blank in an address", GET, "document/note", "document/a note"),
            token("a range of a string", "page_token:\n    type: string\n    doc: X.\n    range: 1..2"),
            token("an example that is no day", "page_token: string | X.\n  day: date | X. | 2024-13-01"),
            token("an example that is no address", "page_token: string | X.\n  link: url | X. | a.b"),
            token("an example that is no float", "page_token: string | X.\n  ratio: float | X. | .5"),
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
            Case::edit("a page size that is no number", LIST, "size: page_size", "size: page_token"),
            Case::edit("a page size of the answer", LIST, "size: page_size", "size: has_more"),
            Case::edit("a next page that is no text", LIST, "next: page_token", "next: has_more"),
            Case::edit("more that is no bool", LIST, "more: has_more", "more: page_token"),
            Case::edit("no call at all", GET, "20/second", "0/second"),
            Case::edit("in quotes", GET, "20/second", "\"20/sec\""),
            token("an example beyond all floats", "page_token: string | X.\n  ratio: float | X. | 1e999"),
            Case::edit("no limits", GET, "[20/second, 1000/minute]", "[]"),
            Case::edit("no tokens", GET, "scopes:", "tokens: []\nscopes:"),
            path_twice,
            Case::edit("a form beside a body", GET, "call: GET", "call: POST").and(
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

const URL: &str = "      replies: list of Note | The answers to it.\n      link: url | Where its file is.";

#[test]
fn files() {
    // `Note` with a file, and one mistake.
    let note = |title, file: &str| {
        Case::edit(title, COMMON, "      replies: list of Note | The answers to it.", URL).and(
            COMMON,
            "    zh: 备注\n    fields:",
            &format!("    zh: 备注\n    file: {file}\n    fields:"),
        )
    };
    snapshot(
        "files",
        &one_mistake_each(&[
            note("no url", "{ name: content }"),
            note("an unknown key", "{ url: link, type: content }"),
            note("a text for a map", "link"),
            note("no such field", "{ url: links }"),
            note("no such name", "{ url: link, name: contents }"),
            note("a string for a url", "{ url: content }"),
            note("a url for a name", "{ url: link, name: link }"),
            note("a list for a media type", "{ url: link, mime: replies }"),
            Case::edit("no such field of an answer", LIST, "deprecated:", "file: { url: itmes }\ndeprecated:"),
            Case::edit("a field of an answer that is no url", LIST, "deprecated:", "file: { url: items }\ndeprecated:"),
        ]),
    );
}
