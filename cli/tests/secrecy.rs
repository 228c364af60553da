//! No token, no secret and no personal data in the output, over all operations and formats.

use feishu_hire::mock::Fault;
use serde_json::{Value, json};

use crate::{
    TestResult, calls,
    program::{Program, SECRET, printed},
};

const PERSON: &str = "PERSON-";
const UNKNOWN: &str = "UNKNOWN-VALUE";
const TOKEN: &str = "t-TOKEN-OF-THE-TENANT";

/// Marks the sensitive texts of an object, and adds a field that the schema does not have. Returns how many texts it marked.
fn mark(fields: &Value, value: &mut Value) -> usize {
    let mut count = 0;
    for field in fields.as_array().into_iter().flatten() {
        let Some(inner) = value.get_mut(field["name"].as_str().unwrap_or_default()) else { continue };
        count += match field["sensitive"] == true {
            true => mark_all(inner),
            false => mark_type(field["type"].as_str().unwrap_or_default(), inner),
        };
    }
    if let Value::Object(entries) = value {
        entries.insert("field_of_tomorrow".to_owned(), json!({ "inner": [UNKNOWN] }));
    }
    count
}

fn mark_type(ty: &str, value: &mut Value) -> usize {
    if let Some(item) = ty.strip_prefix("list of ") {
        return value.as_array_mut().into_iter().flatten().map(|value| mark_type(item, value)).sum();
    }
    let fields = calls::type_entry(ty).and_then(|mut entry| Some(entry.get_mut("fields")?.take()));
    fields.filter(|_| value.is_object()).map_or(0, |fields| mark(&fields, value))
}

fn mark_all(value: &mut Value) -> usize {
    match value {
        Value::String(text) => {
            *text = format!("{PERSON}张三");
            1
        }
        Value::Array(items) => items.iter_mut().map(mark_all).sum(),
        Value::Object(entries) => entries.values_mut().map(mark_all).sum(),
        _ => 0,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_prints_no_personal_data_and_no_credentials() -> TestResult {
    let program = Program::start().await?;
    let mut marked = 0;
    // A unit test prints each response in all formats.
    let formats = ["json", "ndjson", "csv", "table", "yaml"].iter().cycle();
    for ((row, entry), format) in calls::entries().into_iter().zip(formats) {
        let Some(sample) = calls::sample(row.id, "response") else { continue };
        let mut data = sample.well_typed_data()?;
        let count = mark(&entry["response"], &mut data);
        marked += count;
        let answer = json!({ "code": 0, "msg": "success", "data": data }).to_string();
        let arguments = calls::arguments(&program, row, &entry)?;
        program.server.on(row.id)?.inject_fault(1, Fault::status(200).body(answer.clone()));
        let arguments: Vec<_> =
            arguments.iter().map(String::as_str).chain(["--format", *format, "--verbose"]).collect();
        let masked = printed(program.command(&arguments).envs(calls::token(&program, row)))?;
        assert_eq!(masked.code, Some(0), "{}: {}", row.id, masked.stderr);
        let all = masked.stdout + &masked.stderr;
        for secret in [PERSON, UNKNOWN, SECRET, "Bearer"] {
            assert!(!all.contains(secret), "{} prints {secret} as {format}:\n{all}", row.id);
        }
        assert!(count == 0 || all.contains("--show-personal"), "{}: {all}", row.id);
        if *format == "json" && count > 0 {
            assert!(all.contains("[redacted]"), "{}: {all}", row.id);
            program.server.on(row.id)?.inject_fault(1, Fault::status(200).body(answer));
            let arguments: Vec<_> = arguments.into_iter().chain(["--show-personal"]).collect();
            let printed = printed(program.command(&arguments).envs(calls::token(&program, row)))?;
            assert!(printed.stdout.contains(PERSON), "{}: {}", row.id, printed.stdout);
        }
    }
    assert!(marked > 300, "{marked}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn expressions_and_fields_see_masked_values() -> TestResult {
    let program = Program::start().await?;
    let answer = json!({ "code": 0, "data": { "note": { "id": "1", "content": format!("{PERSON}x") } } }).to_string();
    for flags in [["--jq", ".content"], ["--fields", "content"]] {
        program.server.on("hire.v1.note.get")?.inject_fault(1, Fault::status(200).body(answer.clone()));
        let printed = program.run(&["note", "get", "--note-id", "1", flags[0], flags[1]])?;
        assert!(printed.stdout.contains("[redacted]") && !printed.stdout.contains(PERSON), "{}", printed.stdout);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failures_show_no_secret() -> TestResult {
    let program = Program::start().await?;
    let bodies = [
        (400, json!({ "code": 99991663, "msg": "token", "data": { "x": format!("{PERSON}x") } }).to_string()),
        (200, format!("{{\"code\":0,\"data\":{{\"note\":\"{PERSON}\u{1}")),
        (502, format!("<html>{PERSON}</html>")),
    ];
    for (status, body) in bodies {
        program.server.on("hire.v1.note.get")?.inject_fault(4, Fault::status(status).body(body));
        let mut command = program.command(&["note", "get", "--note-id", "1", "--verbose"]);
        let printed = printed(command.env("FEISHU_TOKEN", TOKEN))?;
        let all = printed.stdout + &printed.stderr;
        assert!(printed.code != Some(0) && !all.contains(PERSON) && !all.contains(TOKEN), "{all}");
    }
    let printed = printed(program.command(&["note", "get", "--note-id", "1", "--dry-run"]).env("FEISHU_TOKEN", TOKEN))?;
    assert!(printed.stdout.contains("$FEISHU_TOKEN") && !printed.stdout.contains(TOKEN), "{}", printed.stdout);
    Ok(())
}
