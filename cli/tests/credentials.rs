//! Credentials: environment, profiles, and never an argument.

use crate::{
    TestResult,
    program::{Program, bare, printed},
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
