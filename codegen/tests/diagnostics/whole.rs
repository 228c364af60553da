//! The schema as a whole.

use crate::{
    COMMON, CREATE, GET, LIST, LIST_ANSWER, REQUEST,
    support::{Schema, snapshot},
};

#[test]
fn the_small_schema_is_right() {
    assert_eq!(Schema::small().report(), "no mistake\n");
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
