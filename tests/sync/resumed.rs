//! A small incremental copy that fails in the middle and is resumed.

use std::collections::BTreeMap;

use feishu_hire::{
    Client, Timestamp,
    mock::{Fault, Server},
};

use crate::{INTERVIEWS, TestResult};

const RECORD: &str = "hire.v1.interview_record.get";

/// The copy: interviews with their records, and one file for each application.
#[derive(Default)]
struct Copied {
    interviews: BTreeMap<String, Vec<String>>,
    files: BTreeMap<String, Vec<u8>>,
    /// Start of the last interview that was copied completely.
    until: Option<Timestamp>,
}

impl Copied {
    /// Copies the interviews from the last one on.
    async fn update(&mut self, client: &Client) -> TestResult {
        let from = self.until.unwrap_or_else(|| Timestamp::from_millis(1));
        let mut interviews = client.v1().interview().list().start_time(from).page_size(10).items();
        while let Some(interview) = interviews.try_next().await? {
            let mut records = Vec::new();
            for record in interview.interview_record_list.iter().filter_map(|record| record.id.as_ref()) {
                let record = client.v1().interview_record().get(record).send().await?;
                records.extend(record.interview_record.and_then(|record| record.id).map(|id| id.to_string()));
            }
            let application = interview.application_id.ok_or("no application")?;
            if !self.files.contains_key(application.as_str()) {
                let attachment = client.v1().interview_record_attachment().get(&application).send().await?;
                let file = attachment.attachment.ok_or("no attachment")?.download(client).bytes().await?;
                self.files.insert(application.to_string(), file.to_vec());
            }
            self.interviews.insert(interview.id.ok_or("no id")?.to_string(), records);
            self.until = interview.begin_time;
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_copy_resumes_after_a_fault() -> TestResult {
    let server = Server::start().await?;
    server.populate(INTERVIEWS, 25)?;
    // The service fails from the 31st record on, in the middle of an interview on the second page.
    server.on(RECORD)?.pass(31).inject_fault(1, Fault::api(403, 99_991_672, "scope missing"));
    let client = server.builder().rate_limits(feishu_hire::RateLimits::off()).build()?;

    let mut copied = Copied::default();
    let error = copied.update(&client).await.err().ok_or("the fault was not reported")?;
    assert!(error.downcast_ref::<feishu_hire::Error>().is_some_and(feishu_hire::Error::is_scope_missing), "{error}");
    assert_eq!(copied.interviews.len(), 15);

    server.clear_requests();
    copied.update(&client).await?;
    let records: Vec<_> = copied.interviews.values().flatten().cloned().collect();
    assert_eq!(copied.interviews.keys().cloned().collect::<Vec<_>>(), server.ids("InterviewId"));
    assert_eq!(records, server.ids("InterviewRecordId"));
    assert_eq!(copied.files.keys().cloned().collect::<Vec<_>>(), server.ids("ApplicationId"));
    let start = server.requests_for(INTERVIEWS)?.first().and_then(|request| request.query_value("start_time"));
    assert!(start.is_some_and(|start| start != "1"), "the copy started again from the beginning");
    assert_eq!(server.requests_for(RECORD)?.len(), 22, "eleven interviews are left, with the last complete one");
    Ok(())
}
