//! `download ID…`: the files behind attachments and links.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use feishu_hire::{
    Client, Download, Url,
    model::{Attachment, AttachmentType},
};

use crate::{
    credentials::Access, failure::Failure, global::Global, language::Language, private::create_folder, progress,
    signal::Stop,
};

pub(super) fn define(language: Language) -> Command {
    let say = |english: &'static str, chinese: &'static str| language.select(english, chinese);
    Command::new("download")
        .about(say("Download the files of attachments, or from links", "按附件 ID 或链接下载文件"))
        .long_about(say(
            "Downloads the files of attachments, or from download links of responses, into a folder, and prints their paths. Existing files are kept: a new file gets a number.\n\nA file is named after the id of its attachment, because the names of resumes are personal data. With --show-personal, it has its own name.",
            "按附件 ID 或响应中的下载链接将文件下载到目录，并输出路径。不会覆盖已有文件，重名时自动编号。\n\n文件默认以附件 ID 命名，因为简历文件名属于个人信息；加 --show-personal 则使用原文件名。",
        ))
        .args([
            Arg::new("files")
                .value_name("ID|LINK")
                .required(true)
                .action(ArgAction::Append)
                .help(say("Ids of attachments, or links", "附件 ID 或链接")),
            Arg::new("type")
                .long("type")
                .value_name("TYPE")
                .default_value("resume")
                .value_parser(["resume", "portfolio", "general"])
                .help(say("Kind of the attachments", "附件类型")),
            Arg::new("pdf")
                .long("pdf")
                .action(ArgAction::SetTrue)
                .conflicts_with("type")
                .help(say("Download resumes as PDF files", "以 PDF 格式下载简历")),
            Arg::new("to")
                .long("to")
                .value_name("FOLDER")
                .default_value(".")
                .value_parser(value_parser!(PathBuf))
                .help(say("Folder for the files; created if absent", "存放文件的目录，不存在时创建")),
        ])
}

pub(super) async fn run(matches: &ArgMatches, global: &Global) -> Result<(), Failure> {
    let kind = match matches.get_one::<String>("type").map(String::as_str) {
        _ if matches.get_flag("pdf") => Kind::Pdf,
        Some("portfolio") => Kind::Attachment(AttachmentType::Portfolio),
        Some("general") => Kind::Attachment(AttachmentType::General),
        _ => Kind::Attachment(AttachmentType::Resume),
    };
    let Some(folder) = matches.get_one::<PathBuf>("to") else {
        return Err(Failure::usage("--to is missing", "缺少 --to"));
    };
    if global.dry_run {
        return Err(Failure::usage(
            "--dry-run: the link is in a response; use attachment get --dry-run",
            "--dry-run：链接需先由接口返回，请使用 attachment get --dry-run",
        ));
    }
    let access = Access::find(global)?;
    let client = access.client(global.base_url.as_deref())?;
    if !folder.exists() {
        create_folder(folder)?;
    }
    let work = async {
        for file in matches.get_many::<String>("files").into_iter().flatten() {
            let path = fetch(&client, file.trim(), kind, folder, global).await?;
            writeln!(std::io::stdout(), "{}", path.display())?;
        }
        Ok(())
    };
    let outcome: Result<(), Failure> = Stop::listen()?.until(work).await.and_then(|outcome| outcome);
    outcome.map_err(|failure| failure.of_app(access.app_id()))
}

/// The kind of file to which an id belongs.
#[derive(Clone, Copy)]
enum Kind {
    Attachment(AttachmentType),
    /// The resume as a PDF file.
    Pdf,
}

async fn fetch(client: &Client, file: &str, kind: Kind, folder: &Path, global: &Global) -> Result<PathBuf, Failure> {
    let attachment = if file.starts_with("http://") || file.starts_with("https://") {
        of_link(file)
    } else {
        find(client, file, kind, global).await?
    };
    let bar = progress::bytes(global);
    let shown = bar.clone();
    let download: Download = attachment.download(client).on_progress(move |progress| {
        progress.total.into_iter().for_each(|total| shown.set_length(total));
        shown.set_position(progress.bytes);
    });
    let path = download.to_folder(folder).await;
    bar.finish_and_clear();
    Ok(path?)
}

/// Gets the link of an attachment.
async fn find(client: &Client, id: &str, kind: Kind, global: &Global) -> Result<Attachment, Failure> {
    match kind {
        Kind::Pdf => {
            let response = client.v1().attachment().preview(id).send().await?;
            Ok(of_parts(response.url.as_ref(), &format!("{id}.pdf")))
        }
        Kind::Attachment(kind) => {
            let response = client.v1().attachment().get(id).r#type(kind).send().await?;
            let attachment = response.attachment.unwrap_or_default();
            if global.show_personal {
                return Ok(attachment);
            }
            let name = match attachment.name.as_deref().and_then(extension) {
                Some(extension) => format!("{id}.{extension}"),
                None => id.to_owned(),
            };
            Ok(of_parts(attachment.url.as_ref(), &name))
        }
    }
}

/// Returns the attachment behind a link, named after the end of its path.
fn of_link(link: &str) -> Attachment {
    let path = link.split(['?', '#']).next().unwrap_or_default();
    let name = path.splitn(4, '/').nth(3).and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    of_parts(Some(&Url::from(link)), name)
}

fn of_parts(link: Option<&Url>, name: &str) -> Attachment {
    Attachment { url: link.cloned(), name: Some(name.into()), ..Attachment::default() }
}

/// Returns the extension of a name, if it is a common one, which reveals nothing about a person.
fn extension(name: &str) -> Option<String> {
    let (_, extension) = name.rsplit_once('.')?;
    let is_plain = (1..=5).contains(&extension.len()) && extension.chars().all(|letter| letter.is_ascii_alphanumeric());
    is_plain.then(|| extension.to_lowercase())
}
