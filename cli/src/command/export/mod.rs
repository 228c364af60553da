//! `export RESOURCE…`: objects in a folder, kept up to date by later runs.
//!
//! A run appends what it reads to a journal, page by page. The state file contains the next page, and the length of the journal on disk. A run
//! that is killed anywhere is thus resumed without a loss. A complete run merges its journal into `RESOURCE.ndjson`, with one line per object, from
//! which the other formats are written. Every step after the journal is complete can be repeated.

mod columnar;
mod columns;
mod journal;
mod lines;
mod reader;
mod source;
mod spreadsheet;
mod state;

use std::path::{Path, PathBuf};

use clap::{
    Arg, ArgAction, ArgMatches, Command, ValueEnum,
    builder::{EnumValueParser, PossibleValue},
    value_parser,
};
use feishu_hire::Client;
use indicatif::ProgressBar;

use self::{
    journal::Journal,
    lines::Merged,
    reader::{Reader, may_be_expired_token},
    source::{SOURCES, Source, Window},
    state::{Identity, Position, Run, State},
};
use crate::{
    credentials::{Access, client_without_credentials},
    failure::Failure,
    global::Global,
    language::Language,
    private::{self, create_folder},
    progress,
    send::print_curl,
    signal::Stop,
    time::now_millis,
};

/// The overlap of two runs in milliseconds. It is needed because clocks differ and updates may become visible late.
const OVERLAP: i64 = 10 * 60 * 1000;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A format of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Ndjson,
    Csv,
    Parquet,
}

impl Format {
    /// Returns the name, which is also the extension of files.
    fn name(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Ndjson, Self::Csv, Self::Parquet]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

pub(super) fn define(language: Language) -> Command {
    let say = |english: &'static str, chinese: &'static str| language.select(english, chinese);
    Command::new("export")
        .about(say("Export objects to files, and keep the files up to date", "将数据导出为文件，并可增量更新"))
        .long_about(say(ABOUT, ABOUT_ZH))
        .args([
            Arg::new("resources")
                .value_name("RESOURCE")
                .required(true)
                .action(ArgAction::Append)
                .value_parser(SOURCES.iter().map(|source| source.name).collect::<Vec<_>>())
                .help(say("What to export", "要导出的数据")),
            Arg::new("to")
                .long("to")
                .value_name("FOLDER")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(say("Folder for the files; created if absent", "存放文件的目录，不存在时创建")),
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .default_value("ndjson")
                .value_parser(EnumValueParser::<Format>::new())
                .help(say(
                    "Format of the files; csv and parquet are written beside ndjson",
                    "文件格式；csv 和 parquet 会与 ndjson 一同写入",
                )),
            Arg::new("reread")
                .long("reread")
                .value_name("DAYS")
                .default_value("30")
                .value_parser(value_parser!(u16))
                .help(say(
                    "Read interviews again that started up to this number of days before the last run",
                    "重新读取上次运行前若干天内开始的面试",
                )),
        ])
}

const ABOUT: &str = "\
Exports objects to RESOURCE.ndjson in a folder, one JSON line per object, and to CSV or Parquet in the same folder.

Run the same command again to update the files, or to resume after an interruption. A run reads:
  applications, jobs, talents   what was updated since the last run
  interviews                    what starts later than 30 days before the last run (--reread), because the API
                                cannot select by update
  offers                        everything, with a call for each talent (1,000 per minute), because the API cannot
                                select by time; for changes in between, listen to hire.offer.status_changed_v1

The files contain the last known version of each object; objects that were deleted at Feishu remain. Applications
have the part basic_info, talents and offers are those of the lists. Personal data is [redacted] unless
--show-personal is set; a folder has either. Only you can read the files.";

const ABOUT_ZH: &str = "\
将数据导出到目录中的 RESOURCE.ndjson（每行一条 JSON），并可同时写出 CSV 或 Parquet。

再次运行同一命令即可更新文件，或在中断后继续。每次读取：
  applications、jobs、talents   上次运行后更新的数据
  interviews                    上次运行前 30 天（--reread）之后开始的面试，因为接口不支持按更新时间筛选
  offers                        全部数据，每个人才调用一次（每分钟最多 1000 次），因为接口不支持按时间筛选；
                                期间的变更可监听事件 hire.offer.status_changed_v1

文件保存每条数据的最新版本；在飞书中删除的数据仍会保留。applications 只含 basic_info，talents 和 offers 为列表接口的字段。
个人信息默认为 [redacted]，加 --show-personal 才会导出；同一目录只能使用其中一种方式。文件仅本人可读。";

pub(super) async fn run(matches: &ArgMatches, global: &Global) -> Result<(), Failure> {
    let format = matches.get_one::<Format>("format").copied().unwrap_or(Format::Ndjson);
    let reread = matches.get_one::<u16>("reread").copied().unwrap_or_default();
    let names: Vec<_> = matches.get_many::<String>("resources").into_iter().flatten().collect();
    let sources = SOURCES.iter().filter(|source| names.contains(&&source.name.to_owned()));
    let Some(folder) = matches.get_one::<PathBuf>("to") else {
        return Err(Failure::usage("--to is missing", "缺少 --to"));
    };
    if global.dry_run {
        let client = client_without_credentials(global)?;
        for source in sources {
            let window = first_window(source);
            print_curl(&Reader::new(client.clone(), source, global)?.request(window, None).to_curl()?)?;
        }
        return Ok(());
    }
    let access = Access::find(global)?;
    let client = access.client(global.base_url.as_deref())?;
    create_folder(folder)?;
    // Until the end of the run. The file stays, because another run may already have opened it.
    let lock = private::lock(&folder.join("export.lock"))?.ok_or_else(|| in_use(folder))?;
    let identity = Identity { app: access.app_id().map(str::to_owned), shows_personal: global.show_personal };
    let state = State::open(folder, identity)?;
    let mut export = Export { client, global, folder, format, reread: DAY * i64::from(reread), state };
    // Everything is saved at every point where the run can be dropped.
    let work = async {
        for source in sources {
            export.update(source).await?;
        }
        Ok(())
    };
    let outcome = Stop::listen()?.until(work).await.and_then(|outcome| outcome);
    if let Err(Failure::Interrupted | Failure::Terminated | Failure::Call(..)) = &outcome {
        let message = ("run the same command again to resume", "再次运行同一命令即可继续");
        global.note(global.language.select(message.0, message.1));
    }
    drop(lock);
    outcome.map_err(|failure| failure.of_app(access.app_id()))
}

fn in_use(folder: &Path) -> Failure {
    let shown = folder.display();
    Failure::usage(
        format!("another export writes to {shown}; wait for its end, or use another folder"),
        format!("另一个导出正在写入 {shown}，请等待其结束或使用另一目录"),
    )
}

/// An export to a folder.
struct Export<'a> {
    client: Client,
    global: &'a Global,
    folder: &'a Path,
    format: Format,
    /// How long before the last run interviews are read again, in milliseconds.
    reread: i64,
    state: State,
}

impl Export<'_> {
    /// Updates the files of a source.
    async fn update(&mut self, source: &'static Source) -> Result<(), Failure> {
        let path = |suffix: &str| self.folder.join(format!("{}.{suffix}", source.name));
        let (objects, table) = (path("ndjson"), path(self.format.name()));
        let run = match self.state.run(source.name) {
            Some(run) => run.clone(),
            None => self.new_run(source),
        };
        let mut journal = Journal::open(path("journal"), run.bytes)?;
        let mut reader = Reader::new(self.client.clone(), source, self.global)?;
        let bar = progress::counter(self.global, source.name);
        let outcome = self.read(source, run, &mut reader, &mut journal, &bar).await;
        bar.finish_and_clear();
        outcome?;
        let merged = lines::merge(&objects, journal.path(), source.id)?;
        self.write_table(&table, &objects, &reader)?;
        self.state.complete(source.name)?;
        journal.remove()?;
        self.report(source, merged, reader.masked());
        Ok(())
    }

    fn new_run(&self, source: &Source) -> Run {
        let last = self.state.last(source.name);
        let from = match source.window {
            Window::Updated(_) => last.map(|last| last.saturating_sub(OVERLAP)),
            Window::Started(_) => {
                last.map(|last| last.saturating_sub(self.reread)).or(first_window(source).map(|it| it.1))
            }
            Window::Everything => None,
        };
        Run { started: now_millis(), from, position: Position::FirstPage, bytes: 0 }
    }

    /// Reads until the end. If the page token of an earlier run has expired, starts the run again, once.
    async fn read(
        &mut self,
        source: &'static Source,
        run: Run,
        reader: &mut Reader,
        journal: &mut Journal,
        bar: &ProgressBar,
    ) -> Result<(), Failure> {
        let is_resumed = matches!(run.position, Position::Page(_));
        match self.read_pages(source, run.clone(), reader, journal, bar).await {
            Err(failure) if is_resumed && may_be_expired_token(&failure) => {
                journal.clear()?;
                bar.reset();
                let run = Run { position: Position::FirstPage, bytes: 0, ..run };
                self.read_pages(source, run, reader, journal, bar).await
            }
            outcome => outcome,
        }
    }

    async fn read_pages(
        &mut self,
        source: &'static Source,
        mut run: Run,
        reader: &mut Reader,
        journal: &mut Journal,
        bar: &ProgressBar,
    ) -> Result<(), Failure> {
        // Before the first page, so that the window of the run stays the same.
        self.state.advance(source.name, run.clone())?;
        let page_token = match &run.position {
            Position::FirstPage => None,
            Position::Page(token) => Some(token.as_str()),
            Position::End => return Ok(()),
        };
        let mut pages = reader.request(window(source, run.from), page_token).pages();
        while let Some(read) = reader.next(&mut pages).await? {
            run.bytes = journal.append(&read.objects)?;
            bar.inc(read.objects.len() as u64);
            run.position = read.next.map_or(Position::End, Position::Page);
            self.state.advance(source.name, run.clone())?;
        }
        Ok(())
    }

    fn write_table(&self, table: &Path, objects: &Path, reader: &Reader) -> Result<(), Failure> {
        let columns = columns::columns(&reader.fields());
        match self.format {
            Format::Ndjson => Ok(()),
            Format::Csv => spreadsheet::write(table, objects, &columns),
            Format::Parquet => {
                let misfits = columnar::write(table, objects, &columns)?;
                if misfits > 0 {
                    self.global.note(&self.global.language.select(
                        format!("{misfits} values do not fit the type of their column and are null; the ndjson file has them"),
                        format!("{misfits} 个值与列类型不符，已置空；ndjson 文件中仍保留"),
                    ));
                }
                Ok(())
            }
        }
    }

    fn report(&self, source: &Source, merged: Merged, masked: usize) {
        let (name, Merged { objects, read }) = (source.name, merged);
        let language = self.global.language;
        self.global.note(&language.select(
            format!("{name}: {read} read, {objects} in all"),
            format!("{name}：本次读取 {read} 条，共 {objects} 条"),
        ));
        if masked > 0 {
            self.global.note(&language.select(
                format!("{masked} values are masked; --show-personal exports them (in another folder)"),
                format!("已隐藏 {masked} 个值，可用 --show-personal 导出（需使用另一目录）"),
            ));
        }
    }
}

/// Returns the window that a first run must state.
fn first_window(source: &Source) -> Option<(&'static str, i64)> {
    match source.window {
        Window::Started(parameter) => Some((parameter, 1)),
        Window::Updated(_) | Window::Everything => None,
    }
}

fn window(source: &Source, from: Option<i64>) -> Option<(&'static str, i64)> {
    match source.window {
        Window::Updated(parameter) | Window::Started(parameter) => Some((parameter, from?.max(1))),
        Window::Everything => None,
    }
}
