//! The draft of one page per page format.

use feishu_import::{Nesting, check_drafts};

use crate::{
    BARS, BLANKS, MIXED, NAMES_ONLY, NO_DEPTH, NO_TABLE, REPEATED_MARKS, TAGS, UPLOAD, drafts, shown, snapshot,
};

fn assert_draft(name: &str, page: &str) {
    snapshot(name, &shown(&drafts(&[(name, page)]), name));
}

#[test]
fn depth_in_bars() {
    assert_draft("depth_in_bars", BARS);
}

#[test]
fn depth_in_blanks() {
    assert_draft("depth_in_blanks", BLANKS);
}

#[test]
fn no_depth() {
    assert_draft("no_depth", NO_DEPTH);
}

#[test]
fn no_table() {
    assert_draft("no_table", NO_TABLE);
}

#[test]
fn repeated_marks() {
    assert_draft("repeated_marks", REPEATED_MARKS);
}

#[test]
fn names_only() {
    assert_draft("names_only", NAMES_ONLY);
}

#[test]
fn tags() {
    assert_draft("tags", TAGS);
}

#[test]
fn mixed() {
    assert_draft("mixed", MIXED);
}

#[test]
fn upload() {
    assert_draft("upload", UPLOAD);
}

#[test]
fn windows_line_endings_make_no_difference() {
    for page in [BARS, BLANKS, NO_DEPTH, NO_TABLE, REPEATED_MARKS, NAMES_ONLY, TAGS, MIXED] {
        let windows = format!("\u{feff}{}", page.replace('\n', "\r\n"));
        let yaml = |page: &str| drafts(&[("page", page)]).files("page").first().map(|file| file.text.clone());
        assert_eq!(yaml(page), yaml(&windows));
    }
}

/// Drafts of several pages have no duplicate types and match their samples. Only their docs are missing.
#[test]
fn drafts_match_their_samples() {
    let pages = [
        ("bars", BARS),
        ("blanks", BLANKS),
        ("no_depth", NO_DEPTH),
        ("no_table", NO_TABLE),
        ("upload", UPLOAD),
        ("repeated", REPEATED_MARKS),
        ("names", NAMES_ONLY),
        ("tags", TAGS),
        ("mixed", MIXED),
    ];
    let outcomes = check_drafts(&drafts(&pages));
    let errors: Vec<_> = outcomes.pages.iter().flat_map(|page| &page.errors).chain(&outcomes.other_errors).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(outcomes.pages.iter().all(|page| page.samples_fit()));
    let nesting: Vec<Nesting> = outcomes.pages.iter().map(|page| page.nesting).collect();
    assert_eq!(
        nesting,
        [
            Nesting::Certain,
            Nesting::Certain,
            Nesting::Undecided,
            Nesting::Rebuilt,
            Nesting::Certain,
            Nesting::Certain,
            Nesting::Certain,
            Nesting::Certain,
            Nesting::Certain
        ]
    );
    assert!(feishu_codegen::generate(&outcomes.api).is_ok());
}

#[test]
fn unsupported_features_have_a_note() {
    let cases = [
        ("open.feishu.cn/open-apis/library/v2", "www.feishu.cn/library/openapi/v2", "does not start with /open-apis"),
        ("`tenant_access_token` 或 `user_access_token`", "app_id", "have no access token"),
        ("    \"data\": {", "    \"answer\": {", "in `data` in the table, but not in the sample"),
        ("### 路径参数", "请求头中还需添加 X-Library-Key。\n\n### 路径参数", "requires the header `X-Library-Key`"),
        (
            "`locale` | `string` | 否 | 语言",
            "`locale` | `string[]` | 否 | 语言，以逗号分隔",
            "values separated by commas",
        ),
    ];
    for (from, to, note) in cases {
        let draft = |page: &str| shown(&drafts(&[("page", page)]), "page");
        assert!(BARS.contains(from), "{from}");
        assert!(!draft(BARS).contains(note), "{note}");
        assert!(draft(&BARS.replace(from, to)).contains(note), "{note}");
    }
}

/// Replaces a text of the page, and expects a text in the draft. Each case has a title.
fn assert_drafts(cases: &[(&str, &str, &str, &str)]) {
    for (title, from, to, expected) in cases {
        assert!(BARS.contains(from), "{title}");
        let drafted = shown(&drafts(&[("page", &BARS.replacen(from, to, 1))]), "page");
        assert!(drafted.contains(expected), "{title}:\n{drafted}");
    }
}

#[test]
fn errors_of_a_page_are_corrected() {
    let failure = "```\n\n失败时：\n\n```json\n{ \"code\": 1002002, \"msg\": \"no\" }\n```\n\n### 错误码";
    let cases = [
        ("a row without its bars", "| `days` | `int` |", "&emsp;`days` | `int` |", "  days:\n"),
        ("a duplicate key", "\"state\": 3,", "\"state\": 3, \"state\": 4,", "duplicate key, the first one was kept"),
        ("the value of a duplicate key", "\"state\": 3,", "\"state\": 3, \"state\": 4,", "            \"state\": 3,\n"),
        ("a failure", "```\n\n### 错误码", failure, "a sample of a failed call was skipped"),
        ("a length in a sentence", "| 柜台<br>", "| 柜台，最短 3 字符，最长 9 字符<br>", "length: 3..9"),
        (
            "a fixed value",
            "归还时间，毫秒时间戳<br>**示例值**：",
            "归还时间 **固定值：**",
            "due_time: timestamp as string | | 1720621988000",
        ),
        (
            "JSON in a string",
            "| `remark` | `string` | 否 | 备注<br>",
            "| `remark` | `string` | 否 | 备注<br>**示例值**：{\"a\":1}<br>**可选值有**：<br>- `1`: 甲 - `2`: 乙<br>",
            "# check: the values are JSON in a string\n  remark:\n    type: string, sensitive",
        ),
        (
            "a link or an id",
            "`desk` | `string` | 是 | 柜台<br>**示例值**：\"main\"<br>**默认值**：`main`",
            "`link` | `string` | 是 | 主页 URL/ID",
            "link: string, required, sensitive",
        ),
        ("a time by its digits", "归还时间，毫秒时间戳", "归还时间", "due_time: timestamp as string | | 1720621988000"),
        (
            "a time in seconds",
            "归还时间，毫秒时间戳<br>**示例值**：\"1720621988000\"",
            "归还时间<br>**示例值**：\"1720621988\"",
            "due_time: seconds as string | | 1720621988",
        ),
        (
            "a deprecated field",
            "| 归还时间，毫秒时间戳",
            "| 归还时间，此字段已废弃，请使用days，毫秒时间戳",
            "    example: 1720621988000\n    deprecated: days",
        ),
        (
            "a rule across fields",
            "否 | 备注<br>",
            "否 | 备注，与days必填其一<br>",
            "rules:\n  - at_least_one_of: [days, remark]\n",
        ),
        (
            "a rule that excludes a field",
            "否 | 备注<br>",
            "否 | 备注，该参数不可以和 `days` 参数同时填写<br>",
            "rules:\n  - at_most_one_of: [days, remark]\n",
        ),
        (
            "a rule that requires a field",
            "否 | 备注<br>",
            "否 | 备注（不允许 days、remark 同时为空）<br>",
            "rules:\n  - at_least_one_of: [days, remark]\n",
        ),
        (
            "the order of two times",
            "归还时间，毫秒时间戳<br>",
            "归还时间，毫秒时间戳。需大于等于lend_time |\n| `lend_time` | `string` | 否 | 借出时间，毫秒时间戳<br>",
            "rules:\n  - not_after: [lend_time, due_time]\n",
        ),
        (
            "a rule inside an object",
            "否 | 权重<br>",
            "否 | 权重，与 count 必填其一 |\n| &nbsp;&nbsp;└ `count` | `int` | 否 | 次数<br>",
            "    rules:\n      - at_least_one_of: [weight, count]\n",
        ),
        (
            "a field that is a parameter too",
            "| `book_id` | `string` | 是",
            "| `reader_id` | `string` | 否 | 读者 |\n| `book_id` | `string` | 是",
            "  reader_id:\n    type: string\n    doc: \"\"\n    rust_name: reader_id_2\n",
        ),
        (
            "fields that differ only in their case",
            "| `days` | `int` |",
            "| `Days` | `int` | 否 | 天数 |\n| `days` | `int` |",
            "  Days:\n    type: int32\n    doc: \"\"\n    rust_name: days_2\n",
        ),
        (
            "a field that Rust does not allow",
            "| `days` | `int` |",
            "| `_1` | `int` | 否 | 天数 |\n| `self` | `int` | 否 | 天数 |\n| `days` | `int` |",
            "    rust_name: field_1\n  # 天数\n  self: int32 |\n",
        ),
        (
            "a condition on a value",
            "否 | 备注<br>",
            "否 | 备注，当`order`为`desc`时必填<br>",
            "length: 0..200\n    required_if: { order: [desc] }\n",
        ),
        (
            "seconds in a number",
            "`due_time` | `string` | 否 | 归还时间，毫秒时间戳<br>**示例值**：\"1720621988000\"",
            "`due_time` | `int` | 否 | 归还时间<br>**示例值**：1720621988",
            "due_time: seconds | | 1720621988\n",
        ),
        ("a complete update", "为读者登记一次借阅。\n\n\n", "该接口为全量更新。\n\n\n", "\nreplaces: whole\nresponse:"),
        (
            "a list that is replaced",
            "否 | 标签<br>",
            "否 | 标签<br>**注意**：更新时会全量覆盖<br>",
            "    items: ..10\n    replaces: whole\n",
        ),
        (
            "the operation to use instead",
            "为读者登记一次借阅。\n\n\n",
            "该接口不再更新，推荐使用新接口：[创建备注](https://a.b/ukTM/hire-v1/note/create?lang=zh)\n\n\n",
            "deprecated:\n  use: hire.v1.note.create\n  doc: \"\"\n",
        ),
        (
            "an id by the link to an operation",
            "否 | 备注<br>",
            "否 | 备注 |\n| `origin_id` | `string` | 否 | 来源，可通过[获取人才列表](https://a.b/hire-v1/talent/list)获取<br>",
            "# check: `TalentId`, because the page links to an operation that returns it\n  origin_id: TalentId |",
        ),
        (
            "an unknown id by the link to an operation",
            "否 | 备注<br>",
            "否 | 备注 |\n| `origin_ids` | `string[]` | 否 | 来源，可通过[获取渠道列表](https://a.b/hire-v1/promo-channel/list)获取<br>",
            "# suggestion: define an id type `PromoChannelId`\n  origin_ids:\n    type: list of string",
        ),
    ];
    assert_drafts(&cases);
}

/// Without an idempotency key, a complete update is idempotent, although its method is not.
#[test]
fn complete_updates_are_idempotent() {
    let plain = BARS.replace("，用于保证幂等", "");
    let complete = plain.replace("为读者登记一次借阅。\n\n\n", "该接口为全量更新。\n\n\n");
    for (page, is_idempotent) in [(plain, false), (complete, true)] {
        let drafted = shown(&drafts(&[("page", &page)]), "page");
        let note = "# check: idempotent, because a repeated complete update stores the same values\n";
        assert_eq!(drafted.contains(note), is_idempotent, "{drafted}");
        assert_eq!(drafted.contains("\nidempotent: true\n"), is_idempotent, "{drafted}");
    }
}

/// A sample, or the name of a type, decides on the type of a field.
#[test]
fn types_are_derived_from_samples_and_names() {
    let cases = [
        ("an object in a sample", "\"desk\": \"main\"", "\"desk\": { \"name\": \"main\" }", "desk: Desk, required"),
        ("a list in a sample", "\"desk\": \"main\"", "\"desk\": [\"main\"]", "desk: list of string, required"),
        (
            "an unlisted example in a list",
            "`locale` | `string` | 否 | 语言<br>**示例值**：de",
            "`locale` | `string[]` | 否 | 语言<br>**示例值**：[\"de\"]",
            "locale: list of LoanLocale | | [\"de\"]",
        ),
        ("a Rust type", "`days` | `int`", "`days` | `i64`", "type: int64"),
        ("a map by its keys", "\"state\": 3,", "\"state\": 3, \"extra\": { \"@1\": \"a\" },", "extra: map of string"),
        (
            "a map by its type",
            "\"@1\": \"a\", \"@2\": \"b\"",
            "\"one\": \"a\", \"two\": \"b\"",
            "marks: map of string |",
        ),
        (
            "a label with a remark",
            "B5：小 - 薄",
            "B5：小（比一般的书还要小很多，放不下一整页的地图，也放不下大的图画）",
            "B5: b5 | 小 |",
        ),
        ("a limit of another quantity", "否 | 权重<br>", "否 | 权重，附件不超过 2 MB<br>", "weight: float | | 0.5"),
        (
            "child fields of a value type",
            "`creator_id` | `string` | 登记人",
            "`branch` | `enum` | 馆 |\n| &emsp;&emsp;&emsp;└ `creator_id` | `string` | 登记人",
            "branch: Branch",
        ),
    ];
    assert_drafts(&cases);
}

#[test]
fn a_call_that_two_pages_document_is_drafted_once() {
    let drafts = drafts(&[("first", BARS), ("second", BARS)]);
    assert_eq!(drafts.page_names().collect::<Vec<_>>(), ["first"]);
    assert_eq!(drafts.skipped, [("second".to_owned(), "it documents the same call as first".to_owned())]);
    assert!(check_drafts(&drafts).other_errors.is_empty());
}

#[test]
fn other_pages_are_rejected() {
    let drafts = drafts(&[("guide", "# A guide\n\nText, and a | bar.\n")]);
    assert_eq!(drafts.skipped.len(), 1);
    assert_eq!(drafts.page_names().count(), 0);
}
