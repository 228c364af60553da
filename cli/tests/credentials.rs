//! Credentials: environment, profiles, and never an argument.

use crate::{
    TestResult,
    program::{Program, bare, printed, printed_for},
};

const CALL: [&str; 4] = ["note", "get", "--note-id", "1"];

fn write_profiles(program: &Program, mode: u32) -> TestResult {
    let folder = program.home().join(".config/feishu-hire");
    std::fs::create_dir_all(&folder)?;
    let url = program.server.base_url();
    let text = format!(
        r#"{{"default": {{"app_id": "cli_a", "app_secret": "s", "base_url": "{url}"}}, "b": {{"token": "t-given", "base_url": "{url}"}}, "c": {{"app_id": "x"}}}}"#
    );
    let file = folder.join("profiles.json");
    std::fs::write(&file, text)?;
    #[cfg(unix)]
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(mode))?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_has_credentials_and_base_url() -> TestResult {
    let program = Program::start().await?;
    write_profiles(&program, 0o600)?;
    let run = |more: &[&str]| printed(bare(&[&CALL, more].concat()).env("HOME", program.home()));
    let default = run(&[])?;
    assert_eq!(default.code, Some(0), "{}", default.stderr);
    let named = run(&["--profile", "b"])?;
    assert_eq!(
        program
            .server
            .requests_for("hire.v1.note.get")?
            .pop()
            .and_then(|it| it.header("authorization").map(str::to_owned)),
        Some("Bearer t-given".to_owned()),
        "{}",
        named.stderr
    );
    for (profile, message) in [("none", "no profile \"none\""), ("c", "needs app_id and app_secret, or token")] {
        let printed = run(&["--profile", profile])?;
        assert_eq!(printed.code, Some(2));
        assert!(printed.stderr.contains(message), "{}", printed.stderr);
    }
    Ok(())
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_that_others_can_read_is_refused() -> TestResult {
    let program = Program::start().await?;
    for mode in [0o644, 0o640, 0o602] {
        write_profiles(&program, mode)?;
        let printed = printed(bare(&CALL).env("HOME", program.home()))?;
        assert_eq!(printed.code, Some(2));
        assert!(printed.stderr.contains("chmod 600"), "{}", printed.stderr);
    }
    assert!(program.server.requests().is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_credentials_nothing_is_sent() -> TestResult {
    let program = Program::start().await?;
    let mut command = bare(&CALL);
    let printed = printed(command.env("HOME", program.home()).args(["--base-url", program.server.base_url()]))?;
    assert_eq!(printed.code, Some(2));
    assert!(printed.stderr.contains("FEISHU_APP_ID"), "{}", printed.stderr);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mistakes_are_found_before_credentials_are_looked_up() -> TestResult {
    let program = Program::start().await?;
    for (arguments, message) in [
        (&["interview", "list", "--start-time", "2026-11-02", "--page-size", "1000"][..], "page_size"),
        (&["interview", "list"], "at least one of"),
        (&["note", "create", "--talent-id", "1"], "content: is required"),
        (&["note", "get", "--note-id", "1,2"], "must be one id"),
        (&["note", "get", "--note-id", "1", "--jq", ".["], "--jq"),
        (&["api", "GET", "/open-apis/hire/v1/notes/1,2"], "must be one id"),
    ] {
        let printed = printed(bare(arguments).env("HOME", program.home()))?;
        assert_eq!(printed.code, Some(2), "{arguments:?}: {}", printed.stderr);
        assert!(printed.stderr.contains(message), "{arguments:?}: {}", printed.stderr);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run_needs_no_credentials_and_shows_the_server_of_the_call() -> TestResult {
    let program = Program::start().await?;
    let home = program.home();
    let dry_run = [&CALL[..], &["--dry-run"]].concat();
    let run = |url: &str| printed(bare(&dry_run).env("HOME", home).env("FEISHU_BASE_URL", url));
    for url in ["https://open.larksuite.com", "https://proxy.example"] {
        let printed = run(url)?;
        assert!(printed.stdout.starts_with(&format!("curl '{url}/open-apis/")), "{}{}", printed.stdout, printed.stderr);
    }
    write_profiles(&program, 0o600)?;
    let printed = run("https://proxy.example")?;
    assert!(printed.stdout.starts_with(&format!("curl '{}/", program.server.base_url())), "{}", printed.stdout);
    assert!(program.server.requests().is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn profiles_are_set_listed_and_removed() -> TestResult {
    let program = Program::start().await?;
    let home = program.home();
    let run = |arguments: &[&str], input: &str| printed_for(bare(arguments).env("HOME", home), input);
    let url = program.server.base_url();
    let set = run(&["profile", "set", "--base-url", url], "cli_a\nSECRET-A\n")?;
    assert_eq!((set.code, set.stdout.as_str()), (Some(0), ""), "{}", set.stderr);
    assert!(set.stderr.contains("feishu-hire doctor"), "{}", set.stderr);
    let set = run(&["profile", "set", "work", "--app-id", "cli_b"], " SECRET-B \r\n")?;
    assert_eq!(set.code, Some(0), "{}", set.stderr);

    let file = home.join(".config/feishu-hire/profiles.json");
    let expected = serde_json::json!({
        "default": { "app_id": "cli_a", "app_secret": "SECRET-A", "base_url": url },
        "work": { "app_id": "cli_b", "app_secret": "SECRET-B" },
    });
    assert_eq!(serde_json::from_str::<serde_json::Value>(&std::fs::read_to_string(&file)?)?, expected);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file)?.permissions().mode() & 0o777, 0o600);
    }
    let call = run(&CALL, "")?;
    assert_eq!(call.code, Some(0), "{}", call.stderr);

    let listed = run(&["profile", "list", "--format", "csv"], "")?;
    assert_eq!(listed.stdout, format!("name,app_id,base_url\ndefault,cli_a,{url}\nwork,cli_b,\n"));

    for arguments in [&["profile", "set", "work"][..], &["profile", "remove", "work"]] {
        let refused = run(arguments, "cli_c\nSECRET-C\n")?;
        assert!(refused.code == Some(2) && refused.stderr.contains("--yes"), "{}", refused.stderr);
    }
    assert_eq!(run(&["profile", "set", "work", "--yes"], "cli_c\nSECRET-C\n")?.code, Some(0));
    assert_eq!(run(&["profile", "remove", "default", "--yes"], "")?.code, Some(0));
    let listed = run(&["profile", "list", "--jq", ".[] | .name, .app_id"], "")?;
    assert_eq!(listed.stdout, "work\ncli_c\n");
    let missing = run(&CALL, "")?;
    assert!(
        missing.stderr.contains("feishu-hire profile set") && missing.stderr.contains("work"),
        "{}",
        missing.stderr
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn profiles_that_are_set_at_the_same_time_are_all_kept() -> TestResult {
    let program = Program::start().await?;
    let names: Vec<String> = (0..16).map(|number| format!("p{number:02}")).collect();
    let set = |name: &String| {
        let mut command = bare(&["profile", "set", name, "--app-id", "cli_a"]);
        printed_for(command.env("HOME", program.home()), "SECRET-A\n").map(|printed| printed.code)
    };
    let codes = std::thread::scope(|scope| {
        let running: Vec<_> = names.iter().map(|name| scope.spawn(|| set(name))).collect();
        running.into_iter().map(|thread| thread.join()).collect::<Result<Vec<_>, _>>()
    });
    let codes: Vec<_> = codes.map_err(|_| "a thread failed")?.into_iter().collect::<Result<_, _>>()?;
    assert!(codes.iter().all(|code| *code == Some(0)), "{codes:?}");
    let listed = printed(bare(&["profile", "list", "--jq", ".[].name"]).env("HOME", program.home()))?;
    assert_eq!(listed.stdout.lines().collect::<Vec<_>>(), names);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn incomplete_credentials_are_no_profile() -> TestResult {
    let program = Program::start().await?;
    for (arguments, input) in [
        (&["profile", "set"][..], "cli_a\n"),
        (&["profile", "set"], ""),
        (&["profile", "set", "--app-id", "cli_a"], "\n"),
        (&["profile", "set", "--app-id", " "], "SECRET-A"),
        (&["profile", "remove", "default", "--yes"], ""),
    ] {
        let printed = printed_for(bare(arguments).env("HOME", program.home()), input)?;
        assert_eq!(printed.code, Some(2), "{arguments:?}");
        assert!(!printed.stderr.contains("SECRET-A"), "{}", printed.stderr);
    }
    assert!(!program.home().join(".config").exists());
    Ok(())
}
