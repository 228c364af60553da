//! A populated server takes ids and filters of requests into account.

use std::collections::BTreeSet;

use feishu_hire::{
    Client, Error, Timestamp, every_call,
    mock::Server,
    model::{ApplicationDetailOption, Interview},
    operation::TokenKind,
};
use feishu_runtime::mock::PopulateError;
use futures_util::TryStreamExt as _;

use crate::{INTERVIEWS, TestResult};

async fn populated(items: usize) -> Result<(Server, Client), Box<dyn std::error::Error>> {
    let server = Server::start().await?;
    server.populate(INTERVIEWS, items)?;
    let client = server.client()?;
    Ok((server, client))
}

async fn listed(client: &Client, from: i64, until: i64) -> feishu_hire::Result<Vec<Interview>> {
    let list = client.v1().interview().list().page_size(7);
    let list = list.start_time(Timestamp::from_millis(from)).end_time(Timestamp::from_millis(until));
    list.items().try_collect().await
}

fn ids(interviews: &[Interview]) -> Vec<&str> {
    interviews.iter().filter_map(|interview| interview.id.as_ref()).map(|id| id.as_str()).collect()
}

#[tokio::test]
async fn interviews_belong_to_applications_and_talents() -> TestResult {
    let (server, client) = populated(20).await?;
    let all = listed(&client, 1, i64::MAX).await?;
    assert_eq!(ids(&all), server.ids("InterviewId"));
    let counts = ["TalentId", "ApplicationId", "InterviewId", "InterviewRecordId"].map(|kind| server.ids(kind).len());
    assert_eq!(counts, [5, 10, 20, 40]);

    let mut found = Vec::new();
    for talent in server.ids("TalentId") {
        let applications = client.v1().interview().get_by_talent(talent.as_str()).send().await?.items;
        assert_eq!(applications.len(), 2);
        for application in applications.iter() {
            let id = application.application_id.as_ref().ok_or("no application id")?;
            assert!(application.interview_list.iter().all(|interview| interview.application_id.as_ref() == Some(id)));
            let options = [ApplicationDetailOption::WithTalent, ApplicationDetailOption::WithInterview];
            let details = client.v1().application().get_detail(id).options(options).send().await?;
            let details = details.application_detail.and_then(|detail| detail.basic_info).ok_or("no details")?;
            assert_eq!(details.talent_id.ok_or("no talent")?.as_str(), talent);
            assert_eq!(details.id.as_ref(), Some(id));
            let of_application: Vec<_> =
                client.v1().interview().list().application_id(id).items().try_collect().await?;
            assert_eq!(ids(&of_application), ids(&application.interview_list));
            found.extend(of_application);
        }
    }
    assert_eq!(ids(&found), ids(&all));
    Ok(())
}

#[tokio::test]
async fn records_and_files_exist_for_each_interview() -> TestResult {
    let (server, client) = populated(5).await?;
    let (mut records, mut files) = (Vec::new(), BTreeSet::new());
    for interview in listed(&client, 1, i64::MAX).await? {
        let application = interview.application_id.ok_or("no application")?;
        let attachment = client.v1().interview_record_attachment().get(&application).send().await?;
        let attachment = attachment.attachment.ok_or("no attachment")?;
        files.insert(attachment.download(&client).bytes().await?);
        for listed in interview.interview_record_list.iter() {
            let id = listed.id.as_ref().ok_or("no record id")?;
            let record = client.v1().interview_record().get(id).send().await?.interview_record.ok_or("no record")?;
            assert_eq!((record.id.as_ref(), &record.user_id), (Some(id), &listed.user_id));
            records.push(id.to_string());
        }
    }
    assert_eq!(records, server.ids("InterviewRecordId"));
    assert_eq!(files.len(), server.ids("ApplicationId").len(), "each application has a file of its own");
    assert!(files.iter().all(|file| file.starts_with(b"%PDF")));
    Ok(())
}

#[tokio::test]
async fn times_and_ids_filter_the_result() -> TestResult {
    const HOUR: i64 = 3_600_000;
    let (server, client) = populated(20).await?;
    let all = server.ids("InterviewId");
    let first = listed(&client, 1, i64::MAX).await?.first().and_then(|interview| interview.begin_time);
    let first = first.ok_or("no time")?.as_millis();
    for (from, until, selected) in [
        (first, first, 0..1),
        (first + 3 * HOUR, first + 9 * HOUR, 3..10),
        (first + 3 * HOUR + 1, first + 9 * HOUR - 1, 4..9),
        (first + 19 * HOUR, i64::MAX, 19..20),
        (first + 20 * HOUR, i64::MAX, 0..0),
    ] {
        let found = listed(&client, from, until).await?;
        assert_eq!(ids(&found), all.get(selected).ok_or("no such ids")?, "{from} {until}");
    }
    let updated = client.v1().job().list().update_start_time(Timestamp::from_millis(i64::MAX));
    assert_eq!(updated.items().try_collect::<Vec<_>>().await?.len(), 0);

    let applications = server.ids("ApplicationId");
    let list = client.v1().interview().list().application_id(&applications[1]).interview_id(&all[0]);
    assert_eq!(list.items().try_collect::<Vec<_>>().await?.len(), 0, "the interview belongs to another application");
    Ok(())
}

fn not_found<T>(outcome: feishu_hire::Result<T>) -> Result<Error, &'static str> {
    outcome.err().filter(Error::is_not_found).ok_or("there is no such id")
}

#[tokio::test]
async fn an_unknown_id_is_not_found() -> TestResult {
    let (server, client) = populated(20).await?;
    let (v1, talent, record) =
        (client.v1(), server.ids("TalentId").remove(0), server.ids("InterviewRecordId").remove(0));
    let error = not_found(v1.application().get_detail("6949805467799537964").send().await)?;
    assert_eq!((error.status(), error.code()), (Some(400), Some(1_002_201)));
    let error = not_found(v1.interview_record().get("6949805467799537964").send().await)?;
    assert_eq!((error.status(), error.code()), (Some(404), Some(1_002_002)));
    // An id of another type, the id of a neighbor, and ids that do not belong together.
    not_found(v1.application().get_detail(talent.as_str()).send().await)?;
    not_found(v1.interview().get_by_talent(format!("{talent}0")).send().await)?;
    not_found(v1.interview().list().interview_id(talent.as_str()).send().await)?;
    not_found(v1.note().create("6949805467799537964", "no").send().await)?;
    let last = server.ids("ApplicationId").pop().ok_or("no application")?;
    not_found(v1.interview_record_attachment().get(last).interview_record_id(record).send().await)?;
    v1.note().create(talent, "yes").send().await?;
    Ok(())
}

#[tokio::test]
async fn only_listings_with_ids_can_be_populated() -> TestResult {
    let server = Server::start().await?;
    assert!(matches!(server.populate("hire.v1.interview.lits", 1), Err(PopulateError::UnknownOperation(_))));
    let error = server.populate("hire.v1.note.create", 1).err().ok_or("populated")?;
    assert_eq!(error.to_string(), "`hire.v1.note.create` does not list objects with ids");
    assert_eq!(server.ids("TalentId").len(), 0);
    Ok(())
}

/// Returns the hosts of all links in a text.
fn hosts(text: &str) -> Vec<&str> {
    text.match_indices("://").filter_map(|(at, _)| text.get(at + 3..)?.split('/').next()).collect()
}

fn host(server: &Server) -> &str {
    server.base_url().trim_start_matches("http://")
}

/// Calls an operation with the documented examples and returns the response as JSON.
#[allow(deprecated, reason = "deprecated operations are called too")]
async fn response(client: &Client, operation: &str) -> Result<String, Box<dyn std::error::Error>> {
    macro_rules! call {
        ($request:expr) => {
            serde_json::to_string(&$request.send().await?)?
        };
    }
    Ok(every_call!(operation, client, call, return Err(format!("{operation} does not exist").into())))
}

#[tokio::test]
async fn no_response_leads_to_another_host() -> TestResult {
    let (server, client) = populated(3).await?;
    let unpopulated = Server::start().await?;
    for (server, least) in [(&server, 1), (&unpopulated, 10)] {
        let (client, own, mut count) = (server.client()?, host(server), 0);
        let user = client.with_token(server.user_token())?;
        for operation in feishu_hire::operation::ALL {
            let client = if operation.tokens.contains(&TokenKind::Tenant) { &client } else { &user };
            let response = match response(client, operation.id).await {
                Err(error) if error.downcast_ref().is_some_and(Error::is_not_found) => continue,
                response => response?,
            };
            let hosts = hosts(&response);
            assert!(hosts.iter().all(|host| *host == own), "{}: {hosts:?}", operation.id);
            count += hosts.len();
        }
        assert!(count >= least, "{count} links");
    }
    let own = host(&server);
    let details = client.v1().application().get_detail(server.ids("ApplicationId").remove(0)).send().await?;
    let error = not_found(client.v1().application().get_detail("1").send().await)?;
    let troubleshooter = error.troubleshooter().ok_or("no troubleshooter")?;
    let text = format!("{}{troubleshooter}", serde_json::to_string(&details)?);
    assert!(hosts(&text).iter().all(|host| *host == own), "{:?}", hosts(&text));

    let attachment = unpopulated.client()?.v1().interview_record_attachment().get("6949805467799537964").send().await?;
    let attachment = attachment.attachment.ok_or("no attachment")?;
    let link = attachment.url.as_ref().ok_or("no link")?;
    assert_eq!(link.to_string(), format!("{}/sample-files/hire.feishu.cn/blob/xx/", unpopulated.base_url()));
    assert!(attachment.download(&unpopulated.client()?).bytes().await?.starts_with(b"%PDF"));
    Ok(())
}
