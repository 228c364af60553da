//! One of several processes for the events of an app, of which only one connects.
//!
//! `event_consumer BASE_URL REDIS_URL [FATAL]`. Standard output: the state when it changes, and the id of each processed event. It crashes while it
//! processes the event with the id FATAL, and ends when its standard input ends.

use std::{
    env,
    error::Error,
    io::{self, Read},
    process,
    time::Duration,
};

use feishu_hire::{
    Redis,
    event::{Delivery, EventStreamBuilder, RawEvent},
};

/// The event that a crashed process was processing can be claimed again after this time.
const LEASE: Duration = Duration::from_secs(2);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let mut argument = || arguments.next().ok_or("BASE_URL REDIS_URL");
    let (base_url, redis_url) = (argument()?, argument()?);
    let fatal = arguments.next();
    let builder = EventStreamBuilder::new("cli_mock", "secret-of-the-mock").base_url(base_url);
    let builder = builder.deduplicator(Redis::open(&redis_url)?.deduplicator().lease(LEASE));
    let builder = builder.leadership(Redis::open(&redis_url)?.leadership("cli_mock"));
    let mut events = builder.connect::<RawEvent>()?;
    let mut state = events.state();
    let mut stop = tokio::task::spawn_blocking(|| io::stdin().read_to_end(&mut Vec::new()));
    loop {
        tokio::select! {
            Ok(()) = state.changed() => println!("{:?}", *state.borrow_and_update()),
            Some(delivery) = events.next() => process(delivery?, fatal.as_deref()).await,
            _ = &mut stop => break,
        }
    }
    events.close().await;
    Ok(())
}

async fn process(delivery: Delivery<RawEvent>, fatal: Option<&str>) {
    let id = &delivery.envelope.header.event_id;
    if Some(id.as_str()) == fatal {
        process::abort();
    }
    println!("event {id}");
    if let Err(error) = delivery.ack().await {
        println!("{error}");
    }
}
