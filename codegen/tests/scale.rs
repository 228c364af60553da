//! How long a large schema takes: `cargo test --release -p feishu-codegen --test scale -- --ignored --nocapture`.

mod support;

use std::time::Instant;

use feishu_codegen::{Sources, check};
use support::Schema;

const OPERATIONS: usize = 2_000;

/// Operations with three objects of eight fields each, and samples.
fn large() -> Vec<(String, String)> {
    let mut files = Schema::small().into_files();
    for number in 0..OPERATIONS {
        let resource = format!("resource_{number}");
        let object = |name: &str, inner: &str| {
            let fields: String =
                (0..7).map(|field| format!("      field_{field}: string | Field {field}.\n")).collect();
            format!(
                "  {name}{number}:\n    doc: An object.\n    fields:\n{fields}      inner: {inner} | What is in it.\n"
            )
        };
        let objects = [
            object("Outer", &format!("Middle{number}")),
            object("Middle", &format!("list of Inner{number}")),
            object("Inner", "NoteId"),
        ];
        files.push((
            format!("hire/v1/{resource}/get.yaml"),
            format!(
                "operation: hire.v1.{resource}.get\ntitle: Get it\nzh: 获取\ndoc: Gets it.\npage: https://open.feishu.cn/{number}\n\
                 updated: 2024-01-31\ncall: GET /open-apis/hire/v1/{resource}/:note_id\nscopes: [hire:note]\nlimits: [20/second]\n\
                 path:\n  note_id: NoteId | Which.\nresponse:\n  outer: Outer{number} | It.\nerrors: [1002001, 1002002]\nobjects:\n{}",
                objects.concat()
            ),
        ));
        let texts: String = (0..7).map(|field| format!("\"field_{field}\": \"文本\", ")).collect();
        files.push((
            format!("hire/v1/{resource}/get.response.json"),
            format!(
                "{{ \"code\": 0, \"msg\": \"ok\", \"data\": {{ \"outer\": {{ {texts}\"inner\": {{ {texts}\"inner\": [{{ {texts}\"inner\": \"1\" }}] }} }} }} }}"
            ),
        ));
    }
    files
}

#[test]
#[ignore = "prints a time, asserts none"]
fn two_thousand_operations() {
    let files = large();
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let sources = Sources::from_files(files);
    let started = Instant::now();
    let checked = check(&sources);
    println!("{OPERATIONS} operations, {} KB: {:?}", bytes / 1_000, started.elapsed());
    let count = checked.map(|api| api.operations.len()).map_err(|mistakes| mistakes.len());
    assert_eq!(count, Ok(OPERATIONS + 3));
}
