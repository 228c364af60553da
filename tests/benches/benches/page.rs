//! One page of 100 interviews: decoded, and fetched over loopback, beside raw reqwest with derived structs.
//!
//! `cargo bench --package benches`. CPU is that of the calling thread; the server runs on another one.

use std::{alloc::System, hint::black_box, sync::mpsc, thread, time::Duration};

use benches::{page, raw, time::thread_cpu};
use feishu_hire::{Client, Timestamp, mock, mock::Body, v1::interview::ListInterviewResponse};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 7;

/// What one operation costs.
#[derive(Clone, Copy)]
struct Cost {
    cpu: Duration,
    allocations: usize,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let body = page::body(100);
    println!("one page of 100 interviews, {} bytes", body.len());
    decode(&body)?;
    fetch()
}

fn decode(body: &str) -> Result<(), Box<dyn std::error::Error>> {
    let ours = Body::new(body);
    let bytes = body.as_bytes();
    let read = ours.read::<ListInterviewResponse>()?;
    assert_eq!(read.items.len(), 100);
    let raw_cost = &mut || drop(black_box(serde_json::from_slice::<raw::Envelope>(black_box(bytes))));
    let our_cost = &mut || drop(black_box(black_box(&ours).read::<ListInterviewResponse>()));
    compare("decoded", 1000, raw_cost, our_cost);
    Ok(())
}

fn fetch() -> Result<(), Box<dyn std::error::Error>> {
    let (base_url, _stop) = serve()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = Client::builder("cli_bench", "secret").base_url(&base_url).build()?;
    let http = reqwest::Client::new();
    let token: serde_json::Value = runtime.block_on(async {
        let url = format!("{base_url}/open-apis/auth/v3/tenant_access_token/internal");
        http.post(url)
            .json(&serde_json::json!({ "app_id": "cli_bench", "app_secret": "secret" }))
            .send()
            .await?
            .json()
            .await
    })?;
    let token = token.get("tenant_access_token").and_then(|token| token.as_str()).unwrap_or_default().to_owned();
    let url = format!("{base_url}/open-apis/hire/v1/interviews");
    let raw_call = || async {
        let query = [("page_size", "100"), ("start_time", "1609489908000")];
        http.get(&url).query(&query).bearer_auth(&token).send().await?.json::<raw::Envelope>().await
    };
    let our_call =
        || client.v1().interview().list().page_size(100).start_time(Timestamp::from_millis(1_609_489_908_000)).send();
    let fetched = runtime.block_on(raw_call())?.data.map_or(0, |data| data.items.len());
    assert_eq!((fetched, runtime.block_on(our_call())?.items.len()), (100, 100));
    compare("fetched", 60, &mut || drop(black_box(runtime.block_on(raw_call()))), &mut || {
        drop(black_box(runtime.block_on(our_call())))
    });
    Ok(())
}

/// A mock server on a thread of its own; it ends when the sender is dropped.
fn serve() -> Result<(String, mpsc::Sender<()>), Box<dyn std::error::Error>> {
    let (send_url, url) = mpsc::channel();
    let (stop, stopped) = mpsc::channel::<()>();
    thread::spawn(move || -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let server = runtime.block_on(mock::Server::start())?;
        server.on("hire.v1.interview.list")?.items(page::items(100));
        send_url.send(server.base_url().to_owned())?;
        let _ = stopped.recv();
        Ok(())
    });
    Ok((url.recv()?, stop))
}

/// Turns are taken in short rounds, so that both meet the same machine; the median round counts.
fn compare(what: &str, per_round: usize, raw: &mut dyn FnMut(), ours: &mut dyn FnMut()) {
    let mut costs: [Vec<Cost>; 2] = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        let [of_raw, of_ours] = &mut costs;
        of_raw.push(round(per_round, raw));
        of_ours.push(round(per_round, ours));
    }
    let [raw, ours] = costs.map(median);
    let ratio = |ours: f64, raw: f64| ours / raw;
    let micros = |cost: Cost| cost.cpu.as_secs_f64() * 1e6;
    println!(
        "{what}: CPU raw {:.0} µs, ours {:.0} µs, ratio {:.2}; allocations raw {}, ours {}, ratio {:.3}",
        micros(raw),
        micros(ours),
        ratio(micros(ours), micros(raw)),
        raw.allocations,
        ours.allocations,
        ratio(ours.allocations as f64, raw.allocations as f64),
    );
}

fn round(count: usize, operation: &mut dyn FnMut()) -> Cost {
    let region = Region::new(ALLOCATOR);
    let before = thread_cpu();
    for _ in 0..count {
        operation();
    }
    let cpu = thread_cpu().saturating_sub(before) / u32::try_from(count).unwrap_or(1);
    Cost { cpu, allocations: region.change().allocations / count }
}

fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.cpu);
    costs.get(costs.len() / 2).copied().unwrap_or(Cost { cpu: Duration::ZERO, allocations: 0 })
}
