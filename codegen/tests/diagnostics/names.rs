//! Name collisions, and reserved names.

use crate::{
    COMMON, CREATE, LIST,
    support::{Case, one_error_each, snapshot},
};

/// Renames the object `Mention`.
fn rename_mention(title: &'static str, name: &str) -> Case {
    let definition = format!("  {name}:\n    doc: A user");
    Case::edit(title, CREATE, "list of Mention", &format!("list of {name}")).and(
        CREATE,
        "  Mention:\n    doc: A user",
        &definition,
    )
}

const NOTIFY: &str = "  notify: bool = false | Whether to notify the mentioned users. | false";

fn notify(rust_name: &str) -> String {
    format!("  notify:\n    type: bool = false\n    doc: Whether.\n    rust_name: {rust_name}")
}

#[test]
fn rust_names() {
    snapshot(
        "rust_names",
        &one_error_each(&[
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
            Case::edit("two setters", CREATE, "  notify: bool", "  set_send: bool | X.\n  send: bool"),
            Case::edit("a parameter in two places", CREATE, "body:\n", "query:\n  notify: bool | Again.\nbody:\n"),
            Case::edit("a Rust name in another style", CREATE, NOTIFY, &notify("notifyAll")),
            Case::edit("a Rust name that Rust does not allow", CREATE, NOTIFY, &notify("self")),
            Case::edit("a Rust name that is taken", CREATE, NOTIFY, &notify("content")),
            Case::edit("a number behind an underscore", CREATE, "  notify: bool", "  _1: bool"),
            Case::edit(
                "an underscore in a response",
                COMMON,
                "      content:",
                "      _: string | A field.\n      content:",
            ),
            Case::edit(
                "an enum value that Rust does not allow",
                CREATE,
                "2: public |",
                "2: public | 公开 | Open.\n      3: self |",
            ),
            rename_mention("a type name that Rust does not allow", "Self"),
            Case::edit(
                "setters of an object",
                CREATE,
                "      user_id: UserId, required",
                "      new: bool | A field.\n      set_new: bool | A field.\n      user_id: UserId, required",
            ),
            rename_mention("the request of an operation", "CreateNote"),
            rename_mention("the response of another operation", "GetNoteResponse"),
        ]),
    );
}

/// Names of the runtime, of the Rust prelude and of request methods are available.
#[test]
fn available_names() {
    let mut cases = vec![
        Case::edit(
            "the field of unknown keys",
            COMMON,
            "      content:",
            "      unknown_fields: string | A field.\n      content:",
        ),
        Case::edit("a method of requests", CREATE, "  notify: bool", "  send: bool"),
        Case::edit("a keyword", CREATE, "  notify: bool", "  super: bool"),
        Case::edit("two cases", CREATE, NOTIFY, &format!("{}\n  Notify: bool | Again.", notify("notify_all"))),
    ];
    cases.extend(
        ["Client", "Page", "Vec", "Result", "Option", "String", "Id", "Default"]
            .map(|name| rename_mention("a type", name)),
    );
    for case in cases {
        let report = case.report();
        assert!(!report.contains("[S06"), "{report}");
    }
}

/// Returns the text of `get.yaml` with the id of another operation.
pub(crate) fn another(resource: &str, method: &str) -> String {
    let text = include_str!("../small/hire/v1/note/get.yaml");
    let text = text.replace("hire.v1.note.get", &format!("hire.v1.{resource}.{method}"));
    text.replace("/notes/", &format!("/{resource}/{method}/"))
}

#[test]
fn names_of_operations() {
    const RESPONSE: &str = include_str!("../small/hire/v1/note/get.response.json");
    snapshot(
        "names_of_operations",
        &one_error_each(&[
            Case::edit("two response fields", LIST, "  has_more: bool", "  hasMore: bool | X.\n  has_more: bool"),
            Case::file("a method name that Rust does not allow", "hire/v1/note/self.yaml", &another("note", "self"))
                .and_file("hire/v1/note/self.response.json", RESPONSE),
            Case::file(
                "a file name that Rust does not allow",
                "types/super.yaml",
                "ids:\n  OtherId: 事物 ID | A thing.\n",
            )
            .and(COMMON, "id: NoteId", "id: OtherId")
            .and(LIST, "page_size:", "note: NoteId | A note.\n  page_size:"),
            Case::file(
                "the crate name of the runtime",
                "hire/v1/note/feishu_runtime.yaml",
                &another("note", "feishu_runtime"),
            )
            .and_file("hire/v1/note/feishu_runtime.response.json", RESPONSE),
            Case::file("two requests", "hire/v1/note_list/get.yaml", &another("note_list", "get"))
                .and("groups.yaml", "    note:", "    note_list: *\n    list: *\n    note:")
                .and("groups.yaml", "*", "{ title: Lists, zh: 列表, doc: Lists of notes. }")
                .and("groups.yaml", "*", "{ title: Lists, zh: 列表, doc: Lists of notes. }")
                .and_file("hire/v1/note_list/get.response.json", RESPONSE)
                .and_file("hire/v1/list/get_note.yaml", &another("list", "get_note"))
                .and_file("hire/v1/list/get_note.response.json", RESPONSE),
        ]),
    );
}
