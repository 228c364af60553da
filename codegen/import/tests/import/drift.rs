//! Pages against a schema that was written from them.

use feishu_codegen::model::Api;
use feishu_import::{Drift, drift, outcomes, to_json};

use crate::{BARS, BLANKS, NO_DEPTH, NO_TABLE, UPLOAD, drafts, small, snapshot};

/// The schema that the drafts of these pages make, as if their docs were written.
fn written(pages: &[(&str, &str)]) -> Api {
    outcomes(&drafts(pages)).api
}

fn compared(page: &str, api: &Api) -> Vec<Drift> {
    drift("page.md", page, api).unwrap_or_default()
}

fn unexplained(page: &str, api: &Api) -> Vec<String> {
    let drifts = compared(page, api).into_iter();
    drifts.filter(|drift| drift.explained.is_none()).map(|drift| drift.to_string()).collect()
}

#[test]
fn a_page_agrees_with_its_own_draft() {
    for page in [BARS, BLANKS, NO_DEPTH, NO_TABLE, UPLOAD] {
        let api = written(&[("page", page)]);
        // What only a sample has, and a label that tells of no scope, stay for a person to mend.
        let left = unexplained(page, &api);
        let left: Vec<_> =
            left.iter().filter(|line| !line.contains("shelf") && !line.contains("scopes came")).collect();
        assert!(left.is_empty(), "{left:#?}");
    }
}

#[test]
fn what_came_went_and_changed_is_told() {
    let api = written(&[("page", BARS)]);
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
    let drifts = compared(&page, &api);
    let lines: Vec<String> = drifts.iter().map(Drift::to_string).collect();
    snapshot("drift", &format!("{}\n\n{}", lines.join("\n"), to_json(&drifts)));
}

#[test]
fn an_endpoint_that_the_schema_lacks() {
    let (_, api) = small();
    assert_eq!(
        unexplained(BARS, &api),
        ["no operation: endpoint came: the schema has no `POST /open-apis/library/v2/readers/:reader_id/loans`"]
    );
}

#[test]
fn nothing_is_an_empty_list() {
    assert_eq!(to_json(&[]), "[]\n");
}
