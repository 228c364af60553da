//! The tree of commands. Only the resource and the operation that are named on the command line get their subcommands and flags, because all of
//! them take too long to build.

use clap::Command;

use crate::{
    catalog::{Resource, resources},
    command::{self, operation},
    global,
    language::Language,
};

/// Returns the tree for these arguments. A command can only be chosen if its name is among them.
pub(crate) fn for_arguments(language: Language, arguments: &[String]) -> Command {
    build(language, &|name| arguments.iter().any(|argument| argument == name))
}

/// Returns the complete tree.
pub(crate) fn full(language: Language) -> Command {
    build(language, &|_| true)
}

fn build(language: Language, is_named: &dyn Fn(&str) -> bool) -> Command {
    let about = language.select("Command line for the Feishu (Lark) Hire API", "飞书招聘 API 命令行工具");
    Command::new("feishu-hire")
        .version(env!("CARGO_PKG_VERSION"))
        .about(about)
        .after_help(language.select(AFTER_HELP, AFTER_HELP_ZH))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(global::flags(language))
        .arg(global::version(language))
        .subcommands(
            command::definitions(language).into_iter().enumerate().map(|(at, command)| command.display_order(at)),
        )
        .subcommands(
            resources().iter().enumerate().map(|(at, it)| resource(it, language, is_named).display_order(100 + at)),
        )
}

const AFTER_HELP: &str = "\
Credentials: FEISHU_APP_ID and FEISHU_APP_SECRET, or FEISHU_TOKEN; otherwise the profile `default`,
which `feishu-hire profile set` creates.

Exit codes: 0 ok, 1 API error, 2 usage, 3 not permitted, 4 not found, 5 rate limited or timed out,
130 interrupted (Ctrl-C), 143 terminated (SIGTERM).";

const AFTER_HELP_ZH: &str = "\
凭证：环境变量 FEISHU_APP_ID 和 FEISHU_APP_SECRET，或 FEISHU_TOKEN；否则使用配置 default，
可用 feishu-hire profile set 创建。

退出码：0 成功，1 接口错误，2 用法错误，3 无权限，4 不存在，5 限频或超时，130 被中断（Ctrl-C），143 被终止（SIGTERM）。";

fn resource(resource: &Resource, language: Language, is_named: &dyn Fn(&str) -> bool) -> Command {
    let name = resource.command();
    let command = Command::new(name.clone()).about(resource.title(language).to_owned());
    if !is_named(&name) {
        return command;
    }
    let define = |it: &crate::catalog::Operation| {
        let [_, method] = it.command();
        if is_named(&method) { operation::define(it, language) } else { operation::outline(it, language) }
    };
    let operations: Vec<_> = resource.operations().iter().map(define).collect();
    command
        .long_about(format!("{}\n\n{}", resource.title(language), resource.doc(language).trim_end()))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(operations)
}
