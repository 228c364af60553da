//! Clean builds of the crates of this project under fixed settings.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use clap::ValueEnum;

use super::{
    project::{ALL_GROUPS, ONE_GROUP, Project},
    rustc_log,
};
use crate::process::{cargo, run};

type Error = Box<dyn std::error::Error>;

/// Package names of the crates of this project: runtime, emitted crate, consumer.
const PACKAGES: [&str; 3] = ["feishu-runtime", "feishu-hire", "consumer"];

/// How the crates are compiled.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Profile {
    /// `cargo check`.
    Check,
    /// `cargo build`.
    Debug,
    /// `cargo build --release`, symbols stripped.
    Release,
}

impl Profile {
    /// Returns the part of the key of a figure.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Debug => &["build"],
            Self::Release => &["build", "--release"],
        }
    }

    /// Name of the cargo profile.
    fn name(self) -> &'static str {
        match self {
            Self::Check | Self::Debug => "dev",
            Self::Release => "release",
        }
    }
}

/// Which feature groups are enabled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    AllGroups,
    OneGroup,
}

impl Scope {
    /// Part of a figure's key.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::AllGroups => "all_groups",
            Self::OneGroup => "one_group",
        }
    }

    /// The feature of the consumer that enables the groups.
    fn feature(self) -> &'static str {
        match self {
            Self::AllGroups => ALL_GROUPS,
            Self::OneGroup => ONE_GROUP,
        }
    }
}

/// Measurements of one build.
#[derive(Clone, Copy, Default)]
pub(crate) struct Build {
    /// CPU time of the crate `feishu-runtime`.
    pub(crate) runtime: Duration,
    /// CPU time of the emitted crate.
    pub(crate) emitted: Duration,
    /// CPU time of the consumer, linker included.
    pub(crate) consumer: Duration,
    /// CPU time of the dependencies: all of them in the first build of a folder, none in later builds.
    pub(crate) dependencies: Duration,
    /// Sizes of the files of a release build.
    pub(crate) files: Option<Files>,
}

/// Sizes of the files of a release build, in bytes.
#[derive(Clone, Copy, Default)]
pub(crate) struct Files {
    /// The emitted crate's rlib.
    pub(crate) rlib: u64,
    /// The consumer's stripped binary.
    pub(crate) binary: u64,
}

impl Build {
    /// CPU time of runtime and emitted crate.
    pub(crate) fn library(&self) -> Duration {
        self.runtime + self.emitted
    }

    /// CPU time of all crates of this project.
    pub(crate) fn total(&self) -> Duration {
        self.library() + self.consumer
    }
}

/// Compiles a project.
pub(crate) struct Builder<'a> {
    project: &'a Project,
    target: PathBuf,
    runs: usize,
}

impl<'a> Builder<'a> {
    /// Creates a builder with the target folder `target` that repeats each build `runs` times, at least once.
    pub(crate) fn new(project: &'a Project, target: &Path, runs: usize) -> Self {
        Self { project, target: target.to_path_buf(), runs: runs.max(1) }
    }

    /// Compiles the crates of this project from scratch. Returns the build with the median CPU time.
    ///
    /// # Errors
    /// Returns an error if a build fails.
    pub(crate) fn build(&self, profile: Profile, scope: Scope) -> Result<Build, Error> {
        let mut builds = Vec::new();
        for _ in 0..self.runs {
            anstream::eprintln!("compiling: {}, {}", profile.key(), scope.key());
            builds.push(self.once(profile, scope)?);
        }
        // Only the first build of a folder compiles the dependencies.
        let dependencies = builds.iter().map(|build| build.dependencies).max().unwrap_or_default();
        builds.sort_by_key(Build::total);
        let median = builds.get(builds.len() / 2).copied().unwrap_or_default();
        Ok(Build { dependencies, ..median })
    }

    fn once(&self, profile: Profile, scope: Scope) -> Result<Build, Error> {
        self.clean(profile)?;
        let log = self.target.join("rustc.log");
        fs::write(&log, "")?;
        let mut command = self.cargo(profile.arguments());
        command.args(["--package", "consumer", "--features", scope.feature()]);
        command.env("RUSTC_WRAPPER", std::env::current_exe()?).env(rustc_log::VARIABLE, &log);
        if !run(&mut command)? {
            return Err(format!("{command:?} failed").into());
        }
        let names = PACKAGES.map(|package| package.replace('-', "_"));
        let [runtime, emitted, consumer] = names.each_ref().map(String::as_str);
        Ok(Build {
            runtime: rustc_log::cpu_of(runtime, &log)?,
            emitted: rustc_log::cpu_of(emitted, &log)?,
            consumer: rustc_log::cpu_of(consumer, &log)?,
            dependencies: rustc_log::cpu_of_others(&[runtime, emitted, consumer], &log)?,
            files: (profile == Profile::Release).then(|| self.files()).transpose()?,
        })
    }

    /// Deletes the compiled crates of this project.
    fn clean(&self, profile: Profile) -> Result<(), Error> {
        fs::create_dir_all(&self.target)?;
        let mut command = self.cargo(&["clean", "--profile", profile.name()]);
        PACKAGES.iter().for_each(|package| _ = command.args(["--package", package]));
        if run(&mut command)? { Ok(()) } else { Err(format!("{command:?} failed").into()) }
    }

    fn files(&self) -> Result<Files, Error> {
        let release = self.target.join("release");
        let mut rlib = 0;
        for entry in fs::read_dir(release.join("deps"))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with("libfeishu_hire-") && name.ends_with(".rlib") {
                rlib = entry.metadata()?.len();
            }
        }
        let binary = fs::metadata(release.join(format!("consumer{}", std::env::consts::EXE_SUFFIX)))?.len();
        Ok(Files { rlib, binary })
    }

    /// Creates a cargo command that works offline and ignores the settings of the developer.
    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = cargo(arguments);
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(affects_the_build) {
                command.env_remove(name);
            }
        }
        command.args(["--offline", "--quiet", "--target-dir"]).arg(&self.target).current_dir(&self.project.folder);
        command.env("CARGO_INCREMENTAL", "0");
        // A flag without effect. It takes precedence over the flags in configuration files, which an empty value does not.
        command.env("RUSTFLAGS", "--cap-lints=warn");
        for (name, value) in [("DEV_DEBUG", "2"), ("DEV_OPT_LEVEL", "0"), ("DEV_STRIP", "none")] {
            command.env(format!("CARGO_PROFILE_{name}"), value);
        }
        for (name, value) in [("OPT_LEVEL", "3"), ("CODEGEN_UNITS", "16"), ("LTO", "false"), ("DEBUG", "0")] {
            command.env(format!("CARGO_PROFILE_RELEASE_{name}"), value);
        }
        command.env("CARGO_PROFILE_RELEASE_STRIP", "symbols").env("CARGO_PROFILE_RELEASE_PANIC", "unwind");
        command
    }
}

/// Whether an environment variable affects the compiler flags or the target folder.
fn affects_the_build(name: &str) -> bool {
    let rust = ["RUSTFLAGS", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER"];
    rust.contains(&name)
        || name == "CARGO_ENCODED_RUSTFLAGS"
        || name == "CARGO_TARGET_DIR"
        || (name.starts_with("CARGO_TARGET_") && name.ends_with("_RUSTFLAGS"))
        || ["CARGO_BUILD_", "CARGO_PROFILE_", "CARGO_UNSTABLE_"].iter().any(|start| name.starts_with(start))
}
