//! One line of the output: an interview and its records.

use feishu_hire::{
    Client, Result,
    model::{Interview, InterviewRecord, InterviewRecordId},
};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize, de::IgnoredAny};
use tokio::sync::Semaphore;

/// A line, ready to be written.
pub(super) struct Line {
    /// With the line break at its end.
    pub(super) text: Vec<u8>,
    pub(super) records: u64,
}

/// A line as JSON has it. The types keep the keys that the documentation does not know, so these are in it too.
#[derive(Serialize, Deserialize)]
struct Content<I, R> {
    interview: I,
    /// As many as the interview names; null for one that Feishu names without an id, or answers without data.
    records: R,
}

/// Reads the records of an interview, all at once.
pub(super) async fn line(client: &Client, interview: &Interview, calls: &Semaphore) -> Result<Line> {
    let records = interview.interview_record_list.iter();
    let records = try_join_all(records.map(|record| read(client, record.id.as_ref(), calls))).await?;
    let count = records.iter().flatten().count();
    Ok(Line { text: text(interview, &records), records: u64::try_from(count).unwrap_or(u64::MAX) })
}

async fn read(client: &Client, id: Option<&InterviewRecordId>, calls: &Semaphore) -> Result<Option<InterviewRecord>> {
    let Some(id) = id else { return Ok(None) };
    let _permit = calls.acquire().await;
    Ok(client.v1().interview_record().get(id.clone()).send().await?.interview_record)
}

fn text(interview: &Interview, records: &[Option<InterviewRecord>]) -> Vec<u8> {
    // What was read from JSON can be written as JSON: its keys are texts.
    let mut text = serde_json::to_vec(&Content { interview, records }).unwrap_or_default();
    text.push(b'\n');
    text
}

/// What tells an interview from all others: its id. Feishu could leave it out; then, the whole of it.
pub(super) fn key(interview: &Interview) -> String {
    match &interview.id {
        Some(id) => id.to_string(),
        None => serde_json::to_string(interview).unwrap_or_default(),
    }
}

/// The key of the interview in a line; `None` for what is no whole line.
pub(super) fn key_of(line: &[u8]) -> Option<String> {
    let line = line.strip_suffix(b"\n")?;
    let content: Content<Interview, IgnoredAny> = serde_json::from_slice(line).ok()?;
    Some(key(&content.interview))
}
