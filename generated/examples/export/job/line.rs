//! One line of the output: an interview and its records.

use feishu_hire::{
    Client, Result,
    model::{Interview, InterviewRecord, InterviewRecordId},
};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize, de::IgnoredAny};
use tokio::sync::Semaphore;

/// An output line.
pub(super) struct Line {
    /// Text with the line break.
    pub(super) text: Vec<u8>,
    pub(super) records: u64,
}

/// JSON content of a line. The types keep unknown keys, so the output contains them.
#[derive(Serialize, Deserialize)]
struct Content<I, R> {
    interview: I,
    /// One entry per interview record of the interview; null if the record has no id, or if the response contains no record.
    records: R,
}

/// Fetches the interview records of an interview concurrently.
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
    // Serialization cannot fail, because all keys are strings.
    let mut text = serde_json::to_vec(&Content { interview, records }).unwrap_or_default();
    text.push(b'\n');
    text
}

/// Returns the identity of an interview: its id, or its complete content if there is no id.
pub(super) fn key(interview: &Interview) -> String {
    match &interview.id {
        Some(id) => id.to_string(),
        None => serde_json::to_string(interview).unwrap_or_default(),
    }
}

/// Returns the key of the interview in a line, or `None` if the line is incomplete.
pub(super) fn key_of(line: &[u8]) -> Option<String> {
    let line = line.strip_suffix(b"\n")?;
    let content: Content<Interview, IgnoredAny> = serde_json::from_slice(line).ok()?;
    Some(key(&content.interview))
}
