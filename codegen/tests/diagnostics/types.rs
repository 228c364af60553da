//! Types, enums, literals, limits, paging fields, forms and files.

use crate::{
    COMMON, CREATE, GET, LIST, REQUEST,
    support::{Case, one_error_each, snapshot},
};

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
                "      inner: Mention, required | A field.\n      user_id: UserId, required",
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
            Case::edit("seconds in a list", COMMON, "map of int64", "map of seconds"),
            Case::edit("a list as string", COMMON, "map of int64", "map of int64 as string"),
            Case::edit("defined twice", CREATE, "enums:\n", "ids:\n  Note: 备注 | A note.\nenums:\n"),
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
fn types_in_sections() {
    snapshot(
        "types_in_sections",
        &one_error_each(&[
            Case::edit("seconds in a query", LIST, "UserId | Only the notes of this user. | ou_1", "seconds | Only."),
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
            Case::edit(
                "another operation's type",
                COMMON,
                "int64 | Number",
                "int64 | C.\n      privacy: Privacy | Number",
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
fn paging_fields() {
    snapshot(
        "paging_fields",
        &one_error_each(&[
            Case::edit("a page size that is not a number", LIST, "size: page_size", "size: page_token"),
            Case::edit("a page size in the response", LIST, "size: page_size", "size: has_more"),
            Case::edit("a next page that is not a string", LIST, "next: page_token", "next: has_more"),
            Case::edit("`more` that is not a boolean", LIST, "more: has_more", "more: page_token"),
        ]),
    );
}

#[test]
fn forms() {
    snapshot(
        "forms",
        &one_error_each(&[
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
