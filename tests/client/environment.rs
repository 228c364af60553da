//! The environment of the client: certificates, proxies, async runtime, idle connections.

use std::{
    process::{Command, Output},
    task::{Context, Poll, Waker},
    time::Instant,
};

use feishu_hire::{Client, ErrorKind, Upload, mock};

use crate::TestResult;

/// Creates a command for the test program, with these environment variables only.
fn program(variables: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_environment_caller"));
    command.env_clear().envs(variables.iter().copied()).args(arguments);
    command
}

/// Runs the program and returns its output.
async fn run(variables: &[(&str, &str)], arguments: &[&str]) -> Result<String, Box<dyn std::error::Error>> {
    let mut program = program(variables, arguments);
    let Output { status, stdout, stderr } = tokio::task::spawn_blocking(move || program.output()).await??;
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    Ok(String::from_utf8(stdout)?)
}

#[tokio::test]
async fn plain_http_on_this_machine_needs_no_certificates() -> TestResult {
    let server = mock::Server::start().await?;
    for variables in [[("SSL_CERT_FILE", "/none")], [("HTTPS_PROXY", "socks5h://127.0.0.1:1")]] {
        assert_eq!(run(&variables, &[server.base_url()]).await?, "ok\n", "{variables:?}");
    }
    Ok(())
}

#[tokio::test]
async fn rust_log_selects_the_client_by_its_crate_name() -> TestResult {
    let server = mock::Server::start().await?;
    for (filter, is_logged) in
        [("feishu_hire=debug", true), ("warn,feishu_hire=debug", true), ("feishu_hire=off", false)]
    {
        let mut program = program(&[("RUST_LOG", filter)], &[server.base_url()]);
        let output = tokio::task::spawn_blocking(move || program.output()).await??;
        let log = String::from_utf8(output.stderr)?;
        let is_complete =
            log.contains("token from the server") && log.contains("feishu{operation=\"hire.v1.interview.list\"}");
        assert_eq!((is_complete, log.is_empty()), (is_logged, !is_logged), "{filter}: {log}");
        assert!(log.lines().all(|line| line.contains(" feishu_hire: ")), "{log}");
    }
    Ok(())
}

/// A server that other containers use listens on all addresses.
#[tokio::test]
async fn a_client_reaches_a_mock_server_on_all_addresses() -> TestResult {
    let server = mock::Server::start_at(([0, 0, 0, 0], 0).into()).await?;
    assert!(server.base_url().starts_with("http://127.0.0.1:"), "{}", server.base_url());
    server.client()?.check().await?;
    #[cfg(target_os = "linux")] // Others do not connect to this address.
    {
        let url = server.base_url().replace("127.0.0.1", "0.0.0.0");
        let builder = || Client::builder("cli_mock", "secret-of-the-mock");
        let error = builder().base_url(&url).build().err().ok_or("plain http to another host is accepted")?;
        assert!(error.kind() == ErrorKind::Configuration && error.to_string().contains("https"), "{error}");
        let client = builder().insecure_base_url(&url).build()?;
        let attachment = client.v1().interview_record_attachment().get("6949805467799537964").send().await?.attachment;
        let attachment = attachment.ok_or("no attachment")?;
        assert!(
            attachment.url.as_ref().is_some_and(|link| link.to_string().starts_with(&url)),
            "links have the host name of the client"
        );
        assert!(attachment.download(&client).bytes().await?.starts_with(b"%PDF"));
        let elsewhere = feishu_hire::model::Attachment { url: Some("http://192.0.2.1/x".into()), ..Default::default() };
        assert_eq!(
            elsewhere.download(&client).bytes().await.map_err(|error| error.kind()),
            Err(ErrorKind::InvalidParameter)
        );
    }
    Ok(())
}

#[tokio::test]
async fn https_without_certificates_is_an_error_with_the_reason() -> TestResult {
    let server = mock::Server::start().await?;
    let variables = [("SSL_CERT_FILE", "/none")];
    for arguments in [&["https://open.feishu.cn"][..], &[server.base_url(), "https://127.0.0.1:1/file"]] {
        let start = Instant::now();
        let output = run(&variables, arguments).await?;
        assert!(output.starts_with("Configuration: no CA certificates for https: "), "{output}");
        assert!(output.ends_with("; check SSL_CERT_FILE\n"), "{output}");
        assert!(start.elapsed().as_millis() < 1000, "{:?}", start.elapsed());
    }
    Ok(())
}

#[cfg(feature = "socks")]
#[tokio::test]
async fn a_socks_proxy_is_used() -> TestResult {
    let proxy = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("socks5h://{}", proxy.local_addr()?);
    let mut program = program(&[("HTTPS_PROXY", url.as_str())], &["https://open.feishu.cn"]).spawn()?;
    let (mut connection, _) = proxy.accept().await?;
    let version = tokio::io::AsyncReadExt::read_u8(&mut connection).await;
    program.kill()?;
    program.wait()?;
    assert_eq!(version?, 5);
    Ok(())
}

#[cfg(not(feature = "socks"))]
#[tokio::test]
async fn a_socks_proxy_needs_the_feature() -> TestResult {
    for variables in [
        &[("HTTPS_PROXY", "socks5h://user:very-secret@127.0.0.1:1")][..],
        &[("https_proxy", "socks5://127.0.0.1:1")],
        &[("ALL_PROXY", "socks4a://127.0.0.1:1")],
        &[("all_proxy", "socks4://127.0.0.1:1"), ("HTTP_PROXY", "http://127.0.0.1:1")],
    ] {
        let start = Instant::now();
        let output = run(variables, &["https://open.feishu.cn"]).await?;
        assert!(output.starts_with(&format!("Configuration: {} names a SOCKS proxy", variables[0].0)), "{output}");
        assert!(output.contains("feature `socks`") && !output.contains("very-secret"), "{output}");
        assert!(start.elapsed().as_millis() < 1000, "{:?}", start.elapsed());
    }
    Ok(())
}

#[tokio::test]
async fn a_failed_connection_names_its_proxy() -> TestResult {
    let variables = [("HTTPS_PROXY", "http://user:very-secret@127.0.0.1:1")];
    for arguments in
        [&["https://open.feishu.cn"][..], &["https://open.feishu.cn", "https://files.feishu.cn/very-secret"]]
    {
        let output = run(&variables, arguments).await?;
        assert!(output.contains("through the proxy that HTTPS_PROXY names: no connection: "), "{output}");
        assert!(!output.contains("very-secret"), "{output}");
    }
    Ok(())
}

#[test]
fn a_call_outside_of_tokio_is_an_error() -> TestResult {
    let client = Client::builder("cli_x", "secret").base_url("http://127.0.0.1:1").build()?;
    let file = feishu_hire::model::Attachment { url: Some("http://127.0.0.1:1".into()), ..Default::default() };
    let call = client.v1().interview().list().interview_id("1");
    let futures: Vec<(&str, futures_util::future::BoxFuture<'_, _>)> = vec![
        ("call", Box::pin(async { call.send().await.map(drop) })),
        (
            "items",
            Box::pin(async { client.v1().interview().list().interview_id("1").items().try_next().await.map(drop) }),
        ),
        ("download", Box::pin(async { file.download(&client).bytes().await.map(drop) })),
        ("to_folder", Box::pin(async { file.download(&client).to_folder(".").await.map(drop) })),
        ("upload", Box::pin(async { Upload::from_file("/none").await.map(drop) })),
    ];
    for (name, mut future) in futures {
        let Poll::Ready(Err(error)) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
            return Err(format!("{name} does not fail").into());
        };
        assert!(error.kind() == ErrorKind::Configuration && error.to_string().contains("Tokio"), "{name}: {error:?}");
    }
    Ok(())
}

/// A burst of calls leaves a bounded number of idle connections.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn idle_connections_are_bounded() -> TestResult {
    let server = mock::Server::start().await?;
    server.on("hire.v1.interview.list")?.inject_fault(200, mock::Fault::delay(std::time::Duration::from_secs(2)));
    let client = server.builder().rate_limits(feishu_hire::RateLimits::off()).build()?;
    let call = || client.v1().interview().list().interview_id("1").send();
    let port = server.base_url().rsplit(':').next().and_then(|port| port.parse::<u16>().ok()).ok_or("no port")?;
    let peak = async {
        let mut peak = 0;
        for _ in 0..90 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            peak = peak.max(established_to(port)?);
        }
        Ok(peak)
    };
    let burst = futures_util::future::try_join_all((0..200).map(|_| call()));
    let (peak, burst): (std::io::Result<usize>, _) = tokio::join!(peak, burst);
    let peak = peak?;
    // One connection per call, and one request for the token.
    assert_eq!((peak, burst?.len(), server.requests().len()), (200, 200, 201));
    let mut open = usize::MAX;
    for _ in 0..50 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        open = established_to(port)?;
        if open <= 32 {
            break;
        }
    }
    assert!((1..=32).contains(&open), "{open} connections");
    Ok(())
}

/// Counts the established connections of this machine to a local port.
#[cfg(target_os = "linux")]
fn established_to(port: u16) -> std::io::Result<usize> {
    const ESTABLISHED: &str = "01";
    let remote = format!(":{port:04X}");
    let table = std::fs::read_to_string("/proc/net/tcp")?;
    // The columns are number, local address, remote address, state. A table that changes while it is read can repeat a connection.
    let local: std::collections::HashSet<&str> = table
        .lines()
        .filter_map(|line| match *line.split_whitespace().take(4).collect::<Vec<_>>() {
            [_, local, address, ESTABLISHED] if address.ends_with(&remote) => Some(local),
            _ => None,
        })
        .collect();
    Ok(local.len())
}
