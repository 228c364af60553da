//! Moves and renames of types.

use feishu_codegen::{Sources, check};
use feishu_import::{RemainingWork, SchemaFiles, summarize};

use crate::{snapshot, support::Schema};

fn edited(change: impl FnOnce(&mut SchemaFiles) -> Result<(), String>) -> Result<String, String> {
    let schema = Schema::small();
    let mut files = SchemaFiles::new(&Sources::from_files(schema.clone().into_files()));
    change(&mut files)?;
    let mut changed = schema;
    let mut out = String::new();
    for file in files.changes() {
        out.push_str(&format!("── {}, {} lines changed\n{}", file.path, file.changed_lines(), file.text));
        changed.file(file.path, file.text);
    }
    let sources = Sources::from_files(changed.into_files());
    assert!(check(&sources).is_ok(), "{out}");
    Ok(out)
}

#[test]
fn a_move_keeps_comments_and_formatting() {
    let names = ["Note".to_owned(), "UserIdType".to_owned(), "NoteId".to_owned()];
    let text = edited(|files| files.move_types(&names, "types/note.yaml"));
    snapshot("moved_types", &text.unwrap_or_else(|why| why));
}

#[test]
fn a_rename_changes_all_references() {
    snapshot("renamed_type", &edited(|files| files.rename("Note", "Remark")).unwrap_or_else(|why| why));
}

#[test]
fn a_rename_changes_the_owners_of_ids() {
    let text = edited(|files| files.rename("TalentId", "PersonId")).unwrap_or_else(|why| why);
    assert!(text.contains("  NoteId: 备注 ID | A note about a talent. | PersonId\n"), "{text}");
}

#[test]
fn events_are_edited_as_well() {
    let renamed = edited(|files| files.rename("NoteId", "RemarkId")).unwrap_or_else(|why| why);
    assert!(renamed.contains("  note_id: RemarkId, always | Note that was created.\n"), "{renamed}");
    let renamed = edited(|files| files.rename("NoteOrigin", "Origin")).unwrap_or_else(|why| why);
    assert!(renamed.contains("  origin: Origin |") && renamed.contains("\n  Origin:\n"), "{renamed}");
    let moved = edited(|files| files.move_types(&["NoteAuthor".to_owned()], "types/common.yaml"));
    let moved = moved.unwrap_or_else(|why| why);
    assert!(moved.contains("── types/common.yaml") && moved.matches("NoteAuthor:").count() == 1, "{moved}");
}

#[test]
fn moves_and_renames_that_are_impossible_change_nothing() {
    let why = |change: fn(&mut SchemaFiles) -> Result<(), String>| edited(change).err().unwrap_or_default();
    let whys = [
        why(|files| files.rename("Noet", "Remark")),
        why(|files| files.rename("Note", "TalentId")),
        why(|files| files.rename("Note", "remark")),
        why(|files| files.move_types(&["Note".to_owned()], "errors.yaml")),
        why(|files| files.move_types(&["Note".to_owned()], "hire/v1/note/got.yaml")),
        why(|files| files.move_types(&["Remark".to_owned()], "types/note.yaml")),
    ];
    snapshot("impossible_edits", &whys.join("\n"));
}

#[test]
fn texts_names_and_decisions_are_counted() {
    let mut schema = Schema::small();
    assert!(summarize(&Sources::from_files(schema.clone().into_files())).is_empty());
    schema.edit("types/common.yaml", "| Text of the note.", "|");
    schema.edit(
        "types/common.yaml",
        "open_id: open_id | open_id | The user within one app.",
        "open_id: '| open_id | The user within one app.'",
    );
    schema.edit(
        "types/common.yaml",
        "      replies",
        "      # check: the sample\n      # suggestion: sensitive\n      # other\n      replies",
    );
    schema.edit("errors.yaml", "| system_error |", "| error_1002001 |");
    let left = summarize(&Sources::from_files(schema.into_files()));
    let expected = RemainingWork { texts: 1, names: 1, decisions: 2 };
    let error = RemainingWork { texts: 0, names: 1, decisions: 0 };
    let files = [("errors.yaml".to_owned(), error), ("types/common.yaml".to_owned(), expected)];
    assert_eq!(left.into_iter().collect::<Vec<_>>(), files);
}
