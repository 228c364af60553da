//! Output formats.

use feishu_hire::mock::Fault;
use serde_json::json;

use crate::{TestResult, program::Program};

const LIST: &str = "hire.v1.talent_tag.list";
const GET: &str = "hire.v1.note.get";

fn items() -> Fault {
    let items = json!([
        { "id": "1", "name": { "zh_cn": "逗号, 引号\" 和\n换行", "en_us": "plain" }, "active_status": 1 },
        { "id": "6949805467799537964", "name": { "zh_cn": "=1+1", "en_us": "true" }, "description": null, "type": 2 },
    ]);
    Fault::status(200).body(json!({ "code": 0, "data": { "items": items, "has_more": false } }).to_string())
}

fn note() -> Fault {
    let note = json!({ "id": "1", "talent_id": "2", "is_private": false, "create_time": 1618899376474_i64, "content": "张三" });
    Fault::status(200).body(json!({ "code": 0, "data": { "note": note } }).to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_format_of_a_list_and_of_an_object() -> TestResult {
    let program = Program::start().await?;
    let mut shown = String::new();
    for format in ["json", "ndjson", "csv", "table", "yaml"] {
        for more in [&["--show-personal"][..], &["--fields", "id,name.zh_cn,content"], &["--jq", "[..|.id?|strings]"]] {
            program.server.on(LIST)?.inject_fault(1, items());
            let list = program.run(&[&["talent-tag", "list", "--format", format], more].concat())?;
            program.server.on(GET)?.inject_fault(1, note());
            let object = program.run(&[&["note", "get", "--note-id", "1", "--format", format], more].concat())?;
            assert_eq!((list.code, object.code), (Some(0), Some(0)), "{}{}", list.stderr, object.stderr);
            shown += &format!("# {format} {}\n{}---\n{}\n", more.join(" "), list.stdout, object.stdout);
        }
    }
    insta::assert_snapshot!("formats", shown);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn csv_can_be_read_back() -> TestResult {
    let program = Program::start().await?;
    program.server.on(LIST)?.inject_fault(1, items());
    let printed = program.run(&["talent-tag", "list", "--format", "csv", "--show-personal"])?;
    let mut reader = csv::Reader::from_reader(printed.stdout.as_bytes());
    let header = reader.headers()?.clone();
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
    let column = |name: &str| header.iter().position(|column| column == name).ok_or(format!("no column {name}"));
    let (id, name) = (column("id")?, column("name.zh_cn")?);
    assert_eq!((rows[0].get(id), rows[0].get(name)), (Some("1"), Some("逗号, 引号\" 和\n换行")));
    assert_eq!((rows[1].get(id), rows[1].get(name)), (Some("6949805467799537964"), Some("=1+1")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_list_is_empty_in_every_format() -> TestResult {
    let program = Program::start().await?;
    for (format, empty) in [("json", "[]\n"), ("ndjson", ""), ("table", ""), ("yaml", "[]\n")] {
        program.server.on(LIST)?.inject_fault(1, Fault::status(200).body(r#"{"code":0,"data":{"has_more":false}}"#));
        let printed = program.run(&["talent-tag", "list", "--format", format])?;
        assert_eq!((printed.code, printed.stdout.as_str()), (Some(0), empty), "{format}");
        assert_eq!(printed.stderr.contains("note: there are no items"), format == "table", "{}", printed.stderr);
    }
    program.server.on(LIST)?.inject_fault(1, Fault::status(200).body(r#"{"code":0,"data":{"items":[]}}"#));
    let printed = program.run(&["talent-tag", "list", "--format", "csv"])?;
    assert!(printed.stdout.starts_with("id,") && printed.stdout.lines().count() == 1, "{}", printed.stdout);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn texts_of_an_expression_have_no_quotes() -> TestResult {
    let program = Program::start().await?;
    program.server.on(LIST)?.inject_fault(1, items());
    let printed = program.run(&["talent-tag", "list", "--jq", ".[] | .id, .name.en_us"])?;
    assert_eq!(printed.stdout, "1\nplain\n6949805467799537964\ntrue\n");
    Ok(())
}

/// An expression for lines filters the items of a page before the next page is read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expression_for_lines_filters_each_item() -> TestResult {
    use std::{
        io::{BufRead, BufReader},
        process::Stdio,
    };

    let program = Program::start().await?;
    let first = json!({ "items": [{ "id": "1" }, { "id": "2" }, { "id": "3" }], "has_more": true, "page_token": "t1" });
    program.server.on(LIST)?.inject_fault(1, Fault::status(200).body(json!({ "code": 0, "data": first }).to_string()));
    program.server.on(LIST)?.inject_fault(1, items().delayed(std::time::Duration::from_secs(60)));
    let arguments =
        ["talent-tag", "list", "--all", "--format", "ndjson", "--jq", r#"select(.id != "2") | .id, {n: .id}"#];
    let mut child = program.command(&arguments).stdout(Stdio::piped()).spawn()?;
    let stdout = BufReader::new(child.stdout.take().ok_or("no stdout")?);
    let lines: Vec<String> = stdout.lines().take(4).collect::<Result<_, _>>()?;
    child.kill()?;
    child.wait()?;
    assert_eq!(lines, ["\"1\"", "{\"n\":\"1\"}", "\"3\"", "{\"n\":\"3\"}"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run_prints_the_request() -> TestResult {
    let program = Program::start().await?;
    let printed = program.run(&["note", "create", "--talent-id", "1", "--content", "it's", "--dry-run"])?;
    insta::assert_snapshot!("dry_run", printed.stdout.replace(program.server.base_url(), "BASE-URL"));
    assert!(program.server.requests().is_empty());
    Ok(())
}
