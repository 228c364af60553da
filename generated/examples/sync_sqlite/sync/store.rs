//! The database.

use std::{fs::OpenOptions, path::Path, time::Duration};

use feishu_hire::Timestamp;
use rusqlite::{Connection, params};
use serde::Serialize;

use super::Outcome;

/// The tables. Each object is stored as JSON, including unknown keys. Generated columns make parts of the JSON available to queries.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS talents (id TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS applications (
    id TEXT PRIMARY KEY,
    json TEXT NOT NULL,
    talent_id TEXT AS (json ->> '$.basic_info.talent_id'),
    job_id TEXT AS (json ->> '$.basic_info.job_id')
);
CREATE TABLE IF NOT EXISTS interviews (
    id TEXT PRIMARY KEY,
    json TEXT NOT NULL,
    application_id TEXT AS (json ->> '$.application_id'),
    begin_time INTEGER AS (json ->> '$.begin_time')
);
CREATE INDEX IF NOT EXISTS applications_of_talent ON applications (talent_id);
CREATE INDEX IF NOT EXISTS interviews_of_application ON interviews (application_id);
CREATE TABLE IF NOT EXISTS progress (
    source TEXT PRIMARY KEY,
    complete_until INTEGER, -- start of the last complete run, in milliseconds
    started INTEGER,        -- start of the current run, in milliseconds; null if there is none
    page_token TEXT         -- next page of the current run; null for the first page
);";

/// A list of the API that is copied into a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Talents,
    Applications,
    Interviews,
}

impl Source {
    pub(crate) const fn table(self) -> &'static str {
        match self {
            Self::Talents => "talents",
            Self::Applications => "applications",
            Self::Interviews => "interviews",
        }
    }
}

/// The part of a source that a run reads.
pub(super) struct Window {
    /// Start of the last complete run, if there is one.
    complete_until: Option<Timestamp>,
    pub(super) page_token: Option<String>,
}

impl Window {
    /// Returns the start of the window; `None` in the first run, which reads everything.
    pub(super) fn since(&self, overlap: Duration) -> Option<Timestamp> {
        self.complete_until.and_then(|time| time.checked_sub(overlap))
    }
}

/// An object to store.
pub(super) struct Row {
    id: String,
    json: String,
}

impl Row {
    pub(super) fn new(id: &impl ToString, object: &impl Serialize) -> Outcome<Self> {
        Ok(Self { id: id.to_string(), json: serde_json::to_string(object)? })
    }
}

/// The database with the copied objects and the progress of each source.
pub(crate) struct Store(Connection);

impl Store {
    pub(crate) fn open(path: &Path) -> Outcome<Self> {
        // Only the owner can access the file, because it contains personal data. SQLite uses the same mode for its journal.
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let database = Connection::open(path)?;
        database.execute_batch(TABLES)?;
        Ok(Self(database))
    }

    /// Begins a run, or resumes the one that was interrupted.
    pub(super) fn begin(&self, source: Source, now: Timestamp) -> Outcome<Window> {
        let begin = "INSERT INTO progress (source, started) VALUES (?1, ?2)
            ON CONFLICT (source) DO UPDATE SET started = coalesce(started, excluded.started)
            RETURNING complete_until, page_token";
        Ok(self.0.query_row(begin, params![source.table(), now.as_millis()], |row| {
            let complete_until: Option<i64> = row.get(0)?;
            Ok(Window { complete_until: complete_until.map(Timestamp::from_millis), page_token: row.get(1)? })
        })?)
    }

    /// Stores a page together with the token of the next page, so that neither can be lost alone.
    pub(super) fn save(&mut self, source: Source, rows: &[Row], next: Option<String>) -> Outcome<()> {
        let transaction = self.0.transaction()?;
        let table = source.table();
        let upsert = format!(
            "INSERT INTO {table} (id, json) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET json = excluded.json"
        );
        let mut upsert = transaction.prepare(&upsert)?;
        for row in rows {
            upsert.execute([&row.id, &row.json])?;
        }
        drop(upsert);
        // The last page keeps its own token until the run is complete.
        transaction.execute(
            "UPDATE progress SET page_token = coalesce(?2, page_token) WHERE source = ?1",
            params![table, next],
        )?;
        Ok(transaction.commit()?)
    }

    /// Deletes the page token, so that the run starts again at the first page.
    pub(super) fn forget_page(&self, source: Source) -> Outcome<()> {
        self.0.execute("UPDATE progress SET page_token = NULL WHERE source = ?1", [source.table()])?;
        Ok(())
    }

    /// Ends a run. The next one starts where this one started.
    pub(super) fn complete(&self, source: Source) -> Outcome<()> {
        let complete =
            "UPDATE progress SET complete_until = started, started = NULL, page_token = NULL WHERE source = ?1";
        self.0.execute(complete, [source.table()])?;
        Ok(())
    }
}
