//! Compiles an emitted crate.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use feishu_codegen::Rendered;

use crate::TestResult;

/// Emits a crate `name` for a schema and compiles it. Warnings are errors.
///
/// The dependencies have the versions of the lock file of the workspace. Their artifacts are kept between runs.
pub(crate) fn compile(name: &str, files: &[(&str, &str)]) -> TestResult {
    let api = tests::small_schema(files)?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    write(&folder, name, &tests::emitted(&api)?, &feishu_codegen::features(&api))?;
    let output = Command::new(std::env::var_os("CARGO").as_deref().unwrap_or(OsStr::new("cargo")))
        .args(["check", "--offline", "--quiet", "--all-features"])
        .env("CARGO_TARGET_DIR", target())
        .current_dir(&folder)
        .output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{} does not compile:\n{}", folder.display(), String::from_utf8_lossy(&output.stderr)).into())
}

/// Returns the target folder of the test.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

fn write(folder: &Path, name: &str, files: &[Rendered], features: &str) -> TestResult {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for file in files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().ok_or("the file has no parent folder")?)?;
        fs::write(path, &file.text)?;
    }
    fs::write(folder.join("Cargo.toml"), manifest(name, features))?;
    fs::write(folder.join("README.md"), "Emitted to be compiled.\n")?;
    fs::copy(tests::root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

fn manifest(name: &str, features: &str) -> String {
    format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [features]\n{features}\
         mock = [\"feishu-runtime/mock\"]\nredis = [\"feishu-runtime/redis\"]\nreqwest = [\"feishu-runtime/reqwest\"]\nevents = [\"feishu-runtime/events\"]\n\n\
         [dependencies]\nfeishu-runtime = {{ path = {:?} }}\n\n\
         [lints.rust]\nwarnings = \"deny\"\nmissing_docs = \"deny\"\nunsafe_code = \"forbid\"\nunreachable_pub = \"deny\"\n\
         unexpected_cfgs = {{ level = \"deny\", check-cfg = [\"cfg(docsrs)\"] }}\n\n\
         [workspace]\n",
        tests::root().join("runtime").display().to_string(),
    )
}
