//! One snapshot for each feature of the schema language.
//!
//! A case is the YAML of an operation without its head. The snapshot contains the emitted lines that the plain operation does not have.

use std::collections::BTreeMap;

use similar::{ChangeTag, TextDiff};
use tests::generate;

const HEAD: &str = "\
operation: hire.v1.thing.get
title: Get a thing
zh: 获取事物
doc: Gets a thing.
page: https://open.feishu.cn/document/thing/get
updated: 2026-01-02
";

const PLAIN: &str = "\
call: GET /open-apis/hire/v1/things
scopes: [hire:thing]
response:
  name: string | Its name.
";

const SAMPLE: &str = r#"{"code": 0, "msg": "ok", "data": {"name": "a"}}"#;

/// Returns the emitted lines that the plain operation does not have.
fn added_lines(yaml: &str, sample: &str, more: &[(&str, &str)]) -> Result<String, String> {
    let plain = files(PLAIN, SAMPLE, &[])?;
    let mut out = String::new();
    for (path, text) in files(yaml, sample, more)? {
        let before = plain.get(&path).map_or("", String::as_str);
        let diff = TextDiff::from_lines(before, &text);
        let lines: String = diff
            .iter_all_changes()
            .filter(|change| change.tag() == ChangeTag::Insert)
            .map(|change| change.value().to_owned())
            .collect();
        if !lines.is_empty() && !path.contains("/samples/") {
            out.push_str(&format!("── {path}\n{lines}\n"));
        }
    }
    Ok(out)
}

fn files(yaml: &str, sample: &str, more: &[(&str, &str)]) -> Result<BTreeMap<String, String>, String> {
    let operation = format!("{HEAD}{yaml}");
    let mut files = vec![("hire/v1/thing/get.yaml", operation.as_str())];
    if !sample.is_empty() {
        files.push(("hire/v1/thing/get.response.json", sample));
    }
    files.extend(more);
    // `openapi.rs` tests the OpenAPI document.
    let emitted = generate(&files)?.into_iter().filter(|file| !file.path.starts_with("openapi"));
    Ok(emitted.map(|file| (file.path, file.text)).collect())
}

/// Defines a test of a feature: its name, the YAML, the sample of the response, and further files.
macro_rules! feature {
    ($name:ident, $yaml:expr) => {
        feature!($name, $yaml, SAMPLE, &[]);
    };
    ($name:ident, $yaml:expr, $sample:expr) => {
        feature!($name, $yaml, $sample, &[]);
    };
    ($name:ident, $yaml:expr, $sample:expr, $more:expr) => {
        #[test]
        fn $name() -> Result<(), String> {
            let shown = added_lines($yaml, $sample, $more)?;
            insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(shown) });
            Ok(())
        }
    };
}

mod bodies;
mod events;
mod fields;
mod operations;
mod parameters;
mod responses;
mod types;

#[test]
fn plain_operation() -> Result<(), String> {
    let files = files(PLAIN, SAMPLE, &[])?;
    let shown: String = files.into_iter().map(|(path, text)| format!("── {path}\n{text}\n")).collect();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(shown) });
    Ok(())
}
