//! Compares decoding and fetching a page of 100 interviews with reqwest and derived structs.
//!
//! `cargo bench --package benches --bench page`. The CPU time is that of the calling thread; the server is a separate process.

use std::{error::Error, hint::black_box};

use benches::{
    call,
    cost::{Cost, median},
    page, raw,
    server::{Server, interviews, serve_if_requested},
};
use feishu_hire::{mock::Body, model::ListInterviewResponse};

const ROUNDS: usize = 15;

fn main() -> Result<(), Box<dyn Error>> {
    if serve_if_requested(interviews())? {
        return Ok(());
    }
    let body = page::body(100);
    println!("one page of 100 interviews, {} bytes", body.len());
    decode(&body)?;
    fetch()
}

fn decode(body: &str) -> Result<(), Box<dyn Error>> {
    let ours = Body::new(body);
    let bytes = body.as_bytes();
    let read = ours.read::<ListInterviewResponse>()?;
    assert_eq!(read.items.len(), 100);
    let raw_cost = &mut || drop(black_box(serde_json::from_slice::<raw::Envelope>(black_box(bytes))));
    let our_cost = &mut || drop(black_box(black_box(&ours).read::<ListInterviewResponse>()));
    compare("decoded", 500, raw_cost, our_cost);
    Ok(())
}

fn fetch() -> Result<(), Box<dyn Error>> {
    let server = Server::start()?;
    let base_url = server.base_url.as_str();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = call::client(base_url).build()?;
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
    let fetched = runtime.block_on(raw_call())?.data.map_or(0, |data| data.items.len());
    assert_eq!((fetched, runtime.block_on(call::page(&client))?.items.len()), (100, 100));
    compare("fetched", 60, &mut || drop(black_box(runtime.block_on(raw_call()))), &mut || {
        drop(black_box(runtime.block_on(call::page(&client))))
    });
    Ok(())
}

/// Alternates between the two in short rounds, so that other load affects both, and prints the medians.
fn compare(what: &str, per_round: u32, raw: &mut dyn FnMut(), ours: &mut dyn FnMut()) {
    let mut costs: [Vec<Cost>; 2] = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        let [of_raw, of_ours] = &mut costs;
        of_raw.push(Cost::of(per_round, raw));
        of_ours.push(Cost::of(per_round, ours));
    }
    let [raw, ours] = costs.map(median);
    println!(
        "{what}: CPU raw {:.0} µs, ours {:.0} µs, ratio {:.2}",
        raw.micros(),
        ours.micros(),
        ours.micros() / raw.micros()
    );
    compare_counts("allocations", raw.allocations, ours.allocations);
    compare_counts("bytes", raw.bytes, ours.bytes);
}

fn compare_counts(what: &str, raw: usize, ours: usize) {
    println!("    {what} raw {raw}, ours {ours}, ratio {:.3}", ours as f64 / raw as f64);
}
