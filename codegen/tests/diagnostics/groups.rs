//! Groups of operations.

use crate::support::{Case, one_error_each, snapshot};

const GROUPS: &str = "groups.yaml";
/// The last line of the groups of the small schema, and further resources.
const NOTE: &str = "    note: { title: Notes, zh: 备注, doc: Notes about a talent. }\n";
const REMARK: &str = "    remark: { title: Remarks, zh: 评论, doc: Remarks about a talent. }\n";
const REMARKS: &str = "    remarks: { title: Remarks, zh: 评论, doc: Remarks about a talent. }\n";

#[test]
fn groups() {
    const RESPONSE: &str = include_str!("../small/hire/v1/note/get.response.json");
    let another = |title| {
        Case::file(title, "hire/v1/remark/get.yaml", &crate::names::another("remark", "get"))
            .and_file("hire/v1/remark/get.response.json", RESPONSE)
    };
    snapshot(
        "groups",
        &one_error_each(&[
            Case::remove("no file", GROUPS),
            another("a resource in no group"),
            another("a resource misspelled").and(GROUPS, NOTE, &[NOTE, REMARK, REMARKS].concat()),
            another("a resource in two groups").and(
                GROUPS,
                NOTE,
                &[NOTE, REMARK, "remark:\n  zh: 评论\n  doc: Remarks.\n  resources:\n", REMARK].concat(),
            ),
            Case::edit("a resource listed twice", GROUPS, NOTE, &[NOTE, NOTE].concat()),
            Case::edit("an invalid feature name", GROUPS, "note:", "note-s:"),
            Case::edit("a reserved feature name", GROUPS, "note:", "redis:"),
            Case::edit("no description", GROUPS, "  doc: Notes about talents.\n", ""),
            Case::edit(
                "a Chinese description in English",
                GROUPS,
                "about a talent. }",
                "about a talent., doc_zh: Notes. }",
            ),
            Case::edit("no final period", GROUPS, "about talents.", "about talents"),
            Case::edit("a resource without a title", GROUPS, "title: Notes, ", ""),
            Case::edit("an unknown operation in a description", GROUPS, "about a talent.", "from `hire.v1.note.lst`."),
            Case::edit("an unknown key", GROUPS, "  resources:", "  resource: note\n  resources:"),
        ]),
    );
}
