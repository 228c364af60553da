//! Rebuilds the nesting of tables without depth markers.

use feishu_import::measure_nesting;

use crate::{BARS, BLANKS};

/// Without depth markers, every row gets the same parent as with them.
#[test]
fn nesting_is_rebuilt_without_markers() {
    for page in [BARS, BLANKS] {
        let depth = measure_nesting(page).unwrap_or_default().with_samples;
        assert!(depth.fields > 6, "{depth:?}");
        assert_eq!((depth.fields, &depth.wrong), (depth.correct, &Vec::new()));
    }
}

/// Returns a page with rows (depth, name, type) and the sample `data`.
fn page(rows: &[(usize, &str, &str)], data: &str) -> String {
    let mut page = String::from(
        "## 请求\n\n| 项目 | 值 |\n| --- | --- |\n| HTTP URL | https://open.feishu.cn/open-apis/x/v1/y |\n| HTTP Method | GET |\n\n### 响应体\n\n| 名称 | 类型 | 描述 |\n| --- | --- | --- |\n| `code` | `int` | a |\n| `msg` | `string` | b |\n| `data` | `\\-` | \\- |\n",
    );
    for (depth, name, ty) in rows {
        page.push_str(&format!("| {}└ `{name}` | `{ty}` | c |\n", "&nbsp;&nbsp;".repeat(*depth)));
    }
    page + &format!("\n### 响应体示例\n\n```json\n{{ \"code\": 0, \"msg\": \"ok\", \"data\": {data} }}\n```\n")
}

/// Fields that the sample lacks are known from another object of the same type.
#[test]
fn types_supply_fields_missing_from_the_sample() {
    let rows = [
        (1, "first", "person"),
        (2, "id", "string"),
        (2, "city", "place"),
        (3, "code", "string"),
        (3, "label", "string"),
        (1, "second", "person"),
        (2, "id", "string"),
        (2, "city", "place"),
        (3, "code", "string"),
        (3, "label", "string"),
        (1, "total", "int"),
    ];
    let data = r#"{ "first": { "id": "1", "city": { "code": "a", "label": "b" } }, "total": 1 }"#;
    let depth = measure_nesting(&page(&rows, data)).unwrap_or_default().with_samples;
    assert_eq!(depth.wrong, Vec::<String>::new());
    assert_eq!(depth.fields, rows.len());
}

/// If the documented type of an object is missing or wrong, the sample determines whether it is an object or a map.
#[test]
fn the_sample_determines_whether_a_row_is_an_object() {
    let rows = [
        (1, "sheets", "/"),
        (2, "style", "/"),
        (3, "bold", "bool"),
        (3, "kind", "enum"),
        (4, "name", "string"),
        (2, "owners", "map"),
        (2, "title", "text"),
        (3, "words", "string"),
        (1, "level", "enum"),
        (1, "total", "int"),
    ];
    let data = r#"{ "sheets": [{ "style": { "bold": true, "kind": { "name": "a" } }, "owners": { "u1": "x" },
        "title": { "words": "b" } }], "level": 3, "total": 1 }"#;
    let depth = measure_nesting(&page(&rows, data)).unwrap_or_default();
    assert_eq!(depth.with_samples.wrong, Vec::<String>::new());
    assert_eq!(depth.with_samples.fields, rows.len());
    assert_eq!(depth.without_samples.unmarked, 0, "{:?}", depth.without_samples);
}

/// The keys of a map are not fields, so the rows after it do not belong to it.
#[test]
fn a_map_has_no_fields() {
    let rows = [(1, "users", "map"), (1, "larks", "map")];
    let data = r#"{ "users": { "u1": "x" }, "larks": { "66": "y", "67": "z" } }"#;
    let depth = measure_nesting(&page(&rows, data)).unwrap_or_default().with_samples;
    assert_eq!((depth.fields, depth.wrong), (2, Vec::<String>::new()));
}

/// Without a sample and without another object of the type, the nesting is marked as undecided.
#[test]
fn a_row_without_evidence_is_undecided() {
    let rows = [(1, "one", "thing"), (2, "a", "string"), (1, "b", "string")];
    let depth = measure_nesting(&page(&rows, "{}")).unwrap_or_default().with_samples;
    assert!(depth.undecided > 0, "{depth:?}");
}

/// Rows that may be confused with rows of the sample are undecided, like the rows after them.
#[test]
fn rows_with_the_same_name_are_undecided() {
    let swapped = [
        (1, "basic", "basic_info"),
        (2, "name", "string"),
        (2, "extras", "extra[]"),
        (3, "id", "string"),
        (1, "extras", "extra[]"),
        (2, "id", "string"),
    ];
    let left_out = [
        (1, "items", "record[]"),
        (2, "id", "string"),
        (2, "shared_url", "string"),
        (2, "record_url", "string"),
        (1, "has_more", "boolean"),
    ];
    let cases = [
        (&swapped[..], r#"{ "basic": { "name": "a" }, "extras": [{ "id": "1" }] }"#),
        (&left_out, r#"{ "items": [{ "id": "1" }], "has_more": false }"#),
    ];
    for (rows, data) in cases {
        let depth = measure_nesting(&page(rows, data)).unwrap_or_default().with_samples;
        assert_ne!(depth.wrong, Vec::<String>::new(), "nothing was rebuilt wrongly, so nothing was tested");
        assert_eq!(depth.unmarked, 0, "{depth:?}");
    }
}

/// Without samples, much is rebuilt incorrectly, but every row with a wrong parent is marked as undecided.
#[test]
fn guesses_without_samples_are_undecided() {
    let address = [(2, "city", "place"), (3, "code", "string"), (3, "label", "string"), (2, "street", "string")];
    let first = [(1, "first", "person"), (2, "id", "string")];
    let rows =
        [&first[..], &address, &[(1, "total", "int"), (1, "second", "person"), (2, "id", "string")], &address].concat();
    let invented = page(&rows, "{}");
    let mut wrong = 0;
    for page in [BARS, BLANKS, &invented] {
        let alone = measure_nesting(page).unwrap_or_default().without_samples;
        wrong += alone.wrong.len();
        assert!(alone.fields > 6, "{alone:?}");
        assert_eq!(alone.unmarked, 0, "{alone:?}");
    }
    assert!(wrong > 0, "nothing was rebuilt wrongly, so nothing was tested");
}
