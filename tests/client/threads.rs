//! All types of the public API can be sent to other threads. The compiler checks this; no call is made.

use feishu_hire::{
    Attempt, Client, ClientBuilder, Date, DateTimeError, Download, DownloadStream, Downloaded, Error, Items,
    MemoryTokenCache, Metadata, Pages, Response, Result, Timestamp, Upload, Url,
    model::{Interview, ListApplicationInterviewResponse, ListInterviewResponse},
    v1,
    v1::{attachment::CreateAttachment, interview::ListInterview, note::CreateNote},
};

const fn send<T: Send>() {}

const fn send_and_sync<T: Send + Sync>() {}

const fn static_send<T: Send + 'static>(_: &T) {}

const _: () = {
    // Clients and their builders.
    send_and_sync::<Client>();
    send_and_sync::<ClientBuilder<Client>>();
    send_and_sync::<MemoryTokenCache>();
    send_and_sync::<v1::V1>();
    // Requests that were not sent yet.
    send_and_sync::<ListInterview>();
    send_and_sync::<CreateNote>();
    send_and_sync::<CreateAttachment>();
    send_and_sync::<Upload>();
    send_and_sync::<Download>();
    // Results.
    send_and_sync::<Error>();
    send_and_sync::<Attempt>();
    send_and_sync::<DateTimeError>();
    send_and_sync::<Response<ListInterviewResponse>>();
    send_and_sync::<Metadata>();
    send_and_sync::<Interview>();
    send_and_sync::<Downloaded>();
    send_and_sync::<Timestamp>();
    send_and_sync::<Date>();
    send_and_sync::<Url>();
    // Streams; like futures, they are polled by one task at a time.
    send::<Pages<ListInterviewResponse>>();
    send::<Items<ListInterviewResponse>>();
    send::<Items<ListApplicationInterviewResponse>>();
    send::<DownloadStream>();
};

/// The type of a future has no name, so a future of each kind of call is created and dropped.
#[test]
fn futures_can_be_spawned() -> Result<()> {
    let client = Client::builder("cli_x", "secret").build()?;
    let v1 = client.v1();
    static_send(&v1.interview().list().send());
    static_send(&v1.interview().list().send_with_metadata());
    static_send(&v1.interview().list().items());
    static_send(&v1.interview().list().pages());
    static_send(&v1.note().create("1", "text").send());
    static_send(&v1.note().delete("1").send());
    static_send(&v1.attachment().create(Upload::new("a.pdf", Vec::new())).send());
    static_send(&Upload::from_file("a.pdf"));
    let download = || feishu_hire::model::Attachment::default().download(&client);
    static_send(&download().bytes());
    static_send(&download().to_file("a.pdf"));
    static_send(&download().stream());
    let (mut items, mut pages) = (v1.interview().list().items(), v1.interview().list().pages());
    let next = async move { (items.try_next().await, pages.try_next().await) };
    static_send(&next);
    let mut writer = Vec::new();
    let written = async move { download().to_writer(&mut writer).await.map(drop) };
    fn is_send<T: Send>(_: &T) {}
    is_send(&written);
    Ok(())
}
