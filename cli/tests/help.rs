//! Help, completion, man pages, schemas.

use crate::{
    TestResult,
    program::{bare, printed},
};

#[test]
fn help_is_in_the_language_of_the_user() -> TestResult {
    for (locale, name) in [("en_US.UTF-8", "english"), ("zh_CN.UTF-8", "chinese")] {
        let mut shown = String::new();
        for arguments in [
            &["--help"][..],
            &["interview", "--help"],
            &["interview", "list", "-h"],
            &["interview", "list", "--help"],
            &["note", "create", "--help"],
            &["interview-record", "-h"],
            &["api", "--help"],
            &["export", "--help"],
            &["download", "--help"],
            &["events", "listen", "--help"],
            &["profile", "set", "--help"],
            &["mock", "--help"],
        ] {
            let printed = printed(bare(arguments).env("LC_ALL", locale))?;
            assert_eq!((printed.code, printed.stderr.as_str()), (Some(0), ""), "{arguments:?}");
            shown += &format!("# {}\n{}\n", arguments.join(" "), printed.stdout);
        }
        insta::assert_snapshot!(name, shown);
    }
    Ok(())
}

#[test]
fn every_operation_has_help_with_its_title() -> TestResult {
    for (row, entry) in crate::calls::entries() {
        let [resource, method] = crate::calls::command(row.id);
        let printed = printed(&mut bare(&[&resource, &method, "--help"]))?;
        assert_eq!(printed.code, Some(0), "{}: {}", row.id, printed.stderr);
        assert!(printed.stdout.contains(entry["title"].as_str().ok_or("no title")?), "{}", row.id);
        assert!(printed.stdout.contains(&format!("feishu-hire {resource} {method}")), "{}: no example", row.id);
    }
    Ok(())
}

/// Every flag and every argument, of operations and of the other commands.
#[test]
fn all_help_is_chinese_in_a_chinese_locale() -> TestResult {
    let is_chinese = |text: &str| text.contains(|letter| matches!(letter, '\u{4e00}'..='\u{9fff}'));
    let mut commands: Vec<Vec<String>> =
        crate::calls::entries().iter().map(|(row, _)| crate::calls::command(row.id).to_vec()).collect();
    for command in [
        "api",
        "completion",
        "doctor",
        "download",
        "events listen",
        "events forward",
        "export",
        "man",
        "mock",
        "profile set",
        "profile remove",
        "profile list",
        "schema",
        "",
    ] {
        commands.push(command.split_whitespace().map(str::to_owned).collect());
    }
    let mut english = Vec::new();
    let mut flags = 0;
    for command in &commands {
        let arguments: Vec<_> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let shown = printed(bare(&arguments).env("LC_ALL", "zh_CN.UTF-8"))?.stdout;
        // The description of a flag: on its line in a short list, otherwise on the next line.
        let words = |line: &str| line.trim_start().split("  ").skip(1).collect::<String>();
        // The example at the end has flags too.
        let lines = || shown.lines().take_while(|line| *line != "示例：");
        for (flag, below) in lines().zip(lines().skip(1)).filter(|(line, _)| is_flag(line)) {
            flags += 1;
            if !is_chinese(&words(flag)) && !is_chinese(below) {
                english.push(format!("{}: {flag}: {below}", command.join(" ")));
            }
        }
        let headings = shown.lines().filter(|line| line.ends_with(':') || line.starts_with("Usage"));
        english.extend(headings.map(str::to_owned));
        let words = ["[default", "[possible", "[OPTIONS]", "<COMMAND>", "[required]", "[deprecated]", "is required"];
        english.extend(words.iter().filter(|word| shown.contains(**word)).map(|word| format!("{command:?}: {word}")));
    }
    assert!(english.is_empty(), "{}", english.join("\n"));
    assert!(flags > 1000, "{flags}");
    Ok(())
}

fn is_flag(line: &str) -> bool {
    let text = line.trim_start();
    line.starts_with("  ") && (text.starts_with('-') || text.starts_with('<'))
}

#[test]
fn completion_lists_operations_names_and_codes() -> TestResult {
    for shell in ["bash", "zsh", "fish"] {
        let printed = printed(&mut bare(&["completion", shell]))?;
        assert_eq!(printed.code, Some(0), "{}", printed.stderr);
        for word in ["get-by-talent", "start-time", "people_admin_job_level_id"] {
            assert!(printed.stdout.contains(word), "{shell}: {word}");
        }
    }
    Ok(())
}

#[test]
fn man_pages_are_written_for_all_commands() -> TestResult {
    let folder = tempfile::TempDir::new()?;
    let path = folder.path().display().to_string();
    let printed = printed(&mut bare(&["man", &path]))?;
    assert_eq!(printed.code, Some(0), "{}", printed.stderr);
    let page = std::fs::read_to_string(folder.path().join("feishu-hire-interview-list.1"))?;
    assert!(page.contains("List interviews") && page.contains("start\\-time"), "{page}");
    assert!(std::fs::read_dir(folder.path())?.count() > 182);
    Ok(())
}

#[test]
fn a_schema_has_parameters_types_and_facts() -> TestResult {
    for operation in [&["hire.v1.note.get"][..], &["note", "get"]] {
        let printed = printed(&mut bare(&[&["schema"], operation].concat()))?;
        let schema: serde_json::Value = serde_json::from_str(&printed.stdout)?;
        assert_eq!((&schema["operation"], &schema["method"]), (&"hire.v1.note.get".into(), &"GET".into()));
        assert_eq!(schema["path"][0]["name"], "note_id");
        assert_eq!(schema["types"]["Note"]["kind"], "object");
    }
    Ok(())
}
