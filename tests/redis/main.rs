//! Tokens, rate limits and events that processes share through a Redis server.

mod events;
mod failover;
mod processes;
mod server;

use std::time::Duration;

use feishu_hire::{
    Client, ErrorKind, RateLimits, Redis, Upload,
    mock::{Fault, Server, WindowKind},
    operation::{Operation, Window},
    v1::{attachment, note},
};
use server::RedisServer;
use tokio::time::{sleep, timeout};

/// The result of a test.
pub(crate) type TestResult = Result<(), Box<dyn std::error::Error>>;

const DELETE: &str = "hire.v1.note.delete";
static OPERATION: &Operation = &note::DELETE;

/// Creates a client that shares only the Redis server, like a client in another process.
fn client(mock: &Server, redis: &RedisServer, calls: u32, per: Duration) -> feishu_hire::Result<Client> {
    let limits = RateLimits::documented().operation(OPERATION, [Window { calls, per }]);
    mock.builder().redis(Redis::open(&redis.url())?).rate_limits(limits).build()
}

async fn delete(client: &Client) -> feishu_hire::Result<()> {
    client.v1().note().delete("1").send().await.map(drop)
}

#[tokio::test]
async fn tokens_in_redis_can_be_read_only_with_the_app_secret() -> TestResult {
    let Some(redis) = RedisServer::start()? else { return Ok(()) };
    let mock = Server::start().await?;
    for _ in 0..2 {
        delete(&client(&mock, &redis, 100, Duration::from_secs(1))?).await?;
    }
    assert_eq!(mock.token_requests().len(), 1, "the second client does not use the token of the first");
    let bearer = mock.requests_for(DELETE)?.remove(0).header("authorization").unwrap_or_default().to_owned();
    let token = bearer.trim_start_matches("Bearer ");
    assert!(token.starts_with("t-"), "{token}");
    let mut sealed = 0;
    for (key, value) in redis.contents()? {
        let shown = format!("{key} {}", text(&value));
        assert!(!shown.contains(token) && !shown.contains("secret-of-the-mock"), "{shown}");
        sealed += usize::from(key.starts_with("feishu:token:"));
    }
    assert_eq!(sealed, 1);
    let other = Client::builder("cli_mock", "another-secret").base_url(mock.base_url());
    delete(&other.redis(Redis::open(&redis.url())?).build()?).await?;
    assert_eq!(mock.token_requests().len(), 2, "the token was decrypted with another secret");
    Ok(())
}

/// Returns all bytes of a value as text.
fn text(value: &redis::Value) -> String {
    match value {
        redis::Value::BulkString(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        redis::Value::Array(values) => values.iter().map(text).collect(),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn a_dropped_call_keeps_no_permit() -> TestResult {
    let Some(redis) = RedisServer::start()? else { return Ok(()) };
    let mock = Server::start().await?;
    let per = Duration::from_millis(200);
    let (first, second) = (client(&mock, &redis, 1, per)?, client(&mock, &redis, 1, per)?);
    delete(&first).await?;
    mock.on(DELETE)?.inject_fault(1, Fault::delay(Duration::from_secs(60)));
    assert!(timeout(Duration::from_secs(1), delete(&first)).await.is_err(), "the call was not dropped in flight");
    // If the dropped call kept its permit, this call would wait more than 30 s for the end of the lease.
    timeout(Duration::from_secs(10), delete(&second)).await??;
    assert_eq!(mock.requests_for(DELETE)?.len(), 3);
    Ok(())
}

/// The lease is the attempt timeout and 2 s. An upload of 128 KiB may take 4 s more.
#[tokio::test]
async fn an_upload_that_takes_longer_than_a_lease_keeps_its_permit() -> TestResult {
    const CREATE: &str = "hire.v1.attachment.create";
    let Some(redis) = RedisServer::start()? else { return Ok(()) };
    let mock = Server::start().await?;
    let limits = RateLimits::documented().operation(&attachment::CREATE, [Window::new(1, 1)]);
    let client = || {
        let builder = mock.builder().redis(Redis::open(&redis.url())?).rate_limits(limits.clone());
        builder.attempt_timeout(Duration::from_millis(100)).build()
    };
    let (first, second) = (client()?, client()?);
    let upload = |client: &Client| client.v1().attachment().create(Upload::new("a.pdf", vec![0; 128 * 1024])).send();
    mock.on(CREATE)?.inject_fault(1, Fault::delay(Duration::from_millis(3600)));
    let first = tokio::spawn(upload(&first));
    mock.on(CREATE)?.wait_for_requests(1).await;
    let second = tokio::spawn(upload(&second));
    first.await??;
    assert_eq!(mock.requests_for(CREATE)?.len(), 1, "the second call waits for the first one");
    second.await??;
    Ok(())
}

#[tokio::test]
async fn a_call_dropped_while_it_waits_leaves_no_entry() -> TestResult {
    let Some(redis) = RedisServer::start()? else { return Ok(()) };
    let mock = Server::start().await?;
    let hour = Duration::from_secs(3600);
    let limits = RateLimits::documented().operation(OPERATION, [Window { calls: 1, per: hour }]);
    let builder = mock.builder().redis(Redis::open(&redis.url())?).rate_limits(limits);
    let client = builder.timeout(hour * 24).build()?;
    delete(&client).await?;
    for micros in 0..50_u64 {
        let waiting = timeout(Duration::from_micros(micros * 40), delete(&client)).await;
        assert!(waiting.is_err(), "the limit of one call per hour was exceeded");
    }
    sleep(Duration::from_millis(200)).await;
    let contents = redis.contents()?;
    let calls = contents.iter().find(|(key, _)| key.contains(":calls:")).ok_or("no calls")?;
    assert!(matches!(&calls.1, redis::Value::Array(values) if values.len() == 2), "one call and its score: {calls:?}");
    Ok(())
}

#[tokio::test]
async fn a_rate_limit_error_pauses_all_processes() -> TestResult {
    let Some(redis) = RedisServer::start()? else { return Ok(()) };
    let mock = Server::start().await?;
    let per = Duration::from_secs(1);
    let (first, second) = (client(&mock, &redis, 100, per)?, client(&mock, &redis, 100, per)?);
    delete(&second).await?;
    let full = Fault::api(429, 99_991_400, "request trigger frequency limit").header("x-ogw-ratelimit-reset", "3");
    mock.on(DELETE)?.inject_fault(1, full);
    let refused = tokio::spawn(async move { delete(&first).await });
    while mock.requests_for(DELETE)?.len() < 2 {
        sleep(Duration::from_millis(5)).await;
    }
    sleep(Duration::from_millis(300)).await;
    assert!(timeout(Duration::from_secs(1), delete(&second)).await.is_err(), "the call does not wait");
    assert_eq!(mock.requests_for(DELETE)?.len(), 2, "the waiting call was sent");
    refused.await??;
    delete(&second).await?;
    Ok(())
}

#[tokio::test]
async fn clients_with_a_given_token_share_limits_too() -> TestResult {
    let Some(redis) = RedisServer::start()? else { return Ok(()) };
    let mock = Server::start().await?;
    let app = client(&mock, &redis, 100, Duration::from_secs(1))?;
    delete(&app).await?;
    let bearer = mock.requests_for(DELETE)?.remove(0).header("authorization").unwrap_or_default().to_owned();
    let own = || {
        let limits = RateLimits::off().operation(OPERATION, [Window { calls: 1, per: Duration::from_secs(3600) }]);
        let builder = Client::builder_with_token(bearer.trim_start_matches("Bearer ")).base_url(mock.base_url());
        builder.redis(Redis::open(&redis.url())?).rate_limits(limits).build()
    };
    delete(&own()?).await?;
    let refused = timeout(Duration::from_secs(10), delete(&own()?)).await?.expect_err("the limit is one call per hour");
    assert!(refused.is_rate_limited() && !refused.was_sent(), "{refused}");
    let token = bearer.trim_start_matches("Bearer ");
    assert!(redis.contents()?.iter().all(|(key, value)| !format!("{key} {}", text(value)).contains(token)));
    Ok(())
}

#[test]
fn the_error_of_an_invalid_url_does_not_show_the_password() {
    for wrong in ["redis://user:hunter2@localhost/no-number", "http://user:hunter2@localhost", "hunter2"] {
        let error = Redis::open(wrong).expect_err(wrong);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
    }
}

/// Tests a client that is used and dropped on the same runtime.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_task_outlives_the_client() -> TestResult {
    let Some(redis) = RedisServer::start()? else { return Ok(()) };
    let mock = Server::start().await?;
    let client = client(&mock, &redis, 100, Duration::from_secs(1))?;
    let alive = tokio::task::spawn_blocking(move || -> Result<usize, std::io::Error> {
        let runtime = tokio::runtime::Runtime::new()?;
        let outcome = runtime.block_on(async move {
            let outcome = delete(&client).await;
            drop(client);
            outcome
        });
        outcome.map_err(std::io::Error::other)?;
        let metrics = runtime.metrics();
        // Tasks end when they are polled again.
        for _ in 0..200 {
            if metrics.num_alive_tasks() == 0 {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(metrics.num_alive_tasks())
    });
    assert_eq!(alive.await??, 0);
    Ok(())
}

#[tokio::test]
async fn without_a_redis_server_calls_use_a_share_of_the_limit() -> TestResult {
    let mock = Server::start().await?;
    let redis = Redis::open("redis://127.0.0.1:1")?.processes(4);
    let limits = RateLimits::documented().operation(OPERATION, [Window { calls: 8, per: Duration::from_secs(3600) }]);
    let client = mock.builder().redis(redis).rate_limits(limits).build()?;
    for _ in 0..2 {
        delete(&client).await?;
    }
    let refused =
        timeout(Duration::from_secs(10), delete(&client)).await?.expect_err("the share is a quarter of 8 calls");
    assert!(refused.is_rate_limited() && !refused.was_sent(), "{refused}");
    Ok(())
}

/// Unpolled calls, and calls on an idle runtime, do not hold a permit or a position in the queue that other calls need.
#[test]
fn calls_that_are_not_polled_do_not_delay_other_calls_or_processes() -> TestResult {
    let Some(redis) = RedisServer::start()? else { return Ok(()) };
    let runtime = tokio::runtime::Runtime::new()?;
    let mock = runtime.block_on(Server::start())?;
    mock.enforce_rate_limits(WindowKind::Sliding);
    let per = Duration::from_millis(500);
    mock.on(DELETE)?.set_windows([Window { calls: 2, per }]);
    let client = || {
        let limits = RateLimits::documented().operation(OPERATION, [Window { calls: 2, per }]);
        let builder = mock.builder().redis(Redis::open(&redis.url())?).rate_limits(limits);
        // A call in flight on an idle runtime may keep its permit for this time plus 2 s.
        builder.attempt_timeout(Duration::from_secs(1)).build()
    };
    let (first, second) = (client()?, client()?);
    let pinned = |client: &Client| {
        let client = client.clone();
        Box::pin(async move { delete(&client).await })
    };
    let idle = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut unpolled: Vec<_> = (0..8).map(|_| pinned(&first)).collect();
    // Some calls have a permit, some requests for a permit are in flight, and some calls wait.
    for call in &mut unpolled {
        let _ = idle.block_on(async { timeout(Duration::from_millis(20), call).await });
    }
    for client in [&first, &second, &first, &second] {
        runtime.block_on(async { timeout(Duration::from_secs(20), delete(client)).await })??;
    }
    assert_eq!(mock.rate_limited_calls(), 0);
    drop(unpolled);
    Ok(())
}
