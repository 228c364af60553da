//! Groups of operations.

use crate::support::{Case, one_mistake_each, snapshot};

const GROUPS: &str = "groups.yaml";

#[test]
fn groups() {
    const ANSWER: &str = include_str!("../small/hire/v1/note/get.response.json");
    let another = |title| {
        Case::file(title, "hire/v1/remark/get.yaml", &crate::names::another("remark", "get"))
            .and_file("hire/v1/remark/get.response.json", ANSWER)
    };
    snapshot(
        "groups",
        &one_mistake_each(&[
            Case::remove("no file", GROUPS),
            another("a resource in no group"),
            another("a resource misspelt").and(GROUPS, "[note]", "[note, remark, remarks]"),
            another("a resource in two groups").and(
                GROUPS,
                "[note]",
                "[note, remark]\nremark:\n  zh: 评论\n  doc: Remarks.\n  resources: [remark]",
            ),
            Case::edit("a resource listed twice", GROUPS, "[note]", "[note, note]"),
            Case::edit("no name of a feature", GROUPS, "note:", "note-s:"),
            Case::edit("a feature that is there", GROUPS, "note:", "redis:"),
            Case::edit("no doc", GROUPS, "  doc: Notes about talents.\n", ""),
            Case::edit("no sentence", GROUPS, "about talents.", "about talents"),
            Case::edit("a key that is none", GROUPS, "  resources:", "  resource: note\n  resources:"),
        ]),
    );
}
