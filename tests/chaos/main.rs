//! A client behind a proxy that disturbs its requests. No item is lost, duplicated or reordered, no write is executed twice, and no secret is
//! printed. This is a separate test binary, because it captures all log lines.
//!
//! The environment variables `CHAOS_SEED` and `CHAOS_SECONDS` set the seed and the duration. The test prints its figures.

#[path = "../secrecy/capture.rs"]
mod capture;
mod limit;
mod proxy;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    future::Future,
    pin::pin,
    task::{Context, Waker},
    time::{Duration, Instant},
};

use feishu_hire::{
    Client, Error, ErrorKind, RateLimits, Timestamp,
    mock::{Server, WindowKind},
    operation::Window,
    v1::interview_record,
};
use tokio::task::JoinSet;

use capture::Capture;
use proxy::{FAULTS, Fault, Proxy};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const LIST: &str = "hire.v1.interview.list";
const RECORD: &str = "hire.v1.interview_record.get";
const CREATE: &str = "hire.v1.note.create";
const SECRET: &str = "s-very-secret";
const TEXT: &str = "private-note-";

/// The rate limit of one operation: 40 calls per 250 ms.
const RECORDS: Window = Window { calls: 40, per: Duration::from_millis(250) };

/// The figures of all workers.
#[derive(Debug, Default)]
struct Figures {
    calls: usize,
    failed: usize,
    listings: usize,
    resumed: usize,
}

impl Figures {
    fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.failed += other.failed;
        self.listings += other.listings;
        self.resumed += other.resumed;
    }

    /// Counts a call and prints its error, which must be one of those that the proxy causes.
    fn count<T>(&mut self, outcome: Result<T, Error>, print: &Capture) -> Option<T> {
        self.calls += 1;
        outcome
            .inspect_err(|error| {
                self.failed += 1;
                print.print(format_args!("{error} {error:?}"));
                let is_expected = error.is_retryable()
                    || error.kind() == ErrorKind::IncompleteListing
                    || error.is_token_refused()
                    || error.status() == Some(302);
                assert!(is_expected, "{error:?}");
            })
            .ok()
    }
}

fn setting(name: &str, default: u64) -> u64 {
    env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

async fn start_server() -> Outcome<Server> {
    let server = Server::start().await?;
    server.populate(LIST, 60)?;
    server.token_endpoint().accept_only("cli_chaos", SECRET);
    server.enforce_rate_limits(WindowKind::Sliding);
    server.on(RECORD)?.set_windows([RECORDS]);
    for id in [LIST, CREATE, "hire.v1.interview_record_attachment.get"] {
        server.on(id)?.set_windows([]);
    }
    Ok(server)
}

/// Starts four workers for each kind of call. They end at `end`.
fn start_workers(server: &Server, client: &Client, capture: &Capture, end: Instant) -> JoinSet<Outcome<Figures>> {
    let mut workers = JoinSet::new();
    for worker in 0..4 {
        let (client, capture) = (client.clone(), capture.clone());
        let (ids, records, talent) =
            (server.ids("InterviewId"), server.ids("InterviewRecordId"), server.ids("TalentId").remove(0));
        let applications = server.ids("ApplicationId");
        workers.spawn({
            let (client, capture) = (client.clone(), capture.clone());
            async move { list(&client, &ids, end, &capture).await }
        });
        workers.spawn({
            let (client, capture) = (client.clone(), capture.clone());
            async move { get(&client, &records, end, &capture).await }
        });
        workers.spawn({
            let (client, capture) = (client.clone(), capture.clone());
            async move { create(&client, &talent, worker, end, &capture).await }
        });
        workers.spawn(async move { download(&client, &applications, end, &capture).await });
    }
    workers
}

/// Returns how often the server executed each write, by its content.
fn count_executed(server: &Server) -> Outcome<BTreeMap<String, usize>> {
    let mut executed: BTreeMap<String, usize> = BTreeMap::new();
    for request in server.requests_for(CREATE)? {
        let body = request.json().ok_or("no body")?;
        let content = body.get("content").ok_or("no content")?;
        *executed.entry(content.to_string()).or_default() += 1;
    }
    Ok(executed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_duplicated_or_reordered() -> Outcome<()> {
    let (seed, seconds) = (setting("CHAOS_SEED", 7), setting("CHAOS_SECONDS", 8));
    let capture = Capture::start()?;
    let server = start_server().await?;
    let address = server.base_url().trim_start_matches("http://").parse()?;
    let proxy = Proxy::start(address, seed, &FAULTS, 3).await?;
    let limits = RateLimits::off().operation(&interview_record::GET, [RECORDS]);
    let client = Client::builder("cli_chaos", SECRET).base_url(format!("http://{}", proxy.address)).rate_limits(limits);
    let client = client.attempt_timeout(Duration::from_secs(2)).build()?;

    let (start, end) = (Instant::now(), Instant::now() + Duration::from_secs(seconds));
    let mut workers = start_workers(&server, &client, &capture, end);
    let records = server.ids("InterviewRecordId");
    leave_unpolled(&client, &records, end).await;
    let mut figures = Figures::default();
    while let Some(worker) = workers.join_next().await {
        figures.add(&worker??);
    }
    let elapsed = start.elapsed();

    let executed = count_executed(&server)?;
    let twice: Vec<_> = executed.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "executed twice: {twice:?}");
    assert_eq!(server.rate_limited_calls(), 0, "the limit was exceeded");
    let faults = proxy.faults();
    assert_eq!(faults.iter().collect::<BTreeSet<_>>().len(), FAULTS.len(), "a kind of fault did not occur: {faults:?}");
    assert!(figures.listings > 0 && !executed.is_empty(), "{figures:?}");
    let printed = capture.printed();
    let personal = ["13333333333", TEXT, SECRET, "Bearer", "\"t-1\"", "周小二", "sample-files/"];
    let found: Vec<_> = personal.iter().filter(|text| printed.contains(**text)).collect();
    assert!(found.is_empty() && printed.len() > 1000, "printed: {found:?}");
    println!("{}", report(&figures, &faults, seed, elapsed)?);
    println!("{}", limit::measure(seed, seconds.div_ceil(2)).await?);
    Ok(())
}

fn report(figures: &Figures, faults: &[Fault], seed: u64, elapsed: Duration) -> Outcome<String> {
    let mut kinds: BTreeMap<Fault, usize> = BTreeMap::new();
    faults.iter().for_each(|fault| *kinds.entry(*fault).or_default() += 1);
    let Figures { calls, failed, listings, resumed } = figures;
    let mut report =
        format!("seed {seed}, {:.1} s: {calls} calls, {} faults {kinds:?}\n", elapsed.as_secs_f64(), faults.len());
    write!(
        report,
        "{failed} calls failed, {listings} listings complete, {resumed} resumed; lost 0, duplicated 0, reordered 0, executed twice 0"
    )?;
    Ok(report)
}

/// Lists all interviews, and resumes after each error.
async fn list(client: &Client, ids: &[String], end: Instant, print: &Capture) -> Outcome<Figures> {
    let mut figures = Figures::default();
    while Instant::now() < end {
        let (mut found, mut token): (Vec<String>, Option<String>) = (Vec::new(), None);
        loop {
            let listing = client.v1().interview().list().start_time(Timestamp::from_millis(1)).page_size(7);
            let mut items = listing.page_token(token.clone()).items();
            let mut of_page = Vec::new();
            let error = loop {
                match items.try_next().await {
                    Ok(Some(interview)) => of_page.push(interview.id.ok_or("no id")?.to_string()),
                    Ok(None) => break None,
                    Err(error) => break Some(error),
                }
            };
            found.append(&mut of_page);
            let Some(error) = error else { break };
            token = error.page_token().map(str::to_owned);
            // The token belongs to the last page, which may already have been read. Its items may be returned again.
            found.truncate(start_of(token.as_deref()));
            figures.resumed += 1;
            figures.count::<()>(Err(error), print);
        }
        assert_eq!(found, ids, "items were lost, duplicated or reordered");
        figures.listings += 1;
        figures.calls += ids.len().div_ceil(7);
    }
    Ok(figures)
}

/// Returns the number of items before the page of a token of the mock server.
fn start_of(token: Option<&str>) -> usize {
    token.map_or(0, |token| token.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or_default())
}

async fn get(client: &Client, records: &[String], end: Instant, print: &Capture) -> Outcome<Figures> {
    let mut figures = Figures::default();
    for record in records.iter().cycle().take_while(|_| Instant::now() < end) {
        let calls = (0..16).map(|_| client.v1().interview_record().get(record).send());
        for outcome in futures_util::future::join_all(calls).await {
            let Some(response) = figures.count(outcome, print) else { continue };
            let found = response.interview_record.and_then(|record| record.id);
            assert_eq!(found.as_ref().map(|id| id.as_str()), Some(record.as_str()));
        }
    }
    Ok(figures)
}

async fn create(client: &Client, talent: &str, worker: usize, end: Instant, print: &Capture) -> Outcome<Figures> {
    let mut figures = Figures::default();
    for number in (0..).take_while(|_| Instant::now() < end) {
        let outcome = client.v1().note().create(talent, format!("{TEXT}{worker}-{number}")).send().await;
        figures.count(outcome, print);
    }
    Ok(figures)
}

async fn download(client: &Client, applications: &[String], end: Instant, print: &Capture) -> Outcome<Figures> {
    let mut figures = Figures::default();
    for application in applications.iter().cycle().take_while(|_| Instant::now() < end) {
        let outcome = client.v1().interview_record_attachment().get(application).send().await;
        let Some(response) = figures.count(outcome, print) else { continue };
        let file = response.attachment.ok_or("no attachment")?.download(client).bytes().await;
        // A page of a firewall instead of a file is an error that is not retryable.
        match file {
            Ok(file) => assert!(file.starts_with(b"%PDF") && file.ends_with(b"%%EOF\n"), "another file"),
            Err(error) => {
                figures.failed += 1;
                print.print(format_args!("{error} {error:?}"));
            }
        }
        figures.calls += 1;
    }
    Ok(figures)
}

/// Lets calls queue for a permit and does not poll them again for a while.
async fn leave_unpolled(client: &Client, records: &[String], end: Instant) {
    for record in records.iter().cycle().take_while(|_| Instant::now() < end) {
        let mut call = pin!(client.v1().interview_record().get(record).send());
        let _ = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
}
