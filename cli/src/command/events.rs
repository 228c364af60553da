//! `events listen` and `events forward URL`: the events of an app, by long connection.

use std::io::{Read, Write};

use clap::{Arg, ArgMatches, Command, value_parser};
use feishu_hire::{
    Value,
    event::{
        AckError, Envelope, EventStream, EventStreamBuilder, MemoryDeduplicator, RawEvent, SchemaVersion, SocketError,
        SocketErrorKind, SocketState,
    },
    reqwest::{self, Url},
};
use serde_json::json;
use tokio::sync::oneshot;

use crate::{
    catalog,
    credentials::Access,
    failure::Failure,
    global::{Global, eprint},
    http,
    language::Language,
    mask::{mask_all, mask_value},
    profile::Credentials,
    signal::Stop,
    text::Text,
};

pub(super) fn define(language: Language) -> Command {
    let say = |english: &'static str, chinese: &'static str| language.select(english, chinese);
    let max = Arg::new("max")
        .long("max")
        .value_name("N")
        .value_parser(value_parser!(u64).range(1..))
        .help(say("Stop after N events", "收到 N 个事件后结束"));
    let url = Arg::new("url")
        .value_name("URL")
        .required(true)
        .value_parser(move |text: &str| parse_url(text).map_err(|problem| problem.get(language).to_owned()))
        .help(say("https, or http on this machine", "https 地址，或本机的 http 地址"));
    Command::new("events")
        .about(say("Receive the events of an app by long connection", "通过长连接接收应用事件"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([
            Command::new("listen")
                .about(say("Print each event as a line of JSON", "将每个事件输出为一行 JSON"))
                .long_about(say(LISTEN, LISTEN_ZH))
                .arg(max.clone()),
            Command::new("forward")
                .about(say("Send each event to a URL", "将每个事件转发到 URL"))
                .long_about(say(FORWARD, FORWARD_ZH))
                .args([url, max]),
        ])
}

const LISTEN: &str = "\
Prints each event as a line of JSON, and acknowledges it after the line is written. Prints \"ready\" to stderr when
the connection is open. Stops after --max events, at the end of its input, or by a signal.

Personal data is masked unless --show-personal is set, and so are all values that the schema does not know. Only one
process of an app should receive events: Feishu sends each event to one connection.";

const LISTEN_ZH: &str = "\
将每个事件输出为一行 JSON，写出后才向飞书确认。连接建立后在 stderr 输出 \"ready\"。收到 --max 个事件、标准输入结束或收到信号时退出。

个人信息以及未知事件的内容默认隐藏，可用 --show-personal 显示。同一应用应只有一个进程接收事件，飞书只会将事件推送给其中一个连接。";

const FORWARD: &str = "\
Sends each event to a URL, as a POST request with JSON in the format of Feishu's webhooks, and acknowledges it after
a response with status 2xx. After any other outcome, Feishu delivers the event again. Stops like `events listen`.

Events are forwarded complete, with personal data. So the URL must be https, or on this machine. The requests have
no signature.";

const FORWARD_ZH: &str = "\
将每个事件以 POST 请求转发到 URL，JSON 格式与飞书 Webhook 相同；收到 2xx 响应后才向飞书确认，否则飞书会再次推送。结束条件同 events listen。

转发内容完整，包含个人信息，因此 URL 必须为 https 或本机地址。请求不带签名。";

fn parse_url(text: &str) -> Result<Url, Text> {
    let url = Url::parse(text).map_err(Text::foreign)?;
    let is_local = url.host_str().is_some_and(|host| ["localhost", "127.0.0.1", "[::1]"].contains(&host));
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_local => Ok(url),
        _ => Err(Text::new(
            "must be https, or http on this machine, because events contain personal data",
            "事件包含个人信息，须使用 https 地址，或本机的 http 地址",
        )),
    }
}

pub(super) async fn run(matches: &ArgMatches, global: &Global) -> Result<(), Failure> {
    let Some((name, matches)) = matches.subcommand() else { return Err(Failure::usage("no command", "缺少命令")) };
    let target = match (name, matches.try_get_one::<Url>("url").ok().flatten()) {
        ("forward", Some(url)) => Target::Url(http::client()?, url.clone()),
        _ => Target::Stdout { shows_personal: global.show_personal },
    };
    let most = matches.get_one::<u64>("max").copied().unwrap_or(u64::MAX);
    if global.dry_run {
        return Err(Failure::usage("--dry-run: events are received", "--dry-run：该命令接收事件，不发送请求"));
    }
    let stream = connect(&Access::find(global)?, global)?;
    Stop::listen()?.until(receive(stream, &target, most, global)).await.and_then(|outcome| outcome)
}

fn connect(access: &Access, global: &Global) -> Result<EventStream<RawEvent>, Failure> {
    let Credentials::App { id, secret } = &access.credentials else {
        return Err(Failure::usage(
            "events need the id and the secret of an app",
            "接收事件需要应用的 App ID 和 App Secret",
        ));
    };
    let builder = EventStreamBuilder::new(id, secret).deduplicator(MemoryDeduplicator::new());
    let base_url = global.base_url.as_ref().or(access.base_url.as_ref());
    let builder = base_url.into_iter().fold(builder, EventStreamBuilder::base_url);
    Ok(builder.connect()?)
}

async fn receive(
    mut stream: EventStream<RawEvent>,
    target: &Target,
    most: u64,
    global: &Global,
) -> Result<(), Failure> {
    let (mut state, mut end) = (stream.state(), end_of_input());
    let mut is_ready = false;
    let mut left = most;
    while left > 0 {
        let delivery = tokio::select! {
            biased;
            Ok(_) = state.wait_for(|state| *state == SocketState::Connected), if !is_ready => {
                is_ready = true;
                eprint("ready");
                continue;
            }
            delivery = stream.next() => match delivery {
                Some(delivery) => delivery?,
                None => return Ok(()),
            },
            _ = &mut end => return Ok(()),
        };
        left -= 1;
        let outcome = match target.hand_over(&delivery.envelope).await? {
            Ok(()) => delivery.ack().await,
            Err(problem) => {
                let id = &delivery.envelope.header.event_id;
                global.note(&global.language.select(
                    format!("event {id} will be delivered again: {problem}"),
                    format!("事件 {id} 将被再次推送：{problem}"),
                ));
                delivery.nack().await
            }
        };
        if let Err(error @ AckError::ConnectionLost) = outcome {
            global.note(&global.language.select(error.to_string(), "连接已断开，飞书会再次推送该事件".to_owned()));
        }
    }
    Ok(())
}

/// Resolves at the end of the input. A thread waits for it, because reading blocks.
fn end_of_input() -> oneshot::Receiver<()> {
    let (sender, receiver) = oneshot::channel();
    std::thread::spawn(move || {
        let (mut input, mut ignored) = (std::io::stdin().lock(), [0; 1024]);
        while input.read(&mut ignored).is_ok_and(|bytes| bytes > 0) {}
        // The receiver has been dropped if the program ends for another reason.
        let _ = sender.send(());
    });
    receiver
}

/// The destination of events.
enum Target {
    Stdout { shows_personal: bool },
    Url(reqwest::Client, Url),
}

impl Target {
    /// Passes an event to the destination. If it must be delivered again, returns the reason.
    async fn hand_over(&self, envelope: &Envelope<RawEvent>) -> Result<Result<(), String>, Failure> {
        let data: Value = serde_json::from_str(envelope.event.data.as_str())?;
        match self {
            Self::Stdout { shows_personal } => {
                let data = if *shows_personal { data } else { mask(&envelope.event.event_type, data) };
                let mut stdout = std::io::stdout();
                writeln!(stdout, "{}", message(envelope, &data))?;
                stdout.flush()?;
                Ok(Ok(()))
            }
            Self::Url(client, url) => {
                let request = client.post(url.clone()).header("content-type", "application/json");
                Ok(match request.body(message(envelope, &data).to_string()).send().await {
                    Ok(response) if response.status().is_success() => Ok(()),
                    Ok(response) => Err(format!("HTTP {}", response.status().as_u16())),
                    Err(error) => Err(http::causes(error)),
                })
            }
        }
    }
}

/// Masks the data of an event: values that its schema marks or does not contain. Without a schema, masks everything.
fn mask(event_type: &str, data: Value) -> Value {
    match catalog::payload(event_type) {
        Some(ty) => mask_value(data, &ty, &mut 0),
        None => mask_all(data, &mut 0),
    }
}

/// Returns an event in the format of Feishu's webhooks.
fn message(envelope: &Envelope<RawEvent>, data: &Value) -> Value {
    let header = &envelope.header;
    let version = if header.schema == SchemaVersion::V1 { "1.0" } else { "2.0" };
    json!({
        "schema": version,
        "header": {
            "event_id": header.event_id,
            "event_type": header.event_type,
            "create_time": header.create_time.map(|time| time.as_millis().to_string()),
            "app_id": header.app_id,
            "tenant_key": header.tenant_key,
        },
        "event": data,
    })
}

impl From<SocketError> for Failure {
    fn from(error: SocketError) -> Self {
        match error.kind() {
            SocketErrorKind::Refused | SocketErrorKind::Forbidden => Self::Refused(Text::foreign(error)),
            _ => Self::Io(Text::foreign(error)),
        }
    }
}
