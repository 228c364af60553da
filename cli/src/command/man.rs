//! `man FOLDER`: man pages.

use std::{fs, path::Path};

use clap::{Arg, ArgMatches, Command};

use crate::{failure::Failure, language::Language};

pub(super) fn define(language: Language) -> Command {
    Command::new("man")
        .about(language.select("Write the man pages of all commands to a folder", "将所有命令的 man 手册写入目录"))
        .arg(
            Arg::new("folder")
                .value_name("FOLDER")
                .required(true)
                .help(language.select("Folder for the pages; created if absent", "存放手册的目录，不存在时创建")),
        )
}

pub(super) fn run(matches: &ArgMatches, full: Command) -> Result<(), Failure> {
    let folder = Path::new(matches.get_one::<String>("folder").map_or("", String::as_str));
    fs::create_dir_all(folder)?;
    Ok(clap_mangen::generate_to(full, folder)?)
}
