//! Downloads into memory, into a writer and as a stream: progress, size limits, media types and timeouts.

use std::time::Duration;

use feishu_hire::{DownloadStream, ErrorKind, Result};
use futures_util::StreamExt;

use super::{
    ProgressLog, TestResult, attachment, client, content,
    server::{FileServer, Reply},
};

#[tokio::test]
async fn every_method_delivers_the_complete_file() -> TestResult {
    let content = content();
    let server = FileServer::start([Reply::file(&content)]).await?;
    let download = attachment(&server.url()).download(&client()?);
    assert!(download.clone().bytes().await? == content);

    let mut writer = Vec::new();
    let downloaded = download.clone().to_writer(&mut writer).await?;
    assert!(writer == content);
    assert_eq!((downloaded.bytes, downloaded.content_type.as_deref()), (300_000, Some("application/pdf")));

    let stream = download.clone().stream().await?;
    assert_eq!((stream.size(), stream.content_type()), (Some(300_000), Some("application/pdf")));
    let pieces: Vec<_> = stream.collect::<Vec<_>>().await.into_iter().collect::<Result<_>>()?;
    assert!(pieces.len() > 1 && pieces.concat() == content);

    let folder = tempfile::tempdir()?;
    let path = folder.path().join("简历.pdf");
    assert_eq!(download.to_file(&path).await?, downloaded);
    assert!(std::fs::read(&path)? == content);
    Ok(())
}

#[tokio::test]
async fn progress_reports_reach_the_total() -> TestResult {
    let content = content();
    for (reply, total) in [(Reply::file(&content), Some(300_000)), (Reply::unannounced(&content), None)] {
        let server = FileServer::start([reply]).await?;
        let progress_log = ProgressLog::default();
        attachment(&server.url()).download(&client()?).on_progress(progress_log.listener()).bytes().await?;
        let progress_log = progress_log.all();
        assert!(progress_log.len() > 1 && progress_log.is_sorted_by_key(|progress| progress.bytes), "{progress_log:?}");
        assert!(progress_log.iter().all(|progress| progress.total == total), "{progress_log:?}");
        assert_eq!(progress_log.last().map(|progress| progress.bytes), Some(300_000));
    }
    Ok(())
}

#[tokio::test]
async fn an_empty_file_can_be_downloaded() -> TestResult {
    let server = FileServer::start([Reply::file(b"")]).await?;
    assert!(attachment(&server.url()).download(&client()?).max_size(0).bytes().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_content_length_above_the_limit_is_refused_before_reading() -> TestResult {
    // The body is announced but never sent, so reading it would wait.
    let server = FileServer::start([Reply::announced(1001, b"").then_silent()]).await?;
    let error = attachment(&server.url())
        .download(&client()?)
        .max_size(1000)
        .stream()
        .await
        .err()
        .ok_or("the download succeeded")?;
    assert_eq!((error.kind(), error.status()), (ErrorKind::TooLarge, Some(200)));
    let server = FileServer::start([Reply::announced(300 * 1024 * 1024 + 1, b"").then_silent()]).await?;
    let error = attachment(&server.url()).download(&client()?).stream().await.err().ok_or("the download succeeded")?;
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    Ok(())
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused_while_reading() -> TestResult {
    let content = content();
    let server = FileServer::start([Reply::unannounced(&content)]).await?;
    let download = attachment(&server.url()).download(&client()?);
    assert_eq!(download.clone().max_size(300_000).bytes().await?.len(), 300_000);
    let mut writer = Vec::new();
    let error = download.max_size(299_999).to_writer(&mut writer).await.err().ok_or("the download succeeded")?;
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(writer.len() <= 299_999);
    Ok(())
}

/// The declared type, the type of the response, and whether the response is accepted.
const MEDIA_TYPES: &[(Option<&str>, &str, bool)] = &[
    (Some("application/pdf"), "Application/PDF; charset=binary", true),
    (Some("application/pdf"), "application/x-pdf", true),
    (Some("application/pdf"), "application/octet-stream", true),
    (Some("application/pdf"), "application/force-download", true),
    (Some("application/pdf"), "application/x-download", true),
    (Some("application/pdf"), "text/plain", true),
    (Some("image/jpg"), "image/jpeg", true),
    (Some("image/jpeg"), "image/pjpeg", true),
    (Some("image/png"), "image/svg+xml", true),
    (Some("application/msword"), "application/vnd.ms-office", true),
    (Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), "application/zip", true),
    (Some("application/zip"), "application/x-zip-compressed", true),
    (Some("application/vnd.rar"), "application/x-rar-compressed", true),
    (Some("text/html"), "application/xhtml+xml", true),
    (Some("application/xhtml+xml"), "application/xml", true),
    (Some("application/xml"), "text/xml; charset=utf-8", true),
    (Some("image/svg+xml"), "text/xml", true),
    (Some("application/json"), "text/json", true),
    (Some("application/octet-stream"), "text/html", true),
    (Some("pdf"), "text/html", true),
    (Some(""), "text/html", true),
    (None, "text/html", true),
    (Some("application/pdf"), "application/pdf; name=简历.pdf", true),
    (Some("application/pdf"), "text/html; charset=utf-8", false),
    (Some("application/pdf"), "text/html; title=错误", false),
    (Some("application/pdf"), "application/xhtml+xml", false),
    (Some("application/pdf"), "application/json", false),
    (Some("application/pdf"), "application/problem+json", false),
    (Some("application/pdf"), "application/xml", false),
    (Some("application/pdf"), "text/xml", false),
    (Some("application/msword"), "TEXT/HTML", false),
    (Some("text/plain"), "text/html", false),
    (Some("text/html"), "application/json", false),
    (Some("application/xml"), "text/html", false),
];

#[tokio::test]
async fn refuses_error_pages_and_accepts_synonyms_of_media_types() -> TestResult {
    for (declared, received, accepted) in MEDIA_TYPES {
        let server = FileServer::start([Reply::typed(received, b"%PDF")]).await?;
        let mut attachment = attachment(&server.url());
        attachment.mime = declared.map(Into::into);
        let outcome = attachment.download(&client()?).bytes().await;
        match &outcome {
            Ok(_) => assert!(accepted, "{declared:?} {received}"),
            Err(error) => assert_eq!((*accepted, error.kind()), (false, ErrorKind::Decode), "{declared:?} {received}"),
        }
        assert_eq!(attachment.download(&client()?).any_type().bytes().await?.as_ref(), b"%PDF");
    }
    Ok(())
}

/// Reads a stream to its end. Returns the number of bytes and the kind of the final error.
async fn drain(mut stream: DownloadStream) -> (usize, Option<ErrorKind>) {
    let mut bytes = 0;
    loop {
        match stream.try_next().await {
            Ok(Some(piece)) => bytes += piece.len(),
            Ok(None) => return (bytes, None),
            Err(error) => {
                assert!(matches!(stream.try_next().await, Ok(None)), "the stream continues after an error");
                return (bytes, Some(error.kind()));
            }
        }
    }
}

#[tokio::test]
async fn a_truncated_stream_ends_with_an_error() -> TestResult {
    let server = FileServer::start([Reply::announced(10, b"%PDF")]).await?;
    let download = attachment(&server.url()).download(&client()?);
    assert_eq!(drain(download.stream().await?).await, (4, Some(ErrorKind::Transport)));
    assert_eq!(server.heads().len(), 1, "the download was retried although bytes were delivered");
    Ok(())
}

#[tokio::test]
async fn only_a_pause_longer_than_the_attempt_timeout_ends_a_download() -> TestResult {
    let pause = Duration::from_millis(150);
    let slow = (0..5).fold(Reply::announced(6, b"a"), |reply, _| reply.then(b"b")).slowly(pause);
    let server = FileServer::start([slow, Reply::announced(2, b"a").then_silent(), Reply::cut().then_silent()]).await?;
    let download = attachment(&server.url()).download(&client()?);
    assert_eq!(
        drain(download.clone().stream().await?).await,
        (6, None),
        "the whole download may take longer than the attempt timeout"
    );
    assert_eq!(drain(download.clone().stream().await?).await, (1, Some(ErrorKind::Timeout)));
    assert!(download.stream().await.err().ok_or("the silent server did not cause a timeout")?.is_timeout());
    Ok(())
}

#[tokio::test]
async fn a_slow_reader_does_not_cause_a_timeout() -> TestResult {
    let content = content();
    let server = FileServer::start([Reply::file(&content)]).await?;
    let mut stream = attachment(&server.url()).download(&client()?).stream().await?;
    let first = stream.try_next().await?.ok_or("empty")?.len();
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(drain(stream).await, (300_000 - first, None));
    Ok(())
}

#[tokio::test]
async fn the_maximum_timeout_does_not_overflow() -> TestResult {
    let content = content();
    let slow = Reply::announced(2000, &content[..1000]).then(&content[1000..2000]).slowly(Duration::from_millis(100));
    let server = FileServer::start([slow]).await?;
    let client = feishu_hire::Client::builder("cli_x", "secret").attempt_timeout(Duration::MAX).build()?;
    let mut stream = attachment(&server.url()).download(&client).stream().await?;
    while stream.try_next().await?.is_some() {}
    Ok(())
}
