//! Pages of other services, with the difficulties that pages of Hire do not have.

use feishu_codegen::model::Payload;
use feishu_import::{Drafts, Drift, check_drafts, find_drift};

use crate::support::Schema;
use crate::{checked, drafts};

/// Includes the pages of a folder.
macro_rules! pages {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("pages/services/", $name, ".md")))),*]
    };
}

const PAGES: [(&str, &str); 37] = pages![
    "approval_create",
    "approval_instance_get",
    "attendance_group_get",
    "attendance_task_query",
    "bitable_field_list",
    "bitable_record_create",
    "bot_info",
    "calendar_event_create",
    "calendar_list",
    "cart_update",
    "contact_user_find",
    "docs_chat_get",
    "drive_file_list",
    "drive_member_create",
    "form_create",
    "form_query",
    "im_chat_get",
    "im_chat_member_create",
    "im_message_create",
    "mail_group_list",
    "mail_user_query",
    "mall_list",
    "meta_get",
    "meta_set",
    "note_find",
    "okr_batch_get",
    "record_list",
    "room_batch_get",
    "sheet_values_update",
    "tag_batch_update",
    "task_create",
    "task_list",
    "task_v2_create",
    "token_create",
    "user_get",
    "user_get_old",
    "value_text",
];

fn page(name: &str) -> &'static str {
    PAGES.iter().find(|(other, _)| *other == name).map_or("", |(_, page)| *page)
}

/// Returns the YAML of the draft of a page.
fn yaml(page: &str) -> String {
    drafts(&PAGES).files(page).into_iter().next().map(|file| file.text).unwrap_or_default()
}

#[test]
fn all_pages_fit() {
    let drafts = drafts(&PAGES);
    let repeated = ("user_get_old".to_owned(), "it documents the same call as user_get".to_owned());
    assert_eq!(drafts.skipped, [repeated]);
    let outcomes = check_drafts(&drafts);
    let misfits: Vec<_> = outcomes.pages.iter().filter(|page| !page.samples_fit()).collect();
    assert!(misfits.is_empty() && outcomes.other_errors.is_empty(), "{misfits:#?} {:#?}", outcomes.other_errors);
    assert_eq!(outcomes.pages.len(), PAGES.len() - 1);
    assert!(feishu_codegen::generate(&outcomes.api).is_ok());
}

/// All steps of the guide succeed: every difference between a page and its draft has a quirk that `check` accepts.
#[test]
fn pages_agree_with_their_drafts() {
    let api = check_drafts(&drafts(&PAGES)).api;
    for (name, page) in PAGES {
        let drifts = find_drift(name, page, &api).unwrap_or_default();
        let unexplained: Vec<String> =
            drifts.iter().filter(|drift| drift.explained.is_none()).map(Drift::to_string).collect();
        assert!(unexplained.is_empty(), "{name}: {unexplained:#?}");
    }
}

#[test]
fn data_at_the_top_level_is_drafted() {
    for (page, field) in [("bot_info", "bot: Bot"), ("token_create", "access_token"), ("record_list", "items: list of")]
    {
        let yaml = yaml(page);
        assert!(yaml.contains("\ndata: top_level\nresponse:\n  ") && yaml.contains(field), "{yaml}");
        assert!(!yaml.contains("  msg:"), "{yaml}");
    }
    assert!(yaml("record_list").contains("\npaging: { size: page_size, token: page_token, items: items,"));
    let page = page("bot_info");
    let mut api = check_drafts(&drafts(&PAGES)).api;
    api.operations.iter_mut().for_each(|operation| operation.data = feishu_codegen::model::DataLocation::Field);
    let drifts = find_drift("bot_info", page, &api).unwrap_or_default();
    assert!(drifts.iter().any(|drift| drift.at == "data" && drift.explained.is_none()), "{drifts:#?}");
}

#[test]
fn lists_without_an_object_around_them_are_drafted() {
    let (response, body) = (yaml("room_batch_get"), yaml("tag_batch_update"));
    assert!(response.contains("response:\n  items: list of Room, bare |"), "{response}");
    assert!(body.contains("body:\n  items: list of Item, required, bare |"), "{body}");
    let mut api = check_drafts(&drafts(&PAGES)).api;
    let of_body = |api: &_| find_drift("tag_batch_update", page("tag_batch_update"), api).unwrap_or_default();
    for operation in &mut api.operations {
        let fields = match &mut operation.payload {
            Payload::Json(fields) => fields.iter_mut(),
            Payload::None | Payload::Form(_) => [].iter_mut(),
        };
        fields.filter(|field| field.is_bare).for_each(|field| "tags".clone_into(&mut field.name));
    }
    assert!(of_body(&api).is_empty(), "the name of a bare field is the choice of the author");
    api.operations.iter_mut().for_each(|operation| operation.payload = Payload::None);
    assert!(!of_body(&api).is_empty());
}

#[test]
fn names_that_rust_does_not_allow_are_drafted() {
    let (room, member) = (yaml("room_batch_get"), yaml("drive_member_create"));
    assert!(room.contains("    rust_name: type_2\n") && member.contains("    rust_name: type_2\n"), "{room}{member}");
    assert!(yaml("tag_batch_update").contains("response:\n  # 自身的链接\n  self: string |"));
}

#[test]
fn the_samples_decide_on_the_values_of_maps_and_on_numbers_in_strings() {
    let yaml =
        yaml("meta_get") + &self::yaml("meta_set") + &self::yaml("value_text") + &self::yaml("sheet_values_update");
    for field in [
        "properties: map of Property |",
        "counts: map of string |",
        "lists: map of list of string |",
        "mixed: map of json |",
        "values: list of list of json, required |",
        "properties: map of MetaSetProperty, required |",
        "options: map of bool |",
        "size: int64 as string |",
    ] {
        assert!(yaml.contains(&format!("  {field}")), "{field}\n{yaml}");
    }
}

#[test]
fn other_scopes_of_a_shared_type_are_a_quirk() {
    let yaml = yaml("note_find");
    assert!(yaml.contains("  note: Note |"), "{yaml}");
    let quirk = "- at: response.note.content\n    kind: other_scopes\n    values: [library:note:content]\n";
    assert!(yaml.contains(quirk), "{yaml}");
}

/// An object that is sent must have the same required fields.
#[test]
fn a_shared_object_that_is_sent_is_used() {
    let mut files = Schema::small();
    let sent = "objects:\n  Attendee:\n    doc: A person to invite.\n    fields:\n      kind: string, required | Kind.\n      mail: string | Mail.\n";
    files.edit("types/common.yaml", "objects:\n", sent);
    files.edit("hire/v1/note/create.yaml", "body:\n", "body:\n  attendee: Attendee | Attendee.\n");
    let (sources, api) = checked(files.into_files());
    let page = page("task_create");
    let rows = "| `who` | `who` | 否 | 参与人 |\n| &emsp;∟`kind` | `string` | 是 | 类别 |\n| &emsp;∟`mail` | `string` | 否 | 邮箱 |\n";
    let draft = |rows: &str| {
        let page = page.replacen(
            "### 请求体\n\n| 名称 | 类型 | 必填 | 描述 |\n| --- | --- | --- | --- |\n",
            &format!("### 请求体\n\n| 名称 | 类型 | 必填 | 描述 |\n| --- | --- | --- | --- |\n{rows}"),
            1,
        );
        let drafts = Drafts::from_pages(&[("page".to_owned(), page)], &api, &sources);
        drafts.files("page").into_iter().next().map(|file| file.text).unwrap_or_default()
    };
    assert!(draft(rows).contains("  who: Attendee |"), "{}", draft(rows));
    let optional = rows.replace("| 是 |", "| 否 |");
    assert!(draft(&optional).contains("  who: Who |"), "{}", draft(&optional));
}

/// `NoteSummary` has the names of `Note`, but the id is a number.
#[test]
fn a_shared_type_with_the_same_names_is_suggested() {
    let page = page("note_find")
        .replace("&emsp;∟`id` | `string`", "&emsp;∟`id` | `int`")
        .replace("\"id\": \"1\"", "\"id\": 1");
    let row = "| &emsp;∟`id`";
    let page = page.replacen(row, &format!("| &emsp;∟`talent_id` | `string` | 人才 ID |\n{row}"), 1);
    let drafts = drafts(&[("page", &page)]);
    let yaml: String = drafts.files("page").into_iter().map(|file| file.text).collect();
    let note = "  # suggestion: `Note` in types/ has the same field names; a plan can unify the two types\n";
    assert!(yaml.contains(note), "{yaml}");
}
