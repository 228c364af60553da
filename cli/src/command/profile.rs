//! `profile set`, `profile list`, `profile remove`: the profile file.

use std::io::{self, Read};

use clap::{Arg, ArgMatches, Command};
use serde_json::json;

use crate::{
    credentials::{ask_app_id, ask_app_secret, can_ask},
    failure::Failure,
    global::{Global, view},
    language::Language,
    output::Printer,
    profile::{self, Credentials, Profile, Profiles},
};

pub(super) fn define(language: Language) -> Command {
    let say = |english: &'static str, chinese: &'static str| language.select(english, chinese);
    let name = || Arg::new("name").value_name("NAME").help(say("Name of the profile", "配置名称"));
    Command::new("profile")
        .about(say("Store the credentials of apps", "保存应用凭证"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([
            Command::new("set")
                .about(say("Create or replace a profile", "新建或替换配置"))
                .long_about(say(SET, SET_ZH))
                .arg(name().default_value(profile::DEFAULT))
                .arg(
                    Arg::new("app-id")
                        .long("app-id")
                        .value_name("ID")
                        .help(say("Id of the app; asked for by default", "App ID；默认会询问")),
                ),
            Command::new("list").about(say("List the profiles, without secrets", "列出配置，不含 App Secret")),
            Command::new("remove").about(say("Remove a profile", "删除配置")).arg(name().required(true)),
        ])
}

const SET: &str = "\
Creates or replaces a profile. Asks for the id and the secret of the app; the secret is not shown. The file can be
read by you only. Commands use the profile \"default\", or the one that --profile names.

If stdin is no terminal, it has the id in the first line and the secret in the second, or the secret only if
--app-id is set:

  feishu-hire profile set work --app-id cli_1 < secret.txt

With --base-url, calls with this profile go to another server.";

const SET_ZH: &str = "\
新建或替换配置。会询问应用的 App ID 和 App Secret，输入 App Secret 时不回显。配置文件仅本人可读。
命令默认使用名为 default 的配置，也可用 --profile 指定。

标准输入不是终端时，第一行为 App ID，第二行为 App Secret；指定 --app-id 时只读取 App Secret：

  feishu-hire profile set work --app-id cli_1 < secret.txt

加 --base-url 时，使用该配置的请求会发往指定的服务地址。";

pub(super) fn run(matches: &ArgMatches, global: &Global) -> Result<(), Failure> {
    let Some((command, matches)) = matches.subcommand() else {
        return Err(Failure::usage("no command", "缺少命令"));
    };
    if global.dry_run {
        return Err(Failure::usage("--dry-run: nothing is sent", "--dry-run：该命令不发送请求"));
    }
    let name = || matches.get_one::<String>("name").map_or(profile::DEFAULT, String::as_str);
    match command {
        "set" => set(name(), matches.get_one("app-id"), global),
        "remove" => remove(name(), global),
        _ => list(matches),
    }
}

fn set(name: &str, app_id: Option<&String>, global: &Global) -> Result<(), Failure> {
    let profiles = Profiles::open()?;
    if profiles.contains(name) {
        global.confirm_call(&format!("profile set {name}"))?;
    }
    let credentials = if can_ask() { ask(app_id, global.language)? } else { read_credentials(app_id)? };
    let path = profiles.path().to_owned();
    profiles.set(name, Profile { credentials, base_url: global.base_url.clone() })?;
    let shown = path.display();
    let flag = if name == profile::DEFAULT { String::new() } else { format!(" --profile {name}") };
    global.note(&global.language.select(
        format!("the profile {name} is in {shown}; check it with: feishu-hire doctor{flag}"),
        format!("配置 {name} 已保存到 {shown}，可用 feishu-hire doctor{flag} 检查"),
    ));
    Ok(())
}

fn ask(app_id: Option<&String>, language: Language) -> Result<Credentials, Failure> {
    let id = app_id.cloned().map_or_else(|| ask_app_id(language), Ok)?;
    credentials(&id, &ask_app_secret(language)?)
}

/// Reads the credentials from stdin.
fn read_credentials(app_id: Option<&String>) -> Result<Credentials, Failure> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    match (app_id, lines.as_slice()) {
        (Some(id), [secret]) => credentials(id, secret),
        (None, [id, secret]) => credentials(id, secret),
        (Some(_), _) => {
            Err(Failure::usage("expected the app secret on stdin, in one line", "标准输入应为一行：App Secret"))
        }
        (None, _) => Err(Failure::usage(
            "expected the app id and the app secret on stdin, in two lines",
            "标准输入应为两行：App ID 和 App Secret",
        )),
    }
}

fn credentials(id: &str, secret: &str) -> Result<Credentials, Failure> {
    let (id, secret) = (id.trim(), secret.trim());
    if id.is_empty() || secret.is_empty() {
        return Err(Failure::usage("the app id and the app secret must not be empty", "App ID 和 App Secret 不能为空"));
    }
    Ok(Credentials::App { id: id.to_owned(), secret: secret.to_owned() })
}

fn list(matches: &ArgMatches) -> Result<(), Failure> {
    let profiles = Profiles::open()?;
    let columns = ["name", "app_id", "base_url"].map(str::to_owned).to_vec();
    let mut printer = Printer::new(view(matches)?, columns, true);
    for (name, profile) in profiles.all()? {
        let app_id = match &profile.credentials {
            Credentials::App { id, .. } => Some(id),
            Credentials::Token(_) => None,
        };
        printer.write(json!({ "name": name, "app_id": app_id, "base_url": profile.base_url }))?;
    }
    printer.finish()?;
    Ok(())
}

fn remove(name: &str, global: &Global) -> Result<(), Failure> {
    let profiles = Profiles::open()?;
    if !profiles.contains(name) {
        let shown = profiles.path().display();
        return Err(Failure::usage(format!("{shown}: no profile {name:?}"), format!("{shown}：没有配置 {name:?}")));
    }
    global.confirm_call(&format!("profile remove {name}"))?;
    profiles.remove(name)
}
