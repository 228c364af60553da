//! The documentation of the emitted crate: pages of resources, indexes, and links between ids and operations.

use std::collections::HashMap;

use feishu_codegen::{Language, model::Type, readme};
use tests::{real_files, real_schema};

use crate::TestResult;

/// The emitted files by path.
fn files() -> Result<HashMap<&'static str, &'static str>, String> {
    Ok(real_files()?.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect())
}

/// The description of a received file id names the operation that returns the file, and that of a sent one the operation that stores it.
#[test]
fn file_ids_lead_to_the_operations_on_files() -> TestResult {
    let api = real_schema()?;
    let of_objects = api.objects.iter().filter(|object| object.file.is_none()).flat_map(|object| &object.fields);
    let of_operations = api.operations.iter().flat_map(|operation| {
        [&operation.path_parameters, &operation.query, &operation.response]
            .into_iter()
            .flatten()
            .chain(operation.payload.fields())
    });
    let is_file = |ty: &Type| matches!(ty, Type::Id(name) if name == "AttachmentId");
    let fields = of_objects.chain(of_operations).filter(|field| match &field.ty {
        Type::List(item) => is_file(item),
        ty => is_file(ty),
    });
    // No operation takes or returns the ids in deprecated fields.
    let fields: Vec<_> = fields.filter(|field| field.deprecated.is_none()).collect();
    let operations = ["`hire.v1.attachment.get`", "`hire.v1.attachment.create`", "`hire.v1.talent.get`"];
    for field in &fields {
        let is_linked = operations.iter().any(|operation| field.doc.contains(operation));
        assert!(is_linked, "{}: {}", field.name, field.doc);
    }
    assert!(fields.len() > 20, "only {} file ids", fields.len());
    Ok(())
}

#[test]
fn every_operation_is_on_its_page_and_in_the_indexes() -> TestResult {
    let (api, files) = (real_schema()?, files()?);
    for operation in &api.operations {
        let (id, zh) = (&operation.id, &operation.zh);
        let page = files[format!("src/{}/{}.rs", id.version, id.resource).as_str()];
        assert!(page.contains(&format!("//! | [`{}`](", id.method)), "{id} is not in the table of its resource");
        assert!(page.contains(&format!("#[doc(alias = {zh:?})]")), "{id} is not found by its Chinese title");
        let is_entry = |line: &&str| line.starts_with(&format!("//! | {zh} | [`{id}`](crate::"));
        assert!(files["src/index.rs"].lines().any(|line| is_entry(&line)), "{id} is not in the index");
        let list = files["OPERATIONS.md"].lines().find(|line| line.starts_with(&format!("| `{id}` |")));
        let list = list.ok_or_else(|| format!("{id} is not in the list"))?;
        assert!(list.contains(zh) && list.contains(&format!("{} {}` |", operation.method.as_str(), operation.path)));
        assert!(operation.scopes.iter().all(|scope| list.contains(&format!("`{scope}`"))), "{list}");
    }
    Ok(())
}

#[test]
fn every_resource_has_a_page() -> TestResult {
    let (api, files) = (real_schema()?, files()?);
    for resource in api.groups.iter().flat_map(|group| &group.resources) {
        let pages = ["v1", "v2"].map(|version| files.get(format!("src/{version}/{}.rs", resource.name).as_str()));
        let title = format!("\n\n//! {} ({})\n//!\n", resource.title, resource.zh);
        assert!(pages.iter().flatten().all(|page| page.contains(&title)), "{title}");
        let sentences = resource.doc.matches(". ").count() + resource.doc.matches(".\n").count() + 1;
        assert!((2..=6).contains(&sentences), "{}: {sentences} sentences", resource.name);
    }
    Ok(())
}

#[test]
fn the_documentation_of_an_id_links_to_operations() -> TestResult {
    let files = files()?;
    let types = files["src/types/common.rs"];
    let (before, _) = types.split_once("pub struct TalentId;").ok_or("no talent id")?;
    let (_, doc) = before.rsplit_once("struct ").ok_or("no doc")?;
    let doc = doc.replace("\n    ///", "");
    // Operations that require a talent id are not listed, and those on other resources are listed last.
    assert!(doc.contains("Returned by: [`CombinedCreateTalent`](crate::v1::talent::CombinedCreateTalent), "), "{doc}");
    let (returned, used) = doc.split_once("Used by: ").ok_or("no users")?;
    assert!(returned.contains("`ListTalent`") && !returned.contains("`TagTalent`"), "{returned}");
    assert!(used.contains("`TagTalent`") && used.contains(" more."), "{used}");
    let (used, events) = used.split_once("In events: ").ok_or("no events")?;
    assert_eq!(used.matches("](crate::").count(), 6, "{used}");
    assert!(events.contains("[`TalentDeleted`](crate::model::TalentDeleted)"), "{events}");
    Ok(())
}

#[test]
fn mentioned_operations_are_links() -> TestResult {
    let files = files()?;
    assert!(files["src/v1/note.rs"].contains("[`hire.v1.note.list`](crate::v1::note::ListNote)"));
    let page = files["src/v1/note/get.rs"];
    assert!(page.contains("[`hire.v1.note.list`](crate::v1::note::ListNote)"), "{page}");
    // In a build without the group of the operation, the link would be broken.
    assert!(files["src/lib.rs"].contains("allow(rustdoc::broken_intra_doc_links)"));
    Ok(())
}

#[test]
fn events_are_listed_with_their_follow_up_calls() -> TestResult {
    let files = files()?;
    let row = "| `hire.offer.status_changed_v1` | [Status of an offer changed](https://open.feishu.cn/";
    let list = files["OPERATIONS.md"];
    assert!(list.contains("# Events · 事件列表 (12)") && list.contains(row), "{list}");
    let line = list.lines().find(|line| line.starts_with(row)).ok_or("no row")?;
    assert!(line.contains("<br>Offer 状态变更 |") && line.ends_with("| `hire.v1.offer.get` |"), "{line}");
    assert!(files["src/index.rs"].contains("| 删除人才 | [`hire.talent.deleted_v1`](crate::model::TalentDeleted) |"));
    let events = files["src/event.rs"];
    assert!(events.contains("#[doc(alias = \"删除人才\")]"), "{events}");
    assert!(events.contains("Follow-up calls: [`hire.v1.offer.get`](crate::v1::offer::GetOffer)"), "{events}");
    Ok(())
}

#[test]
fn the_table_of_groups_has_all_operations() -> TestResult {
    let api = real_schema()?;
    let begin = "<!-- Groups: emitted by `cargo xtask codegen` from schema/groups.yaml. -->\n";
    let before = format!("a\n{begin}replaced\n<!-- End of the groups. -->\nb\n");
    for (language, note) in [
        (Language::English, "| `note` 备注 | 5 | Notes about talents. |"),
        (Language::Chinese, "| `note` 备注 | 5 | 备注 |"),
    ] {
        let text = readme(&before, api, language)?;
        assert!(text.contains(note) && text.contains(&format!("| {} | |\n", api.operations.len())), "{note}\n{text}");
        assert!(text.starts_with("a\n") && text.ends_with("b\n") && !text.contains("replaced"), "{text}");
    }
    assert!(readme("a\n", api, Language::English).is_err());
    Ok(())
}
