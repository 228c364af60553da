//! Downloads to a file: the file is complete, or it does not exist.

use feishu_hire::ErrorKind;
use tokio::sync::Notify;

use super::{
    ProgressLog, TestResult, attachment, client, content, names,
    server::{FileServer, Reply},
};

#[tokio::test]
async fn to_file_replaces_an_existing_file() -> TestResult {
    let server = FileServer::start([Reply::file(b"new")]).await?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, "old and longer")?;
    attachment(&server.url()).download(&client()?).to_file(&path).await?;
    assert_eq!(std::fs::read(&path)?, b"new");
    assert_eq!(names(folder.path())?, ["a.pdf"]);
    Ok(())
}

#[tokio::test]
async fn a_truncated_download_is_restarted() -> TestResult {
    let cut = Reply::announced(10, b"wrong");
    let server = FileServer::start([cut.clone(), cut, Reply::file(b"0123456789")]).await?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a.pdf");
    let progress_log = ProgressLog::default();
    let download = attachment(&server.url()).download(&client()?).on_progress(progress_log.listener());
    assert_eq!(download.to_file(&path).await?.bytes, 10);
    assert_eq!(std::fs::read(&path)?, b"0123456789");
    assert_eq!((names(folder.path())?.len(), server.heads().len()), (1, 3));
    assert_eq!(progress_log.all().iter().map(|progress| progress.bytes).collect::<Vec<_>>(), [5, 5, 10]);
    Ok(())
}

#[tokio::test]
async fn a_failed_download_leaves_no_file() -> TestResult {
    for (reply, kind, requests) in [
        (Reply::announced(10, b"short"), ErrorKind::Transport, 3),
        (Reply::announced(10, b"short").then_silent(), ErrorKind::Timeout, 1),
        (Reply::unannounced(&content()), ErrorKind::TooLarge, 1),
        (Reply::typed("text/html", b"<html>"), ErrorKind::Decode, 1),
        (Reply::status(403), ErrorKind::LinkExpired, 1),
    ] {
        let server = FileServer::start([reply]).await?;
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.pdf");
        let download = attachment(&server.url()).download(&client()?).max_size(1000);
        let error = download.clone().to_file(&path).await.err().ok_or("the download succeeded")?;
        assert_eq!((error.kind(), server.heads().len()), (kind, requests));
        assert_eq!(names(folder.path())?, [""; 0]);
        std::fs::write(&path, "old")?;
        assert_eq!(download.to_file(&path).await.err().ok_or("the download succeeded")?.kind(), kind);
        assert_eq!((names(folder.path())?, std::fs::read(&path)?), (vec!["a.pdf".to_owned()], b"old".to_vec()));
    }
    Ok(())
}

#[tokio::test]
async fn a_dropped_download_leaves_no_file() -> TestResult {
    let server = FileServer::start([Reply::announced(10, b"short").then_silent()]).await?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a.pdf");
    let progressed = std::sync::Arc::new(Notify::new());
    let notify = std::sync::Arc::clone(&progressed);
    let download = attachment(&server.url()).download(&client()?).on_progress(move |_| notify.notify_one());
    {
        // The future is pinned, so that it is dropped at the end of this block and not by `select!` before the names are read.
        let mut to_file = std::pin::pin!(download.to_file(&path));
        tokio::select! {
            outcome = &mut to_file => return Err(format!("the download ended: {outcome:?}").into()),
            () = progressed.notified() => {
                let names = names(folder.path())?;
                assert!(matches!(names.as_slice(), [name] if name.starts_with(".a.pdf.") && name.ends_with(".part")), "{names:?}");
            }
        }
    }
    assert_eq!(names(folder.path())?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn errors_of_the_file_system_are_io_errors() -> TestResult {
    let server = FileServer::start([Reply::file(b"%PDF")]).await?;
    let folder = tempfile::tempdir()?;
    let download = attachment(&server.url()).download(&client()?);
    for path in [folder.path().join("no such folder").join("张三.pdf"), folder.path().to_owned(), "/".into()] {
        std::fs::create_dir_all(folder.path().join("not empty"))?;
        let error = download.clone().to_file(&path).await.err().ok_or("the file was written")?;
        assert_eq!(error.kind(), ErrorKind::Io, "{error}");
        assert!(std::error::Error::source(&error).is_some_and(|source| source.is::<std::io::Error>()));
        assert!(!format!("{error} {error:?}").contains("张三"), "{error:?}");
        assert_eq!(error.to_string(), "the file cannot be written", "the cause is in the source");
    }
    assert_eq!(names(folder.path())?, ["not empty"]);
    let mut too_short = [0; 2];
    let error =
        download.to_writer(&mut std::io::Cursor::new(&mut too_short[..])).await.err().ok_or("the file was written")?;
    assert_eq!(error.kind(), ErrorKind::Io, "{error}");
    Ok(())
}

#[tokio::test]
async fn files_of_the_same_name_get_numbers() -> TestResult {
    let server = FileServer::start([Reply::file(b"%PDF")]).await?;
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("简历.pdf"), "another candidate")?;
    let mut attachment = attachment(&server.url());
    attachment.name = Some("简历.pdf".into());
    let download = attachment.download(&client()?);
    let all = futures_util::future::join_all((0..5).map(|_| download.clone().to_folder(folder.path()))).await;
    let mut paths = all.into_iter().collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    let expected: Vec<_> = (1..=5).map(|number| folder.path().join(format!("简历 ({number}).pdf"))).collect();
    assert_eq!(paths, expected);
    assert!(paths.iter().all(|path| std::fs::read(path).is_ok_and(|content| content == b"%PDF")));
    assert_eq!(std::fs::read(folder.path().join("简历.pdf"))?, b"another candidate");
    assert_eq!(names(folder.path())?.len(), 6, "no temporary file is left");
    Ok(())
}

#[tokio::test]
async fn file_names_in_a_folder_are_sanitized() -> TestResult {
    let server = FileServer::start([Reply::file(b"%PDF")]).await?;
    let folder = tempfile::tempdir()?;
    let client = client()?;
    for (name, expected) in [
        (Some("长".repeat(100) + ".pdf"), "长".repeat(83) + ".pdf"),
        (Some("长".repeat(100) + ".pdf"), "长".repeat(82) + " (1).pdf"),
        (Some("../CON:.pdf".to_owned()), ".._CON_.pdf".to_owned()),
        (Some("..".to_owned()), "file".to_owned()),
        (None, "file (1)".to_owned()),
    ] {
        let attachment = feishu_hire::model::Attachment { name: name.map(Into::into), ..attachment(&server.url()) };
        assert_eq!(attachment.download(&client).to_folder(folder.path()).await?, folder.path().join(expected));
    }
    Ok(())
}

#[tokio::test]
async fn a_failed_download_leaves_nothing_in_the_folder() -> TestResult {
    let folder = tempfile::tempdir()?;
    let server = FileServer::start([Reply::status(403)]).await?;
    let error = attachment(&server.url())
        .download(&client()?)
        .to_folder(folder.path())
        .await
        .err()
        .ok_or("the file was written")?;
    assert_eq!((error.kind(), names(folder.path())?), (ErrorKind::LinkExpired, Vec::<String>::new()));
    let server = FileServer::start([Reply::file(b"%PDF")]).await?;
    let missing = folder.path().join("张三");
    let error =
        attachment(&server.url()).download(&client()?).to_folder(missing).await.err().ok_or("the file was written")?;
    assert!(error.kind() == ErrorKind::Io && !format!("{error} {error:?}").contains("张三"), "{error:?}");
    Ok(())
}

#[test]
fn file_name_returns_a_sanitized_name() -> TestResult {
    let mut attachment = attachment("https://x.cn/file");
    let client = client()?;
    assert_eq!(attachment.download(&client).file_name(), None);
    attachment.name = Some("../张三.pdf".into());
    assert_eq!(attachment.download(&client).file_name().as_deref(), Some(".._张三.pdf"));
    Ok(())
}
