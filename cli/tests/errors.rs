//! Errors: exit codes and hints.

use feishu_hire::mock::Fault;

use crate::{
    TestResult,
    program::{Printed, Program, printed, printed_for},
};

/// The languages, with names for snapshots.
const LANGUAGES: [(&str, &str); 2] = [("", "en_US.UTF-8"), ("_chinese", "zh_CN.UTF-8")];

fn run(program: &Program, arguments: &[&str], locale: &str) -> std::io::Result<Printed> {
    printed(program.command(arguments).env("LC_ALL", locale))
}

const GET: &str = "hire.v1.note.get";
const CALL: [&str; 4] = ["note", "get", "--note-id", "1"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_exit_code_says_what_failed() -> TestResult {
    let program = Program::start().await?;
    let scope = r#"{"code":99991672,"msg":"no scope","error":{"permission_violations":[{"type":"action_scope_required","subject":"hire:note"}]}}"#;
    let cases = [
        ("api error", Fault::api(400, 1002002, "parameter error"), 1),
        ("missing scope", Fault::status(400).body(scope), 3),
        ("forbidden", Fault::api(403, 7, "forbidden"), 3),
        ("not found", Fault::status(404).body("not found"), 4),
        ("rate limited", Fault::api(429, 99991400, "slow down").header("x-ogw-ratelimit-reset", "1"), 5),
    ];
    for (language, locale) in LANGUAGES {
        let mut shown = String::new();
        for (name, fault, code) in cases.clone() {
            program.server.on(GET)?.inject_fault(if code == 5 { 4 } else { 1 }, fault.header("x-tt-logid", "L1"));
            let printed = run(&program, &CALL, locale)?;
            assert_eq!((printed.code, printed.stdout.as_str()), (Some(code), ""), "{name}: {}", printed.stderr);
            shown += &format!("# {name}: {code}\n{}\n", printed.stderr);
        }
        insta::assert_snapshot!(format!("errors{language}"), shown);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mistakes_are_found_before_sending() -> TestResult {
    let program = Program::start().await?;
    let broken = program.file("broken.json", "{\"content\": \"secret text\"")?;
    let unknown = program.file(
        "unknown.json",
        r#"{"talent_id": "1", "content": "x", "contents": 1, "mention_entity_list": [{"offset": "a"}]}"#,
    )?;
    let cases: Vec<Vec<&str>> = vec![
        vec!["note", "get"],
        vec!["note", "get", "--note-id", "1,2"],
        vec!["note", "create", "--talent-id", "1"],
        vec!["note", "create", "--talent-id", "1", "--content", "x", "--privacy", "publik"],
        vec!["note", "create", "--body", &broken],
        vec!["note", "create", "--body", &unknown],
        vec!["note", "create", "--body", "/does/not/exist"],
        vec!["interview", "list"],
        vec!["interview", "list", "--start-time", "yesterday"],
        vec!["interview", "list", "--start-time", "2026-11-02", "--page-size", "1000"],
        vec!["interview", "lst"],
        vec!["intervew", "list"],
        vec!["note", "get", "--note-id", "1", "--jq", ".["],
        vec!["note", "get", "--note-id", "1", "--fields", "a..b"],
        vec!["note", "get", "--note-id", "1", "--all"],
        vec!["note", "get", "--note-id", "1", "--quiet", "--verbose"],
        vec!["note", "get", "--note-id"],
        vec!["note", "delete", "--note-id", "1"],
        vec!["profile", "remove", "none"],
        vec!["note", "get", "--note-id", "1", "--profile", "none"],
        vec!["events", "forward", "http://example.com"],
        vec!["note"],
        vec!["schema", "note", "gets"],
    ];
    for (language, locale) in LANGUAGES {
        let mut shown = String::new();
        for case in &cases {
            let printed = run(&program, case, locale)?;
            assert_eq!((printed.code, printed.stdout.as_str()), (Some(2), ""), "{case:?}: {}", printed.stderr);
            shown += &format!("# {}\n{}\n", case.join(" "), printed.stderr);
        }
        let shown = shown.replace(&program.home().display().to_string(), "HOME");
        assert!(!shown.contains("secret text"));
        assert!(program.server.requests().is_empty());
        insta::assert_snapshot!(format!("mistakes{language}"), shown);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_comes_from_stdin() -> TestResult {
    let program = Program::start().await?;
    let mut command = program.command(&["note", "create", "--body", "-"]);
    let printed = printed_for(&mut command, "\u{feff}{\"talent_id\": \"1\", \"content\": \"x\"}")?;
    assert_eq!(printed.code, Some(0), "{}", printed.stderr);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quiet_and_verbose_change_stderr_alone() -> TestResult {
    let program = Program::start().await?;
    let [usual, quiet, verbose] =
        [&CALL[..], &[&CALL[..], &["--quiet"]].concat(), &[&CALL[..], &["--verbose"]].concat()];
    let (usual, quiet, verbose) = (program.run(usual)?, program.run(quiet)?, program.run(verbose)?);
    assert_eq!((&quiet.stdout, &verbose.stdout), (&usual.stdout, &usual.stdout));
    assert_eq!(quiet.stderr, "");
    assert!(
        usual.stderr.starts_with("note: ")
            && verbose.stderr.contains("log id ")
            && verbose.stderr.contains("attempts 1")
    );
    Ok(())
}
