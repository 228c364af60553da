//! One page of each form, and its draft.

use feishu_import::{How, outcomes};

use crate::{
    BARS, BLANKS, MARKS_REPEATED, MIXED, NAMES_ALONE, NO_DEPTH, NO_TABLE, TAGS, UPLOAD, drafts, shown, snapshot,
};

fn drafted(name: &str, page: &str) {
    snapshot(name, &shown(&drafts(&[(name, page)]), name));
}

#[test]
fn depth_in_bars() {
    drafted("depth_in_bars", BARS);
}

#[test]
fn depth_in_blanks() {
    drafted("depth_in_blanks", BLANKS);
}

#[test]
fn no_depth() {
    drafted("no_depth", NO_DEPTH);
}

#[test]
fn no_table() {
    drafted("no_table", NO_TABLE);
}

#[test]
fn marks_repeated() {
    drafted("marks_repeated", MARKS_REPEATED);
}

#[test]
fn names_alone() {
    drafted("names_alone", NAMES_ALONE);
}

#[test]
fn tags() {
    drafted("tags", TAGS);
}

#[test]
fn mixed() {
    drafted("mixed", MIXED);
}

#[test]
fn upload() {
    drafted("upload", UPLOAD);
}

#[test]
fn line_ends_of_windows_change_nothing() {
    for page in [BARS, BLANKS, NO_DEPTH, NO_TABLE, MARKS_REPEATED, NAMES_ALONE, TAGS, MIXED] {
        let windows = format!("\u{feff}{}", page.replace('\n', "\r\n"));
        let yaml = |page: &str| drafts(&[("page", page)]).files("page").first().map(|file| file.text.clone());
        assert_eq!(yaml(page), yaml(&windows));
    }
}

/// All pages together: no type twice, every sample fits, nothing but docs is missing.
#[test]
fn drafts_fit_their_samples() {
    let pages = [
        ("bars", BARS),
        ("blanks", BLANKS),
        ("no_depth", NO_DEPTH),
        ("no_table", NO_TABLE),
        ("upload", UPLOAD),
        ("repeated", MARKS_REPEATED),
        ("names", NAMES_ALONE),
        ("tags", TAGS),
        ("mixed", MIXED),
    ];
    let outcomes = outcomes(&drafts(&pages));
    let mistakes: Vec<_> = outcomes.pages.iter().flat_map(|page| &page.mistakes).chain(&outcomes.elsewhere).collect();
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    assert!(outcomes.pages.iter().all(|page| page.fits()));
    let nesting: Vec<How> = outcomes.pages.iter().map(|page| page.nesting).collect();
    assert_eq!(
        nesting,
        [
            How::Certain,
            How::Certain,
            How::Undecided,
            How::Rebuilt,
            How::Certain,
            How::Certain,
            How::Certain,
            How::Certain,
            How::Certain
        ]
    );
    assert!(feishu_codegen::generate(&outcomes.api).is_ok());
}

#[test]
fn what_the_schema_has_no_word_for_is_pointed_out() {
    let cases = [
        ("open.feishu.cn/open-apis/library/v2", "www.feishu.cn/library/openapi/v2", "is not below /open-apis"),
        ("`tenant_access_token` 或 `user_access_token`", "app_id", "names no access token"),
        ("    \"data\": {", "    \"answer\": {", "is not in `data`, but beside `code`"),
        ("### 路径参数", "请求头中还需添加 X-Library-Key。\n\n### 路径参数", "asks for the header `X-Library-Key`"),
        ("`locale` | `string` | 否 | 语言", "`locale` | `string[]` | 否 | 语言，以逗号分隔", "in one, with commas"),
    ];
    for (from, to, note) in cases {
        let draft = |page: &str| shown(&drafts(&[("page", page)]), "page");
        assert!(BARS.contains(from), "{from}");
        assert!(!draft(BARS).contains(note), "{note}");
        assert!(draft(&BARS.replace(from, to)).contains(note), "{note}");
    }
}

#[test]
fn slips_of_a_page_are_made_good() {
    let failure = "```\n\n失败时：\n\n```json\n{ \"code\": 1002002, \"msg\": \"no\" }\n```\n\n### 错误码";
    let cases = [
        ("a row without its bars", "| `days` | `int` |", "&emsp;`days` | `int` |", "  days:\n"),
        ("a key twice", "\"state\": 3,", "\"state\": 3, \"state\": 4,", "a key that is given twice; the first is kept"),
        ("the same key twice", "\"state\": 3,", "\"state\": 3, \"state\": 4,", "            \"state\": 3,\n"),
        ("a failure", "```\n\n### 错误码", failure, "the sample of a failure is left out"),
        ("a length in words", "归还时间，毫秒时间戳", "归还时间，最短 3 字符，最长 9 字符", "length: 3..9"),
        (
            "a fixed value",
            "归还时间，毫秒时间戳<br>**示例值**：",
            "归还时间 **固定值：**",
            "due_time: string | | 1720621988000",
        ),
        ("a type of Rust", "`days` | `int`", "`days` | `i64`", "type: int64"),
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
        ("no limit of the value", "否 | 权重<br>", "否 | 权重，附件不超过 2 MB<br>", "weight: float | | 0.5"),
        (
            "fields below a word",
            "`creator_id` | `string` | 登记人",
            "`branch` | `enum` | 馆 |\n| &emsp;&emsp;&emsp;└ `creator_id` | `string` | 登记人",
            "branch: Branch",
        ),
    ];
    for (title, from, to, expected) in cases {
        let draft = |page: &str| shown(&drafts(&[("page", page)]), "page");
        assert!(BARS.contains(from), "{title}");
        let drafted = draft(&BARS.replacen(from, to, 1));
        assert!(drafted.contains(expected), "{title}:\n{drafted}");
    }
}

#[test]
fn what_is_no_endpoint_is_said_to_be_none() {
    let drafts = drafts(&[("guide", "# A guide\n\nText, and a | bar.\n")]);
    assert_eq!(drafts.unread.len(), 1);
    assert_eq!(drafts.read().count(), 0);
}
