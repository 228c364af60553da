//! `mock`: a Feishu server on this machine, with invented data.

use std::{future, io::Write, net::Ipv4Addr, time::Duration};

use clap::{Arg, ArgMatches, Command, value_parser};
use feishu_hire::mock::{PopulateError, Server, UnknownOperation, event::Event};
use serde_json::json;

use crate::{failure::Failure, language::Language, signal::Stop, text::Text};

/// The app that the server accepts for events. For calls, it accepts every app.
const APP: (&str, &str) = ("cli_mock", "secret-of-the-mock");

pub(super) fn define(language: Language) -> Command {
    let say = |english: &'static str, chinese: &'static str| language.select(english, chinese);
    Command::new("mock")
        .about(say("Run a mock Feishu server with data, to try commands", "运行带数据的飞书模拟服务器，用于试用命令"))
        .long_about(say(
            "Runs a mock Feishu server with data that belongs together, until Ctrl-C. It prints its base URL and credentials as commands of a shell.",
            "运行飞书模拟服务器，数据相互关联，按 Ctrl-C 结束。启动后以 shell 命令的形式输出服务地址和凭证。",
        ))
        .args([
            Arg::new("port")
                .long("port")
                .value_name("PORT")
                .default_value("8080")
                .value_parser(value_parser!(u16))
                .help(say("Port of this machine; 0 chooses a free one", "本机端口，0 表示自动选择")),
            Arg::new("items")
                .long("items")
                .value_name("N")
                .default_value("100")
                .value_parser(value_parser!(u32).range(1..=1_000_000))
                .help(say("Number of interviews; there are half as many applications", "面试数量；投递数量为其一半")),
            Arg::new("events")
                .long("events")
                .value_name("SECONDS")
                .value_parser(value_parser!(u32).range(1..))
                .help(say(
                    "Interval at which an event is sent by long connection",
                    "每隔若干秒通过长连接推送一个事件",
                )),
        ])
}

pub(super) async fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let port = matches.get_one::<u16>("port").copied().unwrap_or_default();
    let items = matches.get_one::<u32>("items").copied().unwrap_or_default();
    let pause = matches.get_one::<u32>("events").map(|seconds| Duration::from_secs((*seconds).into()));
    let server = Server::start_at((Ipv4Addr::LOCALHOST, port).into()).await?;
    fill(&server, usize::try_from(items).unwrap_or(usize::MAX))?;
    let gateway = if pause.is_some() { Some(server.send_events_by_long_connection().await?) } else { None };
    let (app, secret) = APP;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "export FEISHU_BASE_URL={}", server.base_url())?;
    writeln!(stdout, "export FEISHU_APP_ID={app} FEISHU_APP_SECRET={secret}")?;
    stdout.flush()?;
    let run = async {
        match pause {
            Some(pause) => emit(&server, pause).await,
            None => future::pending().await,
        }
    };
    let ended = Stop::listen()?.until(run).await;
    drop(gateway);
    match ended {
        // A server runs until it is stopped.
        Err(Failure::Interrupted | Failure::Terminated) => Ok(()),
        ended => ended,
    }
}

fn fill(server: &Server, items: usize) -> Result<(), Failure> {
    server.limit_recorded_requests(0);
    server.populate("hire.v1.interview.list", items)?;
    // Their listing has ids only, which `populate` does not fill.
    let applications = server.ids("ApplicationId").into_iter().map(Into::into);
    server.on("hire.v1.application.list")?.set_items(applications);
    Ok(())
}

/// Sends events about one application after the other.
async fn emit(server: &Server, pause: Duration) {
    let applications = server.ids("ApplicationId");
    for application in applications.iter().cycle() {
        tokio::time::sleep(pause).await;
        let data = json!({ "application_id": application });
        server.emit(&Event::new("hire.application.stage_changed_v1", data)).await;
    }
}

impl From<PopulateError> for Failure {
    fn from(error: PopulateError) -> Self {
        Self::Usage(Text::foreign(error))
    }
}

impl From<UnknownOperation> for Failure {
    fn from(error: UnknownOperation) -> Self {
        Self::Usage(Text::foreign(error))
    }
}
