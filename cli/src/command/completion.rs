//! `completion SHELL`: a completion script.

use clap::{Arg, ArgMatches, Command, builder::EnumValueParser};
use clap_complete::Shell;
use std::io::Write;

use crate::{failure::Failure, language::Language};

pub(super) fn define(language: Language) -> Command {
    Command::new("completion").about(language.select("Print a completion script for a shell", "输出命令补全脚本")).arg(
        Arg::new("shell")
            .value_name("SHELL")
            .required(true)
            .value_parser(EnumValueParser::<Shell>::new())
            .help(language.select("Shell that runs the script", "执行脚本的 shell")),
    )
}

pub(super) fn run(matches: &ArgMatches, mut full: Command) -> Result<(), Failure> {
    let Some(shell) = matches.get_one::<Shell>("shell") else { return Err(Failure::usage("no shell", "缺少 shell")) };
    let mut script = Vec::new();
    clap_complete::generate(*shell, &mut full, "feishu-hire", &mut script);
    Ok(std::io::stdout().write_all(&script)?)
}
