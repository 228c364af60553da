//! Uploads of files that are read in chunks.

use std::io::Write;

use feishu_hire::{ErrorKind, Upload, mock};

use super::{ProgressLog, TestResult, content};

#[tokio::test]
async fn a_file_is_uploaded_from_disk() -> TestResult {
    let content = content();
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("简历.pdf");
    std::fs::write(&path, &content)?;
    let progress_log = ProgressLog::default();
    let upload = Upload::from_file(&path).await?.content_type("application/pdf").on_progress(progress_log.listener());
    assert_eq!(upload.size(), 300_000);

    let server = mock::Server::start().await?;
    server.client()?.v1().attachment().create(upload).send().await?;
    let received = server.requests_for("hire.v1.attachment.create")?.pop().ok_or("no request")?;
    let body = &received.body;
    assert_eq!(received.header("content-length"), Some(body.len().to_string().as_str()));
    assert_eq!(received.header("transfer-encoding"), None);
    assert!(body.windows(content.len()).any(|window| window == content), "the file is not in the form");
    let head = String::from_utf8_lossy(&body[..300]).into_owned();
    assert!(head.contains("filename=\"简历.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"), "{head}");

    let progress_log = progress_log.all();
    assert!(progress_log.len() > 2 && progress_log.is_sorted_by_key(|progress| progress.bytes), "{progress_log:?}");
    assert!(progress_log.iter().all(|progress| progress.total == Some(300_000)), "{progress_log:?}");
    assert_eq!(progress_log.last().map(|progress| progress.bytes), Some(300_000));
    Ok(())
}

#[tokio::test]
async fn uploads_from_disk_and_from_memory_send_the_same_form() -> TestResult {
    let folder = tempfile::tempdir()?;
    let server = mock::Server::start().await?;
    for content in [content(), vec![0]] {
        let path = folder.path().join("a.pdf");
        std::fs::write(&path, &content)?;
        let progress_log = ProgressLog::default();
        server.clear_requests();
        for upload in [
            Upload::from_file(&path).await?,
            Upload::new("a.pdf", content.clone()).on_progress(progress_log.listener()),
        ] {
            server.client()?.v1().attachment().create(upload).send().await?;
        }
        let received = server.requests_for("hire.v1.attachment.create")?;
        let forms: Vec<_> = received
            .iter()
            .map(|request| {
                let boundary = request.header("content-type").and_then(|it| it.split_once("boundary=")).map(|it| it.1);
                String::from_utf8_lossy(&request.body).replace(boundary.unwrap_or("?"), "boundary")
            })
            .collect();
        assert!(forms.len() == 2 && forms[0] == forms[1] && forms[0].contains("--boundary--"), "{}", forms.len());
        assert_eq!(progress_log.all().last().map_or(0, |progress| progress.bytes), u64::try_from(content.len())?);
    }
    Ok(())
}

/// A retry, here with a new token, sends the file from its beginning.
#[tokio::test]
async fn the_file_is_read_again_for_each_attempt() -> TestResult {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, content())?;
    let server = mock::Server::start().await?;
    let create = server.client()?.v1().attachment().create(Upload::from_file(&path).await?);
    server.on("hire.v1.attachment.create")?.inject_fault(1, mock::Fault::refuse_token());
    create.send().await?;
    let received = server.requests_for("hire.v1.attachment.create")?;
    assert_eq!(received.len(), 2);
    assert!(received.iter().all(|request| request.body.len() > 300_000));
    Ok(())
}

#[tokio::test]
async fn a_file_whose_size_has_changed_is_an_error() -> TestResult {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("张三.pdf");
    let server = mock::Server::start().await?;
    let client = server.client()?;
    for change in ["shorter", "longer", "gone"] {
        std::fs::write(&path, content())?;
        let progress_log = ProgressLog::default();
        let upload = Upload::from_file(&path).await?.on_progress(progress_log.listener());
        match change {
            "shorter" => std::fs::write(&path, "short")?,
            "longer" => std::fs::OpenOptions::new().append(true).open(&path)?.write_all(b"more")?,
            _ => std::fs::remove_file(&path)?,
        }
        let error = client.v1().attachment().create(upload).send().await.err().ok_or("the upload succeeded")?;
        assert_eq!(error.kind(), ErrorKind::Io, "{change}: {error:?}");
        assert!(progress_log.all().is_empty(), "a part of the file was sent");
        assert!(std::error::Error::source(&error).is_some_and(|source| source.is::<std::io::Error>()));
        assert!(!format!("{error} {error:?}").contains("张三"), "{error:?}");
    }
    Ok(())
}

/// The size is unchanged when the file is opened, and changes while the file is sent.
#[tokio::test]
async fn a_file_that_changes_during_the_upload_is_an_error() -> TestResult {
    let folder = tempfile::tempdir()?;
    let server = mock::Server::start().await?;
    let client = server.client()?;
    for change in ["shorter", "longer"] {
        let path = folder.path().join(change);
        std::fs::write(&path, vec![0; 4 * 1024 * 1024])?;
        let change_it = move |progress: feishu_hire::Progress| {
            if progress.bytes <= 64 * 1024 {
                let file = std::fs::OpenOptions::new().write(true).open(&path);
                let length = if path.ends_with("shorter") { 1024 * 1024 } else { 5 * 1024 * 1024 };
                file.and_then(|file| file.set_len(length)).expect("the file can be changed");
            }
        };
        let upload = Upload::from_file(folder.path().join(change)).await?.on_progress(change_it);
        let error = client.v1().attachment().create(upload).send().await.err().ok_or("the upload succeeded")?;
        assert_eq!(error.kind(), ErrorKind::Io, "{change}: {error:?}");
    }
    Ok(())
}

#[tokio::test]
async fn only_regular_files_can_be_uploaded() -> TestResult {
    let folder = tempfile::tempdir()?;
    for path in [folder.path().to_owned(), folder.path().join("张三.pdf")] {
        let error = Upload::from_file(path).await.err().ok_or("the path was accepted")?;
        assert_eq!(error.kind(), ErrorKind::Io);
        assert!(!format!("{error} {error:?}").contains("张三"), "{error:?}");
    }
    Ok(())
}

#[tokio::test]
async fn uploads_are_equal_if_they_send_the_same() -> TestResult {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a");
    std::fs::write(&path, "a")?;
    let upload = Upload::from_file(&path).await?;
    assert_eq!(upload, upload.clone().on_progress(|_| ()));
    assert_ne!(upload, Upload::new("a", "a"));
    assert_ne!(Upload::new("a", "a"), Upload::new("a", "a").content_type("text/plain"));
    assert!(!format!("{upload:?}").contains(&path.display().to_string()));
    Ok(())
}
