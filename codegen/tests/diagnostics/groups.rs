//! Groups of operations.

use crate::support::{Case, one_error_each, snapshot};

const GROUPS: &str = "groups.yaml";

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
            another("a resource misspelled").and(GROUPS, "[note]", "[note, remark, remarks]"),
            another("a resource in two groups").and(
                GROUPS,
                "[note]",
                "[note, remark]\nremark:\n  zh: 评论\n  doc: Remarks.\n  resources: [remark]",
            ),
            Case::edit("a resource listed twice", GROUPS, "[note]", "[note, note]"),
            Case::edit("an invalid feature name", GROUPS, "note:", "note-s:"),
            Case::edit("a reserved feature name", GROUPS, "note:", "redis:"),
            Case::edit("no description", GROUPS, "  doc: Notes about talents.\n", ""),
            Case::edit("no final period", GROUPS, "about talents.", "about talents"),
            Case::edit("an unknown key", GROUPS, "  resources:", "  resource: note\n  resources:"),
        ]),
    );
}
