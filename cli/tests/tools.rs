//! `doctor`, `download`, `mock` and `events`.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::Duration,
};

use feishu_hire::{
    Method,
    mock::{Fault, MockOperation, Server, event::Event},
    operation::Operation,
};
use serde_json::{Value, json};

use crate::{
    TestResult,
    program::{Program, bare, printed},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doctor_reports_missing_scopes() -> TestResult {
    let scope = |name: &str, status: i64| json!({ "scope_name": name, "grant_status": status, "scope_type": "tenant" });
    let sample =
        json!({ "code": 0, "msg": "", "data": { "scopes": [scope("hire:talent", 1), scope("hire:offer", 2)] } });
    let path = "/open-apis/application/v6/scopes";
    let sample: &'static str = Box::leak(sample.to_string().into_boxed_str());
    let server = Server::start_with(&[MockOperation::new(Operation::endpoint(Method::Get, path), sample)]).await?;
    let home = tempfile::TempDir::new()?;
    let mut command = bare(&["doctor", "--base-url", server.base_url()]);
    command.env("HOME", home.path()).env("FEISHU_APP_ID", "cli_mock").env("FEISHU_APP_SECRET", "s3cret");
    let plain = printed(&mut command)?;
    assert_eq!(plain.code, Some(0), "{}", plain.stderr);
    assert!(plain.stdout.contains("ok       credentials  app cli_mock is accepted"), "{}", plain.stdout);
    assert!(plain.stdout.contains("ok       clock"), "{}", plain.stdout);
    assert!(plain.stdout.contains("offer list"), "{}", plain.stdout);
    assert!(!plain.stdout.contains("talent get-v2"), "{}", plain.stdout);
    assert!(!plain.stdout.contains("s3cret") && !plain.stderr.contains("s3cret"));
    let json = printed(command.args(["--format", "json"]))?;
    let findings: Vec<Value> = serde_json::from_str(&json.stdout)?;
    let outcome = |check: &str| findings.iter().find(|it| it["check"] == check).map(|it| it["outcome"].clone());
    assert_eq!(outcome("scopes"), Some("warning".into()));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doctor_says_what_is_wrong() -> TestResult {
    let program = Program::start().await?;
    program.server.token_endpoint().accept_only("cli_other", "other");
    let refused = program.run(&["doctor"])?;
    assert_eq!(refused.code, Some(3), "{}", refused.stdout);
    assert!(refused.stdout.contains("error    credentials"), "{}", refused.stdout);
    let free = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let url = format!("http://{free}");
    let mut command = bare(&["doctor", "--base-url", &url]);
    let unreachable = printed(command.env("HOME", program.home()).env("FEISHU_TOKEN", "t-x"))?;
    assert_eq!(unreachable.code, Some(1), "{}", unreachable.stdout);
    assert!(unreachable.stdout.contains("error    network"), "{}", unreachable.stdout);
    let none = printed(bare(&["doctor", "--base-url", program.server.base_url()]).env("HOME", program.home()))?;
    assert_eq!(none.code, Some(2), "{}", none.stdout);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attachments_and_links_are_downloaded() -> TestResult {
    let program = Program::start().await?;
    let link = program.server.serve_file("resumes/a.pdf", "application/pdf", "%PDF content");
    let attachment = json!({ "id": "7", "url": link, "name": "张三 简历.PDF", "mime": "application/pdf" });
    program.server.on("hire.v1.attachment.get")?.respond_with_data(&json!({ "attachment": attachment }));
    program.server.on("hire.v1.attachment.preview")?.respond_with_data(&json!({ "url": link }));
    let folder = program.home().join("files");
    let to = folder.display().to_string();
    let printed = program.run(&["download", "7", "7", &link, "--to", &to])?;
    let path = |name: &str| format!("{}\n", folder.join(name).display());
    assert_eq!(printed.stdout, path("7.pdf") + &path("7 (1).pdf") + &path("a.pdf"), "{}", printed.stderr);
    assert_eq!(std::fs::read_to_string(folder.join("7 (1).pdf"))?, "%PDF content");
    let own = program.run(&["download", "7", "--to", &to, "--show-personal"])?;
    assert_eq!(own.stdout, path("张三 简历.PDF"), "{}", own.stderr);
    let pdf = program.run(&["download", "8", "--pdf", "--to", &to])?;
    assert_eq!(pdf.stdout, path("8.pdf"), "{}", pdf.stderr);
    program.server.on_file("resumes/a.pdf")?.inject_fault(9, Fault::status(404));
    assert_ne!(program.run(&["download", &link, "--to", &to])?.code, Some(0));
    assert_eq!(std::fs::read_dir(&folder)?.count(), 5, "no incomplete file is left");
    Ok(())
}

/// A program in the background, which is killed at the end of the test.
struct Background(Child);

impl Drop for Background {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Background {
    fn start(command: &mut Command) -> std::io::Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map(Self)
    }

    fn stdout(&mut self) -> Result<BufReader<std::process::ChildStdout>, &'static str> {
        self.0.stdout.take().map(BufReader::new).ok_or("no stdout")
    }

    fn stderr(&mut self) -> Result<BufReader<std::process::ChildStderr>, &'static str> {
        self.0.stderr.take().map(BufReader::new).ok_or("no stderr")
    }
}

fn line(reader: &mut impl BufRead) -> std::io::Result<String> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_mock_server_has_data_and_events() -> TestResult {
    let home = tempfile::TempDir::new()?;
    let mut server = Background::start(&mut bare(&["mock", "--port", "0", "--items", "20", "--events", "1"]))?;
    let mut out = server.stdout()?;
    let url = line(&mut out)?.strip_prefix("export FEISHU_BASE_URL=").map(str::to_owned).ok_or("no URL")?;
    assert_eq!(line(&mut out)?, "export FEISHU_APP_ID=cli_mock FEISHU_APP_SECRET=secret-of-the-mock");
    let client = |arguments: &[&str]| {
        let mut command = bare(arguments);
        command.env("HOME", home.path()).env("FEISHU_BASE_URL", &url);
        command.env("FEISHU_APP_ID", "cli_mock").env("FEISHU_APP_SECRET", "secret-of-the-mock");
        command
    };
    let listed = printed(&mut client(&["application", "list", "--all"]))?;
    assert_eq!(serde_json::from_str::<Vec<Value>>(&listed.stdout)?.len(), 10, "{}", listed.stderr);
    let mut events = Background::start(&mut client(&["events", "listen", "--max", "1", "--show-personal"]))?;
    let mut messages = events.stderr()?;
    assert_eq!(line(&mut messages)?, "ready");
    let event: Value = serde_json::from_str(&line(&mut events.stdout()?)?)?;
    assert_eq!(event["header"]["event_type"], "hire.application.stage_changed_v1");
    assert_eq!(events.0.wait()?.code(), Some(0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_are_printed_and_then_acknowledged() -> TestResult {
    let program = Program::start().await?;
    let gateway = program.server.send_events_by_long_connection().await?;
    let mut command = program.command(&["events", "listen"]);
    let mut child = Background::start(command.env("FEISHU_APP_SECRET", "secret-of-the-mock"))?;
    let mut out = child.stdout()?;
    assert_eq!(line(&mut child.stderr()?)?, "ready");
    let attempt = gateway.emit(&Event::new("hire.a_v1", json!({ "name": "张三" })).id("e1")).await;
    assert_eq!(attempt, Some(200));
    let event: Value = serde_json::from_str(&line(&mut out)?)?;
    assert_eq!((&event["header"]["event_id"], &event["event"]["name"]), (&json!("e1"), &json!("[redacted]")));
    let data = json!({ "application_id": "7", "update_time": 1, "tomorrow": "张三" });
    gateway.emit(&Event::new("hire.application.stage_changed_v1", data)).await;
    let event: Value = serde_json::from_str(&line(&mut out)?)?;
    let expected = json!({ "application_id": "7", "update_time": 1, "tomorrow": "[redacted]" });
    assert_eq!(event["event"], expected, "the schema says what is personal");
    drop(child.0.stdin.take());
    assert_eq!(child.0.wait()?.code(), Some(0), "the end of the input ends the program");
    Ok(())
}

/// Serves one request with a status, and returns its body.
fn serve(listener: &TcpListener, status: u16) -> std::io::Result<String> {
    let (mut stream, _) = listener.accept()?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut length = 0;
    loop {
        let header = line(&mut reader)?.to_lowercase();
        if header.is_empty() {
            break;
        }
        length = header.strip_prefix("content-length: ").and_then(|it| it.parse().ok()).unwrap_or(length);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    write!(stream, "HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")?;
    Ok(String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn events_are_forwarded_and_acknowledged_after_a_success() -> TestResult {
    let program = Program::start().await?;
    let gateway = program.server.send_events_by_long_connection().await?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/hook", listener.local_addr()?);
    let mut command = program.command(&["events", "forward", &url, "--max", "2"]);
    let mut child = Background::start(command.env("FEISHU_APP_SECRET", "secret-of-the-mock"))?;
    let mut messages = child.stderr()?;
    assert_eq!(line(&mut messages)?, "ready");
    let served = std::thread::spawn(move || [500, 204].map(|status| serve(&listener, status)));
    let event = Event::new("hire.a_v1", json!({ "name": "张三" })).id("e1");
    assert_eq!(gateway.emit(&event).await, Some(500));
    assert!(line(&mut messages)?.contains("HTTP 500"));
    assert_eq!(gateway.emit(&event).await, Some(200));
    assert_eq!(child.0.wait()?.code(), Some(0));
    for body in served.join().map_err(|_| "the server panicked")? {
        let body: Value = serde_json::from_str(&body?)?;
        assert_eq!((&body["schema"], &body["event"]["name"]), (&json!("2.0"), &json!("张三")));
    }
    let refused = program.run(&["events", "forward", "http://example.com/"])?;
    assert_eq!(refused.code, Some(2));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_app_receives_no_events() -> TestResult {
    let program = Program::start().await?;
    let _gateway = program.server.send_events_by_long_connection().await?;
    let mut command = program.command(&["events", "listen"]);
    let mut child = Background::start(&mut command)?;
    let mut message = String::new();
    child.stderr()?.read_to_string(&mut message)?;
    assert_eq!(child.0.wait()?.code(), Some(3), "{message}");
    assert!(!message.contains(crate::program::SECRET));
    Ok(())
}
