//! Prints help, and what is wrong with the arguments. Clap's own words are English; this file has the Chinese ones.

use std::{
    error::Error as _,
    io::{self, Write},
};

use clap::error::{ContextKind, Error, ErrorKind};
use console::{colors_enabled, strip_ansi_codes};

use crate::language::Language;

/// Prints an error of clap, which may be the help or the version. A failure is ignored, because there is no other place to report it.
pub(crate) fn print(error: &Error, language: Language) {
    let _ = match language {
        Language::English => error.print(),
        Language::Chinese if is_help(error) => print_help(error),
        Language::Chinese => write!(io::stderr(), "{}", message(error)),
    };
}

fn is_help(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::DisplayVersion
    )
}

fn print_help(error: &Error) -> io::Result<()> {
    let text = translated(error.render().ansi().to_string());
    match error.use_stderr() {
        true => write!(io::stderr(), "{}", strip_ansi_codes(&text)),
        false if colors_enabled() => write!(io::stdout(), "{text}"),
        false => write!(io::stdout(), "{}", strip_ansi_codes(&text)),
    }
}

/// The words of clap in a help text. A heading ends with the end of its style.
fn translated(help: String) -> String {
    const END: &str = "\u{1b}[0m";
    let headings = [("Commands", "命令"), ("Options", "选项"), ("Arguments", "参数")];
    let help = headings
        .iter()
        .fold(help, |help, (english, chinese)| help.replace(&format!("{english}:{END}"), &format!("{chinese}：{END}")));
    let words = [
        (format!("Usage:{END} "), format!("用法：{END}")),
        (format!(":{END}"), format!("：{END}")),
        ("[OPTIONS]".to_owned(), "[选项]".to_owned()),
        ("<COMMAND>".to_owned(), "<命令>".to_owned()),
        ("[default: ".to_owned(), "[默认：".to_owned()),
        ("[possible values: ".to_owned(), "[可选值：".to_owned()),
    ];
    words.iter().fold(help, |help, (english, chinese)| help.replace(english, chinese))
}

/// Returns what is wrong with the arguments.
fn message(error: &Error) -> String {
    let part = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (part(ContextKind::InvalidArg), part(ContextKind::InvalidValue));
    let problem = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 缺少值"),
        ErrorKind::InvalidValue => format!("{argument} 的值 {value:?} 无效"),
        ErrorKind::ValueValidation => {
            let cause = error.source().map(|cause| format!("：{cause}")).unwrap_or_default();
            format!("{argument} 的值 {value:?} 无效{cause}")
        }
        ErrorKind::UnknownArgument => format!("没有选项或参数 {argument}"),
        ErrorKind::InvalidSubcommand => format!("没有命令 {:?}", part(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("缺少必填的选项或参数：{argument}"),
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::ArgumentConflict => match part(ContextKind::PriorArg) {
            prior if prior == argument || prior.is_empty() => format!("{argument} 不能重复使用"),
            prior => format!("{argument} 不能与 {prior} 同时使用"),
        },
        ErrorKind::TooManyValues => format!("{argument} 的值 {value:?} 多余"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{argument} 的值数量不符"),
        _ => error.kind().to_string(),
    };
    let found = |kinds: &[ContextKind]| {
        kinds.iter().map(|kind| part(*kind)).find(|text| !text.is_empty()).map(|text| text.replace(", ", "、"))
    };
    let listed = found(&[ContextKind::ValidValue]).map(|values| format!("可选值：{values}"));
    let similar = found(&[ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]);
    let similar = similar.map(|texts| format!("你是否想输入：{texts}"));
    let usage = found(&[ContextKind::Usage]).map(|usage| translated(usage).replace("Usage: ", "用法："));
    let more = Some("更多信息请加 --help。".to_owned());
    let lines: Vec<_> =
        [Some(format!("错误：{problem}")), listed, similar, usage, more].into_iter().flatten().collect();
    format!("{}\n", lines.join("\n"))
}
