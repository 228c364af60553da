//! What an author is told, mistake by mistake. Each case changes one thing in the small schema beside this file.

mod support;

use support::{Case, Schema, one_mistake_each, snapshot};

const COMMON: &str = "types/common.yaml";
const GET: &str = "hire/v1/note/get.yaml";
const LIST: &str = "hire/v1/note/list.yaml";
const CREATE: &str = "hire/v1/note/create.yaml";
const GET_ANSWER: &str = "hire/v1/note/get.response.json";
const LIST_ANSWER: &str = "hire/v1/note/list.response.json";
const REQUEST: &str = "hire/v1/note/create.request.json";

#[test]
fn the_small_schema_is_right() {
    assert_eq!(Schema::small().report(), "no mistake\n");
}

#[test]
fn yaml() {
    snapshot(
        "yaml",
        &one_mistake_each(&[
            Case::edit("a tab", GET, "  user_id_type: shared", "\tuser_id_type: shared"),
            Case::edit("an open quote", GET, "title: Get a note", "title: \"Get a note"),
            Case::edit("an unquoted colon", GET, "| The note to read.", "| The note: to read."),
            Case::edit("a key twice", GET, "zh: 获取备注", "zh: 获取备注\ntitle: Get it"),
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
            Case::file("a file that has no place", "hire/v1/get.yaml", "operation: hire.v1.get\n"),
        ]),
    );
}

#[test]
fn keys_of_an_operation() {
    snapshot(
        "keys_of_an_operation",
        &one_mistake_each(&[
            Case::edit("an unknown key", GET, "title: Get a note", "title: Get a note\nsummary: Reads."),
            Case::edit("a misspelt key", LIST, "paging: {", "pagign: {"),
            Case::edit("a missing key", GET, "page: https://open.feishu.cn/document/note/get\n", ""),
            Case::edit("an empty value", GET, "title: Get a note", "title:"),
            Case::edit("a list for a text", GET, "title: Get a note", "title: [Get, a, note]"),
            Case::edit("a text for a list", GET, "scopes: [hire:note, hire:note:readonly]", "scopes: hire:note"),
            Case::edit("a text for a map", GET, "query:\n  user_id_type: shared", "query: user_id_type"),
            Case::edit(
                "keys out of order",
                GET,
                "apps: [custom, store]\nscopes: [hire:note, hire:note:readonly]",
                "scopes: [hire:note]\napps: [custom]",
            ),
            Case::edit("another id than the path", GET, "hire.v1.note.get", "hire.v1.notes.get"),
            Case::edit("an empty section", GET, "query:\n  user_id_type: shared", "query: {}"),
            Case::edit("parameters outside of types", GET, "errors: [1002001, 1002002]", "errors: []\nparameters: {}"),
        ]),
    );
}

#[test]
fn values_of_an_operation() {
    snapshot(
        "values_of_an_operation",
        &one_mistake_each(&[
            Case::edit("no full stop", GET, "Reads one note about a talent.", "Reads one note about a talent"),
            Case::edit("no full stop in a block", LIST, "must be given.", "must be given"),
            Case::edit("no https", GET, "https://open", "http://open"),
            Case::edit("no such day", LIST, "2024-02-29", "2023-02-29"),
            Case::edit("no such app", GET, "[custom, store]", "[custom, shop]"),
            Case::edit("a misspelt app", GET, "[custom, store]", "[custom, stor]"),
            Case::edit("an app twice", GET, "[custom, store]", "[custom, custom]"),
            Case::edit("no such token", GET, "scopes:", "tokens: [tenent]\nscopes:"),
            Case::edit("no such scope", GET, "hire:note:readonly]", "hire:note:read_only]"),
            Case::edit("no such error", GET, "[1002001, 1002002]", "[1002001, 1002003]"),
            Case::edit("an error in words", GET, "[1002001, 1002002]", "[system_error]"),
            Case::edit("no such unit", GET, "20/second", "20/sec"),
            Case::edit("no count", GET, "20/second", "second"),
            Case::edit("a limit without brackets", GET, "[20/second, 1000/minute]", "20/second"),
            Case::edit("a misspelt special", CREATE, "limits: special", "limits: specal"),
            Case::edit("a window twice", GET, "[20/second, 1000/minute]", "[20/second, 30/second]"),
            Case::edit("idempotent anyway", GET, "path:\n", "idempotent: true\npath:\n"),
            Case::edit("neither true nor false", CREATE, "idempotent: true", "idempotent: yes"),
            Case::edit("no such successor", LIST, "use: hire.v1.note.get", "use: hire.v1.note.fetch"),
            Case::edit("a body for GET", LIST, "rules:", "body:\n  a: string | A.\nrules:"),
        ]),
    );
}

#[test]
fn calls() {
    snapshot(
        "calls",
        &one_mistake_each(&[
            Case::edit("a small method", GET, "call: GET", "call: get"),
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
            Case::file("the same call twice", "hire/v1/note/read.yaml", include_str!("small/hire/v1/note/get.yaml"))
                .and("hire/v1/note/read.yaml", "operation: hire.v1.note.get", "operation: hire.v1.note.read")
                .and("hire/v1/note/read.yaml", "note_id", "id")
                .and("hire/v1/note/read.yaml", "note_id", "id")
                .and_file("hire/v1/note/read.response.json", include_str!("small/hire/v1/note/get.response.json")),
        ]),
    );
}

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

/// The object `Mention` under another name.
fn called(title: &'static str, name: &str) -> Case {
    let definition = format!("  {name}:\n    doc: A user");
    Case::edit(title, CREATE, "list of Mention", &format!("list of {name}")).and(
        CREATE,
        "  Mention:\n    doc: A user",
        &definition,
    )
}

/// Two things that want one Rust name, and names that Rust or the runtime has taken.
#[test]
fn rust_names() {
    snapshot(
        "rust_names",
        &one_mistake_each(&[
            Case::edit(
                "fields in two styles",
                COMMON,
                "      talent_id:",
                "      talentId: TalentId | Again.\n      talent_id:",
            ),
            Case::edit(
                "the field of unknown keys",
                COMMON,
                "      content:",
                "      unknown_fields: string | Odd.\n      content:",
            ),
            Case::edit(
                "the variant of unknown values",
                CREATE,
                "2: public |",
                "2: public | 公开 | Open.\n      3: unknown |",
            ),
            Case::edit("a method of requests", CREATE, "  notify: bool", "  send: bool"),
            Case::edit("a parameter in two places", CREATE, "body:\n", "query:\n  notify: bool | Again.\nbody:\n"),
            Case::edit("a word that Rust cannot take", CREATE, "  notify: bool", "  self: bool"),
            called("a type of the runtime", "Client"),
            called("a type of Rust's own", "Vec"),
            called("a type that the emitted files use", "Place"),
            Case::edit(
                "a constructor",
                CREATE,
                "      user_id: UserId, required",
                "      new: bool | Odd.\n      user_id: UserId, required",
            ),
            called("the request of an operation", "CreateNote"),
            called("the answer of another operation", "GetNoteResponse"),
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
fn rules_and_paging() {
    snapshot(
        "rules_and_paging",
        &one_mistake_each(&[
            Case::edit("no such rule", LIST, "at_least_one_of", "at_least_one"),
            Case::edit("no such parameter", LIST, "[talent_id, user_id]", "[talent_id, userid]"),
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
            Case::edit("no such page size", LIST, "size: page_size", "size: pagesize"),
            Case::edit("a token that is no string", LIST, "token: page_token", "token: page_size"),
            Case::edit("items that are no list", LIST, "items: items", "items: has_more"),
            Case::edit("a part of paging missing", LIST, ", more: has_more }", " }"),
        ]),
    );
}

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
fn errors_and_scopes() {
    snapshot(
        "errors_and_scopes",
        &one_mistake_each(&[
            Case::edit("no status", "errors.yaml", "400 |", "4000 |"),
            Case::edit(
                "no number",
                "errors.yaml",
                "1002002: 400",
                "x1002002: 400 | other | 其他 | Other.\n1002002: 400",
            ),
            Case::edit("a name twice", "errors.yaml", "parameter_error", "system_error"),
            Case::edit("a part too few", "errors.yaml", " | 参数错误", ""),
            Case::edit("no scope", "scopes.yaml", "hire:note: ", "note: 备注 | Notes.\nhire:note: "),
            Case::edit("no doc", "scopes.yaml", " | Write notes.", ""),
        ]),
    );
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

#[test]
fn one_unreadable_file_hides_only_what_depends_on_it() {
    let mut schema = Schema::small();
    schema.edit(COMMON, "enums:", "enums: [");
    schema.edit("errors.yaml", "1002001:", "- 1002001:");
    schema.edit(LIST, "has_more: bool", "has_more: bol");
    schema.edit(GET, "hire:note:readonly]", "hire:note:readonli]");
    snapshot("one_unreadable_file", &schema.report());
}

#[test]
fn many_at_once() {
    let mut schema = Schema::small();
    schema.edit(GET, "title: Get a note", "titel: Get a note");
    schema.edit(GET, "hire:note:readonly]", "hire:note:readonl]");
    schema.edit(GET, "[1002001, 1002002]", "[1002001, 1002]");
    schema.edit(LIST, "int32 = 10", "int = ten");
    schema.edit(LIST, "[talent_id, user_id]", "[talentid, user_id]");
    schema.edit(CREATE, "Privacy = public", "Privacy = pubic, requird");
    schema.edit(CREATE, "1: private", "1: Private");
    schema.edit(COMMON, "deprecated: create_time", "deprecated: created");
    schema.edit(REQUEST, "\"privacy\": 1", "\"privacy\": 7");
    schema.edit(LIST_ANSWER, "\"has_more\": true", "\"has_more\": 1");
    schema.file("hire/v1/note/delete.yaml", "operation: [");
    schema.file("scopes.json", "{}");
    snapshot("many_at_once", &schema.report());
}

/// The text of `get.yaml` for another operation.
fn another(resource: &str, method: &str) -> String {
    let text = include_str!("small/hire/v1/note/get.yaml");
    let text = text.replace("hire.v1.note.get", &format!("hire.v1.{resource}.{method}"));
    text.replace("/notes/", &format!("/{resource}/{method}/"))
}

#[test]
fn more_names() {
    const ANSWER: &str = include_str!("small/hire/v1/note/get.response.json");
    snapshot(
        "more_names",
        &one_mistake_each(&[
            Case::edit("two fields of an answer", LIST, "  has_more: bool", "  hasMore: bool | X.\n  has_more: bool"),
            Case::file("two requests", "hire/v1/note_list/get.yaml", &another("note_list", "get"))
                .and_file("hire/v1/note_list/get.response.json", ANSWER)
                .and_file("hire/v1/list/get_note.yaml", &another("list", "get_note"))
                .and_file("hire/v1/list/get_note.response.json", ANSWER),
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
        ]),
    );
    let right = "no mistake\n";
    let mut empty_token = Schema::small();
    empty_token.edit(LIST_ANSWER, "\"has_more\": true", "\"has_more\": false");
    empty_token.edit(LIST_ANSWER, "\"eyJ\"", "\"\"");
    assert_eq!(empty_token.report(), right);
    let mut labelled = Schema::small();
    labelled.file("hire/v1/note/get.response.other.json", include_str!("small/hire/v1/note/get.response.json"));
    assert_eq!(labelled.report(), right);
    let mut no_data = Schema::small();
    no_data.edit(CREATE, "response:\n  note: Note | The note as it was kept.", "response: {}");
    no_data.file("hire/v1/note/create.response.json", "{ \"code\": 0, \"msg\": \"ok\", \"data\": null }");
    assert_eq!(no_data.report(), right);
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
