//! The example `sync_sqlite`: the objects that a run reads, and the database after interruptions.

use std::{
    cell::Cell,
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use feishu_hire::{
    RateLimits, Timestamp, error_code,
    mock::{Fault, ReceivedRequest, Server},
};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::{INTERVIEWS, TestResult};

#[path = "../../generated/examples/sync_sqlite/sync/mod.rs"]
mod sync;

use sync::{End, Outcome, Source, Store, SyncRun};

const TALENTS: &str = "hire.v1.talent.list";
const APPLICATIONS: &str = "hire.v1.application.list";
const DETAIL: &str = "hire.v1.application.get_detail";

/// Times of runs, in milliseconds.
const FIRST_RUN: i64 = 1_700_000_000_000;
const SECOND_RUN: i64 = FIRST_RUN + 3_600_000;
/// Id of an application that is listed but not found.
const DELETED: &str = "9999";

const REREAD: Duration = Duration::from_secs(30 * 24 * 3600);

/// The objects of a type: the time by which the API selects them, by id.
type Objects = Arc<Mutex<BTreeMap<String, i64>>>;

/// A server that filters its objects by time, and a database. Every listing has three pages.
struct Tenant {
    server: Server,
    talents: Objects,
    applications: Objects,
    interviews: Objects,
    folder: tempfile::TempDir,
}

impl Tenant {
    async fn new() -> Outcome<Self> {
        let server = Server::start().await?;
        let (talents, applications, interviews) = (objects(60), objects(120), objects(240));
        let listed = Arc::clone(&talents);
        server.on(TALENTS)?.respond_with(move |request| {
            let talent = |(id, time): (&String, &i64)| {
                json!({ "id": id, "basic_info": { "modify_time": time.to_string() }, "new_key": 1 })
            };
            page(request, "update_start_time", &listed, talent)
        });
        let listed = Arc::clone(&applications);
        server
            .on(APPLICATIONS)?
            .respond_with(move |request| page(request, "update_start_time", &listed, |(id, _)| json!(id)));
        server.on(DETAIL)?.respond_with(|request| detail(&request.path));
        let listed = Arc::clone(&interviews);
        server.on(INTERVIEWS)?.respond_with(move |request| {
            let interview =
                |(id, time): (&String, &i64)| json!({ "id": id, "application_id": owner(id), "begin_time": time });
            page(request, "start_time", &listed, interview)
        });
        Ok(Self { server, talents, applications, interviews, folder: tempfile::tempdir()? })
    }

    fn sync(&self, now: i64) -> Outcome<SyncRun> {
        let client = self.server.builder().rate_limits(RateLimits::off()).build()?;
        let store = Store::open(&self.database())?;
        Ok(SyncRun { client, store, now: Timestamp::from_millis(now), reread: REREAD })
    }

    async fn finish(&self, now: i64) -> TestResult {
        let end = self.sync(now)?.run(std::future::pending(), |_, _| {}).await?;
        assert_eq!(end, End::Complete);
        Ok(())
    }

    /// Runs the synchronization and stops it after this number of pages.
    async fn stop_after(&self, pages: usize, now: i64) -> Outcome<End> {
        let (enough, read) = (tokio::sync::Notify::new(), Cell::new(0));
        let report = |_, _| {
            read.set(read.get() + 1);
            if read.get() == pages {
                enough.notify_one();
            }
        };
        self.sync(now)?.run(enough.notified(), report).await
    }

    /// Unlike after a stop, no request is in flight afterwards.
    async fn fail_on_the_third_page(&self) -> TestResult {
        self.server
            .on(TALENTS)?
            .pass(2)
            .inject_fault(1, Fault::api(400, error_code::PARAMETER_ERROR, "parameter error"));
        assert!(self.finish(FIRST_RUN).await.is_err());
        Ok(())
    }

    /// Returns the content of a table, by id.
    fn table(&self, source: Source) -> Outcome<BTreeMap<String, Value>> {
        let query = format!("SELECT id, json FROM {}", source.table());
        let rows: Vec<(String, String)> = self.query(&query, |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.into_iter().map(|(id, json)| Ok((id, serde_json::from_str(&json)?))).collect()
    }

    fn tables(&self) -> Outcome<Vec<BTreeMap<String, Value>>> {
        [Source::Talents, Source::Applications, Source::Interviews]
            .into_iter()
            .map(|source| self.table(source))
            .collect()
    }

    fn query<T>(&self, query: &str, row: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>) -> Outcome<Vec<T>> {
        let database = Connection::open(self.database())?;
        Ok(database.prepare(query)?.query_map([], row)?.collect::<Result<_, _>>()?)
    }

    fn execute(&self, statement: &str) -> Outcome<()> {
        Connection::open(self.database())?.execute(statement, [])?;
        Ok(())
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("hire.sqlite")
    }

    /// Returns the values of a parameter in the requests for an operation.
    fn sent(&self, operation: &str, parameter: &str) -> Outcome<Vec<Option<String>>> {
        let requests = self.server.requests_for(operation)?;
        Ok(requests.iter().map(|request| request.query_value(parameter)).collect())
    }
}

fn objects(count: usize) -> Objects {
    Arc::new(Mutex::new((1000..1000 + count).map(|number| (number.to_string(), 1)).collect()))
}

fn locked(objects: &Objects) -> MutexGuard<'_, BTreeMap<String, i64>> {
    objects.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The interviews 1000 and 1001 belong to the application 1000, and so on.
fn owner(id: &str) -> Option<String> {
    Some((1000 + (id.parse::<u32>().ok()? - 1000) / 2).to_string())
}

fn detail(path: &str) -> Result<Value, Fault> {
    let id = path.split('/').rev().nth(1).unwrap_or_default();
    if id == DELETED {
        return Err(Fault::api(400, error_code::APPLICATION_NOT_FOUND, "not found"));
    }
    Ok(json!({ "application_detail": { "basic_info": { "id": id, "talent_id": owner(id), "job_id": "7" } } }))
}

/// A page of the objects since the time in the request. Tokens are positions.
fn page(
    request: &ReceivedRequest,
    since: &str,
    objects: &Objects,
    item: impl Fn((&String, &i64)) -> Value,
) -> Result<Value, Fault> {
    let number = |name: &str, absent: i64| request.query_value(name).map_or(Ok(absent), |text| text.parse());
    let numbers =
        || Ok::<_, std::num::ParseIntError>((number(since, 0)?, number("page_token", 0)?, number("page_size", 10)?));
    let (since, start, size) =
        numbers().map_err(|_| Fault::api(400, error_code::PARAMETER_ERROR, "parameter error"))?;
    let objects = locked(objects);
    let selected: Vec<_> = objects.iter().filter(|(_, time)| **time >= since).map(item).collect();
    let end = selected.len().min(usize::try_from(start + size).unwrap_or_default());
    let items = selected.get(usize::try_from(start).unwrap_or_default()..end).unwrap_or_default();
    Ok(json!({ "items": items, "has_more": end < selected.len(), "page_token": end.to_string() }))
}

#[tokio::test]
async fn the_first_run_copies_everything() -> TestResult {
    let tenant = Tenant::new().await?;
    tenant.finish(FIRST_RUN).await?;
    for (source, objects) in [
        (Source::Talents, &tenant.talents),
        (Source::Applications, &tenant.applications),
        (Source::Interviews, &tenant.interviews),
    ] {
        assert!(tenant.table(source)?.keys().eq(locked(objects).keys()), "{source:?}");
    }
    assert!(tenant.table(Source::Talents)?.values().all(|talent| talent["new_key"] == 1), "unknown keys are kept");
    let joined = "SELECT count(*) FROM interviews
        JOIN applications a ON a.id = application_id JOIN talents t ON t.id = talent_id WHERE job_id = '7'";
    assert_eq!(tenant.query(joined, |row| row.get::<_, i64>(0))?, [240]);
    assert!(tenant.sent(TALENTS, "update_start_time")?.iter().all(Option::is_none), "there is no earlier run");
    Ok(())
}

#[tokio::test]
async fn the_next_run_reads_updates_and_recent_interviews() -> TestResult {
    let tenant = Tenant::new().await?;
    tenant.finish(FIRST_RUN).await?;
    tenant.server.clear_requests();
    let days_before = FIRST_RUN - i64::try_from(REREAD.as_millis())?;
    for (objects, id, time) in [
        (&tenant.talents, "1007", FIRST_RUN),
        (&tenant.applications, "1009", FIRST_RUN),
        (&tenant.interviews, "1011", days_before),
    ] {
        locked(objects).insert(id.to_owned(), time);
    }
    tenant.finish(SECOND_RUN).await?;

    for operation in [TALENTS, APPLICATIONS] {
        let since = FIRST_RUN - 600_000;
        assert_eq!(tenant.sent(operation, "update_start_time")?, [Some(since.to_string())], "{operation}");
    }
    assert_eq!(tenant.sent(INTERVIEWS, "start_time")?, [Some(days_before.to_string())]);
    let fetched: Vec<_> = tenant.server.requests_for(DETAIL)?.into_iter().map(|request| request.path).collect();
    assert_eq!(fetched, ["/open-apis/hire/v1/applications/1009/get_detail"]);
    let tables = tenant.tables()?;
    assert_eq!(tables.iter().map(BTreeMap::len).collect::<Vec<_>>(), [60, 120, 240], "updates replace rows");
    assert_eq!(tables[0]["1007"]["basic_info"]["modify_time"], FIRST_RUN.to_string());
    assert_eq!(tables[2]["1011"]["begin_time"], days_before);
    Ok(())
}

#[tokio::test]
async fn a_stopped_run_is_resumed() -> TestResult {
    let whole = Tenant::new().await?;
    whole.finish(FIRST_RUN).await?;
    // The runs, each with the parameters of its first request for talents, and the start of the last complete run before it.
    for (stops, token, until) in [
        (vec![1], Some("20"), FIRST_RUN),
        (vec![1, 1], Some("40"), FIRST_RUN),
        (vec![2, 2, 2, 2], None, SECOND_RUN),
        (vec![5], None, SECOND_RUN),
        (vec![8], None, SECOND_RUN),
    ] {
        let tenant = Tenant::new().await?;
        for pages in &stops {
            assert_eq!(tenant.stop_after(*pages, FIRST_RUN).await?, End::Stopped);
        }
        tenant.server.clear_requests();
        tenant.finish(SECOND_RUN).await?;
        assert_eq!(tenant.tables()?, whole.tables()?, "{stops:?}");
        let tokens = tenant.sent(TALENTS, "page_token")?;
        assert_eq!(tokens.first().and_then(Option::as_deref), token, "{stops:?}");
        let complete = "SELECT complete_until FROM progress WHERE source = 'talents'";
        assert_eq!(tenant.query(complete, |row| row.get::<_, i64>(0))?, [until], "{stops:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_run_may_be_killed_at_any_moment() -> TestResult {
    let whole = Tenant::new().await?;
    whole.finish(FIRST_RUN).await?;
    let tenant = Tenant::new().await?;
    let mut time = Duration::from_millis(5);
    // The time grows, so that a run completes on a slow machine too.
    while tokio::time::timeout(time, tenant.finish(FIRST_RUN)).await.ok().transpose()?.is_none() {
        time = time.mul_f64(1.2);
    }
    assert_eq!(tenant.tables()?, whole.tables()?);
    Ok(())
}

#[tokio::test]
async fn an_expired_page_token_restarts_the_window() -> TestResult {
    let tenant = Tenant::new().await?;
    tenant.fail_on_the_third_page().await?;
    tenant.execute("UPDATE progress SET page_token = 'of last week'")?;
    tenant.server.clear_requests();
    tenant.finish(FIRST_RUN).await?;
    let tokens = tenant.sent(TALENTS, "page_token")?;
    let tokens: Vec<_> = tokens.iter().map(Option::as_deref).collect();
    assert_eq!(tokens, [Some("of last week"), None, Some("20"), Some("40")]);
    assert_eq!(tenant.table(Source::Talents)?.len(), 60);
    Ok(())
}

/// The first page is refused as well, so the listing cannot be restarted.
#[tokio::test]
async fn a_permanent_error_is_reported_and_the_next_run_continues() -> TestResult {
    let tenant = Tenant::new().await?;
    tenant.fail_on_the_third_page().await?;
    tenant.server.on(TALENTS)?.inject_fault(2, Fault::api(400, 99_991_672, "scope missing"));
    let error = tenant.finish(FIRST_RUN).await.err().ok_or("no error")?;
    assert!(error.downcast_ref::<feishu_hire::Error>().is_some_and(feishu_hire::Error::is_scope_missing), "{error}");
    assert_eq!(tenant.table(Source::Talents)?.len(), 40, "the pages before it are stored");
    tenant.finish(FIRST_RUN).await?;
    assert_eq!(tenant.table(Source::Talents)?.len(), 60);
    Ok(())
}

#[tokio::test]
async fn an_application_deleted_in_the_meantime_is_left_out() -> TestResult {
    let tenant = Tenant::new().await?;
    locked(&tenant.applications).insert(DELETED.to_owned(), 1);
    tenant.finish(FIRST_RUN).await?;
    let stored = tenant.table(Source::Applications)?;
    assert!(stored.len() == 120 && !stored.contains_key(DELETED));
    Ok(())
}

/// The database contains personal data.
#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_database() -> TestResult {
    use std::os::unix::fs::PermissionsExt;
    let tenant = Tenant::new().await?;
    tenant.sync(FIRST_RUN)?;
    let mode = std::fs::metadata(tenant.database())?.permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    Ok(())
}
