//! Two things that want one Rust name, and names that Rust cannot take.

use crate::{
    COMMON, CREATE, LIST,
    support::{Case, one_mistake_each, snapshot},
};

/// The object `Mention` under another name.
fn called(title: &'static str, name: &str) -> Case {
    let definition = format!("  {name}:\n    doc: A user");
    Case::edit(title, CREATE, "list of Mention", &format!("list of {name}")).and(
        CREATE,
        "  Mention:\n    doc: A user",
        &definition,
    )
}

/// Two things that want one Rust name, and names that Rust cannot take.
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
                "the variant of unknown values",
                CREATE,
                "2: public |",
                "2: public | 公开 | Open.\n      3: unknown |",
            ),
            Case::edit("a setter beside a setter", CREATE, "  notify: bool", "  set_send: bool | X.\n  send: bool"),
            Case::edit("a parameter in two places", CREATE, "body:\n", "query:\n  notify: bool | Again.\nbody:\n"),
            Case::edit("a word that Rust cannot take", CREATE, "  notify: bool", "  self: bool"),
            Case::edit("a number behind an underscore", CREATE, "  notify: bool", "  _1: bool"),
            Case::edit(
                "an underscore in a response",
                COMMON,
                "      content:",
                "      _: string | Odd.\n      content:",
            ),
            Case::edit(
                "a value of an enum that Rust cannot take",
                CREATE,
                "2: public |",
                "2: public | 公开 | Open.\n      3: self |",
            ),
            called("a type that Rust cannot take", "Self"),
            Case::edit(
                "setters of an object",
                CREATE,
                "      user_id: UserId, required",
                "      new: bool | Odd.\n      set_new: bool | Odd.\n      user_id: UserId, required",
            ),
            called("the request of an operation", "CreateNote"),
            called("the answer of another operation", "GetNoteResponse"),
        ]),
    );
}

/// Names of the runtime, of Rust's own and of the methods of requests are free.
#[test]
fn free_names() {
    let mut cases = vec![
        Case::edit(
            "the field of unknown keys",
            COMMON,
            "      content:",
            "      unknown_fields: string | Odd.\n      content:",
        ),
        Case::edit("a method of requests", CREATE, "  notify: bool", "  send: bool"),
    ];
    cases.extend(
        ["Client", "Page", "Vec", "Result", "Option", "String", "Id", "Default"].map(|name| called("a type", name)),
    );
    for case in cases {
        let report = case.report();
        assert!(!report.contains("[S06"), "{report}");
    }
}

/// The text of `get.yaml` for another operation.
pub(crate) fn another(resource: &str, method: &str) -> String {
    let text = include_str!("../small/hire/v1/note/get.yaml");
    let text = text.replace("hire.v1.note.get", &format!("hire.v1.{resource}.{method}"));
    text.replace("/notes/", &format!("/{resource}/{method}/"))
}

#[test]
fn more_names() {
    const ANSWER: &str = include_str!("../small/hire/v1/note/get.response.json");
    snapshot(
        "more_names",
        &one_mistake_each(&[
            Case::edit("two fields of an answer", LIST, "  has_more: bool", "  hasMore: bool | X.\n  has_more: bool"),
            Case::file("a method that Rust cannot take", "hire/v1/note/self.yaml", &another("note", "self"))
                .and_file("hire/v1/note/self.response.json", ANSWER),
            Case::file(
                "a file of types that Rust cannot take",
                "types/super.yaml",
                "ids:\n  OtherId: 事物 ID | A thing.\n",
            )
            .and(COMMON, "id: NoteId", "id: OtherId")
            .and(LIST, "page_size:", "note: NoteId | A note.\n  page_size:"),
            Case::file(
                "the crate of the runtime",
                "hire/v1/note/feishu_runtime.yaml",
                &another("note", "feishu_runtime"),
            )
            .and_file("hire/v1/note/feishu_runtime.response.json", ANSWER),
            Case::file("two requests", "hire/v1/note_list/get.yaml", &another("note_list", "get"))
                .and("groups.yaml", "[note]", "[note, note_list, list]")
                .and_file("hire/v1/note_list/get.response.json", ANSWER)
                .and_file("hire/v1/list/get_note.yaml", &another("list", "get_note"))
                .and_file("hire/v1/list/get_note.response.json", ANSWER),
        ]),
    );
}
