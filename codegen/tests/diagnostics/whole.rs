//! Errors in several files, and missing descriptions.

use crate::{
    COMMON, CREATE, GET, LIST, LIST_RESPONSE, REQUEST,
    support::{Case, Schema, TRANSLATIONS, one_error_each, snapshot},
};

#[test]
fn the_small_schema_has_no_errors() {
    assert_eq!(Schema::small().report(), "no errors\n");
}

#[test]
fn an_unreadable_file_hides_only_errors_that_depend_on_it() {
    let mut schema = Schema::small();
    schema.edit(COMMON, "enums:", "enums: [");
    schema.edit("errors.yaml", "1002001:", "- 1002001:");
    schema.edit(LIST, "has_more: bool", "has_more: bol");
    schema.edit(GET, "hire:note:readonly]", "hire:note:readonli]");
    snapshot("one_unreadable_file", &schema.report());
}

#[test]
fn several_errors() {
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
    schema.edit(LIST_RESPONSE, "\"has_more\": true", "\"has_more\": 1");
    schema.file("hire/v1/note/delete.yaml", "operation: [");
    schema.file("scopes.json", "{}");
    snapshot("several_errors", &schema.report());
}

/// `cargo xtask import` leaves the descriptions empty that the author has to write.
#[test]
fn empty_docs() {
    snapshot(
        "empty_docs",
        &one_error_each(&[
            Case::edit("of an operation", GET, "doc: Reads one note about a talent.", "doc: \"\""),
            Case::edit("a title", GET, "title: Get a note", "title: \"\""),
            Case::edit(
                "of a field",
                COMMON,
                "content: string, sensitive | Text of the note.",
                "content: string, sensitive |",
            ),
            Case::edit("before an example", CREATE, "| Text of the note. | ", "| | "),
            Case::edit("in the longer form", LIST, "doc: Number of notes per page.", "doc: \"\""),
            Case::edit("of an enum", CREATE, "doc: Visibility of a note.", "doc: \"\""),
            Case::edit("of a value", CREATE, "1: private | 私密 | Kept private.", "1: private | 私密 |"),
            Case::edit("of an object", COMMON, "doc: A note about a talent.", "doc: \"\""),
            Case::edit("of a quirk", LIST, "because: Optional, as everywhere.", "because: \"\""),
            Case::edit("of an id", COMMON, "NoteId: 备注 ID | A note about a talent.", "NoteId: 备注 ID |"),
            Case::file(
                "of an error",
                "errors.yaml",
                "1002001: 500 | system_error | 系统错误 |\n1002002: 400 | parameter_error | 参数错误 | A parameter is missing or invalid.\n",
            ),
        ]),
    );
}

#[test]
fn translations() {
    const TEXT: &str = "Text of the note.: 备注内容。\n";
    let case = |title, to: &str| Case::file(title, "translations.yaml", &TRANSLATIONS.replacen(TEXT, to, 1));
    assert_eq!(case("complete", TEXT).report(), "no errors\n");
    let unused = format!("{TEXT}Text of a note.: 某个备注的内容。\n");
    snapshot(
        "translations",
        &one_error_each(&[
            case("missing", ""),
            case("unused", &unused),
            case("not Chinese", "Text of the note.: Text.\n"),
            case("empty", "Text of the note.:\n"),
            case("an unknown operation", "Text of the note.: 备注内容，参见 `hire.v1.note.gett`。\n"),
            Case::file("a list", "translations.yaml", "- Text of the note.\n"),
            // Another error may be the reason.
            case("missing besides another error", "").and(GET, "1002002]", "1002]"),
        ]),
    );
}
