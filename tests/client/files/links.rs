//! Download links: redirects, refused URLs, expired links, and their requests and output.

use feishu_hire::{
    ErrorKind, mock,
    model::{Attachment, CreateAttachmentResponse},
};

use super::{
    TestResult, attachment, client,
    server::{FileServer, Reply},
};

const PDF: &[u8] = b"%PDF";

#[tokio::test]
async fn redirects_are_followed() -> TestResult {
    for status in [301, 302, 303, 307, 308] {
        let server = FileServer::start([Reply::redirect(status, "../b?c=d"), Reply::file(PDF)]).await?;
        let bytes = attachment(&server.at("/x/y/z")).download(&client()?).bytes().await?;
        assert_eq!(bytes, PDF);
        let lines: Vec<_> = server.heads().iter().filter_map(|head| head.lines().next().map(str::to_owned)).collect();
        assert_eq!(lines, ["get /x/y/z http/1.1", "get /x/b?c=d http/1.1"]);
    }
    Ok(())
}

/// Servers send `Location` in any charset and expect the same bytes in the request.
#[tokio::test]
async fn a_redirect_beyond_ascii_is_followed() -> TestResult {
    for (location, line) in [
        ("/简历.pdf?名=张".as_bytes(), "get /%e7%ae%80%e5%8e%86.pdf?%e5%90%8d=%e5%bc%a0 http/1.1"),
        (b"/\xbc\xf2\xc0\xfa.pdf", "get /%bc%f2%c0%fa.pdf http/1.1"),
        (b"/r\xe9sum\xe9.pdf", "get /r%e9sum%e9.pdf http/1.1"),
        (b"/a%20b%E4.pdf", "get /a%20b%e4.pdf http/1.1"),
    ] {
        let server = FileServer::start([Reply::redirect_to_bytes(location), Reply::file(PDF)]).await?;
        assert_eq!(attachment(&server.url()).download(&client()?).bytes().await?, PDF);
        let heads = server.heads();
        assert_eq!(heads.get(1).and_then(|head| head.lines().next()), Some(line), "{location:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_redirect_without_a_location_is_an_error() -> TestResult {
    let server = FileServer::start([Reply::status(302)]).await?;
    let error = attachment(&server.url()).download(&client()?).bytes().await.err().ok_or("the link was followed")?;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(302)));
    assert!(error.to_string().contains("has no `Location`"), "{error}");
    Ok(())
}

#[tokio::test]
async fn at_most_five_redirects_are_followed() -> TestResult {
    let to_next = Reply::redirect(302, "/next");
    let mut replies = vec![to_next; 5];
    replies.push(Reply::file(PDF));
    let server = FileServer::start(replies.clone()).await?;
    assert_eq!(attachment(&server.url()).download(&client()?).bytes().await?, PDF);
    replies.insert(0, Reply::redirect(302, "/first"));
    let server = FileServer::start(replies).await?;
    let error = attachment(&server.url()).download(&client()?).bytes().await.err().ok_or("the link was followed")?;
    assert_eq!((error.kind(), server.heads().len()), (ErrorKind::Decode, 6));
    Ok(())
}

#[tokio::test]
async fn only_https_links_are_followed() -> TestResult {
    let client = client()?;
    for link in [
        "http://files.feishu.cn/very-secret",
        "ftp://127.0.0.1/very-secret",
        "https://a:very-secret@x.cn/",
        "very-secret",
        "",
    ] {
        let error = attachment(link).download(&client).bytes().await.err().ok_or("the link was followed")?;
        assert_eq!(error.kind(), ErrorKind::InvalidParameter, "{link}");
        assert!(!format!("{error} {error:?}").contains("very-secret"), "{error:?}");
    }
    for location in
        ["http://files.feishu.cn/very-secret", "file:///very-secret", "https://a:very-secret@x.cn/", "http://"]
    {
        let server = FileServer::start([Reply::redirect(302, location), Reply::file(PDF)]).await?;
        let error = attachment(&server.url()).download(&client).bytes().await.err().ok_or("the link was followed")?;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(302)), "{location}");
        assert!(!format!("{error} {error:?}").contains("very-secret"), "{error:?}");
        assert_eq!(server.heads().len(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn the_final_url_of_a_custom_http_client_is_checked() -> TestResult {
    // The HTTP client follows redirects itself, here to a plain http URL of another host.
    let proxy =
        FileServer::start([Reply::redirect(302, "http://files.feishu.cn/very-secret"), Reply::file(PDF)]).await?;
    let http = reqwest::Client::builder().proxy(reqwest::Proxy::all(proxy.at("/"))?).build()?;
    let client = feishu_hire::Client::builder("cli_x", "secret").http_client(http).build()?;
    let error =
        attachment("http://127.0.0.1:1/file").download(&client).bytes().await.err().ok_or("the download succeeded")?;
    assert_eq!((error.kind(), proxy.heads().len()), (ErrorKind::Decode, 2), "{error:?}");
    Ok(())
}

#[tokio::test]
async fn links_are_requested_without_a_token() -> TestResult {
    let feishu = mock::Server::start().await?;
    let files = FileServer::start([Reply::file(PDF)]).await?;
    let before = FileServer::start([Reply::redirect(302, &files.elsewhere("/file"))]).await?;
    let client = feishu.client()?;
    let mut response = client.v1().interview_record_attachment().get("1").send().await?;
    let attachment = response.attachment.as_mut().ok_or("no attachment")?;
    attachment.url = Some(before.url().into());
    assert_eq!(attachment.download(&client).bytes().await?, PDF);
    let heads = [before.heads(), files.heads()].concat();
    assert!(heads.len() == 2 && heads.iter().all(|head| !head.contains("authorization")), "{heads:?}");
    assert!(heads.iter().all(|head| head.contains("accept-encoding: identity\r\n")), "{heads:?}");

    // This also applies to a link to a host of Feishu.
    attachment.url = Some(format!("{}/file", feishu.base_url()).into());
    assert!(attachment.download(&client).bytes().await.is_err(), "the mock server has no such file");
    let requests = feishu.requests();
    let with_link: Vec<_> = requests.iter().filter(|request| request.path == "/file").collect();
    assert!(with_link.len() == 1 && with_link.iter().all(|it| it.header("authorization").is_none()), "{with_link:?}");
    Ok(())
}

#[tokio::test]
async fn the_error_of_an_expired_link_says_what_to_do() -> TestResult {
    for status in [400, 401, 403, 404, 410] {
        let server = FileServer::start([Reply::status(status)]).await?;
        let error =
            attachment(&server.url()).download(&client()?).bytes().await.err().ok_or("the download succeeded")?;
        assert!(error.is_link_expired() && error.kind() == ErrorKind::LinkExpired, "{status}");
        assert_eq!((error.status(), server.heads().len()), (Some(status), 1));
        let text = error.to_string();
        assert!(text.contains("expired") && text.contains("again") && !text.contains("minutes"), "{text}");
        assert!(!format!("{error} {error:?}").contains("very-secret"), "{error:?}");
    }
    Ok(())
}

#[tokio::test]
async fn temporary_failures_are_retried() -> TestResult {
    for status in [408, 425, 429, 500, 502, 503, 0] {
        let failing = if status == 0 { Reply::cut() } else { Reply::status(status) };
        let server = FileServer::start([failing.clone(), failing.clone(), Reply::file(PDF)]).await?;
        assert_eq!(attachment(&server.url()).download(&client()?).bytes().await?, PDF);
        let server = FileServer::start([failing]).await?;
        let error =
            attachment(&server.url()).download(&client()?).bytes().await.err().ok_or("the download succeeded")?;
        assert_eq!(error.status(), Some(status).filter(|status| *status > 0), "{error:?}");
        assert!(!error.is_link_expired());
        assert_eq!(server.heads().len(), 3);
        assert!(!format!("{error} {error:?}").contains("very-secret"), "{error:?}");
    }
    let error = attachment("http://127.0.0.1:1/very-secret")
        .download(&client()?)
        .bytes()
        .await
        .err()
        .ok_or("the download succeeded")?;
    assert!(error.is_connect() && !format!("{error} {error:?}").contains("very-secret"), "{error:?}");
    Ok(())
}

#[tokio::test]
async fn an_absent_link_is_an_error_when_the_download_starts() -> TestResult {
    let client = client()?;
    for download in [Attachment::default().download(&client), CreateAttachmentResponse::default().download(&client)] {
        let error = download.bytes().await.err().ok_or("the download succeeded")?;
        assert!(error.is_invalid_parameter() && error.to_string().contains("no link"), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn debug_shows_neither_the_link_nor_the_file_name() -> TestResult {
    let server = FileServer::start([Reply::file(PDF)]).await?;
    let mut attachment = attachment(&server.url());
    attachment.name = Some("张三.pdf".into());
    let download = attachment.download(&client()?);
    let shown = format!("{download:?} {download:#?} {:?}", download.clone().stream().await?);
    assert!(shown.contains("127.0.0.1") && shown.contains("application/pdf"), "{shown}");
    assert!(!shown.contains("very-secret") && !shown.contains("张三") && !shown.contains("file?"), "{shown}");
    Ok(())
}
