//! Flags that every command takes.

use std::io::IsTerminal;

use clap::{Arg, ArgAction, ArgMatches, builder::EnumValueParser};

use crate::{
    catalog::Operation,
    failure::Failure,
    language::Language,
    output::{Filter, Format, Selection, View},
    text::Text,
};

/// Returns the flags.
pub(crate) fn flags(language: Language) -> Vec<Arg> {
    let say = |english: &'static str, chinese: &'static str| language.select(english, chinese);
    let switch = |name: &'static str, help| Arg::new(name).long(name).help(help).action(ArgAction::SetTrue);
    let value = |name: &'static str, value: &'static str, help| Arg::new(name).long(name).value_name(value).help(help);
    let flags = [
        value(
            "format",
            "FORMAT",
            say(
                "Output format: json, ndjson, csv, table, yaml [default: json]",
                "输出格式：json、ndjson、csv、table、yaml [默认：json]",
            ),
        )
        .value_parser(EnumValueParser::<Format>::new())
        .hide_possible_values(true),
        value(
            "fields",
            "PATHS",
            say("Show these fields only, such as id,name.zh_cn", "只显示这些字段，如 id,name.zh_cn"),
        ),
        value(
            "jq",
            "EXPRESSION",
            say(
                "Filter the result with an expression of jq; with --format ndjson, each item",
                "用 jq 表达式过滤结果；--format ndjson 时逐条过滤",
            ),
        ),
        switch(
            "dry-run",
            say("Print the request as a curl command; send nothing", "只打印等价的 curl 命令，不发送请求"),
        ),
        switch(
            "show-personal",
            say("Show personal data and values that the schema does not know", "显示个人信息以及接口定义之外的值"),
        ),
        switch("yes", say("Do not ask before deleting or overwriting", "删除或覆盖前不再确认")).short('y'),
        switch(
            "verbose",
            say("Print log id, attempts and waits to stderr", "将日志 ID、尝试次数和等待时间输出到 stderr"),
        )
        .short('v'),
        switch("quiet", say("Print errors only to stderr", "stderr 只输出错误")).short('q').conflicts_with("verbose"),
        value("profile", "NAME", say("Take the credentials of this profile", "使用此配置中的凭证")),
        value(
            "base-url",
            "URL",
            say("Call another server, such as a proxy or a mock server", "调用其他服务地址，如代理或模拟服务器"),
        ),
        Arg::new("help")
            .short('h')
            .long("help")
            .action(ArgAction::Help)
            .help(say("Print help (--help: in full)", "显示帮助（--help 显示完整内容）")),
    ];
    flags.into_iter().map(|flag| listed(flag.global(true), language)).collect()
}

/// Returns the flag that prints the version.
pub(crate) fn version(language: Language) -> Arg {
    let help = language.select("Print the version", "显示版本");
    listed(Arg::new("version").short('V').long("version").action(ArgAction::Version).help(help), language)
}

fn listed(flag: Arg, language: Language) -> Arg {
    flag.help_heading(language.select("Global options", "全局选项")).display_order(1000)
}

/// The values of the flags.
pub(crate) struct Global {
    pub(crate) language: Language,
    pub(crate) profile: Option<String>,
    pub(crate) base_url: Option<String>,
    pub(crate) dry_run: bool,
    pub(crate) show_personal: bool,
    yes: bool,
    verbose: bool,
    quiet: bool,
}

impl Global {
    /// Reads the flags.
    pub(crate) fn of(matches: &ArgMatches, language: Language) -> Self {
        let text = |name| matches.get_one::<String>(name).cloned();
        let flag = |name| matches.get_flag(name);
        Self {
            language,
            profile: text("profile"),
            base_url: text("base-url"),
            dry_run: flag("dry-run"),
            show_personal: flag("show-personal"),
            yes: flag("yes"),
            verbose: flag("verbose"),
            quiet: flag("quiet"),
        }
    }

    /// Says something to the user, unless it is quiet.
    pub(crate) fn note(&self, message: &str) {
        if !self.quiet {
            eprint(&format!("{}{message}", self.language.select("note: ", "提示：")));
        }
    }

    /// Says how a call went, if the user wants to know.
    pub(crate) fn report(&self, message: impl FnOnce() -> String) {
        if self.verbose {
            eprint(&message());
        }
    }

    /// Returns whether progress is shown.
    pub(crate) fn shows_progress(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// Asks before an operation that deletes or overwrites. Without a terminal, the user must have agreed with `--yes`.
    pub(crate) fn confirm(&self, operation: &Operation) -> Result<(), Failure> {
        let [resource, method] = operation.command();
        let title = operation.title(self.language);
        self.confirm_call(
            &self.language.select(format!("{resource} {method} ({title})"), format!("{resource} {method}（{title}）")),
        )
    }

    /// As [`confirm`](Self::confirm), for a call that is described in words.
    pub(crate) fn confirm_call(&self, call: &str) -> Result<(), Failure> {
        if self.yes {
            return Ok(());
        }
        if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
            return Err(Failure::usage(
                format!("{call} deletes or overwrites data; add --yes"),
                format!("{call}：会删除或覆盖数据，请加 --yes"),
            ));
        }
        eprint(&self.language.select(
            format!("{call} deletes or overwrites data. Continue? [y/N]"),
            format!("{call}：会删除或覆盖数据，是否继续？[y/N]"),
        ));
        let mut line = String::new();
        std::io::stdin().read_line(&mut line)?;
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" | "是" => Ok(()),
            _ => Err(Failure::usage("not confirmed", "未确认")),
        }
    }
}

/// Writes a line to stderr. A failure is ignored, because there is no other place to report it.
pub(crate) fn eprint(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Reads the selection and the format of a result.
pub(crate) fn view(matches: &ArgMatches) -> Result<View, Failure> {
    let text = |name| matches.get_one::<String>(name);
    let wrong = |flag: &'static str| move |problem: Text| Failure::Usage(problem.about(format!("--{flag}")));
    Ok(View {
        format: matches.get_one::<Format>("format").copied().unwrap_or(Format::Json),
        selection: text("fields").map(|paths| Selection::parse(paths)).transpose().map_err(wrong("fields"))?,
        filter: text("jq").map(|code| Filter::parse(code)).transpose().map_err(wrong("jq"))?,
    })
}
