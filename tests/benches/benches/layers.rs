//! Compares the cost of a call with and without rate limiter, retries and tracing.
//!
//! `cargo bench --package benches --bench layers`. The two variants alternate in short rounds, so that other load on the machine affects both.
//! Each pair of rounds yields a ratio; the median is printed. The first line compares a variant with itself, which shows the accuracy.

use std::{error::Error, hint::black_box, io};

use benches::{
    call,
    cost::{Cost, median},
    server::{Server, interviews, serve_if_requested},
};
use feishu_hire::Client;
use tokio::runtime::Runtime;
use tracing::{Dispatch, Level, callsite::rebuild_interest_cache, dispatcher::with_default};

const PAIRS: usize = 150;
const CALLS: u32 = 20;

fn main() -> Result<(), Box<dyn Error>> {
    if serve_if_requested(interviews())? {
        return Ok(());
    }
    let server = Server::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let bare = call::bare_client(&server.base_url).build()?;
    let retrying = call::bare_client(&server.base_url).max_retries(3).build()?;
    let whole = call::client(&server.base_url).build()?;
    for client in [&bare, &retrying, &whole] {
        assert_eq!(runtime.block_on(call::page(client))?.items.len(), 100);
    }
    let cases = [
        ("the same variant", &bare, None),
        ("retries", &retrying, None),
        ("limiter and retries", &whole, None),
        ("limiter, retries, and a subscriber at INFO", &whole, Some(Level::INFO)),
        ("limiter, retries, and a subscriber at DEBUG", &whole, Some(Level::DEBUG)),
    ];
    println!("one page of 100 interviews over loopback, {PAIRS} pairs of {CALLS} calls");
    for (what, with, level) in cases {
        compare(what, &mut || round(&runtime, &bare, None), &mut || round(&runtime, with, level));
    }
    Ok(())
}

fn round(runtime: &Runtime, client: &Client, level: Option<Level>) -> Cost {
    let calls = || Cost::of(CALLS, &mut || drop(black_box(runtime.block_on(call::page(client)))));
    let Some(level) = level else { return calls() };
    // The subscriber exists only in this round, because it would also slow down rounds without one.
    let subscriber = tracing_subscriber::fmt().with_max_level(level).with_writer(io::sink).finish();
    let cost = with_default(&Dispatch::new(subscriber), calls);
    rebuild_interest_cache();
    cost
}

fn compare(what: &str, without: &mut dyn FnMut() -> Cost, with: &mut dyn FnMut() -> Cost) {
    let (mut all_without, mut all_with, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        // The order alternates too.
        let (bare, whole) = if pair % 2 == 0 {
            let bare = without();
            (bare, with())
        } else {
            let whole = with();
            (without(), whole)
        };
        ratios.push(whole.micros() / bare.micros());
        all_without.push(bare);
        all_with.push(whole);
    }
    ratios.sort_by(f64::total_cmp);
    let at = |share: usize| ratios.get(ratios.len() * share / 4).copied().unwrap_or_default();
    let (without, with) = (median(all_without), median(all_with));
    println!(
        "{what}: CPU {:.0} µs, without {:.0} µs, ratio {:.3} (half of all pairs {:.3} to {:.3}); allocations {}, without {}",
        with.micros(),
        without.micros(),
        at(2),
        at(1),
        at(3),
        with.allocations,
        without.allocations,
    );
}
