//! Downloads after a lost connection continue with the rest of the file, or start from the beginning.

use std::time::{Duration, Instant};

use feishu_hire::ErrorKind;

use super::{
    ProgressLog, TestResult, attachment, client, names,
    server::{FileServer, Reply},
};

const FILE: &[u8] = b"0123456789";
const TAG: &str = "\"v1\"";

/// Sends the file up to `end`, and then closes the connection.
fn lost_at(end: usize) -> Reply {
    Reply::resumable(TAG, FILE.len(), FILE.get(..end).unwrap_or_default())
}

/// Sends the range from `start` to `end`, and then closes the connection. The range ends early unless `end` is the end of the file.
fn rest(start: usize, end: usize) -> Reply {
    Reply::rest(TAG, &format!("bytes {start}-9/10"), FILE.len() - start, FILE.get(start..end).unwrap_or_default())
}

#[tokio::test]
async fn only_the_rest_is_requested() -> TestResult {
    let replies = [lost_at(4), rest(4, 7), rest(7, 10)];
    let progress_log = ProgressLog::default();
    let server = FileServer::start(replies.clone()).await?;
    let bytes = attachment(&server.url()).download(&client()?).on_progress(progress_log.listener()).bytes().await?;
    assert_eq!(bytes, FILE);
    assert_eq!(
        progress_log.all().iter().map(|progress| (progress.bytes, progress.total)).collect::<Vec<_>>(),
        [(4, Some(10)), (7, Some(10)), (10, Some(10)),]
    );
    let heads = server.heads();
    assert!(!heads[0].contains("range"), "{heads:?}");
    assert!(heads[1].contains("\r\nrange: bytes=4-\r\n") && heads[1].contains("\r\nif-range: \"v1\"\r\n"), "{heads:?}");
    assert!(heads[2].contains("\r\nrange: bytes=7-\r\n"), "{heads:?}");

    let server = FileServer::start(replies.clone()).await?;
    let mut written = Vec::new();
    let downloaded = attachment(&server.url()).download(&client()?).to_writer(&mut written).await?;
    assert_eq!((written.as_slice(), downloaded.bytes), (FILE, 10));

    let server = FileServer::start(replies).await?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a.pdf");
    attachment(&server.url()).download(&client()?).to_file(&path).await?;
    assert_eq!((std::fs::read(&path)?.as_slice(), server.heads().len(), names(folder.path())?.len()), (FILE, 3, 1));
    Ok(())
}

#[tokio::test]
async fn the_rest_is_requested_after_a_silence() -> TestResult {
    let client = |attempt| feishu_hire::Client::builder("cli_x", "secret").attempt_timeout(attempt).build();
    let short = Duration::from_millis(200);
    let server = FileServer::start([lost_at(4).then_silent(), rest(4, 7).then_silent(), rest(7, 10)]).await?;
    assert_eq!(attachment(&server.url()).download(&client(short)?).bytes().await?, FILE);
    assert!(server.heads()[2].contains("\r\nrange: bytes=7-\r\n"), "{:?}", server.heads());

    let server =
        FileServer::start([lost_at(4).then_silent(), rest(4, 5).then_silent(), rest(5, 6).then_silent()]).await?;
    let error = attachment(&server.url()).download(&client(short)?).bytes().await.err().ok_or("complete")?;
    assert_eq!((error.kind(), server.heads().len()), (ErrorKind::Timeout, 3));
    Ok(())
}

#[tokio::test]
async fn there_are_three_attempts_in_total() -> TestResult {
    for replies in
        [vec![lost_at(4), rest(4, 5), rest(5, 6), rest(6, 10)], vec![Reply::status(503), lost_at(4), rest(4, 5)]]
    {
        let server = FileServer::start(replies).await?;
        let error = attachment(&server.url()).download(&client()?).bytes().await.err().ok_or("complete")?;
        assert_eq!((error.kind(), server.heads().len()), (ErrorKind::Transport, 3));
    }
    Ok(())
}

#[tokio::test]
async fn another_file_is_never_appended() -> TestResult {
    let whole = Reply::file(b"abcdefghij");
    for second in [
        whole.clone(),
        Reply::rest("\"v2\"", "bytes 4-9/10", 6, b"efghij"),
        Reply::rest(TAG, "bytes 4-10/11", 7, b"efghijk"),
        Reply::rest(TAG, "bytes 0-9/10", 10, b"abcdefghij"),
        Reply::status(416),
    ] {
        let replies = [lost_at(4), second, whole.clone()];
        let server = FileServer::start(replies.clone()).await?;
        let error = attachment(&server.url()).download(&client()?).bytes().await.err().ok_or("mixed")?;
        assert_eq!((error.kind(), server.heads().len()), (ErrorKind::Transport, 2));

        let server = FileServer::start(replies).await?;
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.pdf");
        attachment(&server.url()).download(&client()?).to_file(&path).await?;
        assert_eq!((std::fs::read(&path)?.as_slice(), server.heads().len()), (&b"abcdefghij"[..], 3));
        assert!(!server.heads()[2].contains("range"), "{:?}", server.heads());
    }
    Ok(())
}

#[tokio::test]
async fn an_expired_link_in_the_middle_is_reported_as_such() -> TestResult {
    let server = FileServer::start([lost_at(4), Reply::status(403)]).await?;
    let error = attachment(&server.url()).download(&client()?).bytes().await.err().ok_or("complete")?;
    assert!(error.is_link_expired() && server.heads().len() == 2, "{error:?}");
    Ok(())
}

#[tokio::test]
async fn a_retry_waits_for_as_long_as_the_server_asks() -> TestResult {
    let server = FileServer::start([Reply::retry_after(429, "1"), Reply::file(FILE)]).await?;
    let start = Instant::now();
    assert_eq!(attachment(&server.url()).download(&client()?).bytes().await?, FILE);
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
    for value in ["90", "Fri, 31 Dec 9999 23:59:59 GMT"] {
        let server = FileServer::start([Reply::retry_after(503, value), Reply::file(FILE)]).await?;
        let start = Instant::now();
        let error = attachment(&server.url()).download(&client()?).bytes().await.err().ok_or("complete")?;
        assert_eq!((error.status(), server.heads().len()), (Some(503), 1), "later than the timeout of 90 s");
        assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    }
    Ok(())
}
