//! Every operation, called with the documented samples.

use feishu_hire::{mock::Fault, operation::Operation};
use serde_json::Value;

use crate::{
    TestResult, calls,
    program::{Program, printed},
};

/// The documented result: items, the only object or list, or the data.
fn expected(row: &Operation, entry: &Value, data: Value) -> Value {
    let only = match entry.get("response").and_then(Value::as_array).map(Vec::as_slice) {
        Some([field]) if !field["type"].as_str().is_some_and(|ty| ty.starts_with("map of ")) => field["name"].as_str(),
        _ => None,
    };
    let only = only.and_then(|name| data.get(name)).filter(|value| value.is_object() || value.is_array());
    match (row.paging, only) {
        (Some(paging), _) => data.get(paging.items).cloned().unwrap_or_else(|| Value::Array(Vec::new())),
        (None, Some(only)) => only.clone(),
        _ if data.is_null() => Value::Object(serde_json::Map::new()),
        _ => data,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_prints_its_sample() -> TestResult {
    let program = Program::start().await?;
    let entries = calls::entries();
    assert_eq!(entries.len(), feishu_hire::operation::ALL.len());
    let mut failed = Vec::new();
    for (row, entry) in &entries {
        // The documented response without changes. By default, the mock server changes its links.
        let sample = calls::sample(row.id, "response").ok_or_else(|| format!("{} has no sample", row.id))?;
        program.server.on(row.id)?.inject_fault(1, Fault::status(200).body(sample.sample));
        let arguments = calls::arguments(&program, row, entry)?;
        let arguments: Vec<_> = arguments.iter().map(String::as_str).chain(["--show-personal"]).collect();
        let printed = printed(program.command(&arguments).envs(calls::token(&program, row)))?;
        let data = sample.data()?;
        let result: Option<Value> = serde_json::from_str(&printed.stdout).ok();
        if printed.code != Some(0) || result != Some(expected(row, entry, data)) {
            failed.push(format!("{}: {} {}{}", row.id, arguments.join(" "), printed.stdout, printed.stderr));
        }
        assert_eq!(program.server.requests_for(row.id)?.len(), 1, "{}: {}", row.id, printed.stderr);
    }
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_template_is_accepted_as_a_body() -> TestResult {
    let program = Program::start().await?;
    let with_body = calls::entries().into_iter().filter(|(_, entry)| entry["body"].is_array());
    let mut refused = Vec::new();
    for (row, entry) in with_body {
        let [resource, method] = calls::command(row.id);
        let template = program.run(&[&resource, &method, "--body-template"])?;
        let arguments = calls::arguments(&program, row, &entry)?;
        // In place of the sample.
        program.file("body.json", &template.stdout)?;
        let arguments: Vec<_> = arguments.iter().map(String::as_str).chain(["--dry-run"]).collect();
        let printed = program.run(&arguments)?;
        if printed.code != Some(0) {
            refused.push(format!("{}: {}", row.id, printed.stderr));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    for id in ["hire.v1.note.create", "hire.v1.talent.combined_create", "hire.v1.offer.create"] {
        let [resource, method] = calls::command(id);
        let template = program.run(&[&resource, &method, "--body-template"])?;
        let file = program.file("body.json", &template.stdout)?;
        let printed = program.run(&[&resource, &method, "--body", &file])?;
        assert_eq!(printed.code, Some(0), "{id}: {}", printed.stderr);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn flags_replace_the_fields_of_a_body() -> TestResult {
    let program = Program::start().await?;
    let file = program.file("body.json", r#"{"talent_id": "1", "content": "from the file", "privacy": 1}"#)?;
    let printed =
        program.run(&["note", "create", "--body", &file, "--content", "from a flag", "--privacy", "public"])?;
    assert_eq!(printed.code, Some(0), "{}", printed.stderr);
    let sent = program.server.requests_for("hire.v1.note.create")?.pop().and_then(|request| request.json());
    assert_eq!(sent, Some(serde_json::json!({ "talent_id": "1", "content": "from a flag", "privacy": 2 })));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn times_enums_ids_and_lists_are_read() -> TestResult {
    let program = Program::start().await?;
    for (time, millis) in
        [("2026-11-01", "1793462400000"), ("2026-10-31T16:00:00Z", "1793462400000"), ("1793462400001", "1793462400001")]
    {
        let printed = program.run(&[
            "interview",
            "list",
            "--start-time",
            time,
            "--interview-id",
            " 7 ",
            "--user-id-type",
            "union_id",
        ])?;
        assert_eq!(printed.code, Some(0), "{}", printed.stderr);
        let request = program.server.requests_for("hire.v1.interview.list")?.pop().ok_or("nothing was sent")?;
        assert_eq!(request.query, format!("interview_id=7&start_time={millis}&user_id_type=union_id"));
    }
    for privacy in ["public", "2"] {
        let call =
            ["note", "create", "--talent-id", "1", "--content", "x", "--privacy", privacy, "--notify-mentioned-user"];
        program.run(&call)?;
        let sent = program.server.requests_for("hire.v1.note.create")?.pop().and_then(|request| request.json());
        let expected =
            serde_json::json!({ "talent_id": "1", "content": "x", "privacy": 2, "notify_mentioned_user": true });
        assert_eq!(sent, Some(expected));
    }
    let call = ["talent", "add-to-folder", "--folder-id", "1", "--talent-id-list", "1", "--talent-id-list", "2"];
    let printed = program.run(&call)?;
    assert_eq!(printed.code, Some(0), "{}", printed.stderr);
    let sent = program.server.requests_for("hire.v1.talent.add_to_folder")?.pop().and_then(|request| request.json());
    assert_eq!(sent, Some(serde_json::json!({ "folder_id": "1", "talent_id_list": ["1", "2"] })));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_endpoint_can_be_called() -> TestResult {
    let program = Program::start().await?;
    let printed = program.run(&["api", "get", "/open-apis/hire/v1/notes/7?user_id_type=open_id", "--fields", "id"])?;
    assert_eq!(printed.code, Some(0), "{}", printed.stderr);
    assert!(printed.stdout.contains("\"id\""), "{}", printed.stdout);
    let request = program.server.requests_for("hire.v1.note.get")?.pop().ok_or("not recognized as an operation")?;
    assert_eq!((request.path.as_str(), request.query.as_str()), ("/open-apis/hire/v1/notes/7", "user_id_type=open_id"));
    let printed = program.run(&[
        "api",
        "GET",
        "/open-apis/contact/v3/users/1",
        "--query",
        "a=1",
        "--query",
        "a=2",
        "--dry-run",
    ])?;
    assert!(printed.stdout.starts_with("curl '") && printed.stdout.contains("/users/1?a=1&a=2'"), "{}", printed.stdout);
    let printed = program.run(&["api", "GET", "/open-apis/contact/v3/users/1"])?;
    assert_eq!(printed.code, Some(4), "{}", printed.stderr);
    let printed = program.run(&["api", "DELETE", "/open-apis/contact/v3/users/1"])?;
    assert_eq!(printed.code, Some(2), "{}", printed.stderr);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn values_that_are_not_documented_are_sent_with_a_note() -> TestResult {
    let program = Program::start().await?;
    let create = "hire.v1.note.create";
    let body = program.file("body.json", r#"{"talent_id": "1", "content": "x", "privacy": 7}"#)?;
    for arguments in [
        &["note", "create", "--talent-id", "1", "--content", "x", "--privacy", "7"][..],
        &["note", "create", "--body", &body],
    ] {
        program
            .server
            .on(create)?
            .inject_fault(1, Fault::status(200).body(r#"{"code": 0, "data": {"note": {"id": "1"}}}"#));
        let printed = program.run(arguments)?;
        assert_eq!(printed.code, Some(0), "{}", printed.stderr);
        assert!(printed.stderr.contains("note: privacy: the documentation does not list"), "{}", printed.stderr);
        let sent = program.server.requests_for(create)?.pop().and_then(|request| request.json());
        assert_eq!(sent.map(|body| body["privacy"].clone()), Some(7.into()));
    }
    let call = ["note", "get", "--note-id", "1", "--user-id-type", "future_id", "--dry-run"];
    let printed = program.run(&call)?;
    assert!(printed.stdout.contains("user_id_type=future_id"), "{}", printed.stdout);
    assert!(printed.stderr.contains("note: user_id_type: "), "{}", printed.stderr);
    // The codes are texts, but all of them are numbers.
    let refused = program.run(&["application", "list", "--active-status", "activ", "--dry-run"])?;
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    let listed = program.run(&["note", "get", "--note-id", "1", "--user-id-type", "union_id", "--dry-run"])?;
    assert_eq!(listed.stderr, "");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_are_checked_at_every_depth() -> TestResult {
    let program = Program::start().await?;
    let body = program.file(
        "body.json",
        r#"{"agency_supplier_id_list": ["1", 2], "filter_list": [{"key": "x", "value_list": [1], "valu": 1}, {}]}"#,
    )?;
    for call in [&["agency", "batch-query"][..], &["api", "POST", "/open-apis/hire/v1/agencies/batch_query"]] {
        let printed = program.run(&[call, &["--body", &body]].concat())?;
        assert_eq!(printed.code, Some(2), "{}", printed.stderr);
        for expected in [
            "agency_supplier_id_list[1]: must be a string",
            "filter_list[0].valu: there is no such field",
            "filter_list[1].key: is required",
        ] {
            assert!(printed.stderr.contains(expected), "{expected}: {}", printed.stderr);
        }
    }
    assert!(program.server.requests().is_empty());
    Ok(())
}
