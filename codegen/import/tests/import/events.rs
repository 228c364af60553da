//! Pages of events: drafts, and comparison with the schema.

use feishu_codegen::Sources;
use feishu_import::{Drafts, Drift, check_drafts, find_drift, find_in_schema, summarize};

use crate::{BARS, EVENT, drafts, shown, small, snapshot};

#[test]
fn an_event_is_drafted() {
    snapshot("drafted_event", &shown(&drafts(&[("page", EVENT)]), "page"));
}

#[test]
fn events_and_endpoints_are_drafted_together() {
    let drafted = drafts(&[("event", EVENT), ("endpoint", BARS), ("again", EVENT)]);
    assert_eq!(drafted.page_names().collect::<Vec<_>>(), ["endpoint", "event"]);
    assert_eq!(drafted.skipped, [("again".to_owned(), "it documents the same event as event".to_owned())]);
    let outcomes = check_drafts(&drafted);
    let errors: Vec<_> = outcomes.pages.iter().flat_map(|page| &page.errors).chain(&outcomes.other_errors).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(outcomes.pages.iter().any(|page| page.operation == "library.loan.expired_v2"));
    assert_eq!(outcomes.api.events.len(), 1);
}

#[test]
fn a_page_of_an_event_agrees_with_its_draft() {
    let api = check_drafts(&drafts(&[("page", EVENT)])).api;
    let drifts = find_drift("page.md", EVENT, &api).unwrap_or_default();
    let unexplained: Vec<_> = drifts.iter().filter(|drift| drift.explained.is_none()).collect();
    assert!(unexplained.is_empty(), "{unexplained:#?}");
    assert_eq!(find_in_schema("page.md", EVENT, &api).as_deref(), Some("library.loan.expired_v2"));
}

#[test]
fn changes_of_an_event_are_listed() {
    let api = check_drafts(&drafts(&[("page", EVENT)])).api;
    let changes = [
        ("custom,isv", "custom"),
        ("`library:loan` 更新借阅", "`library:loan:all` 全部借阅"),
        ("- `2`: 召回", "- `4`: 遗失"),
        ("└ `pages` | `int`", "└ `pages` | `string`"),
        ("└ `name` | `string`", "└ `names` | `string`"),
        ("长连接方式（推荐）：", ""),
    ];
    let page = changes.iter().fold(EVENT.to_owned(), |page, (from, to)| {
        assert!(page.contains(from), "{from}");
        page.replacen(from, to, 1)
    });
    let drifts = find_drift("page.md", &page, &api).unwrap_or_default();
    let lines: Vec<String> = drifts.iter().filter(|drift| drift.explained.is_none()).map(Drift::to_string).collect();
    snapshot("drift_of_an_event", &lines.join("\n"));
}

#[test]
fn an_event_that_the_schema_lacks_is_a_difference() {
    let (_, api) = small();
    let drifts = find_drift("page.md", EVENT, &api).unwrap_or_default();
    let lines: Vec<String> = drifts.iter().map(Drift::to_string).collect();
    assert_eq!(lines, ["no operation: event added: the schema has no `library.loan.expired_v2`"]);
    assert_eq!(find_in_schema("page.md", EVENT, &api), None);
}

#[test]
fn missing_texts_are_counted() {
    let (_, api) = small();
    let drafted = Drafts::from_pages(&[("page".to_owned(), EVENT.to_owned())], &api, &small().0);
    let files = drafted.files("page").into_iter().map(|file| (file.path, file.text)).collect();
    let remaining = summarize(&Sources::from_files(files));
    let of_event = remaining.get("library/v2/loan/events/expired.yaml").copied().unwrap_or_default();
    assert!(of_event.texts > 8 && of_event.decisions >= 1, "{of_event:?}");
}
