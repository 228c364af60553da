//! Comparison of pages with a schema that was drafted from them.

use feishu_codegen::model::{Api, Quirk};
use feishu_import::{Drift, check_drafts, find_drift, to_json};

use crate::{BARS, BLANKS, LIST, NO_DEPTH, NO_TABLE, UPLOAD, drafts, small, snapshot};

/// Returns the schema drafted from pages, with placeholders for docs.
fn drafted_api(pages: &[(&str, &str)]) -> Api {
    check_drafts(&drafts(pages)).api
}

fn compare(page: &str, api: &Api) -> Vec<Drift> {
    find_drift("page.md", page, api).unwrap_or_default()
}

fn unexplained(page: &str, api: &Api) -> Vec<String> {
    let drifts = compare(page, api).into_iter();
    drifts.filter(|drift| drift.explained.is_none()).map(|drift| drift.to_string()).collect()
}

#[test]
fn a_page_agrees_with_its_draft() {
    for page in [BARS, BLANKS, NO_DEPTH, NO_TABLE, UPLOAD] {
        let api = drafted_api(&[("page", page)]);
        // Labels of unknown scopes remain for the author.
        let remaining = unexplained(page, &api);
        let remaining: Vec<_> = remaining.iter().filter(|line| !line.contains("scopes added")).collect();
        assert!(remaining.is_empty(), "{remaining:#?}");
    }
}

#[test]
fn additions_removals_and_changes_are_listed() {
    let api = drafted_api(&[("page", BARS)]);
    let changes = [
        ("5 次/秒", "50 次/秒"),
        ("`library:loan:readonly` 查看借阅", "`library:loan:all` 全部借阅"),
        ("custom,isv", "custom"),
        ("`tenant_access_token` 或 `user_access_token`", "`tenant_access_token`"),
        ("| `remark` | `string` | 否 |", "| `comment` | `string` | 否 |"),
        ("| `days` | `int` | 否 |", "| `days` | `string` | 是 |"),
        ("- `2`: 邮寄 - 到家<br>**默认值**：`1`", "- `3`: 自取<br>**默认值**：`3`"),
        ("最大长度：`10`", "最大长度：`20`"),
        ("└ `weight` | `number(float)` | 否", "└ `weight` | `int` | 否"),
        ("└ `state` | `int`", "└ `status` | `int`"),
        ("| 404 | 2770001 |", "| 404 | 2770002 |"),
        ("| 400 | 1002002 |", "| 422 | 1002002 |"),
    ];
    let mut page = BARS.to_owned();
    for (from, to) in changes {
        assert!(page.contains(from), "{from}");
        page = page.replacen(from, to, 1);
    }
    let drifts = compare(&page, &api);
    let lines: Vec<String> = drifts.iter().map(Drift::to_string).collect();
    snapshot("drift", &format!("{}\n\n{}", lines.join("\n"), to_json(&drifts)));
}

#[test]
fn quirks_for_the_contradictions_of_a_page_are_drafted() {
    let changes = [
        // Another status than the catalog.
        ("| 400 | 1002002 |", "| 422 | 1002002 |"),
        // A default outside of the limits.
        ("**示例值**：14<br>", "**示例值**：14<br>**默认值**：90<br>"),
        // Another scope than the object with the same fields.
        ("`library:loan:creator` 查看登记人", "`library:loan:creator` 查看登记人"),
        // Another type than the sample.
        ("[{ \"city\": \"北京\" }]", "[[{ \"city\": \"北京\" }]]"),
    ];
    let page = changes.iter().fold(BARS.to_owned(), |page, (from, to)| {
        assert!(page.contains(from), "{from}");
        page.replacen(from, to, 1)
    });
    let drafted = drafts(&[("page", &page)]);
    let yaml = drafted.files("page").into_iter().next().map(|file| file.text).unwrap_or_default();
    for quirk in [
        "errors: [1002002: 422,",
        "at: body.days\n    kind: invalid_default",
        "at: response.loan.shelf\n    kind: only_in_sample",
        "at: response.loan.branches\n    kind: wrong_type_on_page",
    ] {
        assert!(yaml.contains(quirk), "{quirk}\n{yaml}");
    }
    assert!(check_drafts(&drafted).pages.iter().all(|page| page.errors.is_empty()));
    let api = check_drafts(&drafted).api;
    assert_eq!(unexplained(&page, &api), [""; 0]);
}

#[test]
fn a_page_size_that_is_a_string_is_drafted_as_a_number() {
    let row = "| `page_token` | `string` | 否 | 分页标记 |\n\
               | `page_size` | `string` | 否 | 每页数量，默认 10<br>**示例值**：20<br>**数据校验规则**：<br>- 最大值：`100` |\n";
    let fields =
        "| &nbsp;&nbsp;└ `page_token` | `string` | 分页标记 |\n| &nbsp;&nbsp;└ `has_more` | `boolean` | 是否有更多 |\n";
    let page = LIST.replacen("| `state` | `int` | 否", &format!("{row}| `state` | `int` | 否"), 1);
    let page = page.replacen("| &nbsp;&nbsp;└ `items`", &format!("{fields}| &nbsp;&nbsp;└ `items`"), 1);
    let drafted = drafts(&[("page", &page)]);
    let yaml = drafted.files("page").into_iter().next().map(|file| file.text).unwrap_or_default();
    for expected in [
        "    type: int32 = 10\n    doc: \"\"\n    example: 20\n    range: ..100\n",
        "paging: { size: page_size, token: page_token, items: items, next: page_token, more: has_more }\n",
        "at: query.page_size\n    kind: wrong_type_on_page",
    ] {
        assert!(yaml.contains(expected), "{expected}\n{yaml}");
    }
    assert_eq!(unexplained(&page, &check_drafts(&drafted).api), [""; 0]);
}

#[test]
fn quirks_explain_presence_defaults_and_scopes() {
    let cases = [
        ("| `days` | `int` | 否 |", "| `days` | `int` | 是 |", "body.days", "wrong_presence_on_page", &[][..]),
        (
            "| `remark` | `string` | 否 | 备注",
            "| `remark` | `string` | 否 | 备注，默认 5 ",
            "body.remark",
            "invalid_default",
            &[],
        ),
        (
            "`library:loan:creator` 查看登记人",
            "`library:loan:a` 甲",
            "response.loan.creator_id",
            "other_scopes",
            &["library:loan:a"],
        ),
        (
            "<br>**字段权限要求（满足任一）**： `library:loan:creator` 查看登记人",
            "",
            "response.loan.creator_id",
            "other_scopes",
            &[],
        ),
    ];
    for (from, to, at, kind, values) in cases {
        assert!(BARS.contains(from), "{from}");
        let page = BARS.replacen(from, to, 1);
        let mut api = drafted_api(&[("page", BARS)]);
        let hint = format!("(can be explained by a quirk `{kind}`)");
        let differences = unexplained(&page, &api);
        assert!(!differences.is_empty() && differences.iter().all(|line| line.ends_with(&hint)), "{differences:#?}");
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        for operation in &mut api.operations {
            operation.quirks.push(quirk(at, kind, &values));
        }
        assert_eq!(unexplained(&page, &api), [""; 0]);
    }
}

fn quirk(at: &str, kind: &'static str, values: &[String]) -> Quirk {
    Quirk {
        at: at.to_owned(),
        kind,
        summary: "",
        values: values.to_vec(),
        fields: Vec::new(),
        because: String::new(),
        docs: String::new(),
        observed: String::new(),
    }
}

#[test]
fn a_slash_at_the_end_of_a_path_is_kept() {
    let slash = BARS.replacen("/loans |", "/loans/ |", 1);
    let drafted = drafts(&[("page", &slash)]);
    let yaml = drafted.files("page").into_iter().next().map(|file| file.text).unwrap_or_default();
    assert!(yaml.contains("call: POST /open-apis/library/v2/readers/:reader_id/loans/\n"), "{yaml}");
    let api = check_drafts(&drafted).api;
    assert_eq!(unexplained(&slash, &api), [""; 0]);
    let [difference] = unexplained(BARS, &api).try_into().unwrap_or_default();
    assert!(difference.contains("call changed: the page has the path"), "{difference}");
}

#[test]
fn an_endpoint_missing_from_the_schema_is_added() {
    let (_, api) = small();
    assert_eq!(
        unexplained(BARS, &api),
        ["no operation: endpoint added: the schema has no `POST /open-apis/library/v2/readers/:reader_id/loans`"]
    );
}

#[test]
fn no_differences_are_an_empty_list() {
    assert_eq!(to_json(&[]), "[]\n");
}
