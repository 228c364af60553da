//! The width of emitted lines, with names and examples that are longer than usual.

use feishu_codegen::Rendered;

/// Returns the lines with more than 120 columns. A URL, a path of a link and a row of a table cannot be broken.
fn wide_lines(files: &[Rendered]) -> Vec<&str> {
    let is_target = |word: &str| word.contains("https://") || word.contains("](crate::");
    let is_link = |line: &str| line.split_whitespace().any(|word| is_target(word) && word.len() > 80);
    let is_row = |line: &str| line.starts_with("//! | ");
    let lines = files.iter().filter(|file| file.path.ends_with(".rs")).flat_map(|file| file.text.lines());
    lines.filter(|line| line.chars().count() > 120 && !is_link(line) && !is_row(line)).collect()
}

#[test]
fn no_line_of_the_crate_is_too_wide() -> Result<(), String> {
    let wide = wide_lines(tests::real_files()?);
    assert!(wide.is_empty(), "{wide:#?}");
    Ok(())
}

#[test]
fn long_names_and_examples_are_broken() -> Result<(), String> {
    let resource = "external_interview_assessment";
    let object = "ExternalInterviewAssessmentCreateExternalInterviewAssessmentDimension";
    let value = "a rather long value in a documented example";
    let fields: String = ["a", "b", "c", "d"]
        .iter()
        .map(|name| format!("      {name}_of_the_dimension: string, required | A part. | {value}\n"))
        .collect();
    let operation = format!(
        "operation: hire.v1.{resource}.create_and_send_at_once\n\
         title: Create a thing\nzh: 创建事物\ndoc: Creates a thing.\n\
         page: https://open.feishu.cn/document/thing/create\nupdated: 2026-01-02\n\
         call: POST /open-apis/hire/v1/things\nscopes: [hire:thing]\n\
         body:\n  dimensions: list of {object}, required | Dimensions.\n\
         \x20 kind_of_the_assessment: {object}Kind, required | The kind.\n\
         \x20 other_kind_of_the_assessment: {object}OtherKind, required | The kind.\n\
         \x20 ids: list of ThingId, required | The ids. | [\"on_94a1\", \"on_94a2\"]\n\
         \x20 levels: list of list of int32, required | The levels. | [[1, 2]]\n\
         response: {{}}\n\
         quirks:\n  - at: body\n    kind: no_sample\n    because: None.\n    docs: None.\n    observed: None.\n\
         enums:\n  {object}Kind:\n    doc: A kind.\n    code: int\n    values:\n      1: some | 一 | One.\n\
         \x20 {object}OtherKind:\n    doc: A kind.\n    code: int\n    values:\n      1: some | 一 | One.\n\
         objects:\n  {object}:\n    doc: A dimension.\n    fields:\n{fields}\
         \x20     condition_of_the_assessment_dimension: {object}Kind | A part.\n\
         \x20     explanation_of_the_assessment_dimension:\n        type: string\n        doc: A part.\n\
         \x20       required_if: {{ condition_of_the_assessment_dimension: [some] }}\n\
         \x20     score_of_the_assessment_dimension: int32 | A part.\n\
         \x20   rules:\n      - at_most_one_of: [condition_of_the_assessment_dimension, score_of_the_assessment_dimension]\n"
    );
    let path = format!("hire/v1/{resource}/create_and_send_at_once");
    let files = tests::generate(&[
        (&format!("{path}.yaml"), &operation),
        (&format!("{path}.response.json"), r#"{"code": 0, "msg": "ok", "data": {}}"#),
    ])?;
    let wide = wide_lines(&files);
    assert!(wide.is_empty(), "{wide:#?}");
    let emitted = files.iter().find(|file| file.path == format!("src/v1/{resource}/create_and_send_at_once.rs"));
    let text = emitted.map(|file| file.text.as_str()).unwrap_or_default();
    let docs: Vec<_> = text.lines().filter(|line| line.starts_with("//")).collect();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(docs.join("\n")) });
    Ok(())
}
